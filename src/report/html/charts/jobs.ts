/** Which job held accelerators when (Gantt): jobs of a queue in lanes, stages of a pipeline of jobs in a row each. */
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { JobBar, RunView } from "../run-view.ts";
import { runAxis } from "./run-axis.ts";
import { timeAxis } from "./time-axis.ts";

const barsShown = 400;
const rowsShown = 40;
const rowPixelsMost = 24;
const chartPixelsMost = 480;

/** A chart for each run that has jobs; of several pools one each, on one axis of time. */
export function jobCharts(runs: readonly RunView[]): Chart[] {
  return runs.flatMap(({ name, jobs = [] }) => {
    const pools = new Map<string, JobBar[]>();
    for (const job of jobs) {
      const { pool = "" } = job;
      const others = pools.get(pool);
      if (others === undefined) pools.set(pool, [job]);
      else others.push(job);
    }
    const endSeconds = jobs.reduce((last, job) => Math.max(last, job.endSeconds), 0);
    return [...pools].map(([pool, own]) =>
      jobChart(pool === "" ? name : `${name}, pool ${pool}`, own, pool === "" ? undefined : endSeconds),
    );
  });
}

function jobChart(run: string, jobs: readonly JobBar[], axisSeconds?: number): Chart {
  const shown = largest(jobs);
  const isQueue = shown.some(({ accelerators }) => accelerators !== undefined);
  const { unit, perMs } = timeAxis(
    1000 * (axisSeconds ?? Math.max(...shown.map(({ endSeconds }) => endSeconds))),
  );
  const lanes = isQueue ? lanesOf(shown) : shown.map(({ name }) => name);
  const colours = isQueue ? sizesOf(shown) : [];
  const bars = shown.map((job, index) => ({
    job: job.name,
    lane: lanes[index],
    start: job.startSeconds * 1000 * perMs,
    end: job.endSeconds * 1000 * perMs,
    ...(isQueue && { accelerators: job.accelerators, wait: (job.waitSeconds ?? 0) * 1000 * perMs }),
    ...(axisSeconds !== undefined && { ended: job.stoppedBy ?? "done" }),
  }));
  const rows: (string | number)[] = [...new Set<string | number>(lanes)];
  const names = runAxis(isQueue ? [] : rows.map(String));
  const rowPixels = Math.min(rowPixelsMost, Math.max(2, Math.floor(chartPixelsMost / rows.length)));
  const bar = { x1: "start", x2: "end", y: "lane", insetTop: 0.5, insetBottom: 0.5, tip: true };
  const channels = {
    job: "job",
    ...(isQueue && { wait: "wait" }),
    ...(axisSeconds !== undefined && { ended: "ended" }),
  };
  return {
    title: `${run}: which ${isQueue ? "job" : "stage"} ran when`,
    note: noteOf(jobs, shown, isQueue),
    plot: {
      height: rows.length * (isQueue ? rowPixels : names.rowPixels) + 70,
      marginLeft: isQueue ? 16 : names.marginLeft,
      x: {
        label: `Simulated time, ${unit}`,
        grid: true,
        zero: true,
        ...(axisSeconds !== undefined && { domain: [0, axisSeconds * 1000 * perMs] }),
      },
      y: { label: null, domain: rows, ...(isQueue && { axis: null }) },
      ...(isQueue && {
        color: {
          type: "ordinal",
          domain: colours,
          range: colours.map((_, index) => seriesColours[index % seriesColours.length]),
          legend: true,
          label: "Accelerators",
        },
      }),
    },
    marks: [
      ...(isQueue ? [] : [{ ...names.mark, data: rows.map((row) => ({ run: row })) }]),
      {
        mark: "barX",
        data: bars,
        options: { ...bar, fill: isQueue ? "accelerators" : seriesColours[0], channels },
      },
    ],
    table: tableOfRows(
      shown
        .slice(0, rowsShown)
        .map(({ name, startSeconds, endSeconds, accelerators, waitSeconds, stoppedBy }) => ({
          [isQueue ? "job" : "stage"]: name,
          [`start, ${unit}`]: startSeconds * 1000 * perMs,
          [`end, ${unit}`]: endSeconds * 1000 * perMs,
          ...(isQueue && {
            accelerators: accelerators ?? null,
            [`wait, ${unit}`]: (waitSeconds ?? 0) * 1000 * perMs,
            ...(axisSeconds !== undefined && { ended: stoppedBy ?? "done" }),
          }),
        })),
    ),
  };
}

function noteOf(jobs: readonly JobBar[], shown: readonly JobBar[], isQueue: boolean): string {
  if (!isQueue) return "A bar a time that a stage ran, fetching what it needs included.";
  const lanes = "Jobs that overlap stand in different rows, which are no accelerators.";
  return shown.length === jobs.length
    ? `A bar a job, coloured by its accelerators. ${lanes}`
    : `The ${shown.length} of ${jobs.length} jobs with the most accelerator-time, coloured by their accelerators. ${lanes}`;
}

/** Those that held most accelerator-time, in the order of their starts. */
function largest(jobs: readonly JobBar[]): JobBar[] {
  const held = ({ startSeconds, endSeconds, accelerators = 1 }: JobBar) =>
    (endSeconds - startSeconds) * accelerators;
  return [...jobs]
    .sort((a, b) => held(b) - held(a))
    .slice(0, barsShown)
    .sort((a, b) => a.startSeconds - b.startSeconds);
}

/** Of each job, in the order of their starts, the first row that is free. */
export function lanesOf(jobs: readonly JobBar[]): number[] {
  const freeFrom: number[] = [];
  return jobs.map(({ startSeconds, endSeconds }) => {
    const free = freeFrom.findIndex((seconds) => seconds <= startSeconds);
    const lane = free < 0 ? freeFrom.length : free;
    freeFrom[lane] = endSeconds;
    return lane;
  });
}

/** Sizes of jobs, ascending; those beyond the colours share them in turn. */
function sizesOf(jobs: readonly JobBar[]): number[] {
  return [...new Set(jobs.flatMap(({ accelerators }) => accelerators ?? []))].sort((a, b) => a - b);
}
