import fc from "fast-check";
import { expect, test } from "vitest";
import { costOf } from "../../src/metrics/cost.ts";
import { Sample } from "../../src/metrics/sample.ts";
import { WeightedSample } from "../../src/metrics/weighted-sample.ts";

function sampleOf(values: number[], keptMost?: number): Sample {
  const sample = new Sample(keptMost);
  for (const value of values) sample.add(value);
  return sample;
}

test("percentiles interpolate linearly between order statistics", () => {
  const { median, p90, mean } = sampleOf([4, 1, 3, 2]).statistics();
  expect([median, p90, mean]).toEqual([2.5, 3 + 0.7, 2.5]);
});

test("no values, no statistics", () => {
  expect(new Sample().statistics().mean).toBeNull();
  expect(new WeightedSample().statistics().p99).toBeNull();
});

test("a weighted sample agrees with the values written out: moments exactly, percentiles within half a percent", () => {
  const entry = fc.record({
    value: fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    weight: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 2, maxLength: 60 }), (entries) => {
      const weighted = new WeightedSample();
      for (const { value, weight } of entries) weighted.add(value, weight);
      const all = entries.flatMap(({ value, weight }) => Array<number>(weight).fill(value));
      const exact = sampleOf(all).statistics();
      const found = weighted.statistics();
      expect((found.mean as number) / (exact.mean as number)).toBeCloseTo(1, 9);
      if ((exact.std as number) > 1e-6 * (exact.mean as number)) {
        expect((found.std as number) / (exact.std as number)).toBeCloseTo(1, 6);
      }
      const sorted = [...all].sort((a, b) => a - b);
      const median = found.median as number;
      const rank = Math.floor(0.5 * (sorted.length - 1));
      expect(median).toBeGreaterThanOrEqual(sorted[rank]! * 0.995);
      expect(median).toBeLessThanOrEqual(sorted[rank + 1]! * 1.005);
    }),
  );
});

test("values too many to be kept have the same mean and deviation, and percentiles within 0.2 % of a kept one's", () => {
  const value = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
  const values = fc.array(value, { minLength: 12, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (all, infinite, q) => {
      const [kept, sketched] = [sampleOf(all), sampleOf(all, 10)];
      const [exact, found] = [kept.statistics(), sketched.statistics()];
      expect([sketched.size, sketched.isExact, kept.isExact]).toEqual([all.length, false, true]);
      expect((found.mean as number) / (exact.mean as number)).toBeCloseTo(1, 9);
      if ((exact.std as number) > 1e-6 * (exact.mean as number)) {
        expect((found.std as number) / (exact.std as number)).toBeCloseTo(1, 6);
      }
      // A sketch tells one of the values beside the place that it is asked for, and does not interpolate.
      const sorted = [...all].sort((a, b) => a - b);
      const place = q * (all.length + infinite - 1);
      const isInfinite = place > all.length - 1;
      const told = sketched.quantileBelow(infinite, q) ?? Number.POSITIVE_INFINITY;
      expect(told === Number.POSITIVE_INFINITY).toBe(isInfinite);
      expect(kept.quantileBelow(infinite, q) === undefined).toBe(isInfinite);
      if (isInfinite) return;
      expect(told).toBeGreaterThanOrEqual(sorted[Math.floor(place)]! * 0.997);
      expect(told).toBeLessThanOrEqual(sorted[Math.ceil(place)]! * 1.003);
    }),
  );
});

test("a value added several times at once is the same, to the last digit, as added one by one", () => {
  const [each, one] = [new WeightedSample(), new WeightedSample()];
  for (const [value, times] of [
    [0.1, 3],
    [7.3, 5],
    [0.7, 2],
  ] as const) {
    each.addEach(value, times);
    for (let added = 0; added < times; added++) one.add(value, 1);
  }
  expect(each.statistics()).toStrictEqual(one.statistics());
});

test("however often somebody asks, values count as they came: more than are noted at once, to the last digit", () => {
  const entry = fc.record({
    value: fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    count: fc.integer({ min: 1, max: 9 }),
    kind: fc.constantFrom("add", "addEach", "addProgression"),
    asks: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 700, size: "max" }), (entries) => {
      const [asked, unasked] = [new WeightedSample(), new WeightedSample()];
      for (const { value, count, kind, asks } of entries) {
        for (const sample of [asked, unasked]) {
          if (kind === "addProgression") sample.addProgression(value, value / 7, count, 3);
          else sample[kind as "add" | "addEach"](value, count);
        }
        if (asks) asked.quantile(0.5);
      }
      expect(unasked.statistics()).toEqual(asked.statistics());
    }),
    { numRuns: 12 },
  );
});

test("a progression counts each of its values once a request", () => {
  const weighted = new WeightedSample();
  weighted.addProgression(10, 1, 5, 3);
  const { mean, std } = weighted.statistics();
  expect(mean).toBeCloseTo(12, 9);
  // Of 10, 11, 12, 13, 14, three times each, about 12.
  expect(std).toBeCloseTo(Math.sqrt((3 * (4 + 1 + 0 + 1 + 4)) / (15 - 1)), 9);
});

const price = {
  usdPerHour: 18,
  option: "on-demand",
  source: "",
  date: "",
  region: "",
  status: "published",
} as const;

test("$36 an hour at 1,000 tokens/s is $10 a million", () => {
  const cost = costOf(price, {
    usdPerHour: 2 * 18,
    elapsedNs: 1800e9,
    outputTokensPerNs: 1e-6,
    totalTokensPerNs: 2e-6,
  });
  expect(cost.usdPerMillionOutputTokens).toBeCloseTo(10, 9);
  expect(cost.usdPerMillionTotalTokens).toBeCloseTo(5, 9);
  expect(cost.usdTotal).toBeCloseTo(18, 9);
});

test("without a price every cost is null, never 0", () => {
  const price = { usdPerHour: null, option: null, source: null, date: null, region: null, status: null };
  const cost = costOf(price, { usdPerHour: null, elapsedNs: 1e9, outputTokensPerNs: 1, totalTokensPerNs: 1 });
  expect([cost.usdPerHour, cost.usdTotal, cost.usdPerMillionOutputTokens]).toEqual([null, null, null]);
});
