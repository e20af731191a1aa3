/**
 * What a workload is to the simulation: something planned on a cluster, started on a simulator, and asked for its result.
 * Training and inference are two plug-ins of this shape; a user's own kind of work is a third.
 */
import type { z } from "zod";
import type { RandomStreams } from "../base/random.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Storage } from "../cluster/storage.ts";
import type { Fidelity, Shortcuts, World } from "../cluster/world.ts";
import type { Instance } from "../hardware/instance.ts";
import type { Pricing } from "../hardware/price.ts";
import type { Attribution } from "../metrics/attribution.ts";
import type { ChipTime } from "../metrics/chip-account.ts";
import type { Produced } from "../metrics/cost.ts";
import type { InferenceMetrics } from "../metrics/inference-metrics.ts";
import type { MemoryUse } from "../metrics/memory.ts";
import type { MetricDefinition } from "../metrics/metric.ts";
import type { Table } from "../metrics/table.ts";
import type { Series } from "../metrics/time-series.ts";
import type { Timeline } from "../metrics/timeline.ts";
import type { TrainingMetrics } from "../metrics/training-metrics.ts";
import type { Model } from "../models/model.ts";
import type { OperatorGroup } from "../models/operators/operator-group.ts";
import type { LinkLoad } from "../network/link-loads.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { LaunchTraits } from "./launch-traits.ts";
import type { LoadTraits, WrittenOptions } from "./load-traits.ts";
import type { PlanTraits } from "./plan-traits.ts";
import type { Starter } from "./starter.ts";

/** Limits a scenario sets on its result, ns by name such as `ttftP99`. */
export type Objectives = Readonly<Record<string, number | undefined>>;

/** What a workload is planned on. */
export interface WorkloadSetting {
  cluster: Cluster;
  model: Model;
  /** Chosen for the model; a plain one for kinds without a model. */
  profile: SoftwareProfile;
  objectives: Objectives;
  streams: RandomStreams;
  /** Whether the scenario itself gives a value at this dotted path, such as `workload.router`; defaults do not count. */
  isWritten(path: string): boolean;
  /** Text of a file the scenario names. */
  readText(path: string): string;
  /** Its bytes, where it is no text. */
  readBytes(path: string): Uint8Array;
  /** Where to tell what happens when, if anyone asked. */
  timeline?: Timeline | undefined;
  /** Dollars an hour of the cluster; null where it has no price. */
  priceUsdPerHour?: number | null;
  /** How the scenario pays for instances. */
  pricing?: Pricing;
  /** How exchanges are played; as they meet on links when absent. */
  fidelity?: Fidelity;
  /** Which shortcuts may be taken; all when absent. */
  shortcuts?: Shortcuts | undefined;
  /** Volumes by name. */
  storage?: Storage;
  /** Events of each part that is played in a world of its own, at most; any number when absent. */
  eventsMost?: number | undefined;
  /** Number of the job among those of its world; 0 when absent. */
  owner?: number;
}

/** Instances beside the cluster's, over the whole time of a run. */
export interface OtherInstances {
  instance: Instance;
  count: number;
  chipTime: readonly ChipTime[];
  /** In place of the scenario's. */
  pricing?: Pricing | undefined;
}

/** Something that the scenario leaves open. */
export interface Choice {
  /** Dotted path of the key that would settle it. */
  key: string;
  value: string | number;
  why: string;
  /** It is the best of the hardware, what that leaves room for, or what a file says, so that no comparison holds it. */
  follows?: true;
}

/** What a part of a workload chose, by the keys that it has there: `workload.training.parallelism.tensor`. */
export function choicesWithin(
  part: string,
  { choices = [] }: Pick<WorkloadResult, "choices"> = {},
): Choice[] {
  return choices.map((each) => ({ ...each, key: each.key.replace(/^workload\b/, `workload.${part}`) }));
}

