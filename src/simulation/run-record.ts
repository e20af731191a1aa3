/** Everything that one simulation gives: of the whole, and of each job. */
import type { InfeasibleError } from "../base/errors.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { RunOutcome } from "../kernel/simulator.ts";
import type { ChipAccount } from "../metrics/chip-account.ts";
import type { Cost } from "../metrics/cost.ts";
import type { Energy } from "../metrics/energy.ts";
import type { MetricDefinition } from "../metrics/metric.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { Choice, WorkloadResult } from "../workload/workload.ts";
import type { PlacedJob } from "./jobs.ts";
import type { Scenario } from "./scenario.ts";
import type { SharedLink } from "./shared-links.ts";

/** How a run ended: as the simulator says, before it began for want of memory, or with no request answered. */
export type RunStatus = RunOutcome["status"] | "out-of-memory" | "nothing-served";

/** What one job gives. */
export interface JobRecord {
  job: PlacedJob;
  /** Metrics of its kind. */
  metrics: readonly MetricDefinition[];
  profile: SoftwareProfile;
  /** Whether it trains or serves a model, and so rests on its software. */
  runsModel: boolean;
  /** What was left open, and how it was settled. */
  choices: readonly Choice[];
  status: Extract<RunStatus, "completed" | "out-of-memory" | "nothing-served">;
  /** Why it did not complete. */
  reason?: string | undefined;
  result?: WorkloadResult | undefined;
  account: ChipAccount;
  cost: Cost;
  energy: Energy;
  /** Its time beside the others over its time alone; absent for a lone job. */
  slowdown?: number | null;
}

/** Everything one simulation gives. */
export interface RunRecord {
  scenario: Scenario;
  cluster: Cluster;
  profile: SoftwareProfile;
  status: RunStatus;
  /** Why the run did not complete: who waits for what, or what does not fit. */
  reason?: string | undefined;
  infeasible?: InfeasibleError | undefined;
  /** Of the only job; absent where there are several. */
  result?: WorkloadResult | undefined;
  /** Of every chip-second of the cluster. */
  account: ChipAccount;
  cost: Cost;
  energy: Energy;
  /** One, or several side by side. */
  jobs: readonly JobRecord[];
  /** What kinds of workload measure for themselves, whether or not a job is of the kind: objectives may name any of it. */
  ownMetrics: readonly MetricDefinition[];
  /** Links that several jobs used, and how much each was slowed there. */
  sharedLinks: readonly SharedLink[];
  events: number;
  /** Whoever looked on stopped it before its end. */
  isStopped?: true;
}
