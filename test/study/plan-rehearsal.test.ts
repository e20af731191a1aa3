/** Searches on a shortened load: what is shortened and by how much, and that the plan that is chosen keeps the whole load. */
import { expect, test } from "vitest";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { schemaOf } from "../../src/cli/scenario-schema.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { varied } from "../../src/cli/variables.ts";
import { parsePath } from "../../src/scenario/override.ts";
import { readScenarios, type ScenarioEntry } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import { aimOf } from "../../src/study/plan/aim.ts";
import { confirmed } from "../../src/study/plan/confirmation.ts";
import type { Plan } from "../../src/study/plan/plan.ts";
import { plannedKind } from "../../src/study/plan/planned-kind.ts";
import { rehearsalOf } from "../../src/study/plan/rehearsal.ts";
import type { PlanSearch } from "../../src/study/plan/trial.ts";
import { overrideText } from "../../src/study/variation.ts";

const serving = plannedKind(catalog.workloads, "inference");
const dollars = aimOf(undefined, serving);

const same = (path: string) => path;

function entryOf(arrivals: object, more: object = {}): ScenarioEntry<Scenario> {
  const written = {
    name: "day",
    cluster: { instance: "inf2.xlarge" },
    model: "llama-3.2-1b",
    workload: {
      kind: "inference",
      arrivals,
      input: { kind: "uniform", min: 64, max: 256 },
      output: 16,
      duration: "24 h",
      ...more,
    },
  };
  const schema = catalogSchema(catalog, () => "{}");
  const options = { file: "day.yaml", fromFile: same, fromCommandLine: same };
  return readScenarios(JSON.stringify(written), schema, options)[0] as unknown as ScenarioEntry<Scenario>;
}

const wave = { kind: "diurnal", rate: "2/s", swing: 0.5 };
const dayNs = 86_400e9;

test("a day is shortened to five thousand requests, its wave and peaks in the same ratio", () => {
  const peaks = [{ at: "9 h", width: "30 min", height: 2 }];
  const rehearsal = rehearsalOf(entryOf({ ...wave, peaks }, { warmup: "1 h" }).scenario, serving)!;
  // 2/s for a day are 172,800 requests: 34.56 times as many.
  expect(rehearsal.shortenedNs).toBeCloseTo(2500e9, 3);
  const factor = 172_800 / 5000;
  expect(rehearsal.overrides.map(overrideText)).toEqual([
    `workload.duration=${dayNs / factor} ns`,
    `workload.warmup=${3600e9 / factor} ns`,
    `workload.arrivals.period=${dayNs / factor} ns`,
    `workload.arrivals.peaks=[{"at":"${(9 * 3600e9) / factor} ns","width":"${1800e9 / factor} ns","height":2}]`,
  ]);
});

test("lines get ten minutes to settle, however many requests come", () => {
  const rehearsal = rehearsalOf(entryOf({ kind: "poisson", rate: "100/s" }).scenario, serving)!;
  expect(rehearsal.shortenedNs).toBe(600e9);
});

test("short loads, and those in which time means something by itself, are simulated whole", () => {
  const autoscaling = { policy: { kind: "target-tracking", target: 4 } };
  const conversation = { turns: 3, think: "10 s" };
  const whole: [object, object][] = [
    [wave, { duration: "30 min" }],
    [wave, { autoscaling }],
    [wave, { conversation }],
    [wave, { failures: { mtbf: "10 h", repair: "5 min" } }],
    [wave, { requests: 1000 }],
    [{ kind: "closed-loop", users: 8 }, {}],
    [{ kind: "bursty", rate: "1/s", burstRate: "9/s", quiet: "1 h", burst: "5 min" }, {}],
  ];
  for (const [arrivals, more] of whole) {
    expect(
      rehearsalOf(entryOf(arrivals, more).scenario, serving),
      JSON.stringify([arrivals, more]),
    ).toBeUndefined();
  }
});

test("what a shortened day shows is what the whole day shows, to the scatter of its percentiles", () => {
  const entry = entryOf({ ...wave, rate: "0.5/s" });
  const schema = schemaOf(catalog);
  const rehearsal = rehearsalOf(entry.scenario, serving)!;
  const run = (overrides: typeof rehearsal.overrides) =>
    runEntry(varied(entry, overrides, schema), catalog).summary.inference!;
  const [whole, shortened] = [run([]), run(rehearsal.overrides)];
  expect(whole.completed / shortened.completed).toBeGreaterThan(8);
  for (const metric of ["median_ttft_ms", "median_tpot_ms", "p99_tpot_ms", "output_throughput"] as const) {
    expect(shortened[metric]! / whole[metric]!, metric).toBeGreaterThan(0.95);
    expect(shortened[metric]! / whole[metric]!, metric).toBeLessThan(1.05);
  }
});

/** A result that costs a dollar an instance and keeps its objective where `met`. */
const result = (instances: number, met: boolean) =>
  ({
    status: "completed",
    objectives: [{ met }],
    warnings: [],
    cost: { usd_per_hour: instances },
    cluster: { instances },
  }) as unknown as Summary;
const at = (batch: number, instances: number) => [
  { path: parsePath("workload.batching.maxBatch"), value: batch },
  { path: parsePath("cluster.count"), value: instances },
];
const plan = (batch: number, instances: number): Plan => ({
  overrides: at(batch, instances),
  summary: result(instances, true),
  usd: instances,
  slowness: 0,
  score: instances,
  feasible: true,
});
const search = (plans: Plan[]) =>
  ({
    plans,
    missed: [],
    combinations: 2,
    simulations: 9,
    pruned: 0,
    skipped: 0,
    dismissed: [],
    countMost: 4,
    cutShort: [],
  }) as PlanSearch;
const names = ({ plans }: PlanSearch) =>
  plans.map(
    ({ overrides, isWhole }) =>
      `${overrides.map(({ value }) => value).join(" on ")}${isWhole ? " whole" : ""}`,
  );

/** Plays a load that needs so many instances whole, and one fewer shortened. */
const loads = (needed: number) => {
  const count = (overrides: Plan["overrides"]) => Number(overrides.at(-1)?.value);
  return {
    whole: (overrides: Plan["overrides"]) => result(count(overrides), count(overrides) >= needed),
    shortened: (overrides: Plan["overrides"]) => result(count(overrides), count(overrides) >= needed - 1),
  };
};

test("the cheapest plan that keeps the whole load comes first: with more instances, or another", () => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(names(confirmed(search([plan(8, 3), plan(16, 5)]), counts, loads(3), dollars))).toEqual([
    "8 on 3 whole",
    "16 on 5",
  ]);
  const dearer = confirmed(search([plan(8, 3), plan(16, 5)]), counts, loads(4), dollars);
  expect(names(dearer)).toEqual(["8 on 4 whole", "16 on 5"]);
  expect(dearer.wholeSimulations).toBe(2);
  expect(dearer.missed.map(({ usd }) => usd)).toEqual([3]);
  // Two more, and the other is as cheap: both are tried.
  expect(names(confirmed(search([plan(8, 3), plan(16, 4)]), counts, loads(5), dollars))).toEqual([
    "16 on 5 whole",
    "8 on 5",
  ]);
});

test("where no plan keeps the whole load after six tries, there is none", () => {
  const none = confirmed(search([plan(8, 3)]), [3, 4, 5, 6, 7, 8, 9, 10, 11], loads(20), dollars);
  expect(none.plans).toEqual([]);
  expect(none.wholeSimulations).toBeLessThanOrEqual(6);
});
