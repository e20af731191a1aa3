/** Queues of gang jobs: exact small cases, laws of every policy, and known answers of queueing theory. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { readJobs } from "../../src/workload/queue/job-file.ts";
import { makeJobs } from "../../src/workload/queue/made-jobs.ts";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import type { QueuePolicy } from "../../src/workload/queue/queue-policy.ts";
import { queueFigures } from "../../src/workload/queue/queue-result.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { jobs, played, policyNamed, pool, runsAt } from "./queue-builder.ts";

/** Starts of `list` on a pool, under a policy or its name. */
function starts(list: readonly QueuedJob[], accelerators: number, policy: string | QueuePolicy): number[] {
  const chosen = typeof policy === "string" ? policyNamed(policy) : policy;
  return [...played(list, [pool(accelerators)], chosen).startNs];
}

describe("on four accelerators, of a job of 3, one of 4, a short and a long one of 1", () => {
  const line = "0+10x3 1+10x4 2+5x1 3+20x1";
  test("fifo lets all wait for the large one", () => {
    expect(starts(jobs(line), 4, "fifo")).toEqual([0, 10, 20, 20]);
  });
  test("firstfit starts who fits, and the large one waits for them", () => {
    // The third at 2; the fourth finds no place until 7, and runs to 27.
    expect(starts(jobs(line), 4, "firstfit")).toEqual([0, 27, 2, 7]);
  });
  test("easy lets only the short one go first, which is over in time", () => {
    expect(starts(jobs(line), 4, "easy")).toEqual([0, 10, 2, 20]);
  });
  test("sjf prefers the shortest of those that wait", () => {
    expect(starts(jobs("0+10x4 1+9x4 2+5x4"), 4, "sjf")).toEqual([0, 15, 10]);
  });
});

test("easy backfills what is left over beside the reservation, however long it runs", () => {
  // At 10 the head takes 3 of the 4 that are then free: one is extra.
  expect(starts(jobs("0+10x3 1+10x3 2+50x1"), 4, "easy")).toEqual([0, 10, 2]);
});

test("fair share gives the user who has had less the next place", () => {
  expect(starts(jobs("0+10x1/ada 1+10x1/ada 2+10x1/bob"), 1, "fair-share")).toEqual([0, 20, 10]);
});

const anyJobs = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 20 }),
      durationNs: fc.integer({ min: 1, max: 60 }),
      accelerators: fc.integer({ min: 1, max: 8 }),
      user: fc.constantFrom("ada", "bob", "cyd"),
      priority: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    let submitNs = 0;
    return rows.map(({ gap, ...job }, index): QueuedJob => {
      submitNs += gap;
      return { ...job, index, name: `job ${index}`, submitNs };
    });
  });

