/** Which volume a job names, and whether its data loader starves: what it needs, what it gets, and what would mend it. */
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import { percent } from "../../../base/metric-text.ts";
import { nearest } from "../../../base/nearest.ts";
import { formatBandwidth } from "../../../base/units.ts";
import { aloneBandwidth, type Storage } from "../../../cluster/volume.ts";
import type { TrainingOptions } from "../training-options.ts";
import type { TrainingRun } from "./training-run.ts";
import type { InputFeed, InputPlan } from "./volume-use.ts";

/** Throws a `ScenarioError` for each volume that `options` name and `storage` does not have. */
export function checkVolumes({ dataLoading, checkpoints }: TrainingOptions, storage: Storage = {}): void {
  const named = [
    ["workload.dataLoading.volume", dataLoading?.volume],
    ["workload.checkpoints.volume", checkpoints?.volume],
  ] as const;
  const names = Object.keys(storage);
  const problems = named.flatMap(([path, name]): Problem[] => {
    if (name === undefined || names.includes(name)) return [];
    const hint = nearest(name, names);
    const expected = "the name of a volume of cluster.storage";
    return [{ path, found: name, expected, ...(hint !== undefined && { nearest: hint }) }];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Share of a step from which a reader is told. */
const tellFrom = 0.02;

/** Why the steps of `run` wait for `feed` and what would mend it; nothing where they hardly do. */
export function starvedText(run: TrainingRun, feed: InputFeed | undefined, cpuNs: number): string[] {
  const stages = run.first.reduce((sum, pipeline) => sum + pipeline.stages.length, 0);
  if (feed === undefined || run.played === 0) return [];
  const stalledNs = (run.timesNs.get("data stall") ?? 0) / stages / (run.played + run.jumped);
  const stepNs = run.stepsNs / (run.played + run.jumped);
  if (stalledNs < tellFrom * stepNs) return [];
  const { source, bytes } = feed.plan;
  const need = bytes / (stepNs - stalledNs);
  if (source === undefined) {
    return [
      `the data loader is the bottleneck: ${percent(stalledNs / stepNs)} of a step waits for hosts that other jobs use too; ` +
        "more vCPUs, or less to prepare of a sample, would mend it",
    ];
  }
  const { volume } = source;
  const text =
    `the data loader is the bottleneck: ${percent(stalledNs / stepNs)} of a step waits for volume ${volume.name}, ` +
    `of which the steps need ${formatBandwidth(need)} and get ${formatBandwidth(bytes / stepNs)}`;
  return [`${text}; ${lever(source, need, cpuNs > 0 && bytes / cpuNs < need)} would mend it`];
}

/** The first limit that is below what steps need. */
function lever({ volume, by }: NonNullable<InputPlan["source"]>, need: number, isPrepared: boolean): string {
  const { bandwidth, reads, slots } = volume.limits;
  if (isPrepared) return "more vCPUs, or less to prepare of a sample,";
  if (bandwidth < need)
    return `a volume of ${formatBandwidth(need)} or more (it gives ${formatBandwidth(bandwidth)})`;
  if (slots < need) return `more request slots (those of its server carry ${formatBandwidth(slots)})`;
  if (reads < need) return `more prefixes (their requests carry ${formatBandwidth(reads)})`;
  if (aloneBandwidth(volume.limits, "reads", by) < need)
    return "more instances to read it, or smaller samples,";
  return "a volume of its own, for alone it would get enough,";
}
