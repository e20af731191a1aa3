/** From the options of a job to the plan of its long run among failures. */
import { ScenarioError } from "../../../base/errors.ts";
import { type AnyPlugin, createPlugin, type PluginChoice } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";
import type { Cluster } from "../../../cluster/cluster.ts";
import { parameterCount } from "../../../models/parameters.ts";
import { optimizers } from "../optimizers.ts";
import type { TrainingJob } from "../training-job.ts";
import type { TrainingOptions } from "../training-options.ts";
import { optimalIntervalNs } from "./checkpoint-interval.ts";
import { tierBandwidth } from "./checkpoint-tiers.ts";
import { type FailureCause, type FailureModel, type FailureUnit, failureContract } from "./failure-model.ts";
import { FailureStream } from "./failure-stream.ts";
import type { CheckpointPlan, Downtime, LongRunPlan } from "./long-run.ts";

const dayNs = 24 * 3600e9;

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
  random: Random,
): Resilience | undefined {
  if (options.failures === undefined && options.checkpoints === undefined) return undefined;
  const model = failureModel(models, options.failures);
  const stream = new FailureStream(model.causes, unitsOf(job.cluster), random);
  const bytes = checkpointBytes(job);
  const checkpoints = checkpointPlan(options, job, { bytes, mtbfNs: 1 / stream.rate });
  const recovery = recoveryOf(options);
  const [first = "fsx"] = options.checkpoints?.tiers ?? [];
  const loadNs = options.checkpoints
    ? bytes / (options.checkpoints.bandwidth ?? tierBandwidth(first, job.cluster))
    : 0;
  const spares = new Spares(recovery.spares, recovery.repair);
  return {
    assumptions: assumptionsOf(options, model),
    checkpoints,
    corruptionNs: recovery.corruption,
    nextFailure: () => stream.next(),
    downtime: (cause, atNs) => downtime(recovery, cause, atNs, { loadNs, spares }),
  };
}

function assumptionsOf(
  { failures, checkpoints, recovery }: TrainingOptions,
  { source }: FailureModel,
): string[] {
  const isGiven = checkpoints === undefined || checkpoints.bandwidth !== undefined;
  return [
    ...(failures === undefined ? [] : [`failures by cause: ${source}`]),
    ...(isGiven ? [] : [`bandwidth of the checkpoints' tier ${checkpoints?.tiers[0]} is assumed`]),
    ...(recovery?.replacement === "manual"
      ? ["the hours and triage of people who replace hosts are assumed, every day alike"]
      : []),
  ];
}

/** Recovery options with their defaults. */
type Recovery = NonNullable<TrainingOptions["recovery"]>;

function recoveryOf({ recovery }: TrainingOptions): Recovery {
  return (
    recovery ?? {
      detection: 180e9,
      unnoticed: 2 * dayNs,
      replacement: "automatic",
      replace: 600e9,
      spares: 0,
      repair: dayNs,
      restart: 300e9,
      people: { from: 9 * 3600e9, to: 17 * 3600e9, triage: 3600e9 },
      corruption: 3600e9,
    }
  );
}

function failureModel(
  models: readonly AnyPlugin<FailureModel>[],
  written: TrainingOptions["failures"],
): FailureModel {
  if (written === undefined) return { causes: [], source: "" };
  if (!Array.isArray(written))
    return createPlugin(models, written as PluginChoice, undefined, failureContract);
  return {
    source: "the scenario",
    causes: written.map(
      ({ of, kind, mtbf, shape, effect, replaces }): FailureCause => ({
        name: of,
        of,
        mtbfNs: mtbf,
        ...(kind === "weibull" && { shape }),
        effect,
        replaces,
      }),
    ),
  };
}

/** Units of each kind that a job on `cluster` has. */
function unitsOf({ chips, count, instance }: Cluster): Record<FailureUnit, number> {
  const cards = count * Math.max(1, Math.min(instance.chips, instance.scaleOut.interfaces));
  return {
    chip: chips,
    hbm: chips,
    host: count,
    link: chips,
    card: cards,
    switch: count,
    rack: count,
    job: count,
  };
}

/** Weights in 16 bits and the optimizer's state of all parameters: 14 bytes each with AdamW (13 measured by MLPerf Storage). */
export function checkpointBytes({ model, optimizer }: Pick<TrainingJob, "model" | "optimizer">): number {
  return (2 + optimizers[optimizer].stateBytes) * parameterCount(model);
}

function checkpointPlan(
  { checkpoints }: TrainingOptions,
  { cluster }: TrainingJob,
  { bytes, mtbfNs }: { bytes: number; mtbfNs: number },
): CheckpointPlan {
  if (checkpoints === undefined) return { intervalNs: Number.POSITIVE_INFINITY, stallNs: 0, saveNs: 0 };
  const { interval, mode, tiers, bandwidth, stall } = checkpoints;
  const saveNs = bytes / (bandwidth ?? tierBandwidth(tiers[0], cluster));
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

/** Hosts that stand by; each that is used comes back when the one it stood in for is repaired. */
class Spares {
  readonly #repairNs: number;
  readonly #backNs: number[];

  constructor(spares: number, repairNs: number) {
    this.#repairNs = repairNs;
    this.#backNs = new Array<number>(spares).fill(0);
  }

  /** Takes one at `atNs`; false when none is there. */
  take(atNs: number): boolean {
    const free = this.#backNs.findIndex((back) => back <= atNs);
    if (free < 0) return false;
    this.#backNs[free] = atNs + this.#repairNs;
    return true;
  }
}

function downtime(
  recovery: Recovery,
  cause: FailureCause,
  atNs: number,
  { loadNs, spares }: { loadNs: number; spares: Spares },
): Downtime {
  const { detection, stuckAfter, unnoticed, replacement, replace, restart, people } = recovery;
  const hangNs = stuckAfter ?? unnoticed;
  const detectionNs = cause.effect === "hang" ? hangNs : detection;
  const waitingNs = replacement === "manual" ? untilWork(people, atNs + detectionNs) + people.triage : 0;
  const isSpared = cause.replaces && spares.take(atNs);
  return {
    detectionNs,
    waitingNs,
    replacementNs: cause.replaces && !isSpared ? replace : 0,
    restartNs: restart + loadNs,
  };
}

/** Until somebody is at work, ns; the run begins at midnight. */
function untilWork({ from, to }: Recovery["people"], atNs: number): number {
  const hour = atNs % dayNs;
  if (hour >= from && hour < to) return 0;
  return hour < from ? from - hour : dayNs - hour + from;
}
