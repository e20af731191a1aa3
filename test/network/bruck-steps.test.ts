import { describe, expect, test } from "vitest";
import { bruckAllToAll, bruckGather, bruckScatter } from "../../src/network/collectives/bruck-steps.ts";

const sent = (steps: ReturnType<typeof bruckGather>, member: number) =>
  steps
    .flatMap(({ transfers }) => transfers)
    .filter(({ source }) => source === member)
    .reduce((sum, { fraction }) => sum + fraction, 0);

describe.each([2, 3, 7, 8, 65, 100])("among %i members", (members) => {
  const line = Array.from({ length: members }, (_, member) => member);

  test("a gather hands on n - 1 blocks in ceil(log2 n) steps, a scatter as many", () => {
    for (const steps of [bruckGather([line], 1), bruckScatter([line], 1)]) {
      expect(steps).toHaveLength(Math.ceil(Math.log2(members)));
      expect(sent(steps, 1)).toBeCloseTo((members - 1) / members, 12);
    }
  });

  test("after a gather every member holds every block", () => {
    const held = line.map((member) => new Set([member]));
    for (const { transfers } of bruckGather([line], 1)) {
      const before = held.map((blocks) => [...blocks]);
      for (const { source, target, fraction } of transfers) {
        const count = Math.round(fraction * members);
        // Blocks are held in order of their distance behind the holder: the nearest `count` are passed on.
        const nearest = before[source]!.sort(
          (a, b) => ((source - a + members) % members) - ((source - b + members) % members),
        );
        for (const block of nearest.slice(0, count)) held[target]!.add(block);
      }
    }
    for (const blocks of held) expect(blocks.size).toBe(members);
  });

  test("in an all-to-all every block takes a hop for each bit of its distance", () => {
    let hops = 0;
    for (let distance = 1; distance < members; distance++) {
      hops += distance.toString(2).replaceAll("0", "").length;
    }
    expect(sent(bruckAllToAll([line], 1), 0)).toBeCloseTo(hops / members, 12);
  });
});
