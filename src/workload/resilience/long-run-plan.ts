/** What a run of weeks meets: how its state is saved, when failures strike, and what each costs before work goes on. */
import type { CheckpointPlan } from "./checkpoint-plan.ts";
import type { ElasticPlan } from "./elastic.ts";
import type { FailureCause } from "./failure-model.ts";
import type { Failure } from "./failure-stream.ts";
import type { Restart } from "./restart.ts";
import type { SharedLoad } from "./shared-load.ts";
import type { CheckpointTier } from "./tiered-checkpoints.ts";

/** What a failure costs before work goes on, ns. */
export interface Downtime {
  detectionNs: number;
  /** Until somebody acts, and until a host is there. */
  waitingNs: number;
  replacementNs: number;
  restart: Restart;
}

/** A long run. */
export interface LongRunPlan {
  workNs: number;
  checkpoints: CheckpointPlan;
  /** The next failure after `afterNs`; times count from the start of the run. Earlier ones are passed over. */
  nextFailure(afterNs: number): Failure;
  /** After `cause` at `atNs` from the start of the run, which left the state on place `tier` of `tiers`; undefined: nowhere. */
  downtime(
    cause: FailureCause,
    atNs: number,
    struck: { isFound: boolean; tier: number | undefined },
  ): Downtime;
  /** How long a host that is slow from `atNs` on goes unnoticed, ns; noticed at once when absent. */
  slowNs?(cause: FailureCause, atNs: number): number;
  /** Checks before a start at `atNs`: how long they take, and to replace what they find, ns; none when absent. */
  preflight?(atNs: number): number;
  /** Share of the time that canaries take; none when absent. */
  canaryShare?: number;
  /** Goes on with fewer ranks while hosts are missing; waits for them when absent. */
  elastic?: ElasticPlan | undefined;
  /** Where checkpoints lie, first where they are saved; in one place that outlasts all when absent. */
  tiers?: readonly CheckpointTier[] | undefined;
  /** How the state is loaded from place `tier` beside other jobs, in the place of the time that `downtime` counts for it; in that time when absent. */
  loadAgain?(tier: number | undefined): SharedLoad | undefined;
  /** How long wrong results go unnoticed, ns: work of that time is lost too. */
  corruptionNs: number;
}
