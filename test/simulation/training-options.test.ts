import { describe, expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";

const noFiles = () => "";

function trained(workload: object, model: unknown = "llama-3.2-1b") {
  const parsed = catalogSchema(catalog, noFiles).parse({
    name: "case",
    cluster: { instance: "trn1.32xlarge" },
    model,
    workload: { kind: "training", sequenceLength: 2048, globalBatch: 64, ...workload },
  });
  return summaryOf(simulate(parsed as unknown as Scenario, simulationCatalog(catalog, noFiles)), {
    hash: "",
    file: null,
    variant: "base",
  } as never);
}

describe("execution", () => {
  const run = { samples: 640, parallelism: { tensor: 8 } };

  test("traced graphs are compiled once a shape, before the first step", () => {
    const plain = trained(run).training;
    const traced = trained({
      ...run,
      execution: { mode: "traced", compileTime: "5 min", shapes: 3 },
    }).training;
    expect(traced?.startup_time_s).toBe(900);
    expect(traced?.step_time_s).toBe(plain?.step_time_s);
    expect(traced?.time_to_train_s).toBeCloseTo(900 + 10 * (plain?.step_time_s ?? 0), 6);
  });

  test("eager operators take at least their launch, and cost nothing more where the device is the slower one", () => {
    const step = (execution?: object) => trained({ ...run, execution }).training?.step_time_s ?? 0;
    const eager = (launchTime: string) => step({ mode: "eager", launchTime });
    expect(eager("1 ns")).toBe(step());
    expect(eager("1 ms")).toBeGreaterThan(step());
    // Where launches alone bind, the passes take twice as long at twice the time a launch.
    const [slow, slower] = [eager("100 ms"), eager("200 ms")];
    expect(slower / slow).toBeGreaterThan(1.95);
  });
});

describe("distillation", () => {
  test("adds the teacher's forward pass and its weights", () => {
    const options = { parallelism: { tensor: 8 } };
    const alone = trained(options);
    const taught = trained({ ...options, distillation: { teacher: "llama-3.1-8b" } });
    const share = taught.attribution.find(({ what }) => what === "teacher")?.fraction ?? 0;
    const added = (taught.training?.step_time_s ?? 0) - (alone.training?.step_time_s ?? 0);
    expect(share * (taught.training?.step_time_s ?? 0)).toBeCloseTo(added, 6);
    // 8.03 billion parameters of 2 bytes over 8 ranks.
    expect(Number(Object(taught.memory).teacher_bytes)).toBeCloseTo((2 * 8.03e9) / 8, -7);
    expect(taught.training?.mfu).toBeLessThan(alone.training?.mfu ?? 0);
    expect(taught.training?.hfu).toBeGreaterThan(taught.training?.mfu ?? 0);
  });

  test("by an unknown teacher, or by one that reads images, is an error", () => {
    const teacher = (name: string) => () => trained({ distillation: { teacher: name } });
    expect(teacher("llama-3.1-8x")).toThrow('found "llama-3.1-8x"; expected a model of the catalog');
    expect(teacher("pixart-alpha")).toThrow("expected a model of sequences, as the model is");
  });
});

describe("networks of items", () => {
  test("train on images: no tokens, and a mesh that splits what can be split", () => {
    const { training } = trained(
      { sequenceLength: undefined, imageSize: 256, samples: 6400 },
      "pixart-alpha",
    );
    expect(training?.tokens_per_s).toBe(0);
    expect(training?.steps).toBe(100);
    const split = () => trained({ sequenceLength: undefined, mesh: { data: 16, model: 2 } }, "pixart-alpha");
    expect(split).toThrow("expected 1: pixart-alpha is a network of items");
  });

  test("without a sequence length a model of sequences is an error", () => {
    expect(() => trained({ sequenceLength: undefined })).toThrow("expected a count of tokens, such as 4096");
  });
});
