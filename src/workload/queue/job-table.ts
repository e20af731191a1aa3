/** Runs of a queue as a table. */
import type { Table } from "../../metrics/table.ts";
import type { EndedRun } from "./job-queue.ts";

/** One row a run, which are in the order of submission; of several pools also where it ran and what stopped it. Made as they are read. */
export function jobTable(runs: readonly EndedRun[], hasPools: boolean): Table {
  return {
    columns: [
      "job",
      "user",
      "accelerators",
      "submit_s",
      "start_s",
      "end_s",
      "wait_s",
      ...(hasPools ? ["pool", "stopped_by"] : []),
    ],
    rows: { [Symbol.iterator]: () => jobRows(runs, hasPools) },
  };
}

function* jobRows(runs: readonly EndedRun[], hasPools: boolean): Generator<(string | number)[]> {
  let before: EndedRun | undefined;
  for (const run of runs) {
    const { job, startNs, endNs } = run;
    const waitNs = startNs - (before?.job.index === job.index ? before.endNs : job.submitNs);
    const row = [
      job.name,
      job.user,
      job.accelerators,
      job.submitNs / 1e9,
      startNs / 1e9,
      endNs / 1e9,
      waitNs / 1e9,
    ];
    if (hasPools) row.push(run.pool, run.stoppedBy ?? "");
    before = run;
    yield row;
  }
}
