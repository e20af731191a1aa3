import fc from "fast-check";
import { expect, test } from "vitest";
import { BlockIndex, noSlot } from "../../src/workload/inference/replica/block-index.ts";

test("an index of blocks says what a map would, of runs in places far apart, whatever comes and goes", () => {
  // Shared prompts have identities below zero, conversations begin 2^20 apart, and traces may number as they like.
  const block = fc
    .tuple(fc.constantFrom(-(2 ** 20), -5, 0, 7, 2 ** 20, 2 ** 38, 2 ** 52), fc.nat(40))
    .map(([start, offset]) => start + offset);
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 600 }), (blocks) => {
      const index = new BlockIndex();
      const slotOf = new Map<number, number>();
      for (const [at, each] of blocks.entries()) {
        if (slotOf.delete(each)) index.delete(each);
        else {
          slotOf.set(each, at + 1);
          index.add(each, at + 1);
        }
      }
      for (const each of blocks) expect(index.get(each)).toBe(slotOf.get(each) ?? noSlot);
      const told: number[] = [];
      index.clear((slot) => told.push(slot));
      expect(told.sort((a, b) => a - b)).toEqual([...slotOf.values()].sort((a, b) => a - b));
      for (const each of blocks) expect(index.get(each)).toBe(noSlot);
    }),
    { numRuns: 40 },
  );
});
