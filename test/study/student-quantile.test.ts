import { randomNormal } from "d3-random";
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { studentHalfWidth } from "../../src/study/student-quantile.ts";

test("one degree of freedom is Cauchy's distribution, two have a closed form", () => {
  for (const confidence of [0.5, 0.8, 0.95, 0.99]) {
    expect(studentHalfWidth(confidence, 1)).toBeCloseTo(Math.tan((confidence * Math.PI) / 2), 8);
    const p = (1 + confidence) / 2;
    expect(studentHalfWidth(confidence, 2)).toBeCloseTo((2 * p - 1) * Math.sqrt(1 / (2 * p * (1 - p))), 8);
  }
});

test("95 % quantiles are those of printed tables, and fall towards the normal one", () => {
  const table = {
    1: 12.706,
    2: 4.303,
    3: 3.182,
    4: 2.776,
    5: 2.571,
    9: 2.262,
    10: 2.228,
    29: 2.045,
    30: 2.042,
  };
  for (const [degrees, t] of Object.entries(table))
    expect(studentHalfWidth(0.95, Number(degrees))).toBeCloseTo(t, 3);
  expect(studentHalfWidth(0.95, 100_000)).toBeCloseTo(1.95996, 3);
  for (let degrees = 1; degrees < 60; degrees++)
    expect(studentHalfWidth(0.95, degrees + 1)).toBeLessThan(studentHalfWidth(0.95, degrees));
});

test("means of few normal values lie within the interval as often as it says", () => {
  const normal = randomNormal.source(new RandomStreams(1).stream("normal"))(0, 1);
  const [size, samples] = [4, 20_000];
  const t = studentHalfWidth(0.9, size - 1);
  let within = 0;
  for (let sample = 0; sample < samples; sample++) {
    const values = Array.from({ length: size }, normal);
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (size - 1);
    if (Math.abs(mean) <= t * Math.sqrt(variance / size)) within++;
  }
  // Three standard errors of a share of 0.9 of 20,000 are 0.0064.
  expect(Math.abs(within / samples - 0.9)).toBeLessThan(0.0064);
});