/** What a finished (or stopped) run of a workload gives. */
export interface WorkloadResult {
  inference?: InferenceMetrics;
  training?: TrainingMetrics;
  /** Metrics of a kind of workload of its own, by the names that the kind gives them. */
  own?: Readonly<Record<string, number | null>>;
  /** What stands beside them in the summary: lists, breakdowns. */
  ownDetails?: Readonly<Record<string, unknown>>;
  memory?: MemoryUse | undefined;
  /** What the chips did, where it is told: the rest of chips x elapsed was idle. */
  chipTime?: readonly ChipTime[];
  /** Where the time went, in place of what `chipTime` says of it. */
  attribution?: Attribution;
  /** What a job's slowdown is told by: the time of a step, of a request; of the whole run when absent, ns. */
  paceNs?: number;
  /** What came out, for prices of it. */
  produced?: Produced;
  /** Time the cluster was held, ns. */
  elapsedNs: number;
  /** Fraction of `elapsedNs` for which the average chip was at work, in place of `chipTime`; none when absent. */
  busyFraction?: number;
  /** Things a reader must know of this run. */
  warnings: readonly string[];
  /** What the result rests on beside catalog figures and software, a text each. */
  assumptions?: readonly string[];
  /** Figures of the chip and instance that the result rests on, by dotted path (`chip.memory.bandwidth`). */
  restsOn: readonly string[];
  /** What the scenario left to be chosen, as chosen: parallelism, replicas, data types. */
  chosen: Readonly<Record<string, string | number>>;
  /** Of these, and others, what was left open: how it was chosen. */
  choices?: readonly Choice[];
  /** USD for what it moved between regions. */
  transferUsd?: number | undefined;
  /** Instances beside the cluster's that the workload runs on, to be paid for too. */
  otherInstances?: readonly OtherInstances[];
  /** Detail tables, by file name without ending. */
  tables: Readonly<Record<string, Table>>;
  /** The links that carried most for their width, hottest first; absent where nothing was exchanged. */
  links?: readonly LinkLoad[] | undefined;
  /** Quantities over time, for charts. */
  series: readonly Series[];
}

/** What a result may leave out: nothing to tell, choose, tabulate or draw. */
type LeftOut = "warnings" | "restsOn" | "chosen" | "tables" | "series";

/** A result as a workload gives it. */
export type GivenResult = Omit<WorkloadResult, LeftOut> & Partial<Pick<WorkloadResult, LeftOut>>;

/** `given` with nothing in place of what it leaves out. */
export function wholeResult(given: GivenResult): WorkloadResult {
  return { warnings: [], restsOn: [], chosen: {}, tables: {}, series: [], ...given };
}

/** Work planned on a cluster. */
export interface Workload {
  /** Tells which links it will use, before any workload of `world` starts. */
  claim?(world: World): void;
  /** Schedules the first events. */
  start(world: World): void;
  /** Asked once, when the run has ended. */
  result(world: World): GivenResult;
  /** About how long it takes from its start, ns, for whoever waits for it; absent or undefined where nobody knows. */
  lastsNs?(): number | undefined;
}

/** Types a kind of workload by its own options. */
export function defineWorkload<Options extends z.ZodRawShape>(kind: WorkloadKind<Options>): WorkloadKind {
  return kind as unknown as WorkloadKind;
}

/** What a first run settled. */
export interface Settled<Options = { [key: string]: unknown }> {
  /** Of the real run. */
  options: Options;
  choices: readonly Choice[];
  warnings: readonly string[];
}

/** A first run in which something is found that the real one needs. */
export interface Pilot<Options = { [key: string]: unknown }> {
  /** Of the first run. */
  options: Options;
  /** `result` is undefined where nothing fitted. */
  settle(result: WorkloadResult | undefined): Settled<Options>;
}

/** A kind of workload: its options in a scenario, and how it is planned. Throws an `InfeasibleError` when nothing fits. */
export interface WorkloadKind<Options extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  help: string;
  /** The file of a user's own. */
  file?: string;
  options: Options;
  /** Set where there is nothing to train or serve: scenarios then name no model. */
  needsNoModel?: boolean;
  /** Software that runs it: a stack that serves, or one that trains, which it is when absent. */
  stack?: "inference" | "training";
  /** What it measures beyond what training and serving do: named in the summary under the kind's own name. */
  metrics?: readonly MetricDefinition[];
  /** How `plan` searches for a deployment of it; it does not when absent. */
  plans?: PlanTraits;
  /** How its load is written anew; it has no load curve when absent. */
  load?: LoadTraits;
  /** What programs that start it are told; none is found for it when absent. */
  launch?: LaunchTraits;
  /** What `init` writes for a kind of a user's own; those of shipped kinds stand beside the command. */
  starter?: Starter;
  /** Operators of its work on `model`, whose kernels its option `kernels` replaces; it has no such option when absent. */
  operators?(model: Model, options: WrittenOptions): readonly OperatorGroup[];
  /** What must run first to settle something that `options` leave open; undefined where nothing is. */
  pilot?(options: z.output<z.ZodObject<Options>>): Pilot | undefined;
  /** Whether it may stand on chips on which other jobs compute: what it does there is a task beside theirs. Not when absent. */
  sharesChips?: boolean;
  create(options: z.output<z.ZodObject<Options>>, setting: WorkloadSetting): Workload;
}
