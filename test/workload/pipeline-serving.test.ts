/** Batches that follow each other through the pipeline stages of one replica. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { StagePipe } from "../../src/workload/inference/replica/stage-pipe.ts";

const schema = catalogSchema(catalog, () => "");

function run(model: string, workload: object) {
  const scenario = schema.parse({
    name: "pipeline",
    cluster: { instance: "p5.48xlarge" },
    model,
    workload: { kind: "inference", ...workload },
  }) as unknown as Scenario;
  const record = simulate(
    scenario,
    simulationCatalog(catalog, () => ""),
  );
  if (record.result?.inference === undefined) throw new Error(record.infeasible?.message ?? record.status);
  const { inference } = record.result;
  return { ...inference, tokensPerNs: inference.totalOutputTokens / inference.durationNs };
}

describe("stages", () => {
  test("of equal steps that are ready at once take (m + p - 1) / p steps for m of them", () => {
    const pipe = new StagePipe(4);
    const ends = Array.from({ length: 10 }, () => pipe.enter(0, 400));
    expect(ends).toEqual(Array.from({ length: 10 }, (_, step) => (4 + step) * 100));
  });

  test("keep the order in which steps came, work on one at a time, and hold none up that finds them free", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(
          fc.record({ gap: fc.integer({ min: 0, max: 50 }), step: fc.integer({ min: 1, max: 100 }) }),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        (stages, steps) => {
          const pipe = new StagePipe(stages);
          let now = 0;
          let lastEnd = 0;
          let work = 0;
          for (const { gap, step } of steps) {
            now += gap;
            work += step / stages;
            const end = pipe.enter(now, step);
            expect(end).toBeGreaterThanOrEqual(Math.max(now + step, lastEnd) - 1e-9);
            expect(end).toBeGreaterThanOrEqual(work - 1e-9);
            lastEnd = end;
          }
          expect(new StagePipe(stages).enter(5, 40)).toBeCloseTo(45, 9);
        },
      ),
      { numRuns: 50 },
    );
  });
});

const offline = {
  arrivals: { kind: "batch", size: 512 },
  input: { kind: "constant", tokens: 2000 },
  output: { kind: "constant", tokens: 16 },
  batching: { kind: "continuous", maxBatch: 256 },
};

test("eight stages are worth 7 to 8 times one on offline prompts", () => {
  const at = (pipeline: number) =>
    run("llama-3.1-8b", { ...offline, parallelism: { tensor: 1, pipeline, replicas: 1 } }).tokensPerNs;
  const gain = at(8) / at(1);
  expect(gain).toBeGreaterThan(7);
  expect(gain).toBeLessThan(8);
});

test("two stages of four ranks are worth at least 0.8 of two replicas of four ranks, for Llama 70B offline", () => {
  const load = {
    ...offline,
    arrivals: { kind: "batch", size: 128 },
    output: { kind: "constant", tokens: 64 },
  };
  const stages = run("llama-3.1-70b", { ...load, parallelism: { tensor: 4, pipeline: 2, replicas: 1 } });
  const replicas = run("llama-3.1-70b", { ...load, parallelism: { tensor: 4, replicas: 2 } });
  expect(stages.tokensPerNs / replicas.tokensPerNs).toBeGreaterThan(0.8);
});

test("requests are answered once and whole whatever the stages, the memory and the policy", () => {
  fc.assert(
    fc.property(
      fc.record({
        pipeline: fc.constantFrom(2, 4, 8),
        size: fc.integer({ min: 1, max: 60 }),
        tokens: fc.integer({ min: 1, max: 40 }),
        maxBatch: fc.constantFrom(1, 3, 16),
        kind: fc.constantFrom("continuous", "chunked-prefill", "static"),
        router: fc.constantFrom("least-outstanding", "central-queue", "round-robin"),
      }),
      ({ pipeline, size, tokens, maxBatch, kind, router }) => {
        const result = run("llama-3.1-8b", {
          arrivals: { kind: "batch", size },
          input: { kind: "uniform", min: 1, max: 2000 },
          output: { kind: "constant", tokens },
          parallelism: { tensor: 1, pipeline, replicas: 1 },
          batching: { kind, maxBatch },
          router,
        });
        expect(result.completed).toBe(size);
        expect(result.totalOutputTokens).toBe(size * tokens);
      },
    ),
    { numRuns: 25 },
  );
});

describe("context ranks", () => {
  const long = {
    arrivals: { kind: "batch", size: 1 },
    input: { kind: "constant", tokens: 100_000 },
    output: { kind: "constant", tokens: 8 },
  };
  const at = (context: number) =>
    run("llama-3.1-8b", { ...long, parallelism: { tensor: 1, context, replicas: 1 } });

  test("read a long prompt up to as many times as fast as there are ranks, and never more", () => {
    const gain = (at(1).ttft.mean as number) / (at(4).ttft.mean as number);
    expect(gain).toBeGreaterThan(3);
    expect(gain).toBeLessThanOrEqual(4);
  });

  test("hold a part of each sequence: room for a prompt that one rank has none for", () => {
    const prompt = { ...long, input: { kind: "constant", tokens: 131_000 } };
    const on = (context: number) =>
      run("llama-3.1-8b", {
        ...prompt,
        precision: { kvCache: "fp32" },
        parallelism: { tensor: 1, context, replicas: 1 },
      });
    expect(on(4).kvCapacityTokens).toBeGreaterThan(3.9 * (on(1).kvCapacityTokens ?? 0));
  });
});
