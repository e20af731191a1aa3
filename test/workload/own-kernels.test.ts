import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { listedOperators } from "../../src/workload/operator-list.ts";

const noFile = (path: string) => path;
const schema = catalogSchema(catalog, noFile);

function run(workload: object, software?: object) {
  const written = {
    name: "kernels",
    cluster: { instance: "inf2.48xlarge", ...(software && { software }) },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "closed-loop", users: 4 },
      input: { kind: "constant", tokens: 1000 },
      output: { kind: "constant", tokens: 16 },
      parallelism: { tensor: 8, replicas: 1 },
      batching: { kind: "continuous", maxBatch: 4 },
      requests: 8,
      ...workload,
    },
  };
  const options = { file: "test", fromFile: noFile, fromCommandLine: noFile };
  const [entry] = readScenarios(JSON.stringify(written), schema, options);
  const { result } = simulate(
    entry!.scenario as Scenario,
    simulationCatalog(catalog, noFile),
    entry!.resolved,
  );
  const { inference, warnings } = result as NonNullable<typeof result>;
  return { ttft: inference?.ttft.mean as number, tpot: inference?.tpot.mean as number, warnings };
}

test("an attention kernel twice as fast makes decode faster and leaves prefills alone", () => {
  const before = run({});
  const after = run({ kernels: { "attention-decode": { speedup: 2 } } });
  expect(after.tpot).toBeLessThan(before.tpot);
  expect(run({ kernels: { "attention-decode": { speedup: 4 } } }).tpot).toBeLessThan(after.tpot);
});

test("a kernel's own time takes the place of the priced one, and no kernel beats physics", () => {
  const slow = run({ kernels: { "rotary-embedding": { time: "1 ms" } } });
  // 32 layers of 1 ms each, in every decode step.
  expect(slow.tpot - run({}).tpot).toBeGreaterThan(0.9 * 32e6);
  const impossible = run({ kernels: { "gate-up-projection": { time: "1 ns" } } });
  // A rank reads its eighth of 32 layers x 4096 x 2 x 14336 weights of 2 bytes at 410 GB/s at best.
  expect(impossible.tpot).toBeGreaterThan((32 * 4096 * 2 * 14_336 * 2) / 8 / 410);
});

test("names of operators are checked, and one that the model lacks is warned of", () => {
  expect(() => run({ kernels: { "attention-decod": { speedup: 2 } } })).toThrow("attention-decode");
  expect(run({ kernels: { router: { speedup: 2 } } }).warnings.join()).toContain("workload.kernels.router");
  expect(listedOperators(catalog.models).map(({ name }) => name)).toContain("query-key-value-projection");
});

test("a prompt costs the bucket above it, and a decode step the bucket of its batch", () => {
  const buckets = (contextBuckets: number[]) =>
    run({ batching: { kind: "continuous", maxBatch: 4, contextBuckets } }).ttft;
  expect(buckets([1024])).toBe(buckets([1024, 4096]));
  expect(buckets([4096])).toBeGreaterThan(1.5 * buckets([1024]));
  const one = { arrivals: { kind: "closed-loop", users: 1 }, requests: 2 };
  const batch = (batchBuckets?: number[]) =>
    run({ ...one, batching: { kind: "continuous", maxBatch: 32, ...(batchBuckets && { batchBuckets }) } })
      .tpot;
  expect(batch([1, 32])).toBeLessThan(batch());
  expect(batch([32])).toBe(batch());
});

test("the compiled context is a key: software that pads to it pays for it", () => {
  const padded = { from: "nxdi", set: { prefillToContext: "always" } };
  const ttft = (compiledContext: number) =>
    run({ batching: { kind: "continuous", maxBatch: 4, compiledContext } }, padded).ttft;
  expect(ttft(8192)).toBeGreaterThan(2 * ttft(2048));
});

