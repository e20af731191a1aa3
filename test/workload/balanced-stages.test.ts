/** Pipeline stages: those that hold a layer fewer at both ends, for the embedding and the loss, and what the end of a step costs. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

function stepNs(
  parallelism: object,
  schedule: object | string = "1f1b",
  set: object = {},
  training: object = {},
): number {
  const scenario = catalogSchema(catalog, () => "").parse({
    name: "balanced",
    cluster: { instance: "p5.48xlarge", count: 1, software: { from: "megatron-core", set } },
    model: { from: "llama-3.2-1b", layers: 14 },
    workload: {
      kind: "training",
      sequenceLength: 2048,
      globalBatch: 64,
      parallelism: { tensor: 1, data: 1, ...parallelism },
      schedule,
      ...training,
    },
  }) as unknown as Scenario;
  const record = simulate(
    scenario,
    simulationCatalog(catalog, () => ""),
  );
  return record.result?.training?.stepNs ?? Number.NaN;
}

test("hold what the same counts written out hold: 16 slots on 4 stages are 3, 4, 4 and 3 layers", () => {
  expect(stepNs({ pipeline: 4, stageLayers: "balanced" })).toBe(
    stepNs({ pipeline: 4, stageLayers: [3, 4, 4, 3] }),
  );
});

test("can be interleaved though chunks do not divide the layers of the ends", () => {
  const schedule = { kind: "interleaved", chunks: 2 };
  const uneven = { pipeline: 4, stageLayers: [3, 4, 4, 3] };
  expect(() => stepNs(uneven, schedule)).toThrow("chunks that divide the 3 layers");
  const balanced = stepNs({ pipeline: 4, stageLayers: "balanced" }, schedule);
  expect(balanced).toBeLessThan(stepNs({ pipeline: 4, stageLayers: "balanced" }));
});

test("end a step with the same time, however many they are", () => {
  for (const stages of [{ pipeline: 1 }, { pipeline: 4, stageLayers: "balanced" }]) {
    const taking = (seconds: number) => stepNs(stages, "1f1b", { optimizerOverhead: `${seconds} s` });
    expect(taking(2) - taking(1)).toBeCloseTo(1e9, 0);
  }
});

test("end a step of adapters alone with the part of that time that their weights are of all", () => {
  const taking = (seconds: number, training: object) =>
    stepNs({ pipeline: 1 }, "1f1b", { optimizerOverhead: `${seconds} s` }, training);
  const boundary = (training: object) => taking(200, training) - taking(100, training);
  const rank = (lora: number) => boundary({ lora: { rank: lora } });
  // Adapters of rank 16 beside matrices of 2,048 and more columns: a hundredth of their weights.
  expect(rank(16)).toBeLessThan(0.02 * boundary({}));
  expect(rank(32) / rank(16)).toBeCloseTo(2, 6);
});

test("wait for a host that takes longer over a micro-batch than its passes do, and for none that is faster", () => {
  const balanced = (pipeline: number) => ({ pipeline, ...(pipeline > 1 && { stageLayers: "balanced" }) });
  const launching = (pipeline: number, seconds: number, schedule: object | string = "1f1b") =>
    stepNs(balanced(pipeline), schedule, { microBatchLaunch: `${seconds} s` });
  const further = (pipeline: number, schedule: object | string = "1f1b") =>
    launching(pipeline, 20, schedule) - launching(pipeline, 10, schedule);
  expect(launching(4, 1e-6)).toBe(launching(4, 0));
  // Each of four stages takes 10 s longer over each of 64 micro-batches, and 3 fill and drain it.
  expect(further(4)).toBeCloseTo((64 + 3) * 10e9, -1);
  expect(further(1)).toBe(0);
  // Chunks of a stage share the time of its host, so that filling takes a part of it.
  expect(further(4, { kind: "interleaved", chunks: 2 })).toBeCloseTo((64 + 3 / 2) * 10e9, -1);
});

test("are refused where layers, embedding and loss do not divide", () => {
  expect(() => stepNs({ pipeline: 3, stageLayers: "balanced" })).toThrow(
    "stages that divide the 14 layers, the embedding and the loss together: 16",
  );
});
