import fc from "fast-check";
import { expect, test } from "vitest";
import { noSlot } from "../../src/workload/inference/replica/block-index.ts";
import { PrefixBlocks } from "../../src/workload/inference/replica/prefix-blocks.ts";

test("blocks are held, found and given up, the least recently used first, as by a map of holders and an ordered set", () => {
  const acts = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ act: fc.constant("hold"), which: fc.nat(90) }) },
      { weight: 5, arbitrary: fc.record({ act: fc.constant("release"), which: fc.nat(1000) }) },
      { weight: 2, arbitrary: fc.record({ act: fc.constant("drop"), which: fc.constant(0) }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant("clear"), which: fc.constant(0) }) },
    ),
    { minLength: 1, maxLength: 300 },
  );
  fc.assert(
    fc.property(acts, (all) => {
      const blocks = new PrefixBlocks();
      const holders = new Map<number, number>();
      const idle = new Set<number>();
      /** What is held, with its slot; what was lost before it was released has no block any more. */
      let held: { block: number | undefined; slot: number }[] = [];
      for (const { act, which } of all) {
        if (act === "hold") {
          const block = which * 1e9;
          const slot = blocks.hold(block);
          holders.set(block, (holders.get(block) ?? 0) + 1);
          idle.delete(block);
          held.push({ block, slot });
          expect(blocks.holders(slot)).toBe(holders.get(block));
        } else if (act === "release" && held.length > 0) {
          const [gone] = held.splice(which % held.length, 1) as [(typeof held)[number]];
          const others = held.some(({ block, slot }) => slot === gone.slot && block === gone.block);
          expect(blocks.release(gone.slot)).toBe(others);
          if (gone.block !== undefined) {
            holders.set(gone.block, (holders.get(gone.block) as number) - 1);
            if (!others) idle.add(gone.block);
          }
        } else if (act === "drop" && idle.size > 0) {
          const [oldest] = idle as Iterable<number> as [number];
          idle.delete(oldest);
          holders.delete(oldest);
          blocks.dropOldest();
        } else if (act === "clear") {
          blocks.clear();
          holders.clear();
          idle.clear();
          held = held.map(({ slot }) => ({ block: undefined, slot }));
        }
        expect(blocks.idle).toBe(idle.size);
        for (let block = 0; block <= 90e9; block += 15e9) {
          expect(blocks.find(block) !== noSlot).toBe(holders.has(block));
        }
      }
    }),
    { numRuns: 60 },
  );
});