describe.each(queuePolicies.map(({ name }) => name))("policy %s", (name) => {
  test("starts every job once, not before it is submitted, and never more than the pool has", () => {
    fc.assert(
      fc.property(anyJobs, (list) => {
        const startNs = starts(list, 8, name);
        for (const job of list) expect(startNs[job.index]).toBeGreaterThanOrEqual(job.submitNs);
        for (const at of startNs) {
          const held = list
            .filter(
              ({ index, durationNs }) =>
                (startNs[index] as number) <= at && at < (startNs[index] as number) + durationNs,
            )
            .reduce((sum, { accelerators }) => sum + accelerators, 0);
          expect(held).toBeLessThanOrEqual(8);
        }
        const figures = queueFigures(list, runsAt(list, startNs), { accelerators: 8, usdPerHour: 8 });
        const work = list.reduce((sum, job) => sum + job.accelerators * job.durationNs, 0) / 1e9;
        expect(figures.accelerator_s).toBeCloseTo(work, 12);
        expect((figures.utilization as number) * (figures.makespan_s as number) * 8).toBeCloseTo(work, 12);
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});

test("backfill never delays a job beyond where it would be if nobody came after it", () => {
  fc.assert(
    fc.property(anyJobs, (list) => {
      const all = starts(list, 8, "easy");
      // The head of the line is promised its start when it becomes the head; jobs behind it may not move it.
      for (let count = 1; count < list.length; count++) {
        const job = list[count - 1] as QueuedJob;
        const waitsAlone = list
          .slice(0, count - 1)
          .every(({ index }) => (all[index] as number) <= job.submitNs);
        if (!waitsAlone) continue;
        expect(all[job.index]).toBeLessThanOrEqual(
          starts(list.slice(0, count), 8, "easy")[job.index] as number,
        );
      }
    }),
    { numRuns: 60, seed: 12 },
  );
});

describe("with one accelerator a job the mean wait is that of theory, within 3 standard errors of 30 runs", () => {
  /** Mean waits in s of 30 runs of 4,000 jobs. */
  const waits = (servers: number, load: number, kind: "exponential" | "constant" | "lognormal") =>
    Array.from({ length: 30 }, (_, seed) => {
      const options = {
        count: 4000,
        rate: (load * servers) / 1e9,
        accelerators: [1],
        duration: { kind, mean: 1e9, sigma: 1 },
        users: 1,
        priority: [0],
        regions: [],
      };
      const list = makeJobs(options, new RandomStreams(seed));
      const startNs = starts(list, servers, "fifo");
      return (
        list.reduce((sum, job) => sum + (startNs[job.index] as number) - job.submitNs, 0) / list.length / 1e9
      );
    });
  const check = (values: readonly number[], theory: number) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(Math.abs(mean - theory)).toBeLessThan(3 * Math.sqrt(variance / values.length) + 0.01 * theory);
  };
  test("M/M/1 at 0.5: 0.5 / (1 - 0.5) services", () => check(waits(1, 0.5, "exponential"), 1));
  test("M/D/1 at 0.5: half of that", () => check(waits(1, 0.5, "constant"), 0.5));
  test("M/M/2 at 0.5: a third of a service, by Erlang C", () => check(waits(2, 0.5, "exponential"), 1 / 3));
  test("M/M/4 at 0.5: two are at work on average; all four are with chance 4/23, by Erlang C", () => {
    // (2^4 / 4!) 2 over that and 1 + 2 + 2 + 8/6; a wait is 1 / (4 (1 - 0.5)) then.
    const all = (16 / 24) * 2;
    check(waits(4, 0.5, "exponential"), all / (1 + 2 + 2 + 8 / 6 + all) / 2);
  });
  test("M/G/1 at 0.5, log-normal of sigma 1: (1 + e - 1) / 2 services, by Pollaczek and Khinchine", () =>
    check(waits(1, 0.5, "lognormal"), Math.E / 2));
});

describe("files of jobs", () => {
  test("a CSV is read by its columns, in the order of submission", () => {
    const { jobs: list } = readJobs(
      "submit_s,accelerators,duration_s,user\n5,2,1.5,ada\n0,1,3,bob\n",
      "jobs.csv",
    );
    expect(
      list.map(({ submitNs, accelerators, durationNs, user }) => [submitNs, accelerators, durationNs, user]),
    ).toEqual([
      [0, 1, 3e9, "bob"],
      [5e9, 2, 1.5e9, "ada"],
    ]);
  });
  test("a log in Standard Workload Format is told by its form", () => {
    const row = "1 10 5 100 4 -1 -1 8 200 -1 1 7 1 -1 1 -1 -1 -1";
    expect(readJobs(`; Version: 2.2\n${row}\n`, "log.swf").jobs).toMatchObject([
      { submitNs: 10e9, accelerators: 4, durationNs: 100e9, user: "user 7" },
    ]);
  });
  test("the status of a job in a log is what came of it", () => {
    const withStatus = (status: number) => `1 10 5 100 4 -1 -1 4 200 -1 ${status} 1 1 -1 -1 -1 -1 -1`;
    const statuses = [1, 0, 5, -1, 3].map(withStatus).join("\n");
    expect(readJobs(`; Version: 2.2\n${statuses}\n`, "log.swf").jobs.map(({ outcome }) => outcome)).toEqual([
      "completed",
      "failed",
      "cancelled",
      undefined,
      undefined,
    ]);
  });
  test("jobs of a log that never ran are left out and counted", () => {
    const ran = "1 10 5 100 4 -1 -1 8 200 -1 1 7 1 -1 1 -1 -1 -1";
    const cancelled = "2 12 -1 -1 -1 -1 -1 8 200 -1 5 7 1 -1 1 -1 -1 -1";
    const { jobs, unstarted } = readJobs(`; Version: 2.2\n${ran}\n${cancelled}\n`, "log.swf");
    expect([jobs.map(({ name }) => name), unstarted]).toEqual([["job 1"], 1]);
    // In a CSV of one's own it is no duration.
    expect(() => readJobs("submit_s,accelerators,duration_s\n0,1,-1\n", "jobs.csv")).toThrow("duration -1");
  });
  test("a row of a log that is cut short is told as such, whatever of it is there", () => {
    const read = () => readJobs("; Version: 2.2\n1 10 5 100 4\n2 10\n", "log.swf");
    expect(read).toThrow(/log.swf:2:1: found 5 numbers; expected the 18 numbers of the Standard Workload/);
    expect(read).toThrow(/log.swf:3:1: found 2 numbers/);
  });
  test("rows that are no jobs are named, a few of many", () => {
    const rows = Array.from({ length: 9 }, () => "x,1,1").join("\n");
    const read = () => readJobs(`submit_s,accelerators,duration_s\n${rows}\n`, "jobs.csv");
    expect(read).toThrow(ScenarioError);
    expect(read).toThrow(/jobs.csv:2:1: found submit NaN/);
    expect(read).toThrow(/9 of 9 rows are wrong; these are the first 5/);
  });
  test("missing columns are named", () => {
    expect(() => readJobs("submit,gpus\n1,2\n", "jobs.csv")).toThrow(
      /found columns submit, gpus; expected columns submit_s/,
    );
    const needed = ["submit_s", "accelerators", "duration_s"];
    for (const column of needed) {
      const header = needed.join(",").replace(column, column.replace(/.(?=.{3}$)/, ""));
      expect(() => readJobs(`${header}\n1,2,3\n`, "jobs.csv")).toThrow(`did you mean "${column}"?`);
    }
  });
});
