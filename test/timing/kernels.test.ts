import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { type Chip, rankDevice } from "../../src/hardware/chip.ts";
import type { Attention } from "../../src/models/operators/operator.ts";
import { decodeKernelTime } from "../../src/timing/kernels/decode-kernel.ts";
import { exchangeKernelNs } from "../../src/timing/kernels/exchange-kernel.ts";
import { kernelFor, measuredKernels } from "../../src/timing/kernels/kernel-library.ts";
import { kernelPrior } from "../../src/timing/kernels/kernel-priors.ts";
import type { KernelSlot } from "../../src/timing/kernels/kernel-types.ts";
import { matmulKernelTime } from "../../src/timing/kernels/matmul-kernel.ts";
import { prefillKernelTime } from "../../src/timing/kernels/prefill-kernel.ts";
import { matmulPeak } from "../../src/timing/operator-time.ts";
import { kernelLimits } from "../../src/validation/fit/fit-kernels.ts";

const gpus = catalog.chips.filter(({ kind, vendor }) => kind === "gpu" && vendor === "NVIDIA");
const total = ({
  computeNs,
  memoryNs,
  launchNs,
}: {
  computeNs: number;
  memoryNs: number;
  launchNs: number;
}) => computeNs + memoryNs + launchNs;
const chipOf = (name: string) => gpus.find((chip) => chip.name === name) as Chip;

test("no fitted constant of a kernel sits at its physical limit", () => {
  for (const { title, kernels } of measuredKernels) {
    for (const [slot, fitted] of Object.entries(kernels)) {
      for (const [name, value] of Object.entries(fitted.constants)) {
        if (typeof value !== "number" || value === 0) continue;
        const [least, most] = kernelLimits(name);
        expect(Math.log(value), `${title} ${slot} ${name}`).toBeLessThan(most - 1e-3);
        expect(Math.log(value), `${title} ${slot} ${name}`).toBeGreaterThan(least + 1e-3);
      }
    }
  }
});

test("every kernel exists on every GPU, its own timings before those of another chip", () => {
  const slots = [...new Set(measuredKernels.flatMap(({ kernels }) => Object.keys(kernels)))] as KernelSlot[];
  for (const chip of gpus)
    for (const slot of slots) expect(kernelFor(slot, "vllm", chip).rows).toBeGreaterThan(0);
  for (const { family, chip, kernels } of measuredKernels) {
    for (const slot of Object.keys(kernels) as KernelSlot[]) {
      expect(kernelFor(slot, family, chipOf(chip)).isMeasured, `${family} ${chip} ${slot}`).toBe(true);
    }
  }
});

test("a chip that was never timed has constants between those of others and of the datasheet, and the nearest one's collectives", () => {
  const next = { ...chipOf("b200"), name: "next", derivedFrom: undefined };
  for (const slot of ["matmul.wide", "prefill", "decode.wide", "experts.wide"] as const) {
    const found = kernelFor(slot, "vllm", next);
    expect(found.isMeasured).toBe(false);
    const others = measuredKernels.flatMap(({ kernels }) => kernels[slot]?.constants ?? []);
    const all = [...others, kernelPrior(slot, "vllm", "next")] as unknown as { [name: string]: unknown }[];
    for (const [name, value] of Object.entries(found.constants)) {
      if (typeof value !== "number" || value === 0) continue;
      const values = all.map((each) => Number(each[name])).filter((each) => each > 0);
      expect(value, `${slot} ${name}`).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9));
      expect(value, `${slot} ${name}`).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9));
    }
  }
  expect(kernelFor("nccl.all-reduce", "nccl", chipOf("b300")).constants).toEqual(
    kernelFor("nccl.all-reduce", "nccl", chipOf("h200")).constants,
  );
});

test("an inherited kernel has a wider band than the one it comes from", () => {
  const own = kernelFor("matmul.wide", "vllm", chipOf("h100"));
  const inherited = kernelFor("matmul.wide", "vllm", {
    ...chipOf("h100"),
    name: "next",
    derivedFrom: undefined,
  });
  expect(inherited.isMeasured).toBe(false);
  expect(inherited.high / inherited.low).toBeGreaterThan(1);
  expect(own.constants.efficiency).toBeGreaterThan(0);
});

