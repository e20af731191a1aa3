import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { type Chip, rankDevice } from "../../src/hardware/chip.ts";
import type { Matmul } from "../../src/models/operators/operator.ts";
import { storageBytes } from "../../src/models/weight-format.ts";
import { plainBehaviours } from "../../src/timing/behaviours.ts";
import { neutralConstants } from "../../src/timing/constants.ts";
import { kernelOperatorTime } from "../../src/timing/kernel-operator-time.ts";
import { kernelFor } from "../../src/timing/kernels/kernel-library.ts";
import { matmulKernelTime } from "../../src/timing/kernels/matmul-kernel.ts";
import { matmulPeak, type OperatorSetting } from "../../src/timing/operator-time.ts";

const deviceOf = (chip: string) => rankDevice(catalog.chips.find(({ name }) => name === chip) as Chip, 1);
const h100 = deviceOf("h100");
const sixteenBits = { weights: 2, activations: 2, kvCache: 2 };
const grouped: OperatorSetting = {
  device: h100,
  precision: { compute: "bf16", bytes: sixteenBits },
  constants: neutralConstants,
  behaviours: { ...plainBehaviours, expertMatmuls: "grouped" },
};

/** `count` experts of `width` columns, each with `rows` tokens of 4,096 elements. */
const experts = (rows: number, width: number, count: number): Matmul => ({
  kind: "matmul",
  name: "expert up projection",
  m: rows,
  k: 4096,
  n: width,
  count,
  weights: true,
});

function timeOf(op: Matmul, setting: OperatorSetting): number {
  const time = kernelOperatorTime(op, "vllm", setting);
  if (time === undefined) throw new Error("no kernel");
  return time.computeNs + time.memoryNs + time.overheadNs;
}

describe("experts as grouped matmuls", () => {
  test("side by side take no longer than one after another, and no less than their rows take in one matmul", () => {
    const kernel = kernelFor("matmul.wide", "vllm", h100.chip).constants;
    const ns = (m: number, count: number, n: number) => {
      const bytes = { leftBytes: 2, rightBytes: 2, resultBytes: 2 };
      const shape = { m, n, k: 4096, ...bytes, peak: matmulPeak(h100, "bf16"), count };
      const { computeNs, memoryNs } = matmulKernelTime(shape, h100, kernel);
      return computeNs + memoryNs;
    };
    const whole = fc.integer({ min: 1, max: 32 });
    fc.assert(
      fc.property(whole, whole, whole, (rows, count, columns) => {
        const [m, n] = [64 * rows, 128 * columns];
        expect(ns(m, count, n)).toBeLessThanOrEqual(count * ns(m, 1, n) * (1 + 1e-9));
        expect(ns(m, count, n)).toBeGreaterThanOrEqual(ns(m * count, 1, n) * (1 - 1e-9));
      }),
    );
  });

  test("reach more FLOPs where they are wider, because gathering and launching are spread over more columns", () => {
    const constants = { ...neutralConstants, expertMatmulNs: 20e3 };
    const rate = (width: number) => width / timeOf(experts(1024, width, 8), { ...grouped, constants });
    expect(rate(1536)).toBeGreaterThan(1.2 * rate(768));
    expect(rate(16_384)).toBeGreaterThan(1.2 * rate(1536));
  });

  test("cost their launch once an expert", () => {
    const constants = { ...neutralConstants, expertMatmulNs: 20e3 };
    const op = experts(1024, 768, 8);
    const more = timeOf(op, { ...grouped, constants }) - timeOf(op, grouped);
    expect(more).toBeCloseTo(8 * 20e3, 3);
  });
});

test("weights of 4 bits slow products that are bound by FLOPs down by what widening leaves, and not reading them", () => {
  const bytes = { ...sixteenBits, weights: storageBytes.mxfp4 };
  const fourBits = {
    ...grouped,
    behaviours: plainBehaviours,
    precision: { compute: "bf16" as const, bytes },
  };
  const slower = { ...fourBits, constants: { ...neutralConstants, wideningEfficiency: 0.5 } };
  const longer = (rows: number) =>
    timeOf(experts(rows, 4096, 8), slower) / timeOf(experts(rows, 4096, 8), fourBits);
  expect(longer(1)).toBeLessThan(1.02);
  expect(longer(8192)).toBeGreaterThan(1.5);
  expect(longer(8192)).toBeLessThanOrEqual(2);
});

test("weights of 4 bits cost a few rows on an A100 what eight cost, not what a whole tile does", () => {
  const a100 = deviceOf("a100-80");
  const bytes = { ...sixteenBits, weights: storageBytes.int4 };
  const precision = { compute: "bf16" as const, bytes };
  const constants = { ...neutralConstants, wideningEfficiency: 0.05 };
  const setting = { ...grouped, behaviours: plainBehaviours, device: a100, precision, constants };
  const time = (rows: number) =>
    timeOf({ ...experts(rows, 8192, 1), name: "up projection", k: 8192 }, setting);
  expect(time(8) / time(1)).toBeLessThan(1.01);
  expect(time(64) / time(8)).toBeGreaterThan(4);
});
