/** How a job is split does not change its work: FLOPs of a step are the same over all degrees, and utilisation says so. */
import { expect, test } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { compressionContract } from "../../src/workload/training/compressions/compression.ts";
import { compressions } from "../../src/workload/training/compressions.ts";
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