describe("on random shapes", () => {
  const gpu = fc.constantFrom(...gpus.map(({ name }) => name));
  const size = (max: number) => fc.integer({ min: 1, max });

  test("a matmul is never faster than its FLOPs at the peak", () => {
    fc.assert(
      fc.property(gpu, size(20_000), size(20_000), size(20_000), (name, m, n, k) => {
        const device = rankDevice(chipOf(name), 1);
        const peak = matmulPeak(device, "bf16");
        const shape = { m, n, k, leftBytes: 2, rightBytes: 2, resultBytes: 2, peak };
        const kernel = kernelFor("matmul.wide", "vllm", device.chip).constants;
        expect(total(matmulKernelTime(shape, device, kernel))).toBeGreaterThan((2 * m * n * k) / peak);
      }),
    );
  });

  test("attention is never faster than its FLOPs at the peak, nor decode than its bytes", () => {
    fc.assert(
      fc.property(
        gpu,
        size(64),
        size(8192),
        fc.constantFrom(1, 2, 8),
        size(4),
        (name, batch, tokens, kvHeads, share) => {
          const device = rankDevice(chipOf(name), 1);
          const op: Attention = {
            kind: "attention",
            name: "attention",
            sequences: batch,
            queryTokens: tokens,
            contextTokens: tokens,
            heads: kvHeads * share,
            kvHeads,
            headDim: 128,
            causal: true,
            fromCache: false,
          };
          const peak = matmulPeak(device, "bf16");
          const prefill = kernelFor("prefill", "vllm", device.chip).constants;
          const flops = (4 * batch * tokens * (tokens + 1) * kvHeads * share * 128) / 2;
          expect(total(prefillKernelTime(op, device, peak, prefill))).toBeGreaterThan(flops / peak);
          const decode = kernelFor("decode.wide", "vllm", device.chip).constants;
          const bytes = 2 * batch * tokens * kvHeads * 128 * 2;
          const step = { ...op, queryTokens: 1, fromCache: true };
          expect(total(decodeKernelTime(step, device, 2, decode))).toBeGreaterThan(
            bytes / device.memoryBandwidth,
          );
        },
      ),
    );
  });

  test("a collective carries no more than the links, and more bytes take longer", () => {
    const kinds = ["all-reduce", "all-gather", "reduce-scatter", "all-to-all"] as const;
    fc.assert(
      fc.property(
        gpu,
        fc.constantFrom(...kinds),
        size(2 ** 30),
        fc.constantFrom(2, 4, 8),
        (name, kind, bytes, ranks) => {
          const chip = chipOf(name);
          const bandwidth = chip.scaleUp?.bandwidth ?? chip.hostBandwidth;
          const kernel = kernelFor(`nccl.${kind}`, "nccl", chip).constants;
          const ns = exchangeKernelNs({ kind, bytes, ranks }, bandwidth, kernel);
          const rounds = kind === "all-reduce" ? 2 : 1;
          expect(ns).toBeGreaterThan((rounds * bytes * (ranks - 1)) / ranks / bandwidth);
          expect(exchangeKernelNs({ kind, bytes: 2 * bytes, ranks }, bandwidth, kernel)).toBeGreaterThan(ns);
        },
      ),
    );
  });
});

test("one row of a narrow result costs a wave: its launch and the weights at the memory's speed", () => {
  const device = rankDevice(chipOf("h100"), 1);
  const kernel = kernelFor("matmul.wide", "vllm", device.chip).constants;
  const shape = { m: 1, n: 8192, k: 8192, leftBytes: 2, rightBytes: 2, resultBytes: 2, peak: 989e3 };
  const weightsNs = (2 * 8192 ** 2) / (device.memoryBandwidth * kernel.bandwidthEfficiency);
  const time = matmulKernelTime(shape, device, kernel);
  expect(time.memoryNs).toBeGreaterThan(weightsNs);
  expect(time.memoryNs).toBeLessThan(1.3 * weightsNs);
  expect(time.launchNs).toBeCloseTo(kernel.launchNs, 6);
});

describe("a matmul of few rows", () => {
  const shapeOn = (chip: Chip, m: number) => {
    const device = rankDevice(chip, 1);
    const shape = { m, n: 8192, k: 8192, leftBytes: 2, rightBytes: 2, resultBytes: 2 };
    const { constants } = kernelFor("matmul.wide", "vllm", chip);
    const time = matmulKernelTime({ ...shape, peak: matmulPeak(device, "bf16") }, device, constants);
    return { ...time, bytesNs: (2 * 8192 * 8192) / device.memoryBandwidth / constants.bandwidthEfficiency };
  };

  test("is bound by memory on a GPU of few FLOPs a byte too", () => {
    // An H20 has 148 TFLOPS to 4 TB/s: 37 FLOPs a byte, reached at 37 rows of 16-bit weights.
    for (const m of [1, 8]) {
      const { computeNs, memoryNs, bytesNs } = shapeOn(chipOf("h20"), m);
      expect(computeNs).toBe(0);
      expect(memoryNs).toBeLessThan(1.25 * bytesNs);
    }
    expect(shapeOn(chipOf("h20"), 64).computeNs).toBeGreaterThan(0);
  });

  test("costs a whole tile where a multiprocessor multiplies as fast as it loads, and never less than fewer rows", () => {
    expect(shapeOn(chipOf("h100"), 1).memoryNs / shapeOn(chipOf("h100"), 64).memoryNs).toBeGreaterThan(0.97);
    fc.assert(
      fc.property(fc.constantFrom(...gpus), fc.integer({ min: 1, max: 300 }), (chip, m) => {
        expect(total(shapeOn(chip, m))).toBeLessThanOrEqual(total(shapeOn(chip, m + 1)) * (1 + 1e-9));
      }),
    );
  });
});

test("TensorRT-LLM reads keys and values once for a tile of query heads, on chips that were never timed too", () => {
  for (const chip of [chipOf("h100"), chipOf("b200")]) {
    const device = rankDevice(chip, 1);
    const readNs = (heads: number, kvBytes: 1 | 2) => {
      const slot = kvBytes === 1 ? "decode.narrow" : "decode.wide";
      const op: Attention = {
        kind: "attention",
        name: "attention",
        sequences: 64,
        queryTokens: 1,
        contextTokens: 65_536,
        heads,
        kvHeads: 1,
        headDim: 128,
        causal: true,
        fromCache: true,
      };
      return decodeKernelTime(op, device, kvBytes, kernelFor(slot, "trtllm", chip).constants).memoryNs;
    };
    expect(readNs(8, 1) / readNs(4, 1)).toBeCloseTo(1, 2);
    expect(readNs(16, 1) / readNs(8, 1)).toBeCloseTo(2, 1);
    expect(readNs(16, 2) / readNs(8, 2)).toBeCloseTo(1, 2);
    expect(readNs(24, 2) / readNs(16, 2)).toBeCloseTo(2, 1);
  }
});