function step(workload: object, model = "llama-3.1-8b") {
  const written = {
    name: "kernels",
    // No stage waits for its host: its device's time alone is told apart.
    cluster: {
      instance: "trn1.32xlarge",
      count: 2,
      software: { from: "nxd-training", set: { microBatchLaunch: "0 s" } },
    },
    model,
    workload: {
      kind: "training",
      sequenceLength: 2048,
      globalBatch: 64,
      parallelism: { tensor: 8, pipeline: 2 },
      recompute: "none",
      ...workload,
    },
  };
  const options = { file: "test", fromFile: noFile, fromCommandLine: noFile };
  const [entry] = readScenarios(JSON.stringify(written), schema, options);
  const { result } = simulate(
    entry!.scenario as Scenario,
    simulationCatalog(catalog, noFile),
    entry!.resolved,
  );
  const { training, warnings } = result as NonNullable<typeof result>;
  return { ns: training?.stepNs as number, warnings };
}

test("in training the forward and the backward pass of an operator are kernels of their own", () => {
  const before = step({}).ns;
  const forward = before - step({ kernels: { "gate-up-projection": { speedup: 2 } } }).ns;
  const backward =
    before -
    step({
      kernels: {
        "gate-up-projection-input-gradient": { speedup: 2 },
        "gate-up-projection-weight-gradient": { speedup: 2 },
      },
    }).ns;
  expect(forward).toBeGreaterThan(0);
  // dx = dy W' and dW = x' dy are as many FLOPs as y = x W each; tiles of the transposed shapes round otherwise.
  expect(backward / forward).toBeGreaterThan(1.8);
  expect(backward / forward).toBeLessThan(2.2);
});

test("recomputed layers run the forward kernel again, and a teacher runs the same kernels", () => {
  const saved = (workload: object) =>
    step(workload).ns - step({ ...workload, kernels: { "down-projection": { speedup: 1.5 } } }).ns;
  expect(saved({ recompute: "full" }) / saved({})).toBeCloseTo(2, 6);
  expect(saved({ distillation: { teacher: "llama-3.1-8b" } }) / saved({})).toBeCloseTo(2, 6);
});

test("a kernel's own time is that of one call in every micro-batch of a training step", () => {
  const slow = { "rotary-embedding": { time: "1 ms" }, "rotary-embedding-gradient": { time: "1 ms" } };
  // Micro-batches: 64 over 64 ranks / (8 x 2) = 4 replicas, 16 each. A stage has 16 layers, and the bubble is one pass.
  const passes = 16 + (2 - 1);
  const added = step({ kernels: slow }).ns - step({}).ns;
  expect(added).toBeLessThan(passes * 16 * 2e6);
  expect(added).toBeGreaterThan(0.9 * passes * 16 * 2e6);
});

test("training names its operators, refuses those of decode, and warns of those that the job does not run", () => {
  expect(() => step({ kernels: { "attention-decode": { speedup: 2 } } })).toThrow("attention-");
  expect(() => step({ kernels: { "cross-entropi": { speedup: 2 } } })).toThrow("cross-entropy");
  expect(() => run({ kernels: { "attention-gradient": { speedup: 2 } } })).toThrow(
    "the name of an operator of inference",
  );
  const adapter = { kernels: { "adapter-up-of-down-projection": { speedup: 2 } } };
  expect(step(adapter).warnings.join()).toContain("workload.kernels.adapter-up-of-down-projection");
  expect(step({ ...adapter, lora: {} }).warnings.join()).not.toContain("workload.kernels");
});

test("every operator is listed with its pass, and gradients are those of training", () => {
  const listed = listedOperators(catalog.models);
  const of = (name: string) => listed.find((each) => each.name === name);
  expect(of("gate-up-projection")).toMatchObject({ pass: "forward", workloads: ["inference", "training"] });
  expect(of("cross-entropy")).toMatchObject({ pass: "forward", workloads: ["training"] });
  const backward = listed.filter(({ pass }) => pass === "backward");
  expect(backward.filter(({ name }) => !name.includes("gradient"))).toEqual([]);
  expect(backward.filter(({ workloads }) => workloads.includes("inference"))).toEqual([]);
});
