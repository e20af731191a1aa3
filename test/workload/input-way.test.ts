/** Input from a volume on the cards and uplinks: never faster than these, halved by who shares them, and in the way of a step's exchanges. */
import { expect, test } from "vitest";
import type { NetworkTier } from "../../src/cluster/fabric.ts";
import { record } from "../laws/account-scenarios.ts";

const sequences = 64;
/** So many that jobs beside others skip some, at the pace that they have shown. */
const steps = 80;

/** What the cards of a trn1.32xlarge carry under NxD Training, bytes/ns: 85 % of 100 GB/s. */
const cards = 0.85 * 100;

/** A job whose instances each read `gigabytes` for a step. */
const reader = (instances: readonly [number, number], gigabytes: number, more: object = {}) => {
  const count = instances[1] - instances[0] + 1;
  return {
    name: `from-${instances[0]}`,
    model: "llama-3.2-1b",
    instances,
    workload: {
      kind: "training",
      sequenceLength: 2048,
      globalBatch: sequences,
      samples: steps * sequences,
      parallelism: { tensor: 8 },
      dataLoading: {
        sampleBytes: `${(gigabytes * count * 1e9) / sequences} B`,
        cpuTime: "0 s",
        volume: "wide",
        ...more,
      },
    },
  };
};

/** Its jobs where leaves have such uplinks, and a volume has more than anybody can take. */
function run(
  jobs: readonly object[],
  tiers: readonly Partial<NetworkTier>[],
  { count = 4, instance = "trn1.32xlarge" as string | object } = {},
) {
  const storage = { wide: { tier: "s3", size: "1 PB", prefixes: 1000 } };
  return record({ cluster: { instance, count, tiers, storage }, jobs });
}

type Played = ReturnType<typeof run>["jobs"][number] | undefined;
const stepNs = (job: Played) => job?.result?.training?.stepNs ?? 0;
const totalNs = (job: Played) => job?.result?.training?.timeToTrainNs ?? 0;

test("a run whose steps wait for input takes as long as uplinks do, twice as long where two jobs are under them", () => {
  // One uplink for two instances, as wide as a 128th of the cards of both.
  const under = [{ instances: 2, oversubscription: 128 }];
  const loadsNs = (steps * 20e9) / ((2 * cards) / 128);
  const lastNs = stepNs(run([reader([0, 0], 1e-6)], under).jobs[0]);
  const [alone] = run([reader([0, 0], 20)], under).jobs;
  expect(totalNs(alone) / (loadsNs + lastNs)).toBeCloseTo(1, 6);
  const both = run([reader([0, 0], 20), reader([1, 1], 20)], under).jobs;
  for (const each of both) expect(totalNs(each) / (2 * loadsNs + lastNs)).toBeCloseTo(1, 6);
  const apart = run([reader([0, 0], 20), reader([2, 2], 20)], under).jobs;
  for (const each of apart) expect(each.slowdown).toBeCloseTo(1, 9);
});

test("a step after others were skipped waits for its input as they did", () => {
  const [short, long] = [reader([0, 0], 20), reader([2, 2], 20)];
  const longer = { ...long, workload: { ...long.workload, samples: 1.5 * steps * sequences } };
  const under = [{ instances: 2, oversubscription: 128 }];
  const [, last] = run([short, longer], under).jobs;
  expect(last?.result?.training?.stepsPlayed).toBeLessThan(steps);
  expect(last?.slowdown).toBeCloseTo(1, 9);
});

test("who is bound by uplinks is told that they would have to be wider", () => {
  const [job] = run([reader([0, 1], 20)], [{ instances: 2, oversubscription: 128 }]).jobs;
  expect(job?.result?.warnings.join()).toMatch(/wider cards, or uplinks above them, would mend it/);
});

test("input slows what copies exchange over the same cards, and what is waited for meets nothing", () => {
  const played = (gigabytes: number, more: object = {}) =>
    run([{ ...reader([0, 3], gigabytes, more), name: "copies" }], []).jobs[0];
  const least = stepNs(played(1e-6));
  // At 12.5 GB/s an instance, the most that it takes of the volume, for nine tenths of a step: while gradients are exchanged too.
  const beside = stepNs(played(0.9 * 12.5e-9 * least));
  expect(beside).toBeGreaterThan(least * 1.001);
  // The exchange has what is left of the cards: it takes no longer than that says.
  expect(beside).toBeLessThan(least * (cards / (cards - 12.5)));
  expect(totalNs(played(12.5, { prefetch: false })) / (steps * (least + 1e9))).toBeCloseTo(1, 6);
});

test("jobs on one instance share its cards where nothing else is joined to them", () => {
  const half = (ranks: readonly [number, number], name: string) => ({ ...reader([0, 0], 200), ranks, name });
  const narrow = { from: "trn1.32xlarge", networkBandwidth: "0.1x" };
  const both = run([half([0, 15], "one"), half([16, 31], "other")], [], { count: 1, instance: narrow }).jobs;
  for (const each of both) expect(totalNs(each)).toBeGreaterThan((steps * 2 * 200e9) / 10);
  for (const each of both) expect(each.slowdown).toBeCloseTo(2, 1);
});
