/** What a scenario says of failures and checkpoints reaches the result, and what has no effect is told. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";

const noFiles = () => "";

function trained(workload: object, cluster: object = {}) {
  const written = {
    name: "case",
    cluster: { instance: "trn1.32xlarge", ...cluster },
    model: "llama-3.2-1b",
    workload: {
      kind: "training",
      sequenceLength: 2048,
      globalBatch: 64,
      tokens: "10B",
      parallelism: { tensor: 8 },
      ...workload,
    },
  };
  const scenario = catalogSchema(catalog, noFiles).parse(written) as unknown as Scenario;
  const identity = { hash: "", file: "case.yaml", variant: "base", catalogHash: "" };
  return summaryOf(simulate(scenario, simulationCatalog(catalog, noFiles), written), identity);
}

test("a result says what its failures and checkpoints rest on", () => {
  const { assumptions } = trained({ failures: "trainium", checkpoints: {} });
  expect(assumptions.some((text) => text.startsWith("failures by cause: assumed: 419"))).toBe(true);
  expect(assumptions).toContain("bandwidth of the checkpoints' tier fsx is assumed");
  const { assumptions: ofTiers } = trained({
    checkpoints: { tiers: ["host", { tier: "s3", every: "1 h" }], bandwidth: "1 GB/s" },
  });
  expect(ofTiers).toContain("bandwidth of the checkpoints' tier s3 is assumed");
  expect(trained({}).assumptions.some((text) => text.startsWith("failures"))).toBe(false);
});

test("drives behind hosts' memory, recovery from nothing and hours of people who do nothing are told to have no effect", () => {
  const { warnings } = trained({
    checkpoints: { tiers: ["host", "nvme", "s3"] },
    recovery: { people: { from: "8 h" } },
  });
  for (const key of ["checkpoints.tiers", "recovery", "recovery.people"]) {
    expect(
      warnings.some((text) => text.includes(`workload.${key}`)),
      key,
    ).toBe(true);
  }
});

test("checkpoints of a job that nothing strikes take their stalls and no more", () => {
  const plain = trained({}).training;
  const saved = trained({ checkpoints: { interval: "10 min", stall: "30 s" } }).training;
  const { steps = 0, step_time_s: step = 0 } = plain ?? {};
  // The first step is played; the rest is work between checkpoints.
  const expected = 30 * Math.ceil(((steps - 1) * step) / 600);
  expect(saved?.interruptions).toBe(0);
  expect((saved?.time_to_train_s as number) - (plain?.time_to_train_s as number)).toBeCloseTo(expected, 4);
});

test("an analytic network is told as the bound that it is", () => {
  const bound = (network: string) =>
    trained({}, { network }).assumptions.some((text) => text.includes("optimistic bound"));
  expect([bound("analytic"), bound("flow")]).toEqual([true, false]);
});

test("the share of a run of unknown length, and canaries and checks where nothing hides, are told to have no effect", () => {
  const { warnings } = trained({
    tokens: undefined,
    resume: { done: "40%" },
    failures: [{ of: "host", mtbf: "1000 h" }],
    canaries: { coverage: "80%" },
    preflight: { coverage: "80%" },
  });
  for (const key of ["resume.done", "canaries.coverage", "preflight.coverage"]) {
    expect(
      warnings.some((text) => text.includes(`workload.${key}`)),
      key,
    ).toBe(true);
  }
});

test("canaries take their share of the time, and find what hides", () => {
  const failures = [{ of: "host", mtbf: "100 h", latency: "5 h" }];
  const checkpoints = { interval: "1 h", stall: "10 s" };
  const { training } = trained({
    tokens: "400B",
    failures,
    checkpoints,
    canaries: { duration: "3 min", coverage: 1 },
  });
  const {
    interruptions = 0,
    found_by_canaries: found = 0,
    lost_s,
  } = training as unknown as {
    interruptions: number;
    found_by_canaries: number;
    lost_s: { canaries: number };
  };
  const { steps = 0, step_time_s: step = 0 } = training ?? {};
  // Three minutes of every hour; the first step is played.
  expect(lost_s.canaries).toBeCloseTo(((steps - 1) * step) / 19, 3);
  // At a latency of five hours an hourly canary is first in 5 (1 - e^(-1/5)) of cases.
  const share = 5 * (1 - Math.exp(-1 / 5));
  expect(interruptions).toBeGreaterThan(10);
  expect(Math.abs(found / interruptions - share)).toBeLessThan(
    3 * Math.sqrt((share * (1 - share)) / interruptions),
  );
});

test("a cause whose hosts are not alike is exponential", () => {
  const bad = { share: "10%", times: 5 };
  expect(() => trained({ failures: [{ of: "host", mtbf: "100 h", kind: "weibull", bad }] })).toThrow(
    "an exponential cause",
  );
});
