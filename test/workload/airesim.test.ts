/**
 * Results of AIReSim (MIT, revision 7b139c7) where its model is this one with things switched off: no checkpoint costs and no
 * work is lost, a restart takes 20 minutes in which nothing strikes, each host fails 0.01 times a day, bad ones six times as
 * often until repair cures them. Its time for choosing hosts and waiting for them is taken off where its pools are not ours.
 */
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Unevenness } from "../../src/workload/resilience/bad-hosts.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { FailureStream } from "../../src/workload/resilience/failure-stream.ts";
import { LongRun } from "../../src/workload/resilience/long-run.ts";
import { downtime, Spares, usualRecovery } from "../../src/workload/resilience/recovery.ts";

const minute = 60e9;
const no = { chip: 0, hbm: 0, link: 0, card: 0, switch: 0, rack: 0, storage: 0, job: 0 };

interface Case {
  hosts: number;
  minutes: number;
  /** Until another host is there. */
  replace?: number;
  bad?: Unevenness;
}

/** Failures and minutes of one run. */
function run(seed: number, { hosts, minutes, replace = 0, bad }: Case) {
  const cause: FailureCause = {
    name: "server",
    of: "host",
    mtbfNs: 100 * 24 * 60 * minute,
    effect: "crash",
    replaces: true,
    uneven: bad,
  };
  const stream = new FailureStream(
    [cause],
    { ...no, host: hosts },
    new RandomStreams(seed).stream("failures"),
  );
  // Nothing strikes while hosts are replaced: the 20 minutes of the restart are part of it.
  const recovery = { ...usualRecovery, detection: 0, restart: 0, replace: (20 + replace) * minute };
  const spares = new Spares(0, 0);
  const simulator = new Simulator();
  let endNs = 0;
  const long = new LongRun(
    simulator,
    {
      workNs: minutes * minute,
      // Whatever was worked counts: checkpoints cost nothing and follow each other every second.
      checkpoints: { intervalNs: 1e9, stallNs: 0, saveNs: 0 },
      nextFailure: (afterNs) => stream.next(afterNs),
      downtime: (of, atNs) => downtime(recovery, of, atNs, { loadNs: 0, spares }),
      corruptionNs: 0,
    },
    (now) => {
      endNs = now;
    },
  );
  long.start();
  simulator.run();
  return { failures: long.interruptions, minutes: endNs / minute, stream };
}

/** Mean and its standard error. */
function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** 0.8 of repairs are by people and cure 0.8; the others cure 0.6. Bad hosts fail five times as often on top of the usual. */
const badHosts: Unevenness = {
  share: 0.15,
  times: 6,
  diagnosed: 1,
  cured: 0.8 * 0.8 + 0.2 * 0.6,
  outside: 264,
};

// Its means and standard deviations; minutes of host selection and waiting that are not in our model.
describe.each([
  {
    name: "4,096 servers of which 15 % are bad",
    of: { hosts: 4096, minutes: 368_640, bad: badHosts },
    failures: [11_145.6, 100.3],
    time: [591_958.2, 2016],
    apart: 129 + 277.2,
    replications: 30,
  },
  {
    name: "4,096 servers, all good",
    of: { hosts: 4096, minutes: 36_864 },
    failures: [1032.8, 40.76],
    time: [57_539.2, 816.6],
    apart: 19.2,
    replications: 10,
  },
  {
    name: "256 servers with two standbys",
    of: { hosts: 256, minutes: 368_640 },
    failures: [660.4, 25.63],
    time: [382_228.9, 537.4],
    apart: 286.9 + 94,
    replications: 20,
  },
  {
    name: "256 servers without standbys: 3 minutes of host selection a failure",
    of: { hosts: 256, minutes: 368_640, replace: 3 },
    failures: [659.7, 19.08],
    time: [383_888.1, 453.6],
    apart: 72,
    replications: 20,
  },
  {
    name: "256 servers without spares: each repair is waited for, 120 minutes and 0.8 x 2,880 more on average",
    of: { hosts: 256, minutes: 368_640, replace: 3 + 120 + 0.8 * 2880 },
    failures: [662.2, 25.91],
    time: [1_961_222.5, 103_053.7],
    apart: 0,
    replications: 20,
  },
])("of $name", ({ of, failures, time, apart, replications }) => {
  const runs = Array.from({ length: 20 }, (_, seed) => run(seed, of));
  test.each([
    ["failures", failures, 0, (each: (typeof runs)[number]) => each.failures],
    ["minutes", time, apart, (each: (typeof runs)[number]) => each.minutes],
  ] as const)("%s agree within three standard errors of both", (_what, [known, sd], off, read) => {
    const { mean, error } = meanOf(runs.map(read));
    const theirs = (sd as number) / Math.sqrt(replications);
    expect(Math.abs(mean - ((known as number) - off))).toBeLessThan(3 * Math.hypot(error, theirs));
  });
});

test("failures of runs without bad hosts are those of the closed form: servers x rate x minutes of work", () => {
  const all = Array.from({ length: 200 }, (_, seed) => run(seed, { hosts: 256, minutes: 368_640 }).failures);
  const { mean, error } = meanOf(all);
  expect(Math.abs(mean - (256 * 368_640 * 0.01) / 1440)).toBeLessThan(3 * error);
});

test("bad hosts add five sixths of what they fail until they are cured", () => {
  const bad = { ...badHosts, outside: 0 };
  const { mean, error } = meanOf(
    Array.from({ length: 60 }, (_, seed) => run(seed, { hosts: 256, minutes: 368_640, bad }).failures),
  );
  // Each fails 1 / 0.76 times, five of six times because it is bad; a sixth of it any host would have done.
  const theory = (256 * 368_640 * 0.01) / 1440 + ((Math.round(0.15 * 256) / 0.76) * 5) / 6;
  expect(Math.abs(mean - theory)).toBeLessThan(3 * error);
});
