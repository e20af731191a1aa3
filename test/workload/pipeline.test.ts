/** Pipelines of jobs: when each stage runs, what it holds, and that dollars and energy sum to the whole. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, makeCatalog } from "../../src/catalog.ts";
import { powerUsageEffectiveness } from "../../src/hardware/facility.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import { defineQueuePolicy } from "../../src/workload/queue/queue-policy.ts";
import { record, summary } from "../laws/account-scenarios.ts";

interface StageRow {
  name: string;
  start_s: number;
  end_s: number;
  held_s: number;
  fetch_s: number;
  usd: number | null;
  kwh: number;
}

interface PipelineFigures {
  elapsed_s: number;
  usd: number | null;
  usd_waiting: number;
  kwh: number;
  stages: StageRow[];
}

const usdPerHour = 3.6;
const cluster = { instance: "trn1.32xlarge", count: 2, pricing: { usdPerHour } };
const host = (seconds: number) => ({ kind: "host-work", time: `${seconds} s` });
/** trn1.32xlarge has eight cards of 100 Gb/s. */
const cardsBytesPerS = 100e9;

const run = (stages: readonly object[]): RunRecord =>
  record({ cluster, workload: { kind: "pipeline", stages } });

function figuresOf(run: RunRecord): PipelineFigures {
  return (summary(run) as unknown as { pipeline: PipelineFigures }).pipeline;
}

const figures = (stages: readonly object[]) => figuresOf(run(stages));

function problemsOf(stages: readonly object[]): string[] {
  try {
    run(stages);
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ path, expected, nearest: hint = "" }) => `${path}: ${expected} ${hint}`);
  }
}

const ownCluster = { instance: "trn1.32xlarge", count: 1 };

describe("a stage", () => {
  test("begins when the last that it needs is over, beside those that it does not need", () => {
    const { stages, elapsed_s } = figures([
      { name: "long", workload: host(50), cluster: ownCluster },
      { name: "short", workload: host(20), cluster: ownCluster },
      { name: "last", workload: host(10), cluster: ownCluster, needs: ["short", "long"] },
    ]);
    expect(stages.map(({ start_s, end_s }) => [start_s, end_s])).toEqual([
      [0, 50],
      [0, 20],
      [50, 60],
    ]);
    expect(elapsed_s).toBe(60);
  });

  test("without a cluster of its own takes that of the scenario after those that were ready before", () => {
    const { stages } = figures([
      { name: "one", workload: host(50) },
      { name: "other", workload: host(20) },
    ]);
    expect(stages.map(({ start_s }) => start_s)).toEqual([0, 50]);
  });

  test("that runs again begins every so often, or when its last time is over", () => {
    const again = (every: number) =>
      figures([{ name: "again", workload: host(10), times: 3, every: `${every} s`, cluster: ownCluster }]);
    expect(again(60).elapsed_s).toBe(2 * 60 + 10);
    expect(again(5).elapsed_s).toBe(3 * 10);
    // Between its times it holds nothing.
    for (const every of [60, 5]) expect(again(every).stages[0]?.held_s).toBe(3 * 10);
  });

  test("is held as long as it is told, and paid for so long", () => {
    const { stages, usd } = figures([
      { name: "served", workload: host(10), hold: "2 h", cluster: ownCluster },
    ]);
    expect(stages[0]?.held_s).toBe(7200);
    expect(usd).toBeCloseTo(2 * usdPerHour, 9);
  });
});

describe("an artefact", () => {
  const artefact = { size: "400 GB", bandwidth: "20 GB/s" };
  const chain = (bandwidth: string, copies = 1) =>
    figures([
      { name: "made", workload: host(1), cluster: ownCluster, artefact: { ...artefact, bandwidth } },
      { name: "used", workload: host(1), cluster: ownCluster, needs: ["made"], copies },
    ]).stages[1] as StageRow;

  test("takes its size over the bandwidth of its place", () => {
    expect(chain("20 GB/s").fetch_s).toBeCloseTo(400 / 20, 9);
  });

  test("is shared by the copies that fetch it", () => {
    expect(chain("20 GB/s", 3).fetch_s).toBeCloseTo((3 * 400) / 20, 9);
  });

  test("comes no faster than the cards of the instances carry", () => {
    expect(chain("10 TB/s").fetch_s).toBeCloseTo(400e9 / cardsBytesPerS, 9);
  });
});

