/** What a rank of each pipeline stage holds, as a run tells it: in its summary, in words, in a chart. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { stageShares } from "../../src/report/html/charts/shares.ts";
import type { RunView } from "../../src/report/html/run-view.ts";
import { memoryLines } from "../../src/report/text/memory-lines.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { type Summary, summaryOf } from "../../src/simulation/summary.ts";

const noFiles = () => "";

function trained(pipeline: number): Summary {
  const scenario = catalogSchema(catalog, noFiles).parse({
    name: "stages",
    cluster: { instance: "p5.48xlarge" },
    model: "llama-3.2-1b",
    workload: {
      kind: "training",
      tokens: "1M",
      sequenceLength: 2048,
      globalBatch: 64,
      parallelism: { tensor: 1, pipeline },
    },
  }) as unknown as Scenario;
  const record = simulate(scenario, simulationCatalog(catalog, noFiles));
  return summaryOf(record, { file: "stages", variant: "base", hash: "", catalogHash: "" });
}

const sum = (parts: object) => Object.values(parts).reduce((all, each) => all + each, 0);

test("the fullest stage is the rank that the run is told by, and all stages hold the model once", () => {
  const { memory, training } = trained(4);
  const stages = training?.memory_by_stage ?? [];
  expect(stages).toHaveLength(4);
  const fullest = Math.max(...stages.map(sum));
  expect(memory).toMatchObject({ per_device_bytes: fullest });
  const [whole] = [trained(1).memory as unknown as Record<string, number>];
  // Embeddings that are shared between both ends stand in both.
  const shared = 2 * 128_256 * 2048;
  const weights = stages.reduce((all, each) => all + (each.weights_bytes ?? 0), 0);
  expect(weights / ((whole?.weights_bytes ?? 0) + shared)).toBeCloseTo(1, 2);
});

test("stages are told in words and drawn where there are several, and alike neighbours together", () => {
  const lines = (summary: Summary) => memoryLines(summary).map(([label]) => label);
  const charts = (summary: Summary) => stageShares([{ name: "base", summary } as unknown as RunView]);
  const [one, four] = [trained(1), trained(4)];
  expect(lines(one)).toEqual(["Memory"]);
  expect(one.training).not.toHaveProperty("memory_by_stage");
  expect(charts(one)).toEqual([]);
  expect(lines(four)).toEqual(["Memory", "By stage"]);
  expect(charts(four)[0]?.plot).toMatchObject({
    y: { domain: ["stage 1", "stage 2", "stage 3", "stage 4"] },
  });
  const gib = (count: number) => ({ weights_bytes: count * 2 ** 30 });
  const alike = {
    ...four,
    training: { ...four.training, memory_by_stage: [gib(3), gib(2), gib(2), gib(1)] },
  };
  expect(memoryLines(alike as Summary)[1]?.[1]).toBe("1: 3 GiB, 2 to 3: 2 GiB, 4: 1 GiB");
  const many = Array.from({ length: 63 }, (_, stage) => gib(63 - stage));
  const long = { ...four, training: { ...four.training, memory_by_stage: many } };
  expect(memoryLines(long as Summary)[1]?.[1]).toBe("1: 63 GiB, 2: 62 GiB, 3: 61 GiB, ..., 63: 1 GiB");
});
