/** From the options of a job to the plan of its long run among failures. */
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import type { AnyPlugin } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";
import { aloneBandwidth, limitsOf, type Storage } from "../../../cluster/volume.ts";
import { parameterCount } from "../../../models/parameters.ts";
import { optimalIntervalNs } from "../../resilience/checkpoint-interval.ts";
import { tierBandwidth } from "../../resilience/checkpoint-tiers.ts";
import { failureModel, unitsOf } from "../../resilience/chosen-failures.ts";
import { type ElasticPlan, elasticPlan } from "../../resilience/elastic.ts";
import type { FailureModel, FailureUnit } from "../../resilience/failure-model.ts";
import { FailureStream } from "../../resilience/failure-stream.ts";
import { HiddenFaults } from "../../resilience/hidden-faults.ts";
import type { CheckpointPlan, LongRunPlan } from "../../resilience/long-run.ts";
import { downtime, Spares, usualRecovery } from "../../resilience/recovery.ts";
import { optimizers } from "../job/optimizers.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";

/** The long run of a job, without its work; undefined where the scenario says nothing of failures or checkpoints. */
export interface Resilience extends Omit<LongRunPlan, "workNs"> {
  /** What failure rates, recovery and checkpoints rest on, a text each. */
  assumptions: readonly string[];
}

/** Plans it. */
export function planResilience(
  models: readonly AnyPlugin<FailureModel>[],
  options: TrainingOptions,
  job: TrainingJob,
  { random, checks, storage = {} }: { random: Random; checks: () => Random; storage?: Storage | undefined },
): Resilience | undefined {
  const { failures, checkpoints: saves, canaries, preflight } = options;
  if ([failures, saves, canaries, preflight].every((part) => part === undefined)) return undefined;
  const model = failureModel(models, options.failures);
  const units = unitsOf(job.cluster.chips, job.cluster.instance);
  const stream = new FailureStream(model.causes, units, random);
  const bytes = checkpointBytes(job);
  const bandwidth = firstTier(options, job, storage);
  const checkpoints = checkpointPlan(options, job, {
    bytes,
    mtbfNs: 1 / stream.rate,
    save: bandwidth.writes,
  });
  const recovery = options.recovery ?? usualRecovery;
  const loadNs = options.checkpoints ? bytes / bandwidth.reads : 0;
  const spares = new Spares(recovery.spares, recovery.repair);
  return {
    assumptions: assumptionsOf(options, model),
    checkpoints,
    corruptionNs: recovery.corruption,
    ...elasticOf(options, job),
    ...faultsSeen(options, { stream, causes: model.causes, units, random: checks, spares }),
    downtime: (cause, atNs, isFound) => downtime(recovery, cause, atNs, { loadNs, spares, isFound }),
  };
}

/** Failures as a job meets them that looks for hidden faults, and what looking costs. */
function faultsSeen(
  { canaries, preflight, recovery = usualRecovery }: TrainingOptions,
  {
    stream,
    causes,
    units,
    random,
    spares,
  }: {
    stream: FailureStream;
    causes: FailureModel["causes"];
    units: Record<FailureUnit, number>;
    random: () => Random;
    spares: Spares;
  },
): Pick<Resilience, "nextFailure" | "preflight" | "canaryShare" | "slowNs"> {
  const looks = canaries && { everyNs: canaries.every, coverage: canaries.coverage };
  const isHidden = causes.some(({ latencyNs = 0 }) => latencyNs > 0);
  const hidden = isHidden
    ? new HiddenFaults(() => stream.next(), { causes, units, canaries: looks, random: random() })
    : undefined;
  return {
    nextFailure: (afterNs) => hidden?.next() ?? stream.next(afterNs),
    slowNs: (_, atNs) =>
      Math.min(recovery.slowAfter, looks ? looks.everyNs - (atNs % looks.everyNs) : Number.POSITIVE_INFINITY),
    ...(canaries && { canaryShare: canaries.duration / canaries.every }),
    ...(preflight && {
      preflight(atNs) {
        const found = hidden?.check(atNs, preflight.coverage) ?? 0;
        let spared = 0;
        while (spared < found && spares.take(atNs)) spared++;
        return preflight.duration + (spared < found ? recovery.replace : 0);
      },
    }),
  };
}

