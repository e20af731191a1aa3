/** Faults that hide, canaries and checks that find them, slow hosts: closed forms and cases by hand. */
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { type Failure, FailureStream } from "../../src/workload/resilience/failure-stream.ts";
import { type Canaries, HiddenFaults } from "../../src/workload/resilience/hidden-faults.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";
import type { LongRunPlan } from "../../src/workload/resilience/long-run-plan.ts";
import { lossNames } from "../../src/workload/resilience/losses.ts";

const hour = 3600e9;
const hosts = { chip: 0, hbm: 0, host: 100, link: 0, card: 0, switch: 0, rack: 0, storage: 0, job: 0 };
const fault = (latencyNs: number): FailureCause => ({
  name: "fault",
  of: "host",
  mtbfNs: 1000 * hour,
  effect: "crash",
  latencyNs,
  replaces: true,
});

function hidden(seed: number, latencyNs: number, canaries?: Canaries): HiddenFaults {
  const streams = new RandomStreams(seed);
  const causes = [fault(latencyNs)];
  const stream = new FailureStream(causes, hosts, streams.stream("failures"));
  const parts = { causes, units: hosts, canaries, random: streams.stream("hidden-faults") };
  return new HiddenFaults(() => stream.next(), parts);
}

describe("canaries find a fault before a job does in the share that theory gives, within 3 sigma", () => {
  // Mean latency and time between canaries, h; coverage.
  test.each([
    [1, 1, 1],
    [6, 1, 0.9],
    [0.5, 1, 0.9],
    [2, 4, 0.5],
    [24, 1, 0.2],
  ])("at a latency of %d h, one every %d h that sees %d of faults", (latency, every, coverage) => {
    const faults = hidden(7, latency * hour, { everyNs: every * hour, coverage });
    const count = 20_000;
    let found = 0;
    for (let index = 0; index < count; index++) if (faults.next().isFound) found++;
    const decay = Math.exp(-every / latency);
    const share = ((coverage * latency) / every) * ((1 - decay) / (1 - (1 - coverage) * decay));
    expect(Math.abs(found / count - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / count));
  });
});

test("without checks hidden faults strike as often as they begin, from the first hour on", () => {
  const [runs, hours] = [400, 10];
  let strikes = 0;
  for (let seed = 0; seed < runs; seed++) {
    const faults = hidden(seed, 48 * hour);
    while (faults.next().atNs <= hours * hour) strikes++;
  }
  // 100 hosts over 1,000 h: one in ten hours.
  expect(Math.abs(strikes - runs)).toBeLessThan(3 * Math.sqrt(runs));
});

test("what shows comes in the order of time", () => {
  const faults = hidden(3, 5 * hour, { everyNs: hour, coverage: 0.5 });
  let last = 0;
  for (let index = 0; index < 1000; index++) {
    const { atNs } = faults.next();
    expect(atNs).toBeGreaterThanOrEqual(last);
    last = atNs;
  }
});

test("a check before the start finds its share of the rate x latency faults that hosts hold", () => {
  const runs = 600;
  let found = 0;
  for (let seed = 0; seed < runs; seed++) found += hidden(seed, 30 * hour).check(0, 0.8);
  // 0.1 an hour x 30 h x 0.8.
  const mean = runs * 0.1 * 30 * 0.8;
  expect(Math.abs(found - mean)).toBeLessThan(3 * Math.sqrt(mean));
});

describe("a run of 10 h with checkpoints of 1 min every hour", () => {
  const minute = 60e9;
  const never = { atNs: Number.POSITIVE_INFINITY, cause: fault(0) };
  const run = (failures: Failure[], more: Partial<LongRunPlan> = {}) => {
    const simulator = new Simulator();
    const strikes = [...failures, never];
    let endNs = 0;
    const long = new LongRun(
      simulator,
      {
        workNs: 10 * hour,
        checkpoints: { intervalNs: hour, stallNs: minute, saveNs: minute },
        nextFailure: () => strikes.shift() ?? never,
        downtime: () => ({
          detectionNs: 0,
          waitingNs: 0,
          replacementNs: 10 * minute,
          restart: { launchNs: 5 * minute },
        }),
        corruptionNs: 0,
        ...more,
      },
      (now) => {
        endNs = now;
      },
    );
    long.start();
    expect(simulator.run()).toEqual({ status: "completed" });
    const lost = lossNames.reduce((sum, name) => sum + (long.lostNs.get(name) as number), 0);
    expect(endNs).toBeCloseTo(10 * hour + lost, -3);
    return {
      long,
      minutes: endNs / minute,
      lost: (name: (typeof lossNames)[number]) => (long.lostNs.get(name) as number) / minute,
    };
  };

  test("loses no work to a fault that a canary found, and does when it struck", () => {
    const found = run([{ atNs: 2.5 * hour, cause: fault(0), isFound: true }]);
    expect(found.lost("lost work")).toBe(0);
    // Two checkpoints, one when it was found, eight for the 7 h 32 min left; ten minutes and five to come back.
    expect(found.minutes).toBeCloseTo(600 + 11 + 15, 9);
    expect(found.long.found).toBe(1);
    const struck = run([{ atNs: 2.5 * hour, cause: fault(0) }]);
    // Two hours and two checkpoints were safe.
    expect(struck.lost("lost work")).toBeCloseTo(150 - 122, 9);
    expect(struck.long.found).toBe(0);
  });

  test("gives canaries of 5 min an hour a twelfth of its time", () => {
    const { lost } = run([], { canaryShare: 5 / 60 });
    expect(lost("canaries")).toBeCloseTo(600 * (12 / 11 - 1), 9);
  });

  test("waits for the checks before its start and before each restart", () => {
    const { lost, minutes } = run([{ atNs: 2.5 * hour, cause: fault(0) }], { preflight: () => 7 * minute });
    expect(lost("preflight")).toBeCloseTo(14, 9);
    expect(minutes).toBeCloseTo(600 + 10 + 14 + 15 + lost("lost work"), 9);
  });

  const slow: FailureCause = { ...fault(0), name: "slow", effect: "slow", slowdown: 1.5 };

  test("loses a third of the time in which a host is half as slow again, and no work", () => {
    const { long, lost } = run([{ atNs: 2.5 * hour, cause: slow }], { slowNs: () => 3 * hour });
    expect(lost("slow hosts")).toBeCloseTo(3 * 60 * (1 - 1 / 1.5), 9);
    expect(lost("lost work")).toBe(0);
    expect(lost("replacement")).toBeCloseTo(10, 9);
    expect(long.byCause.get("slow")?.count).toBe(1);
  });

  test("leaves a slow host behind when another fails first, and may end before anybody notices", () => {
    const crash = { atNs: 4 * hour, cause: fault(0) };
    const ended = run([{ atNs: 2.5 * hour, cause: slow }, crash], { slowNs: () => 3 * hour });
    expect(ended.lost("slow hosts")).toBeCloseTo(1.5 * 60 * (1 - 1 / 1.5), 9);
    expect(ended.long.interruptions).toBe(1);
    const unnoticed = run([{ atNs: 9 * hour, cause: slow }], { slowNs: () => 100 * hour });
    // 70 minutes were left of 600 and ten checkpoints, half as long again.
    expect(unnoticed.minutes).toBeCloseTo(540 + 70 * 1.5, 9);
    expect(unnoticed.long.interruptions).toBe(0);
  });
});
