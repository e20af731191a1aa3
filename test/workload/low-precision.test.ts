/** Training in 8 and 4 bits, and tensor exchanges beside matmuls: what they cost, save and may never do. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import type { VectorWork } from "../../src/models/operators/operator.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";
import { backwardCasts, forwardCasts } from "../../src/workload/training/job/casts.ts";
import type { LowPrecisionRecipe } from "../../src/workload/training/job/low-precision.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";
import { trainingMemory } from "../../src/workload/training/memory/training-memory.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";
import { passNs } from "../../src/workload/training/stage/pass-time.ts";
import { planStages } from "../../src/workload/training/stage/stage-plan.ts";

const schedule = oneForwardOneBackward.create({}, undefined);
const model = findModel(catalog.models, "llama-3.1-8b") as Model;
const named = <Item extends { name: string }>(items: readonly Item[], name: string) =>
  items.find((item) => item.name === name) as Item;
const cluster = buildCluster({ instance: named(catalog.instances, "p5.48xlarge"), count: 1 });

const recipe = (change: Partial<LowPrecisionRecipe> = {}): LowPrecisionRecipe => ({
  scaling: "delayed",
  narrowWeights: false,
  bytes: 1,
  ...change,
});

function jobOf(change: Partial<TrainingJob> = {}): TrainingJob {
  return {
    model,
    cluster,
    profile: named(catalog.profiles, "megatron-lm"),
    degrees: { data: 1, tensor: 8, pipeline: 1, microBatches: 4 },
    microBatch: 1,
    sequenceLength: 4096,
    recompute: "none",
    sequenceParallel: true,
    precision: "fp8",
    optimizer: "adamw",
    zero: 1,
    ...change,
  };
}

function trained(workload: object, instance = "p5.48xlarge") {
  const written = {
    name: "case",
    cluster: { instance },
    model: "llama-3.2-1b",
    workload: { kind: "training", sequenceLength: 2048, globalBatch: 64, ...workload },
  };
  const scenario = catalogSchema(catalog, () => "").parse(written) as unknown as Scenario;
  return summaryOf(
    simulate(
      scenario,
      simulationCatalog(catalog, () => ""),
      written,
    ),
    { hash: "", file: null, variant: "base" } as never,
  );
}

const forwardNs = (job: TrainingJob) => {
  const { times } = planStages(job, schedule)[0]!;
  return passNs(times.forward);
};

describe("casts", () => {
  const matmul = { kind: "matmul", name: "m", m: 100, k: 30, n: 20, count: 1, weights: true } as const;
  const bytesOf = (ops: readonly object[]) =>
    (ops as VectorWork[]).reduce((sum, op) => sum + 2 * op.elements * op.transfersPerElement, 0);

  test("read two bytes an element and write it in both layouts; weights once a step", () => {
    // (100 x 30 + 30 x 20 / 4) elements of 2 read and 2 x 1 written bytes.
    expect(bytesOf(forwardCasts([matmul], recipe(), 4))).toBe((100 * 30 + (30 * 20) / 4) * 4);
    expect(bytesOf(backwardCasts([matmul], recipe()))).toBe(100 * 20 * 4);
  });

  test("scales of the tensor itself take one reading more, scales of blocks their own bytes, narrow weights no cast", () => {
    expect(bytesOf(backwardCasts([matmul], recipe({ scaling: "current" })))).toBe(100 * 20 * 6);
    const mxfp8 = recipe({ scaling: "block", bytes: 1 + 1 / 32 });
    expect(bytesOf(backwardCasts([matmul], mxfp8))).toBeCloseTo(100 * 20 * (2 + 2 * (33 / 32)), 9);
    expect(bytesOf(forwardCasts([matmul], recipe({ narrowWeights: true }), 4))).toBe(100 * 30 * 4);
  });

  test("take time of their own: a forward pass with none is the fastest, with scales of the tensor the slowest", () => {
    const [none, delayed, current] = [undefined, recipe(), recipe({ scaling: "current" })].map((each) =>
      forwardNs(jobOf({ recipe: each })),
    );
    expect(delayed).toBeGreaterThan(none!);
    expect(current).toBeGreaterThan(delayed!);
  });
});

test("adapters beside weights of 8 bits compute in 16, whatever that takes, and are not cast", () => {
  const adapters = (precision: "fp8" | "bf16") => {
    const of = (change: Partial<TrainingJob>) =>
      forwardNs(jobOf({ precision, profile: named(catalog.profiles, "megatron-core"), ...change }));
    return of({ loraRank: 32 }) - of({});
  };
  expect(adapters("fp8")).toBeCloseTo(adapters("bf16"), 3);
  const down = {
    kind: "matmul",
    name: "adapter down of m",
    m: 100,
    k: 30,
    n: 8,
    count: 1,
    weights: true,
  } as const;
  expect(forwardCasts([down], recipe(), 4)).toEqual([]);
});

test("weights of layers lie in both narrow layouts beside the 16-bit ones, or in place of them", () => {
  const bytes = (each?: LowPrecisionRecipe) =>
    trainingMemory(jobOf({ recipe: each, zero: 0 }), schedule).weights;
  // Embedding and head stay as they are: 2 x 128,256 x 4,096 over eight ranks.
  const ends = (2 * 2 * 128_256 * 4096) / 8;
  const layers = (bytes() - ends) / 2;
  expect(bytes(recipe())).toBeCloseTo(ends + (2 + 2) * layers, -3);
  expect(bytes(recipe({ narrowWeights: true }))).toBeCloseTo(ends + 2 * layers, -3);
});

test("under ZeRO-3 only the layer at work and the next lie in narrow layouts", () => {
  const bytes = (each?: LowPrecisionRecipe) =>
    trainingMemory(
      jobOf({ recipe: each, zero: 3, degrees: { data: 4, tensor: 2, pipeline: 1, microBatches: 4 } }),
      schedule,
    ).weights;
  // Matrices and norms of two of the 32 layers, an element in each of two layouts.
  const matrices = (2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14_336) / 2;
  expect(bytes(recipe()) - bytes()).toBeCloseTo(2 * 2 * (matrices + 2 * 4096), -4);
});

describe("a recipe", () => {
  const parallelism = { tensor: 8 };

  test("for matmuls in 16 bits is refused, and without effect on a chip that has no others", () => {
    expect(() => trained({ recipe: {}, parallelism })).toThrow(
      "precision fp8, mxfp8, mxfp4 or nvfp4 beside it",
    );
    const { warnings } = trained({ recipe: {}, precision: "fp8", parallelism }, "p4d.24xlarge");
    expect(warnings).toContain("no effect: workload.recipe; matmuls run in bf16");
  });

  test("with narrow weights collects them in one byte: a step under ZeRO-3 over EFA is shorter", () => {
    const step = (narrowWeights: boolean) =>
      trained({ precision: "fp8", recipe: { narrowWeights }, parallelism: { zero: 3 } }, "trn2.48xlarge")
        .training?.step_time_s ?? 0;
    expect(step(true)).toBeLessThan(step(false));
  });
});

describe("tensor exchanges beside matmuls", () => {
  test("never lengthen a pass, nor let it end before its exchanges or its matmuls, with at least a piece to wait for", () => {
    const job = fc.record({
      tensor: fc.constantFrom(2, 4, 8),
      sequenceLength: fc.constantFrom(512, 4096, 16_384),
      precision: fc.constantFrom("bf16", "fp8"),
    });
    fc.assert(
      fc.property(job, ({ tensor, sequenceLength, precision }) => {
        const of = (asyncTensor: boolean) =>
          planStages(
            jobOf({
              asyncTensor,
              sequenceLength,
              precision: precision as "bf16",
              degrees: { data: 1, tensor, pipeline: 1, microBatches: 4 },
            }),
            schedule,
          )[0];
        const [plain, beside] = [of(false), of(true)];
        const { tensor: waited, compute, memory } = beside!.times.forward;
        expect(waited).toBeLessThanOrEqual(plain!.times.forward.tensor);
        // The exchanges whole, without what the profile takes to be hidden.
        const { hiddenTensorFraction } = jobOf().profile.constants;
        const whole = plain!.times.forward.tensor / (1 - hiddenTensorFraction);
        expect(waited + compute + memory).toBeGreaterThan(whole * (1 - 1e-9));
        expect(beside!.tensorExposed.forward).toBeGreaterThanOrEqual(1 / tensor - 1e-9);
        expect(plain!.tensorExposed.forward).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  test("need sequence parallelism, and more than one tensor rank to matter", () => {
    const parallelism = { tensor: 8, asyncTensor: true };
    expect(() => trained({ parallelism })).toThrow("expected sequence: true beside it");
    const { warnings } = trained({ parallelism: { tensor: 1, asyncTensor: true, sequence: true } });
    expect(warnings).toContain("no effect: workload.parallelism.asyncTensor; there is one tensor rank");
  });
});
