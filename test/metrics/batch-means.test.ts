import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { BatchMeans } from "../../src/metrics/batch-means.ts";

test("the interval of independent values holds their mean 19 times out of 20", () => {
  let held = 0;
  const runs = 400;
  for (let seed = 0; seed < runs; seed++) {
    const random = new RandomStreams(seed).stream("values");
    const means = new BatchMeans();
    for (let index = 0; index < 3000; index++) means.add(random());
    const { low, high } = means.interval() as { low: number; high: number };
    if (low <= 0.5 && 0.5 <= high) held++;
  }
  expect(held / runs).toBeGreaterThan(0.92);
  expect(held / runs).toBeLessThan(0.98);
});

test("fewer than thirty values give no interval", () => {
  const means = new BatchMeans();
  for (let index = 0; index < 29; index++) means.add(index);
  expect(means.interval()).toBeNull();
});

test("of a positive quantity both ends are positive, however wide the interval is", () => {
  const means = new BatchMeans();
  const random = new RandomStreams(3).stream("values");
  for (let index = 0; index < 60; index++) means.add(random() < 0.05 ? 1000 : 1e-3);
  const { low, high } = means.interval() as { low: number; high: number };
  expect(low).toBeGreaterThan(0);
  expect(high / low).toBeGreaterThan(2);
});
