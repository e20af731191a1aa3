import fc from "fast-check";
import seedrandom from "seedrandom";
import { expect, test } from "vitest";
import { arc4 } from "../../src/base/arc4.ts";

test("numbers of a text are those of the package seedrandom, bit for bit", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (seed) => {
      const [own, theirs] = [arc4(seed), seedrandom(seed)];
      for (let drawn = 0; drawn < 200; drawn++) expect(own()).toBe(theirs());
    }),
  );
});
