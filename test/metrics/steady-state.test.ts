/** The end of the warm-up of a run, by MSER-5. */
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { warmupOf } from "../../src/metrics/steady-state.ts";

/** Noise of mean 0 and spread 1, `count` values. */
function noise(count: number, seed: number): number[] {
  const random = new RandomStreams(seed).stream("noise");
  return Array.from({ length: count }, () => (random() - 0.5) * Math.sqrt(12));
}

/** The rule by its definition, every beginning tried and every sum taken anew. */
function byDefinition(values: readonly number[]): number {
  const n = Math.floor(values.length / 5);
  const means = Array.from(
    { length: n },
    (_, i) => values.slice(5 * i, 5 * i + 5).reduce((a, b) => a + b) / 5,
  );
  const error = (d: number) => {
    const rest = means.slice(d);
    const mean = rest.reduce((a, b) => a + b) / rest.length;
    return rest.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rest.length ** 2;
  };
  const errors = Array.from({ length: n - 4 }, (_, d) => error(d));
  return 5 * errors.indexOf(Math.min(...errors));
}

test("equals the definition on noise with beginnings of all heights, or says that half of the run is not steady", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const height = seed % 8;
    const values = noise(200, seed).map((value, i) => 10 + value + (i < 60 ? height * (1 - i / 60) : 0));
    const expected = byDefinition(values);
    expect(warmupOf(values)).toBe(expected > 100 ? null : expected);
  }
});

test("leaves out the whole of a beginning far above the rest, and little more", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const values = noise(500, seed).map((value, i) => 100 + value + (i < 75 ? 50 : 0));
    const left = warmupOf(values) ?? Number.NaN;
    expect(left).toBeGreaterThanOrEqual(75);
    expect(left).toBeLessThan(150);
  }
});

test("leaves out nothing of a run that is alike all along, and finds no steady state in one that grows", () => {
  expect(warmupOf(Array.from({ length: 100 }, () => 7))).toBe(0);
  expect(warmupOf(Array.from({ length: 100 }, (_, i) => i))).toBeNull();
  expect(warmupOf([1, 2, 3])).toBeNull();
});
