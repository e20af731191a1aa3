/**
 * A stage made ready: its workload, simulated once by itself on its cluster. Every time and every copy of the stage is like
 * it; where the stage is held for longer than the workload, what the workload did is a sample of the whole.
 */
import { ScenarioError } from "../../base/errors.ts";
import { buildCluster, type Cluster } from "../../cluster/cluster.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Pricing } from "../../hardware/price.ts";
import { ChipAccount, type ChipTime } from "../../metrics/chip-account.ts";
import { unansweredText } from "../../metrics/request-count.ts";
import type { Model } from "../../models/model.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { chipAccountOf } from "../play-alone.ts";
import { type PartCatalog, playPart } from "../played-part.ts";
import type { WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import type { StageOptions } from "./pipeline-options.ts";

/** Instances that one copy of a stage holds while it works, and what their chips do in one time of it. */
export interface HeldInstances {
  instance: Instance;
  /** Instances; a part of one where a job has some of its chips. */
  count: number;
  pricing: Pricing;
  /** Sums to the chips x `workNs` of the stage. */
  chipTime: readonly ChipTime[];
}

/** A stage whose workload has been simulated. */
export interface PlannedStage {
  options: StageOptions;
  kind: WorkloadKind;
  model: Model | undefined;
  cluster: Cluster;
  profile: SoftwareProfile;
  /** Whether it runs on the cluster of the scenario, which others of it use too. */
  isShared: boolean;
  /** One time of it, without fetching, ns. */
  workNs: number;
  /** Its own cluster first, then others that its workload runs on. */
  held: readonly HeldInstances[];
  result: WorkloadResult;
  /** Who waits for what, where its workload stalled; else empty. */
  waiting: readonly string[];
  warnings: readonly string[];
}

/** Plans stage `index`. Throws a `ScenarioError` with the paths of the pipeline, an `InfeasibleError` where it does not fit. */
export function planStage(
  catalog: PartCatalog,
  options: StageOptions,
  { index, setting }: { index: number; setting: WorkloadSetting },
): PlannedStage {
  const path = `workload.stages[${index}]`;
  const { name, copies, hold, workload, model: own } = options;
  if (copies > 1 && options.cluster === undefined) {
    const expected = "1, or a cluster of the stage's own, which each copy then has";
    throw new ScenarioError([{ path: `${path}.copies`, found: `${copies}`, expected }]);
  }
  const isShared = options.cluster === undefined;
  const pricing = options.cluster?.pricing ?? setting.pricing ?? "auto";
  if (typeof pricing === "object" && ("spot" in pricing || "savingsPlan" in pricing)) {
    const found = "spot" in pricing ? "spot" : "savingsPlan";
    const expected = "a price that goes by the stage alone: an option, usdPerHour or owned";
    throw new ScenarioError([{ path: `${path}.cluster.pricing`, found, expected }]);
  }
  const cluster = () => clusterOf(options, setting.cluster);
  const isOwnSoftware = isShared && setting.isWritten("cluster.software");
  const software = options.cluster?.software ?? (isOwnSoftware ? setting.profile : undefined);
  const part = { name, is: "stage", path, workload, model: own, software, cluster, pricing };
  const played = playPart(catalog, part, setting);
  const { result } = played;
  const workNs = hold ?? result.elapsedNs;
  return {
    ...played,
    options,
    isShared,
    workNs,
    held: heldInstances(played.cluster, { result, workNs, pricing }),
    warnings: warningsOf(options, result),
  };
}

/** The stage's own cluster, or that of the scenario. */
function clusterOf({ cluster }: StageOptions, shared: Cluster): Cluster {
  if (cluster === undefined) return shared;
  return buildCluster({ instance: cluster.instance, count: cluster.count, coresPerRank: cluster.lnc });
}

/** What is held in `workNs`, of which `result` is the whole or a sample. */
function heldInstances(
  { instance, chips }: Cluster,
  { result, workNs, pricing }: { result: WorkloadResult; workNs: number; pricing: Pricing },
): HeldInstances[] {
  const { elapsedNs, otherInstances = [] } = result;
  const whole = ({ entries }: ChipAccount) =>
    elapsedNs > 0
      ? entries.map((entry) => ({ ...entry, chipNs: (entry.chipNs * workNs) / elapsedNs }))
      : [{ state: "idle", what: "idle", chipNs: 0 } as const];
  return [
    { instance, count: chips / instance.chips, pricing, chipTime: whole(chipAccountOf(chips, result)) },
    ...otherInstances.map((other) => ({
      instance: other.instance,
      count: other.count,
      pricing: other.pricing ?? pricing,
      chipTime: whole(new ChipAccount(other.count * other.instance.chips, elapsedNs, other.chipTime)),
    })),
  ];
}

function warningsOf({ name, hold }: StageOptions, { warnings, elapsedNs, inference }: WorkloadResult) {
  const unanswered =
    inference && inference.requests.completed === 0 ? unansweredText(inference.requests) : undefined;
  return [
    ...warnings,
    ...(unanswered === undefined ? [] : [unanswered]),
    ...(hold !== undefined && hold < elapsedNs
      ? [`it is held for ${hold / 1e9} s, of the ${elapsedNs / 1e9} s that its workload takes`]
      : []),
  ].map((text) => `${name}: ${text}`);
}
