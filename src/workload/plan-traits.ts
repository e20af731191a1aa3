/** How a kind of workload is planned: what `plan` varies, what its dollars buy, what decides between equals. */
import type { Cluster } from "../cluster/cluster.ts";
import type { Instance } from "../hardware/instance.ts";
import type { Model } from "../models/model.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";

/** What a plan's dollars are paid for. */
export type PaidFor = "per hour" | "for the run" | "per million tokens";

/** A load that a search simulates in place of the whole. */
export interface ShortenedLoad {
  /** Options of the workload as they are written then, by dotted path. */
  values: readonly (readonly [path: string, value: unknown])[];
  /** Time of arrivals, whole and shortened, ns. */
  wholeNs: number;
  shortenedNs: number;
}

/** On what a run is bounded; how many instances the cluster has does not matter. */
export interface BoundSetting {
  cluster: Cluster;
  model: Model;
  profile: SoftwareProfile;
}

/** The least time of a run on any number of instances, ns: `instanceNs / instances at work + besideNs`. */
export interface LeastRun {
  /** Work that more instances share, in instances times time. */
  instanceNs: number;
  /** What takes as long on any number of them. */
  besideNs: number;
  /** The most of `instances` that can be at work, in parts of one too; 0 where there is no run on so few. All when absent. */
  atWork?(instances: number): number;
}

/** How `plan` searches for a deployment of a kind of workload. */
export interface PlanTraits {
  /** Values of what a scenario's `space` does not name, by dotted path: lists, or ranges as in a sweep. */
  space: Readonly<Record<string, unknown>>;
  /** Set where more instances do whatever fewer do, so that a search for the fewest may halve its counts. */
  moreDoWhatFewerDo?: boolean;
  /** What a run with these metrics is paid for. */
  paidFor(metrics: Readonly<Record<string, unknown>>): PaidFor;
  /** Name of the metric that decides between plans of one price; less is better. */
  slowness: string;
  /** Tokens that a run with these metrics learns from in a second; undefined where none. No budget is planned when absent. */
  tokensLearned?(metrics: Readonly<Record<string, unknown>>): number | undefined;
  /** The fewest instances that physics allows for these options; one when absent. */
  instancesAtLeast?(
    options: Readonly<Record<string, unknown>>,
    on: { model: Model | undefined; instance: Instance },
  ): number;
  /**
   * The least that the whole run takes; undefined where nothing is known. What its pace tells is then how long the whole run
   * takes. Throws a `ScenarioError` where these options make no run on any number of instances.
   */
  runLeast?(options: Readonly<Record<string, unknown>>, setting: BoundSetting): LeastRun | undefined;
  /** The same requests for a shorter time; undefined where there is no such load. Everything is simulated whole when absent. */
  shortened?(options: Readonly<Record<string, unknown>>): ShortenedLoad | undefined;
}
