/** Failures of a queue's jobs: closed forms, conservation, and what the pool is told. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { RandomStreams } from "../../src/base/random.ts";
import { instances } from "../../src/hardware/instances.ts";
import { jobFailureOptions } from "../../src/workload/queue/job-failure-options.ts";
import { JobRuns } from "../../src/workload/queue/job-runs.ts";
import { failures } from "../../src/workload/resilience/failures.ts";
import { wholeRestartNs } from "../../src/workload/resilience/restart.ts";
import { record, summary } from "../laws/account-scenarios.ts";

interface QueueFigures {
  accelerator_s: number;
  interruptions: number;
  goodput_fraction: number;
  usd_lost: number;
  lost_accelerator_s: { [name: string]: number };
  causes: { cause: string; interruptions: number; lost_accelerator_s: number; lost_usd: number }[];
}

const jobs = { count: 400, rate: "100/h", accelerators: 32, duration: { kind: "constant", mean: "20 h" } };
const usdPerHour = 10;

function queued(workload: object) {
  return record({
    cluster: { instance: "trn1.32xlarge", count: 50, pricing: { usdPerHour } },
    workload: { kind: "queue", jobs, policy: "firstfit", ...workload },
  });
}

const figures = (of: ReturnType<typeof record>) => (summary(of) as unknown as { queue: QueueFigures }).queue;

const struck = {
  failures: [{ of: "host", mtbf: "40 h" }],
  checkpoints: { interval: "1 h", stall: "1 min" },
  recovery: { detection: "0 s", replace: "0 s", restart: "10 min" },
};

describe("jobs of two hosts that fail every 40 hours each", () => {
  const played = queued(struck);
  const of = figures(played);
  const useful = 400 * 32 * 20 * 3600;

  test("take as long as Daly's formula says, within three standard errors", () => {
    // M e^(R/M) (e^((t + d)/M) - 1) w/t at M = 20 h, R = 1/6 h, t = 1 h, d = 1/60 h.
    const hours = 20 * Math.exp(1 / 6 / 20) * Math.expm1((1 + 1 / 60) / 20) * 20;
    // A Poisson number of losses, each uniform over an hour and ten minutes more: the root of its mean square is 0.73 h.
    const sigma = (Math.sqrt(hours / 20) * 0.75) / Math.sqrt(400);
    expect(Math.abs(of.accelerator_s / 3600 / 32 / 400 - hours)).toBeLessThan(3 * sigma);
    expect(Math.abs(of.interruptions - (400 * hours) / 20)).toBeLessThan(3 * Math.sqrt((400 * hours) / 20));
  });

  test("hold their accelerators for the useful time and what was lost, and for nothing else", () => {
    const lost = Object.values(of.lost_accelerator_s).reduce((sum, each) => sum + each, 0);
    expect((useful + lost) / of.accelerator_s).toBeCloseTo(1, 9);
    expect(of.goodput_fraction).toBeCloseTo(useful / of.accelerator_s, 12);
    expect(of.usd_lost).toBeCloseTo((lost / 3600 / 16) * usdPerHour, 4);
    expect(of.causes.map(({ interruptions }) => interruptions)).toEqual([of.interruptions]);
  });

  test("count as failed while they are down", () => {
    const { detection, waiting, replacement, restart } = of.lost_accelerator_s as Record<string, number>;
    const down = (detection as number) + (waiting as number) + (replacement as number) + (restart as number);
    expect(played.account.in("failed") / 1e9).toBeCloseTo(down, 3);
  });
});

test("nothing is lost where nothing fails and nothing is saved", () => {
  const plain = figures(queued({}));
  expect(plain.interruptions).toBeNull();
  const { goodput_fraction, interruptions } = figures(
    queued({ failures: [{ of: "host", mtbf: "1000000000 h" }] }),
  );
  expect([goodput_fraction, interruptions]).toEqual([1, 0]);
});

test("the hosts of an UltraServer fail each by itself", () => {
  const on = (instance: string, count: number) =>
    figures(
      record({
        cluster: { instance, count },
        workload: {
          kind: "queue",
          jobs: { ...jobs, accelerators: 64 },
          ...struck,
        },
      }),
    ).interruptions;
  expect(on("trn2u-ultraserver", 10)).toBe(on("trn2.48xlarge", 40));
});

test("a job saves its state when it is stopped wherever checkpoints are made, and pays for a restart what it is told", () => {
  const instance = instances.find(({ name }) => name === "trn1.32xlarge")!;
  const schema = z.object(jobFailureOptions(failures));
  const runs = (options: object) =>
    new JobRuns(1, schema.parse(options), { models: failures, instance, streams: new RandomStreams(1) });
  const often = [{ of: "host", mtbf: "40 h" }];
  const saved = [
    runs({}),
    runs({ checkpoints: { interval: "1 h", stall: "7 s" } }),
    runs({ checkpoints: { interval: "1 h", stall: "7 s" }, failures: often }),
    // Of no failures the best interval is none.
    runs({ checkpoints: { stall: "7 s" } }),
    runs({ checkpoints: { stall: "7 s" }, failures: often }),
    runs({ failures: often }),
  ].map(({ saveNs }) => saveNs);
  expect(saved).toEqual([undefined, 7e9, 7e9, undefined, 7e9, undefined]);
  const recovery = { restart: "5 s", compile: "2 s" };
  expect(wholeRestartNs(runs({ recovery }).restart)).toBe(7e9);
  expect(wholeRestartNs(runs({ checkpoints: { stall: "7 s", load: "3 s" }, recovery }).restart)).toBe(10e9);
});
