import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { listedOperators } from "../../src/timing/operator-list.ts";

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
  const { result } = simulate(entry.scenario as Scenario, simulationCatalog(catalog, noFile), entry.resolved);
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
