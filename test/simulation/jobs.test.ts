/** Several jobs on one cluster: what they share, what they do not, and what a lone one does. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

const readText = () => {
  throw new Error("no file is read here");
};

/** Records of all variants of a scenario. */
function records(text: string): RunRecord[] {
  const schema = catalogSchema(catalog, readText);
  const path = (each: string) => each;
  const entries = readScenarios(text, schema, { file: "jobs.yaml", fromFile: path, fromCommandLine: path });
  return entries.map(({ scenario, resolved }) =>
    simulate(scenario as Scenario, simulationCatalog(catalog, readText), resolved),
  );
}

const training = (data: string) =>
  `{ kind: training, sequenceLength: 4096, globalBatch: 32, tokens: 1M, parallelism: ${data} }`;

test("jobs that meet on oversubscribed uplinks slow each other down, on a flat network they do not", () => {
  const [narrow, flat] = records(readFileSync("scenarios/shared-leaf.yaml", "utf8")) as [
    RunRecord,
    RunRecord,
  ];
  for (const { slowdown } of narrow.jobs) expect(slowdown).toBeGreaterThan(1.05);
  for (const { slowdown } of flat.jobs) expect(slowdown).toBeLessThan(1.01);
  for (const { utilisation, jobs } of narrow.sharedLinks) {
    expect(utilisation).toBeLessThanOrEqual(1 + 1e-9);
    for (const { slowdown } of jobs) expect(slowdown).toBeGreaterThanOrEqual(1 - 1e-9);
  }
});

test("a lone job is the same with and without a list of jobs", () => {
  const model = "llama-3.2-1b";
  const workload = training("{ tensor: 2, zero: 3 }");
  const head = "name: one\ncluster: { instance: p4d.24xlarge, count: 2 }\n";
  const [alone] = records(`${head}model: ${model}\nworkload: ${workload}\n`) as [RunRecord];
  const [listed] = records(`${head}jobs: [{ name: it, model: ${model}, workload: ${workload} }]\n`) as [
    RunRecord,
  ];
  expect(listed.jobs[0]?.result?.training?.stepNs).toBe(alone.result?.training?.stepNs);
  expect(listed.jobs[0]?.slowdown).toBeUndefined();
});

test("a training job beside others plays its steps, and jumps over the rest when they are gone", () => {
  const long = training("{ tensor: 8 }").replace("1M", "100M");
  const [both] = records(
    `name: two
cluster: { instance: p4d.24xlarge, count: 4, tiers: [{ instances: 2, oversubscription: 4 }] }
jobs:
  - { name: short, model: llama-3.2-1b, workload: ${training("{ tensor: 4 }")}, instances: [0, 3], ranks: [0, 3] }
  - { name: long, model: llama-3.2-1b, workload: ${long.replace("tensor: 8", "tensor: 4")}, instances: [0, 3], ranks: [4, 7] }
`,
  ) as [RunRecord];
  const [short, other] = both.jobs.map(({ result }) => result?.training);
  expect(short?.stepsPlayed).toBe(short?.steps);
  expect(other?.stepsPlayed).toBeGreaterThan(1);
  expect(other?.stepsJumped).toBeGreaterThan(0);
  expect((other?.stepsPlayed as number) + (other?.stepsJumped as number)).toBe(other?.steps);
});

describe("where jobs stand is checked", () => {
  const jobs = (first: string, second: string) => () =>
    records(
      `name: two
cluster: { instance: trn2.48xlarge, count: 2 }
jobs:
  - { name: a, model: llama-3.2-1b, workload: ${training("{ tensor: 8 }")}${first} }
  - { name: b, model: llama-3.2-1b, workload: ${training("{ tensor: 8 }")}${second} }
`,
    );
  test.each([
    [
      "instances that do not exist",
      ", instances: 1",
      ", instances: [1, 2]",
      /jobs\[1\]\.instances: found 1 to 2; expected instances 0 to 1/,
    ],
    ["ranks that another has", ", instances: [0, 1]", ", instances: [1, 1]", /found rank 64, which a has/],
    [
      "ranks that are no whole chips",
      ", instances: [0, 0], ranks: [0, 2]",
      ", instances: [1, 1]",
      /found 0 to 2; expected whole chips of 4 ranks/,
    ],
  ])("%s", (_, first, second, message) => {
    expect(jobs(first, second)).toThrow(ScenarioError);
    expect(jobs(first, second)).toThrow(message);
  });
});

test("keys and values of seven senders to one receiver share its card", () => {
  const scenario = (requests: number) => `name: g5
cluster: { instance: g5.48xlarge, count: 8 }
model: llama-2-7b
workload:
  kind: inference
  arrivals: { kind: batch, size: ${requests} }
  input: { kind: constant, tokens: 4000 }
  output: { kind: constant, tokens: 2 }
  disaggregation: { prefillReplicas: 7 }
  parallelism: { tensor: 8, replicas: 8 }
  router: round-robin
`;
  const meanTransferNs = (requests: number) =>
    records(scenario(requests))[0]?.result?.inference?.phases.transferNs as number;
  const aloneNs = meanTransferNs(1);
  // 4,000 tokens x 32 layers x 2 x 4,096 x 2 bytes over eight ranks' cards: one card of 12.5 GB/s, 85 % of it in use.
  const bytes = 4000 * 32 * 2 * 4096 * 2;
  expect(aloneNs).toBeGreaterThan(bytes / 12.5);
  // They do not all start at once: the front end takes one request after the other.
  expect(meanTransferNs(7) / aloneNs).toBeGreaterThan(6.8);
});
