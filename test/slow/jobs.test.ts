/** The laws of jobs side by side over many scenarios; `JOBS=500` for more of them, `SEED=2` for others. */
import { expect, test } from "vitest";
import type { Table } from "../../src/metrics/table.ts";
import type { WorkloadResult } from "../../src/workload/workload.ts";
import { expectLawsOfJobs } from "../laws/job-laws.ts";
import { seen } from "../laws/job-scenarios.ts";
import { expectLongWay } from "../laws/shortcuts.ts";

const runs = Number(process.env.JOBS ?? 60);
const seed = Number(process.env.SEED ?? 3);

test(`in ${runs} scenarios of one to three jobs every law of links and memories holds, and few jobs gain by another`, () => {
  const { fasterJobs, fasterExchanges, exchangeWorst, slowedJobs, ...counts } = expectLawsOfJobs(runs, seed);
  // The scenarios of those that gained, to look into.
  console.log(JSON.stringify({ ...counts, slowedJobs, fasterExchanges, exchangeWorst, fasterJobs }));
  expect(counts.refused).toBeLessThan(runs / 4);
  expect(slowedJobs).toBeGreaterThan(0);
  expect(counts.memories).toBeGreaterThan(0);
  // No theorem: what holds one job up can free a third one's links. A few in a hundred at most, and by little.
  expect(fasterJobs.length).toBeLessThanOrEqual(runs / 20);
  for (const { slowdown } of fasterJobs) expect(slowdown).toBeGreaterThan(0.9);
  expect(fasterExchanges).toBeLessThanOrEqual(counts.exchanges / 100);
}, 600_000);

test(`in ${Math.ceil(runs / 2)} scenarios the long way gives the same records`, () => {
  expect(expectLongWay(Math.ceil(runs / 2), 5)).toBeGreaterThan(runs / 4);
}, 600_000);

const byValue = (one: number, other: number) => one - other;

/** Job `last` beside `first`, and beside the same one where that begins when `last` is long over. */
function besideAndAlone(cluster: object, first: object, last: object) {
  return ["0 s", "10000 s"].map((start) => {
    const all = seen({ name: "gain", cluster, jobs: [{ ...first, start }, last] });
    return all?.record.jobs[1] as NonNullable<typeof all>["record"]["jobs"][number];
  });
}

test("a fleet that gains by another job had an adapter there, for requests of one moment went to other replicas", () => {
  const serving = {
    name: "fleet",
    model: "llama-3.1-8b",
    instances: [0, 1],
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 12 },
      requests: 12,
      input: { kind: "constant", tokens: 8000 },
      output: { kind: "constant", tokens: 8 },
      parallelism: { tensor: 2, replicas: 4 },
      adapters: { count: 32, rank: 64, resident: 4 },
      disaggregation: { prefillReplicas: 2 },
    },
  };
  const other = {
    name: "training",
    model: "llama-3.2-1b",
    instances: [2, 3],
    workload: {
      kind: "training",
      sequenceLength: 1024,
      parallelism: { tensor: 2, sequence: true },
      recompute: "full",
      offload: "optimizer",
      globalBatch: 512,
      samples: 512,
    },
  };
  const cluster = { instance: "trn2.48xlarge", count: 4, tiers: [{ instances: 3, oversubscription: 1 }] };
  const runs = besideAndAlone(cluster, other, serving).map((job) => {
    const { columns, rows } = (job.result as WorkloadResult).tables.requests as Table;
    const of = (name: string) => [...rows].map((row) => row[columns.indexOf(name)] as number);
    return { mean: (job.result?.paceNs ?? 0) / 1e6, decode: of("decode_ms"), prefill: of("prefill_ms") };
  });
  const [beside, alone] = runs as [(typeof runs)[number], (typeof runs)[number]];
  // All that differs between two requests is whether an adapter had to come.
  const [there, comes] = [Math.min(...alone.decode), Math.max(...alone.decode)];
  const found = ({ decode }: typeof beside) => decode.filter((ms) => ms < (there + comes) / 2).length;
  for (const ms of [...beside.decode, ...alone.decode]) {
    expect(Math.min(Math.abs(ms - there), Math.abs(ms - comes))).toBeLessThan(1e-6);
  }
  expect(beside.prefill.sort(byValue)).toEqual(
    alone.prefill.sort(byValue).map((ms) => expect.closeTo(ms, 6)),
  );
  expect(beside.mean - alone.mean).toBeCloseTo(((found(alone) - found(beside)) * (comes - there)) / 12, 3);
}, 120_000);

test("a training that gains by a fleet has stragglers that contend less for an uplink, and computes as long as alone", () => {
  const shared = { instances: [0, 1], ranks: [0, 7], shareChips: true };
  const fleet = {
    ...shared,
    name: "fleet",
    model: "llama-3.2-1b",
    workload: {
      kind: "inference",
      arrivals: { kind: "poisson", rate: "20/s" },
      requests: 12,
      input: { kind: "constant", tokens: 8000 },
      output: { kind: "constant", tokens: 8 },
      parallelism: { tensor: 2, replicas: 4 },
      adapters: { count: 32, rank: 64, resident: 4 },
    },
  };
  const training = (stragglers: object) => ({
    ...shared,
    name: "training",
    model: "llama-3.2-1b",
    workload: {
      kind: "training",
      sequenceLength: 1024,
      parallelism: { tensor: 2, pipeline: 2 },
      schedule: { kind: "gpipe" },
      recompute: "full",
      globalBatch: 64,
      samples: 64,
      ...stragglers,
    },
  });
  const partsOf = (stragglers: object, oversubscription: number) => {
    const cluster = { instance: "g5.48xlarge", count: 2, tiers: [{ instances: 1, oversubscription }] };
    return besideAndAlone(cluster, fleet, training(stragglers)).map(({ result }) => ({
      stepNs: result?.training?.stepNs ?? 0,
      ns: (what: string) => result?.chipTime?.find((each) => each.what === what)?.chipNs ?? 0,
    }));
  };
  const unequal = { stragglers: { jitter: 0.02 } };
  const [beside, alone] = partsOf(unequal, 256);
  expect(beside!.stepNs).toBeLessThan(alone!.stepNs);
  for (const what of ["compute", "recompute", "overhead"]) {
    expect(beside!.ns(what) / alone!.ns(what)).toBeCloseTo(1, 9);
  }
  expect(beside!.ns("memory")).toBeGreaterThan(alone!.ns("memory"));
  const waits = (of: typeof beside) => of!.ns("pipeline sends") + of!.ns("pipeline bubble");
  expect(waits(beside)).toBeLessThan(waits(alone));
  // Without the narrow uplink, or without stragglers, it loses as jobs do.
  for (const [who, oversubscription] of [
    [unequal, 1],
    [{}, 256],
  ] as const) {
    const [among, without] = partsOf(who, oversubscription);
    expect(among!.stepNs).toBeGreaterThan(without!.stepNs);
  }
}, 120_000);