/** How the job goes on without some hosts, where it does; a job that keeps no state could not take them in again. */
function elasticOf(
  { recovery, checkpoints, preflight }: TrainingOptions,
  { cluster, degrees }: TrainingJob,
): { elastic?: ElasticPlan } {
  const elastic = recovery?.elastic;
  if (elastic === undefined) return {};
  const problems: Problem[] = [];
  const path = "workload.recovery.elastic";
  if (checkpoints === undefined) {
    problems.push({ path, found: "no workload.checkpoints", expected: "checkpoints to restart from" });
  }
  if (degrees.data === 1) {
    problems.push({ path, found: "one data-parallel rank", expected: "several, of which some are left" });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  const preflightNs = preflight?.duration ?? 0;
  return { elastic: elasticPlan(elastic, { degrees, ranksPerHost: cluster.ranksPerInstance, preflightNs }) };
}

function assumptionsOf(
  { failures, checkpoints, recovery, canaries, preflight }: TrainingOptions,
  { source, causes }: FailureModel,
): string[] {
  const isGiven = checkpoints === undefined || (checkpoints.bandwidth ?? checkpoints.volume) !== undefined;
  return [
    ...(failures === undefined ? [] : [`failures by cause: ${source}`]),
    ...(isGiven ? [] : [`bandwidth of the checkpoints' tier ${checkpoints?.tiers[0]} is assumed`]),
    ...(canaries || preflight
      ? ["what canaries and pre-flight checks take and find is assumed where the scenario does not say it"]
      : []),
    ...(causes.some(({ effect }) => effect === "corrupt")
      ? [
          "how long silent corruption goes unnoticed, whose work is lost too, is assumed (recovery.corruption)",
        ]
      : []),
    ...(recovery?.elastic
      ? ["how long a host is missing is taken to be known, and gradients among fewer ranks to take as long"]
      : []),
    ...(recovery?.replacement === "manual"
      ? ["the hours and triage of people who replace hosts are assumed, every day alike"]
      : []),
  ];
}

/** Weights in 16 bits and the optimizer's state of all parameters: 14 bytes each with AdamW (13 measured by MLPerf Storage). */
export function checkpointBytes({ model, optimizer }: Pick<TrainingJob, "model" | "optimizer">): number {
  return (2 + optimizers[optimizer].stateBytes) * parameterCount(model);
}

/** What the place of the checkpoints gives to all instances together, bytes/ns; of a volume, when nobody else uses it. */
export function firstTier(
  { checkpoints }: TrainingOptions,
  { cluster }: TrainingJob,
  storage: Storage,
): { reads: number; writes: number } {
  const { tiers: [first = "fsx"] = [], bandwidth, volume } = checkpoints ?? {};
  if (volume !== undefined && storage[volume] !== undefined) {
    const limits = limitsOf(storage[volume]);
    const by = { instances: cluster.count, each: cluster.instance.scaleOut.bandwidth };
    return { reads: aloneBandwidth(limits, "reads", by), writes: aloneBandwidth(limits, "writes", by) };
  }
  const both = bandwidth ?? tierBandwidth(first, cluster);
  return { reads: both, writes: both };
}

function checkpointPlan(
  { checkpoints }: TrainingOptions,
  { cluster }: TrainingJob,
  { bytes, mtbfNs, save }: { bytes: number; mtbfNs: number; save: number },
): CheckpointPlan {
  if (checkpoints === undefined) return { intervalNs: Number.POSITIVE_INFINITY, stallNs: 0, saveNs: 0 };
  const { interval, mode, stall } = checkpoints;
  const saveNs = bytes / save;
  // Beside the work a copy to the hosts' memory is all that it stands still for.
  const stallNs = stall ?? (mode === "synchronous" ? saveNs : bytes / tierBandwidth("host", cluster));
  const countsNs = mode === "synchronous" ? stallNs : Math.max(saveNs, stallNs);
  const wanted = interval === "optimal" ? optimalIntervalNs(stallNs, mtbfNs) : interval;
  if (interval !== "optimal" && countsNs > interval + stallNs) {
    throw new ScenarioError([
      {
        path: "workload.checkpoints.interval",
        found: `${interval / 1e9} s`,
        expected: `at least ${((countsNs - stallNs) / 1e9).toPrecision(3)} s, in which one is saved`,
      },
    ]);
  }
  return { intervalNs: Math.max(wanted, countsNs - stallNs), stallNs, saveNs: countsNs };
}
