import fc from "fast-check";
import { expect, test } from "vitest";
import { LinkIndex } from "../../src/network/link-index.ts";

test("links are found by their ends, in the direction they were added, whatever their number", () => {
  const ends = fc.tuple(fc.nat(40), fc.nat(40));
  fc.assert(
    fc.property(
      fc.uniqueArray(ends, { selector: String, maxLength: 600 }),
      fc.array(ends),
      (pairs, others) => {
        const index = new LinkIndex();
        for (const [source, target] of pairs) index.add(source, target);
        const known = new Map(pairs.map((pair, link) => [String(pair), link]));
        for (const pair of [...pairs, ...others]) expect(index.find(...pair)).toBe(known.get(String(pair)));
      },
    ),
  );
});