describe("dollars and energy", () => {
  const mixed = run([
    { name: "first", workload: host(3600) },
    {
      name: "beside",
      workload: host(7200),
      cluster: { ...ownCluster, pricing: { usdPerHour: 10 } },
      needs: ["first"],
      copies: 3,
    },
    { name: "last", workload: host(3600), needs: ["beside"] },
  ]);
  const { usd, usd_waiting, kwh, stages } = figuresOf(mixed);

  test("of the cluster are paid while it waits for stages elsewhere, and those at prices of their own", () => {
    expect(usd_waiting).toBeCloseTo(2 * usdPerHour * 2, 9);
    expect(stages.map((stage) => stage.usd)).toEqual([2 * usdPerHour, 3 * 2 * 10, 2 * usdPerHour]);
    expect(usd).toBeCloseTo(4 * usdPerHour + 60 + usd_waiting, 9);
  });

  test("of the parts are those of the whole run", () => {
    expect(mixed.cost.usdTotal).toBeCloseTo(usd as number, 9);
    expect(mixed.energy.kwh / kwh).toBeCloseTo(1, 12);
    // Every chip of the cluster and the host around it waits for four hours, three other instances for two.
    const { instance } = mixed.cluster;
    const { chip, chips, hostPowerWatts } = instance;
    const watts = chips * chip.powerWatts * chip.idlePowerFraction + hostPowerWatts;
    expect(kwh).toBeCloseTo(((watts * (2 * 4 + 3 * 2)) / 1000) * powerUsageEffectiveness, 9);
  });

  test("of a scenario's cluster that no stage uses are nothing", () => {
    const { cost, account } = run([{ name: "away", workload: host(3600), cluster: ownCluster }]);
    expect(cost.usdTotal).toBeCloseTo(usdPerHour, 9);
    // Two instances of the scenario beside the one of the stage, of 16 chips each.
    expect([account.chips, account.in("off")]).toEqual([3 * 16, 2 * 16 * account.elapsedNs]);
  });

  test("are not known where a stage has no price", () => {
    const inf = { instance: "trn2.48xlarge", pricing: "spot" };
    expect(figures([{ name: "away", workload: host(1), cluster: inf }]).usd).toBeNull();
  });
});

test("work of the hosts is vCPU time over vCPUs, on processors busy and on accelerators idle", () => {
  const on = (instance: string, count: number) => {
    const workload = { kind: "host-work", vcpuTime: "1280 h" };
    return record({ cluster: { instance, count }, workload });
  };
  const processors = on("c6i.32xlarge", 10);
  expect(processors.result?.elapsedNs).toBeCloseTo(3600e9, 0);
  expect(processors.account.share("busy")).toBe(1);
  const accelerators = on("trn1.32xlarge", 10);
  expect(accelerators.result?.elapsedNs).toBeCloseTo(3600e9, 0);
  expect(accelerators.account.share("idle")).toBe(1);
});

test("stages are like runs of them alone", () => {
  const training = {
    kind: "training",
    sequenceLength: 4096,
    globalBatch: 64,
    tokens: "100M",
    parallelism: { tensor: 8, sequence: true },
    failures: [{ of: "host", mtbf: "2 h" }],
    checkpoints: { interval: "10 min" },
  };
  const alone = record({ cluster, model: "llama-3.2-1b", workload: { ...training, failures: undefined } });
  const stage = (workload: object) =>
    run([{ name: "train", model: "llama-3.2-1b", workload }]).result?.elapsedNs as number;
  expect(stage({ ...training, failures: undefined })).toBeCloseTo(alone.result?.elapsedNs as number, 0);
  // Streams of random numbers are the stage's own, and the same in every run.
  expect(stage(training)).toBe(stage(training));
});

