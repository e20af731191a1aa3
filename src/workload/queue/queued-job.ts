/** A job of a queue, as everyone there knows it. */
import type { Instance } from "../../hardware/instance.ts";

/** What can come of a job. */
export const jobOutcomes = ["completed", "failed", "cancelled"] as const;

/** What came of a job. */
export type JobOutcome = (typeof jobOutcomes)[number];

/** A job in line, or running. Times in ns. */
export interface QueuedJob {
  /** Place in the order of submission. */
  readonly index: number;
  readonly name: string;
  readonly submitNs: number;
  readonly accelerators: number;
  /** Exact run time, in the pool that is asked about; policies that look ahead know it. NaN until it has been simulated. */
  readonly durationNs: number;
  /** What it does, by name, where its run time is to be simulated. */
  readonly workload?: string | undefined;
  /** Its work by the instances of pools, undefined for the cluster's, where it depends on them: it runs on no others. */
  readonly timesNs?: ReadonlyMap<Instance | undefined, number> | undefined;
  /** Whose it is; one user for all where the file has none. */
  readonly user: string;
  /** Higher goes first under policies that look at it; 0 where the file has none. */
  readonly priority: number;
  /** Of users, whose quota it counts in; none when absent. */
  readonly group?: string | undefined;
  /** Where it must run; anywhere when absent. */
  readonly region?: string | undefined;
  /** What it reads, and where that is; nothing that has to be moved when absent. */
  readonly data?: { readonly region: string; readonly bytes: number } | undefined;
  /** What comes of it, where that is known; its run time is that up to then. */
  readonly outcome?: JobOutcome | undefined;
}
