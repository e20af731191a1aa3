import { expect, test } from "vitest";
import { elementAt } from "../../src/base/element-at.ts";
import { InvariantError } from "../../src/base/errors.ts";

test("elements count from the front, and from the back below zero", () => {
  const list = ["a", "b", "c"];
  expect([0, 2, -1, -3].map((index) => elementAt(list, index))).toEqual(["a", "c", "c", "a"]);
  expect(elementAt(Float64Array.of(7, 0), -1)).toBe(0);
});
test("an element that is not there is a broken invariant, told with the length of the list", () => {
  for (const index of [3, -4, 0.5]) expect(() => elementAt([1, 2, 3], index)).toThrow(InvariantError);
  expect(() => elementAt([1, 2, 3], 3)).toThrow("no element 3 in a list of 3");
});
