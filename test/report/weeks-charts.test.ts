/** What reports of weeks show: rows of jobs that do not overlap, losses that sum to what is missing, series that keep every failure. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { waterfallSteps } from "../../src/report/html/charts/goodput.ts";
import { jobCharts, lanesOf } from "../../src/report/html/charts/jobs.ts";
import type { RunView } from "../../src/report/html/run-view.ts";
import { queueSeries } from "../../src/workload/queue/queue-series.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { runsAt } from "../workload/queue-builder.ts";

const bars = fc
  .array(fc.record({ start: fc.nat(1000), length: fc.integer({ min: 1, max: 300 }) }), { minLength: 1 })
  .map((drawn) =>
    drawn
      .sort((a, b) => a.start - b.start)
      .map(({ start, length }) => ({ name: "job", startSeconds: start, endSeconds: start + length })),
  );

describe("a report of weeks", () => {
  test("draws no two jobs over each other, in as few rows as ever run at once", () => {
    fc.assert(
      fc.property(bars, (jobs) => {
        const lanes = lanesOf(jobs);
        for (const [one, job] of jobs.entries()) {
          for (const [other, next] of jobs.entries()) {
            if (one === other || lanes[one] !== lanes[other]) continue;
            expect(job.endSeconds <= next.startSeconds || next.endSeconds <= job.startSeconds).toBe(true);
          }
        }
        const running = jobs.map(
          ({ startSeconds: at }) =>
            jobs.filter((job) => job.startSeconds <= at && at < job.endSeconds).length,
        );
        expect(Math.max(...lanes) + 1).toBe(Math.max(...running));
      }),
    );
  });

  test("draws a chart for each pool of a queue, all on one axis of time, with what ended a run", () => {
    const bar = { name: "job", accelerators: 8, waitSeconds: 0 };
    const jobs = [
      { ...bar, startSeconds: 0, endSeconds: 86400, pool: "home" },
      { ...bar, startSeconds: 0, endSeconds: 3600, pool: "spot", stoppedBy: "reclaim in spot" },
    ];
    const charts = jobCharts([{ name: "run", jobs } as unknown as RunView]);
    expect(charts.map(({ title }) => title)).toEqual([
      "run, pool home: which job ran when",
      "run, pool spot: which job ran when",
    ]);
    const domains = charts.map(({ plot }) => (plot as { x: { domain: unknown } }).x.domain);
    expect(domains[0]).toEqual(domains[1]);
    expect(JSON.stringify(charts[1]?.marks)).toContain("reclaim in spot");
    const [alone] = jobCharts([
      { name: "run", jobs: [{ ...bar, startSeconds: 0, endSeconds: 9 }] } as unknown as RunView,
    ]);
    expect(alone?.title).toBe("run: which job ran when");
  });

  test("lets the losses of a waterfall lead from all of the time to what is useful", () => {
    const losses = fc.dictionary(fc.string(), fc.double({ min: 0.1, max: 1e9, noNaN: true }), { minKeys: 1 });
    fc.assert(
      fc.property(losses, fc.double({ min: 0, max: 0.999, noNaN: true }), (lost, useful) => {
        const steps = waterfallSteps(lost, useful);
        const [last] = steps.splice(-1);
        expect(last).toMatchObject({ kind: "useful", from: 0, to: useful });
        expect(steps[0]?.to).toBe(1);
        expect(steps.at(-1)?.from).toBeCloseTo(useful, 9);
        for (let step = 1; step < steps.length; step++) expect(steps[step]?.to).toBe(steps[step - 1]?.from);
      }),
    );
  });

  test("has series of a queue whose areas are its accelerator-time and its waits, and whose failures all stand in them", () => {
    // 3 accelerators for 10 h from 0 on, 2 for 5 h that wait 10 h.
    const hour = 3600e9;
    const job = { name: "", user: "all", priority: 0, submitNs: 0 };
    const jobs: QueuedJob[] = [
      { ...job, index: 0, accelerators: 3, durationNs: 10 * hour },
      { ...job, index: 1, accelerators: 2, durationNs: 5 * hour },
    ];
    const strikesNs = [12 * hour, 11 * hour];
    const endNs = 15 * hour;
    const series = queueSeries(jobs, runsAt(jobs, [0, 10 * hour]), { endNs, strikesNs });
    const areas = series.map(({ startNs, values }) =>
      values.reduce(
        (sum, value, at) => sum + value * ((startNs[at + 1] ?? endNs) - (startNs[at] as number)),
        0,
      ),
    );
    const [used, waited] = areas as [number, number];
    expect(used / hour).toBeCloseTo(3 * 10 + 2 * 5, 6);
    expect(waited / hour).toBeCloseTo(10, 6);
    expect(series[2]?.values.at(-1)).toBe(2);
    const late = series[2]?.values.findIndex((value) => value > 0) as number;
    expect(series[2]?.startNs[late]).toBeGreaterThan(10.9 * hour);
  });
});
