/** Changes that help: the fewest, and of each setting the mildest. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { remedies, type Setting } from "../../src/base/remedies.ts";

/** A setting that takes so much off, named by what it takes. */
const takes =
  (name: string, ...amounts: number[]): Setting<number> =>
  (from) =>
    amounts.map((amount) => ({ text: `${name} ${amount}`, state: from - amount }));

const under = (most: number) => (state: number) => state <= most;

test("of a setting that is enough alone the mildest value is told, and no pair beside it", () => {
  expect(remedies(10, [takes("a", 1, 3, 5), takes("b", 2), takes("c", 9)], under(7))).toEqual(["a 3", "c 9"]);
});

test("where none is enough two are, the first at its strongest and the second as mild as it can be", () => {
  expect(remedies(10, [takes("a", 1, 3), takes("b", 1, 2, 4), takes("c", 4)], under(5))).toEqual([
    "a 3 with b 2",
    "a 3 with c 4",
    "b 4 with c 4",
  ]);
});

test("nothing is told where all together are not enough", () => {
  expect(remedies(10, [takes("a", 1), takes("b", 1)], under(0))).toEqual([]);
});

test("each way that is told holds, and no fewer settings would", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 20 }),
      (amounts, most) => {
        const rising = amounts.map((each) => [...each].sort((a, b) => a - b));
        const names = rising.map((each, index) => takes(String.fromCharCode(97 + index), ...each));
        const strongest = rising.flatMap((each) => each.at(-1) ?? []).sort((a, b) => b - a);
        const needed = [1, 2, 3].find(
          (count) => strongest.length >= count && 20 - sum(strongest.slice(0, count)) <= most,
        );
        const ways = remedies(20, names, under(most));
        expect(ways.length > 0).toBe(needed !== undefined);
        for (const way of ways) {
          const taken = way.split(" with ").map((each) => Number(each.split(" ")[1]));
          expect(taken).toHaveLength(needed as number);
          expect(20 - sum(taken)).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
