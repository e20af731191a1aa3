/**
 * What failures and checkpoints make of the run times of a queue's jobs. Each job is a long run of its own: it is struck as
 * often as its accelerators fail, goes back to its last checkpoint, and keeps its accelerators meanwhile. So its run time is
 * known before the queue decides anything, and policies that go by run times know it, failures included (an optimistic
 * bound for them).
 *
 * Left out: spares that jobs compete for, and people who sleep; every host is replaced by itself. Canaries on busy instances count
 * from the start of a run, and take an even share of its time. What a job brings from instances that stood idle comes on top when
 * it starts (`host-health.ts`): no policy knows of that before.
 */
import { lossNames } from "../resilience/losses.ts";
import type { JobRuns } from "./job-runs.ts";
import type { PlayedRun, RunLossName } from "./played-run.ts";
import type { QueuedJob } from "./queued-job.ts";

/** Accelerator-time of runs: what was useful, and what was lost to what. */
export class RunBooks {
  interruptions = 0;
  /** Faults that canaries and checks found before they struck. */
  found = 0;
  /** Useful, accelerator-ns. */
  usefulNs = 0;
  /** Lost, accelerator-ns. */
  readonly lostNs = new Map<RunLossName, number>(lossNames.map((name) => [name, 0]));
  /** By cause: interruptions, and accelerator-time lost, ns. */
  readonly byCause = new Map<string, { count: number; lostNs: number }>();

  /** Enters a run on so many accelerators. */
  add(accelerators: number, run: PlayedRun): void {
    this.interruptions += run.interruptions;
    this.found += run.found;
    this.usefulNs += accelerators * run.savedNs;
    for (const [name, ns] of run.lostNs) {
      if (ns > 0) this.lostNs.set(name, (this.lostNs.get(name) ?? 0) + accelerators * ns);
    }
    for (const [name, { count, lostNs: ns }] of run.byCause) {
      const known = this.byCause.get(name) ?? { count: 0, lostNs: 0 };
      this.byCause.set(name, { count: known.count + count, lostNs: known.lostNs + accelerators * ns });
    }
  }

  /** All of `books` together. */
  static sum(books: readonly RunBooks[]): RunBooks {
    const all = new RunBooks();
    for (const each of books) {
      all.interruptions += each.interruptions;
      all.found += each.found;
      all.usefulNs += each.usefulNs;
      for (const [name, ns] of each.lostNs) all.lostNs.set(name, (all.lostNs.get(name) ?? 0) + ns);
      for (const [name, { count, lostNs: ns }] of each.byCause) {
        const known = all.byCause.get(name) ?? { count: 0, lostNs: 0 };
        all.byCause.set(name, { count: known.count + count, lostNs: known.lostNs + ns });
      }
    }
    return all;
  }
}

/** Jobs with the run times that failures leave them, nobody stopping them, and what was lost. */
export interface StruckJobs {
  jobs: readonly QueuedJob[];
  books: RunBooks;
  /** When each job that was struck was, from its start, ns; by its index. */
  strikesNs: ReadonlyMap<number, readonly number[]>;
}

/** `jobs` as `runs` plays them from the start to the end. */
export function struckJobs(jobs: readonly QueuedJob[], runs: JobRuns): StruckJobs {
  const books = new RunBooks();
  const strikesNs = new Map<number, readonly number[]>();
  const struck = jobs.map((job) => {
    const [instance] = job.timesNs?.keys() ?? [];
    const run = runs.play({ job, times: 0, workNs: job.durationNs, instance });
    books.add(job.accelerators, run);
    if (run.strikesNs.length > 0) strikesNs.set(job.index, run.strikesNs);
    return { ...job, durationNs: run.heldNs };
  });
  return { jobs: struck, books, strikesNs };
}
