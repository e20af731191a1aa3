/** How a job is split does not change its work: FLOPs of a step are the same over all degrees, and utilisation says so. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { compressionContract } from "../../src/workload/training/compressions/compression.ts";
import { compressions } from "../../src/workload/training/compressions.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";
import {
  exchangeNs,
  inTurn,
  type PassTime,
  passNs,
  sideBySide,
} from "../../src/workload/training/stage/pass-time.ts";
import { sendBytes } from "../../src/workload/training/stage/stage-plan.ts";
import { record } from "./account-scenarios.ts";

interface Degrees {
  data?: number;
  tensor?: number;
  pipeline?: number;
  context?: number;
  sequence?: boolean;
}

const degrees: Degrees[] = [
  { data: 16 },
  { data: 8, tensor: 2 },
  { data: 4, tensor: 2, pipeline: 2 },
  { data: 4, context: 4 },
  { data: 2, tensor: 2, context: 2, pipeline: 2 },
  { data: 2, tensor: 8 },
  { data: 4, tensor: 4, sequence: true },
  { tensor: 2, context: 2 },
];

test.each<Degrees>(degrees)(
  "utilisation x time x peak is what the model needs, split as %o",
  (parallelism) => {
    const { result, cluster } = record({
      cluster: { instance: "p5.48xlarge", count: 2 },
      model: "llama-3.2-1b",
      workload: { kind: "training", sequenceLength: 2048, globalBatch: 64, parallelism, precision: "bf16" },
    });
    const training = result?.training;
    const peak = (cluster.device.chip.peaks.bf16 as number) * cluster.chips;
    const flops = (training?.mfu ?? 0) * (training?.stepNs ?? 0) * peak;
    // 6 FLOPs a weight and token, and attention on top: the same for every split.
    const tokens = 64 * 2048;
    expect(flops / (6 * 1.236e9 * tokens)).toBeGreaterThan(1);
    // Context ranks count half a token of each diagonal once more.
    const digits = parallelism.context === undefined ? 6 : 3;
    expect(flops / reference()).toBeCloseTo(1, digits);
  },
);

let known: number | undefined;
/** FLOPs of the same step on one rank after the other, nothing split but the batch. */
function reference(): number {
  if (known !== undefined) return known;
  const { result, cluster } = record({
    cluster: { instance: "p5.48xlarge", count: 1 },
    model: "llama-3.2-1b",
    workload: {
      kind: "training",
      sequenceLength: 2048,
      globalBatch: 64,
      parallelism: { data: 8 },
      precision: "bf16",
    },
  });
  const peak = (cluster.device.chip.peaks.bf16 as number) * cluster.chips;
  known = (result?.training?.mfu ?? 0) * (result?.training?.stepNs ?? 0) * peak;
  return known;
}

test("data-parallel ranks that are left open are all that are left, context ranks taken off too", () => {
  for (const parallelism of degrees) {
    const { result, cluster } = record({
      cluster: { instance: "p5.48xlarge", count: 2 },
      model: "llama-3.2-1b",
      workload: {
        kind: "training",
        sequenceLength: 2048,
        globalBatch: 64,
        parallelism: { ...parallelism, data: "auto" },
      },
    });
    const { data, tensor, pipeline, context = 1 } = (result?.chosen ?? {}) as { [degree: string]: number };
    expect((data as number) * (tensor as number) * (pipeline as number) * context).toBe(cluster.ranks);
  }
});

test.each(compressions.map(({ name }) => name))(
  "%s sends no more than gradients as they are, of matrices of any shape",
  (kind) => {
    const plain = createPlugin(
      compressions,
      pluginChoice(compressions).parse("none"),
      undefined,
      compressionContract,
    );
    const compression = createPlugin(
      compressions,
      pluginChoice(compressions).parse(kind),
      undefined,
      compressionContract,
    );
    for (const [rows, columns] of [
      [1, 1],
      [4, 4],
      [8, 4096],
      [4096, 8],
      [4096, 4096],
      [3, 100000],
    ] as const) {
      const gradients = { matrices: [{ rows, columns, count: 3 }], parameters: 3 * rows * columns + 17 };
      expect(compression.compress(gradients).bytes).toBeLessThanOrEqual(plain.compress(gradients).bytes);
    }
  },
);

test("between stages ranks send one copy of a micro-batch's activations together, each its part of the tokens and of the width", () => {
  const model = findModel(models, "llama-3.1-8b") as Model;
  for (const [precision, bytes] of [
    ["bf16", 2],
    ["fp32", 4],
  ] as const)
    for (const tensor of [1, 2, 8])
      for (const context of [1, 2, 4]) {
        const job = { microBatch: 3, sequenceLength: 4096, model, precision, degrees: { tensor, context } };
        const each = sendBytes(job as TrainingJob);
        expect(each * tensor * context).toBeCloseTo(3 * 4096 * 4096 * bytes, 6);
      }
});

test("passes side by side take as long as the longer, as all work, or as all exchanges, and never longer than in turn", () => {
  const ns = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true }));
  const pass = fc.record({
    compute: ns,
    memory: ns,
    overhead: ns,
    tensor: ns,
    context: ns,
    expert: ns,
    computeBusy: ns,
    memoryBusy: ns,
  });
  fc.assert(
    fc.property(pass, pass, (one: PassTime, other: PassTime) => {
      const works = [one, other].map((each) => each.compute + each.memory + each.overhead);
      const exchanges = [one, other].map((each) => each.tensor + each.context + each.expert);
      const sum = ([a, b]: number[]) => (a as number) + (b as number);
      const [work, exchange] = [sum(works), sum(exchanges)];
      const longer = Math.max(
        (works[0] as number) + (exchanges[0] as number),
        (works[1] as number) + (exchanges[1] as number),
      );
      const both = sideBySide(one, other);
      const least = exchange === 0 ? work : Math.max(work, exchange, longer);
      expect(Math.abs(passNs(both) - least)).toBeLessThanOrEqual(1e-9 * least);
      expect(Math.abs(passNs(inTurn(one, other)) - work - exchange)).toBeLessThanOrEqual(
        1e-9 * (work + exchange),
      );
      // Only exchanges hide, each kind by as much.
      for (const part of ["compute", "memory", "overhead", "computeBusy", "memoryBusy"] as const)
        expect(both[part]).toBe((one[part] as number) + (other[part] as number));
      for (const part of ["tensor", "context", "expert"] as const)
        expect(
          Math.abs(both[part] * exchange - (one[part] + other[part]) * exchangeNs(both)),
        ).toBeLessThanOrEqual(1e-9 * exchange ** 2);
    }),
  );
});
