import { Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import { neutralConstants } from "../../src/timing/constants.ts";
import { defineProfile, type SoftwareProfile } from "../../src/timing/software-profile.ts";
import { type FitPoint, fitConstants } from "../../src/validation/fit/fit-constants.ts";
import { boundedSolution } from "../../src/validation/fit/least-squares.ts";

/** A stand-in for a workload: bytes at 400 GB/s times an efficiency, and a cost for each of 32 layers. */
const stepNs = ({ constants }: SoftwareProfile, bytes: number) =>
  bytes / (400 * constants.weightBandwidthEfficiency) + 32 * constants.layerOverheadNs;

function points(truth: SoftwareProfile, sizes: readonly number[], off = 1): FitPoint[] {
  return sizes.map((bytes, index) => ({
    measured: stepNs(truth, bytes) * (index === 0 ? off : 1),
    weight: 1,
    predict: (profile) => stepNs(profile, bytes),
  }));
}

const profile = (weightBandwidthEfficiency: number, layerOverheadNs: number) =>
  defineProfile({
    name: "test",
    title: "test",
    constants: { ...neutralConstants, weightBandwidthEfficiency, layerOverheadNs },
    basis: "test",
  });

const names = ["weightBandwidthEfficiency", "layerOverheadNs"] as const;
const sizes = [1e8, 3e8, 1e9, 3e9, 1e10];

test("constants that made the measurements are found again, within 1 % (the prior pulls a little)", () => {
  const { constants } = fitConstants(profile(0.5, 20_000), names, points(profile(0.8, 100_000), sizes));
  expect(Math.abs(constants[0]!.value / 0.8 - 1)).toBeLessThan(0.01);
  expect(Math.abs(constants[1]!.value / 100_000 - 1)).toBeLessThan(0.01);
});

test("one row that is off by a factor of three moves them by a few percent only", () => {
  const many = [2e8, ...sizes, 2e8, 6e8, 2e9, 6e9];
  const { constants } = fitConstants(profile(0.5, 20_000), names, points(profile(0.8, 100_000), many, 3));
  expect(Math.abs(constants[0]!.value / 0.8 - 1)).toBeLessThan(0.06);
});

test("an efficiency stays at most 1, however fast the measurements, and is told to stand at its limit", () => {
  const fast = points(profile(0.8, 100), sizes).map((point) => ({ ...point, measured: point.measured / 3 }));
  const { constants } = fitConstants(profile(0.5, 1000), names, fast);
  expect(constants[0]!.value).toBeLessThanOrEqual(1);
  expect(constants.map(({ atLimit }) => atLimit)).toEqual([true, false]);
  const slow = fitConstants(profile(0.5, 1000), names, points(profile(0.8, 1000), sizes));
  expect(slow.constants.map(({ atLimit }) => atLimit)).toEqual([false, false]);
});

test("what would leave its room stays at the edge, and the others are solved anew beside it", () => {
  // x + y = 3 and y = 2 in the least squares sense: normal equations [[1, 1], [1, 2]] (x, y) = (3, 5).
  const normal = new Matrix([
    [1, 1],
    [1, 2],
  ]);
  const wide: [number, number] = [-9, 9];
  expect(boundedSolution(normal, [3, 5], [wide, wide])).toEqual([1, 2]);
  // With x at most 0, y alone minimises (y - 3)^2 + (y - 2)^2.
  expect(boundedSolution(normal, [3, 5], [[-9, 0], wide])).toEqual([0, 2.5]);
});
