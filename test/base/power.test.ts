import { assert, double, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { power } from "../../src/base/power.ts";

const near = (found: number, wanted: number) =>
  Math.abs(found - wanted) <= 1e-12 * Math.abs(wanted) || found === wanted;

test("is what ** gives but for the last digits", () => {
  const base = double({ min: 1e-6, max: 1e6, noNaN: true });
  const exponent = double({ min: -20, max: 20, noNaN: true });
  assert(property(base, exponent, (x, y) => near(power(x, y), x ** y)));
});

test("whole powers are products: exact where they can be told exactly", () => {
  expect(power(1.5, 3)).toBe(1.5 * 1.5 * 1.5);
  expect(power(7, 15)).toBe(7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7 * 7);
  expect([power(5, 0), power(2, -3), power(-2, 3), power(0, 0), power(0, 0.5), power(0, -0.5)]).toEqual([
    1,
    0.125,
    -8,
    1,
    0,
    Number.POSITIVE_INFINITY,
  ]);
  assert(property(integer({ min: 0, max: 1000 }), (n) => near(power(0.999, n), 0.999 ** n)));
});
