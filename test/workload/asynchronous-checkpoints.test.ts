/**
 * What asynchronous checkpoints are better by, in closed form. Of a run struck at random, once in M, with work t between two
 * checkpoints, a stall d for each, complete s after it began, and restarts of R that begin anew when they are struck, the k-th of
 * a life counts k (t + d) + s - d after its start, and a life with its restart takes M e^(R/M). So work takes
 *
 *     M e^(R/M) (e^((t + d)/M) - 1) e^((s - d)/M) / t        times as long: Daly's for s = d
 */
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";

const cause: FailureCause = { name: "node", of: "job", mtbfNs: 1, effect: "crash", replaces: false };

interface Plan {
  mtbf: number;
  interval: number;
  stall: number;
  save: number;
  restart: number;
}

/** Time over work of one run of 2,000 intervals, by the failures of `seed`. */
function stretch(seed: number, { mtbf, interval, stall, save, restart }: Plan): number {
  const random = new RandomStreams(seed).stream("failures");
  const simulator = new Simulator();
  const workNs = 2000 * interval;
  let [atNs, endNs] = [0, 0];
  new LongRun(
    simulator,
    {
      workNs,
      checkpoints: { intervalNs: interval, stallNs: stall, saveNs: save },
      nextFailure() {
        atNs -= mtbf * Math.log(1 - random());
        return { atNs, cause };
      },
      downtime: () => ({ detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: { launchNs: restart } }),
      corruptionNs: 0,
    },
    (now) => {
      endNs = now;
    },
  ).start();
  simulator.run();
  return endNs / workNs;
}

const theory = ({ mtbf, interval, stall, save, restart }: Plan) =>
  (mtbf / interval) * Math.exp((restart + save - stall) / mtbf) * Math.expm1((interval + stall) / mtbf);

/** Mean over 40 runs is within three standard errors of theory. */
function expectTheory(plan: Plan): number {
  const of = Array.from({ length: 40 }, (_, seed) => stretch(seed, plan));
  const mean = of.reduce((sum, each) => sum + each, 0) / of.length;
  const variance = of.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (of.length - 1);
  expect(Math.abs(mean - theory(plan))).toBeLessThan(3 * Math.sqrt(variance / of.length));
  return mean;
}

// A large cluster at an hour and at the time of one save, a slow tier, failures as often as checkpoints; s.
test.each([
  [11_135, 3600, 30, 300, 600],
  [11_135, 270, 30, 300, 600],
  [86_400, 3600, 20, 3500, 900],
  [1800, 1200, 10, 600, 60],
])(
  "at a failure every %i s, one every %i s that stalls for %i s and is complete after %i s, restarts of %i s",
  (mtbf, interval, stall, save, restart) => {
    const plan = { mtbf, interval, stall, save, restart };
    const mean = expectTheory(plan);
    // The same saved by standing still: better by e^((s - d)/M) (e^((t + d)/M) - 1) over e^((t + s)/M) - 1.
    const waiting = { ...plan, stall: save };
    expect(mean).toBeLessThan(expectTheory(waiting));
    expect(theory(plan) / theory(waiting)).toBeCloseTo(
      (Math.exp((save - stall) / mtbf) * Math.expm1((interval + stall) / mtbf)) /
        Math.expm1((interval + save) / mtbf),
      12,
    );
  },
);