test("what is wrong is told at once, by stage", () => {
  expect(
    problemsOf([
      { name: "train", workload: host(1), needs: ["prepar"] },
      { name: "prepare", workload: host(1) },
      { name: "prepare", workload: host(1), needs: ["prepare"] },
    ]),
  ).toEqual([
    "workload.stages[0].needs: the name of a stage prepare",
    "workload.stages[2].name: a name of its own ",
  ]);
  expect(
    problemsOf([
      { name: "a", workload: host(1), needs: ["b"] },
      { name: "b", workload: host(1), needs: ["a"] },
    ]),
  ).toEqual(["workload.stages[0].needs: stages that do not wait for it "]);
  const training = { kind: "training", globalBatch: 8, sequenceLength: 1024 };
  expect(
    problemsOf([
      { name: "a", workload: training },
      { name: "b", workload: host(1), copies: 2 },
      {
        name: "c",
        model: "llama-3.2-1b",
        workload: { ...training, parallelism: { zero: 3, data: 100 } },
      },
      { name: "d", workload: { kind: "host-work" } },
    ]).map((text) => text.replace(/: .*/, "")),
  ).toEqual([
    "workload.stages[0].model",
    "workload.stages[1].copies",
    expect.stringMatching(/^workload\.stages\[2\]\.workload\.parallelism/),
    "workload.stages[3].workload",
  ]);
});

test("a stage whose workload stalls is named, and so are those that wait for it", () => {
  const never = defineQueuePolicy({
    name: "never",
    help: "starts nothing",
    options: {},
    create: () => ({ choose: () => [] }),
  });
  const waiting = makeCatalog({ ...catalog, queuePolicies: [never] });
  const jobs = {
    count: 1,
    rate: "1/h",
    accelerators: [1],
    duration: { kind: "lognormal", mean: "1 h", sigma: 1 },
  };
  const stages = [
    { name: "first", workload: { kind: "queue", jobs, policy: "never" } },
    { name: "then", workload: host(1), needs: ["first"], cluster: ownCluster },
  ];
  const { status, reason } = record({ cluster, workload: { kind: "pipeline", stages } }, waiting);
  expect(status).toBe("stalled");
  expect(reason).toMatch(/^stage first: 1 job waits that never does not start; stage then has not begun$/);
});

const dag = fc
  .array(
    fc.record({
      seconds: fc.integer({ min: 1, max: 100 }),
      isShared: fc.boolean(),
      copies: fc.integer({ min: 1, max: 3 }),
      times: fc.integer({ min: 1, max: 3 }),
      gigabytes: fc.integer({ min: 0, max: 500 }),
      needs: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map(({ seconds, isShared, copies, times, gigabytes, needs }, index) => ({
      name: `s${index}`,
      workload: host(seconds),
      needs: index === 0 ? [] : [...new Set(needs.map((need) => `s${need % index}`))],
      times,
      ...(isShared ? {} : { cluster: ownCluster, copies }),
      ...(gigabytes > 0 && { artefact: { size: `${gigabytes} GB`, bandwidth: "10 GB/s" } }),
    })),
  );

test("of any stages dollars, energy and the path through them sum to the whole, and the cluster has one at a time", () => {
  fc.assert(
    fc.property(dag, (stages) => {
      const played = run(stages);
      const { elapsed_s, usd, kwh, stages: rows } = figuresOf(played);
      expect(played.cost.usdTotal as number).toBeCloseTo(usd as number, 6);
      expect(played.energy.kwh / kwh).toBeCloseTo(1, 9);
      const path = (played.result?.attribution ?? []).reduce((sum, { fraction }) => sum + fraction, 0);
      expect(path).toBeCloseTo(1, 9);
      for (const [index, { needs }] of stages.entries()) {
        const { start_s } = rows[index] as StageRow;
        for (const need of needs) {
          expect(start_s).toBeGreaterThanOrEqual(rows.find(({ name }) => name === need)?.end_s as number);
        }
      }
      const shared = rows.filter((_, index) => !("cluster" in (stages[index] as object)));
      const heldShared = shared.reduce((sum, { held_s }) => sum + held_s, 0);
      expect(heldShared).toBeLessThanOrEqual(elapsed_s * (1 + 1e-9));
    }),
    { numRuns: 60 },
  );
});
