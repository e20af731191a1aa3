/** Jobs on the same chips: who may, what they divide, and what it costs each. */
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { seen } from "../laws/job-scenarios.ts";

/** What is wrong with `document`, as people are told. */
function problemsOf(document: object): string {
  const noFile = () => "";
  try {
    const scenario = catalogSchema(catalog, noFile).parse(structuredClone(document)) as unknown as Scenario;
    simulate(scenario, simulationCatalog(catalog, noFile), document);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  return "nothing";
}

const serving = {
  model: "llama-3.2-1b",
  workload: {
    kind: "inference",
    arrivals: { kind: "closed-loop", users: 4 },
    requests: 24,
    input: { kind: "constant", tokens: 200 },
    output: { kind: "constant", tokens: 16 },
    parallelism: { tensor: 1, replicas: 1 },
  },
};
const training = {
  model: "llama-3.2-1b",
  workload: { kind: "training", sequenceLength: 512, globalBatch: 8, samples: 32, recompute: "full" },
};

/** Jobs on the one chip of an instance. */
const together = (jobs: readonly object[], cluster: object = {}) => ({
  name: "shared",
  cluster: { instance: "g6e.xlarge", ...cluster },
  jobs: jobs.map((job, index) => ({ name: `job-${index}`, instances: [0, 0], shareChips: true, ...job })),
});

test("two jobs on one chip are each slower than alone, and not slower than one after the other", () => {
  const run = seen(
    together([
      { ...training, memoryShare: 0.7 },
      { ...serving, memoryShare: 0.3 },
    ]),
  );
  const jobs = run!.record.jobs;
  for (const { slowdown, status, result } of jobs) {
    expect(status).toBe("completed");
    expect(slowdown).toBeGreaterThan(1.01);
    expect(result?.assumptions?.join()).toMatch(/shared chips/);
  }
  const alone = run!.worlds.slice(1).map(({ world }) => world.simulator.now);
  expect(run!.worlds[0]!.world.simulator.now).toBeLessThanOrEqual(alone[0]! + alone[1]!);
  // Each is held to account for half of the chip, and both for all of it.
  for (const { account } of jobs) expect(account.chips).toBe(0.5);
  expect(run!.record.account.chips).toBe(1);
});

test("a job whose chips another shares, but not at the same time, is as fast as without", () => {
  const apart = together([{ ...serving }, { ...serving, start: "1 h" }]);
  const { jobs } = seen(apart)!.record;
  for (const { slowdown } of jobs) expect(slowdown).toBeCloseTo(1, 9);
});

test("a rank is one job's unless all that have it share it; memory is divided; some kinds do not share", () => {
  const without = together([training, { ...serving, shareChips: false }]);
  expect(problemsOf(without)).toMatch(/rank 0, which job-0 has.*shareChips: true in both/);
  const tooMuch = together([
    { ...training, memoryShare: 0.8 },
    { ...serving, memoryShare: 0.3 },
  ]);
  expect(problemsOf(tooMuch)).toMatch(/job-0 0.8, job-1 0.3 of the memory of rank 0.*sum to 1/);
  expect(problemsOf(together([{ ...training, memoryShare: 0.8 }]))).toMatch(/no such key/);
  expect(problemsOf(together([training, serving], { network: "analytic" }))).toMatch(
    /never as fast as alone/,
  );
  const drawn = { count: 2, rate: "1/h", accelerators: [1], duration: { kind: "constant", mean: "1 h" } };
  const queue = { kind: "queue", jobs: drawn, policy: "fifo" };
  expect(problemsOf(together([serving, { workload: queue }]))).toMatch(/kinds that share them are/);
});
