/** Checkpoints loaded again after failures: beside idle jobs as by the closed form, beside jobs that load too as long as links let them. */
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import { LoadUnderWay } from "../../src/workload/resilience/shared-load.ts";
import { record } from "../laws/account-scenarios.ts";

const failing = {
  model: "llama-3.2-1b",
  workload: {
    kind: "training",
    sequenceLength: 1024,
    globalBatch: 64,
    samples: 64_000,
    // Nothing of a step meets anything, so that failures strike while the other job runs.
    parallelism: { tensor: 32, sequence: true },
    recovery: { detection: "10 s", restart: "20 s", replace: "30 s" },
  },
};
const idle = { name: "idle", instances: [1, 1], workload: { kind: "host-work", time: "1 s" } };

/** What a run among failures is made of. */
function figures(job: ReturnType<typeof record>["jobs"][number] | undefined) {
  const { timeToTrainNs, lostNs, resilience } = job?.result?.training ?? {};
  const { interruptions = 0, checkpoints } = resilience ?? {};
  return { timeToTrainNs, lostNs, interruptions, checkpoints };
}

test("beside a job that moves nothing, loads take what they take alone, those that are struck too", () => {
  const cluster = { instance: "trn1.32xlarge", count: 2 };
  const places = [
    { tiers: ["fsx"], bandwidth: "0.1 GB/s" },
    { tiers: ["nvme", "s3"], bandwidth: "0.2 GB/s" },
  ];
  for (const place of places) {
    const workload = {
      ...failing.workload,
      // At moments that hang on no draw; some of them while the state is loaded.
      failures: [
        { of: "host", kind: "planned", mtbf: "11 min" },
        { of: "job", kind: "planned", mtbf: "7 min", replaces: false },
      ],
      checkpoints: { interval: "1 min", stall: "1 s", ...place },
    };
    const run = { name: "run", model: failing.model, instances: [0, 0], workload };
    const listed = record({ cluster, jobs: [run, idle] });
    const plain = record({ cluster: { ...cluster, count: 1 }, model: failing.model, workload });
    const [one, other] = [figures(listed.jobs[0]), figures(plain.jobs[0])];
    expect(one.interruptions).toBeGreaterThan(5);
    expect(one.interruptions).toBe(other.interruptions);
    expect(one.checkpoints).toBe(other.checkpoints);
    expect((one.timeToTrainNs ?? 0) / (other.timeToTrainNs ?? 0)).toBeCloseTo(1, 9);
    for (const [name, ns] of Object.entries(other.lostNs ?? {})) {
      expect((one.lostNs?.[name] ?? 0) - ns, name).toBeCloseTo(0, -3);
    }
  }
});

test("jobs that fail at the same moments load at half the pace over an uplink they share, and at their own over one each", () => {
  const job = (index: number) => ({
    ...failing,
    name: `job-${index}`,
    instances: [index, index],
    workload: {
      ...failing.workload,
      // Both stop together, at every tenth minute.
      failures: [{ of: "host", kind: "planned", mtbf: "10 min" }],
      checkpoints: { interval: "5 min", tiers: ["fsx"], bandwidth: "100 GB/s", stall: "1 s" },
    },
  });
  const lost = (tier: { instances: number; oversubscription: number }) => {
    const cluster = { instance: "trn1.32xlarge", count: 2, tiers: [tier] };
    return record({ cluster, jobs: [job(0), job(1)] }).jobs.map((each) => figures(each));
  };
  // 14 bytes of each parameter over the 64th part of the cards of an instance, of 100 GB/s of which 85 % is reached: an uplink each, or one for both.
  const aloneNs = (14 * 1_235_814_400) / ((0.85 * 100) / 64);
  for (const [tier, loadNs] of [
    [{ instances: 1, oversubscription: 64 }, aloneNs],
    [{ instances: 2, oversubscription: 128 }, 2 * aloneNs],
  ] as const) {
    for (const { interruptions, lostNs } of lost(tier)) {
      expect(interruptions).toBeGreaterThan(1);
      expect((lostNs?.["checkpoint restore"] ?? 0) / interruptions).toBeCloseTo(loadNs, -4);
    }
  }
});

test("a failure ends a load, and one that is far away keeps no clock going", () => {
  const ends: [number, boolean][] = [];
  const play = (strikesNs: number) => {
    const simulator = new Simulator();
    const stopped: number[] = [];
    const load = {
      aloneNs: 10,
      start(client: { handle(code: number, now: number): void }, code: number) {
        simulator.schedule(25, client, code);
        return 7;
      },
      stop: (task: number) => stopped.push(task),
    };
    const done = (now: number, isStruck: boolean) => ends.push([now, isStruck]);
    new LoadUnderWay(simulator, load, { beginNs: 100, strikesNs, done });
    simulator.run();
    return { lastNs: simulator.now, stopped };
  };
  expect(play(118)).toEqual({ lastNs: 125, stopped: [7] });
  expect(play(1e15)).toEqual({ lastNs: 130, stopped: [] });
  expect(ends).toEqual([
    [118, true],
    [125, false],
  ]);
});
