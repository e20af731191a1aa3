/** Bands of a stack from its own spread and the tails of others. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import {
  type GroupedError,
  otherStacks,
  ownBand,
  stackBand,
} from "../../src/validation/evidence/error-shape.ts";

const random = new RandomStreams(1).stream("errors");
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Errors of `groups` groups of `rows` rows, normally spread. */
function errors(groups: number, rows: number, spread: number): GroupedError[] {
  return Array.from({ length: groups * rows }, (_, index) => ({
    group: String(index % groups),
    log: spread * normal(),
  }));
}

test("a band is as wide as nine in ten errors of such a spread are, whatever the spread of other stacks", () => {
  const others = otherStacks([errors(40, 5, 0.02), errors(40, 5, 0.2), errors(40, 5, 1)]);
  if (others === undefined) throw new Error("no stacks");
  for (const spread of [0.05, 0.5]) {
    const [low, high] = stackBand(errors(60, 5, spread), others, 0.9);
    // 90 % of a normal distribution lie within 1.645 of it.
    expect(high / (1.645 * spread)).toBeCloseTo(1, 0);
    expect(low / (-1.645 * spread)).toBeCloseTo(1, 0);
  }
});

test("a stack without rows has the spread that others usually have, between theirs", () => {
  const others = otherStacks([errors(20, 5, 0.1), errors(20, 5, 0.4)]);
  if (others === undefined) throw new Error("no stacks");
  const [, unknown] = stackBand([], others, 0.9);
  // The geometric mean of the two.
  expect(unknown / (1.645 * Math.sqrt(0.1 * 0.4))).toBeCloseTo(1, 0);
  expect(otherStacks([[], []])).toBeUndefined();
});

test("bands hold no error at all, grow with their share and with the errors", () => {
  const logs = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(logs, logs, fc.double({ min: 1, max: 5, noNaN: true }), (own, other, factor) => {
      const grouped = (values: readonly number[], times = 1) =>
        values.map((log, index) => ({ group: String(index % 3), log: times * log }));
      const others = otherStacks([grouped(other)]);
      fc.pre(others !== undefined);
      if (others === undefined) return;
      const [low80, high80] = stackBand(grouped(own), others, 0.8);
      const [low, high] = stackBand(grouped(own), others, 0.9);
      expect([low <= low80, low80 <= 0, 0 <= high80, high80 <= high]).toEqual([true, true, true, true]);
      const [further] = stackBand(grouped(own, factor), others, 0.9);
      expect(further).toBeLessThanOrEqual(low + 1e-12);
      const [alone, most] = ownBand(grouped(own), 0.9);
      expect(alone <= 0 && most >= 0).toBe(true);
    }),
  );
});

test("a stack has the tails of others where it has few rows, and more of its own the more it has", () => {
  const others = otherStacks([errors(40, 5, 0.1), errors(40, 5, 0.1)]);
  if (others === undefined) throw new Error("no stacks");
  // Nine in ten are 0.1 off, the others ten times as far: no normal distribution.
  const skewed = (groups: number) =>
    Array.from({ length: groups }, (_, index) => ({ group: String(index), log: index % 10 === 0 ? 1 : 0.1 }));
  const highs = [4, 20, 400].map((groups) => stackBand(skewed(groups), others, 0.9)[1]);
  expect(highs).toEqual([...highs].sort((a, b) => a - b));
  expect(highs[0]).toBeLessThan(0.7);
  // Nearly its own 95th percentile.
  expect(highs[2]).toBeGreaterThan(0.9);
});

test("bands of stacks with three groups hold nine in ten rows of a group that they have not seen", () => {
  const [stacks, groups, rows] = [40, 3, 20];
  const commonPart = 0.3;
  const drawn = Array.from({ length: stacks }, (): GroupedError[] => {
    const spread = 0.1 * Math.exp(0.6 * normal());
    return Array.from({ length: groups }, (_, group) => {
      const shared = Math.sqrt(commonPart) * normal();
      return Array.from({ length: rows }, () => ({
        group: String(group),
        log: spread * (shared + Math.sqrt(1 - commonPart) * normal()),
      }));
    }).flat();
  });
  let held = 0;
  for (const own of drawn) {
    const others = otherStacks(drawn.filter((each) => each !== own));
    if (others === undefined) throw new Error("no stacks");
    for (let group = 0; group < groups; group++) {
      const name = String(group);
      const [low, high] = stackBand(
        own.filter((error) => error.group !== name),
        others,
        0.9,
      );
      held += own.filter((error) => error.group === name && error.log >= low && error.log <= high).length;
    }
  }
  const share = held / (stacks * groups * rows);
  // 88 to 94 %, and a standard error: 20 rows with .3 in common say as much as 3, 120 times.
  const standardError = Math.sqrt((0.9 * 0.1) / (120 * 3));
  expect(share).toBeGreaterThan(0.88 - standardError);
  expect(share).toBeLessThan(0.94 + standardError);
});
