/** From the options of a job to the plan of its long run among failures. */
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import type { AnyPlugin } from "../../../base/plugin.ts";
import type { Random } from "../../../base/random.ts";
import type { Storage } from "../../../cluster/storage.ts";
import { optimalIntervalNs } from "../../resilience/checkpoint-interval.ts";
import type { CheckpointPlan } from "../../resilience/checkpoint-plan.ts";
import { ownHost, tierPlan, type WrittenTier } from "../../resilience/checkpoint-tiers.ts";
import { failureModel, unitsOf } from "../../resilience/chosen-failures.ts";
import { type ElasticPlan, elasticPlan } from "../../resilience/elastic.ts";
import type { FailureModel, FailureUnit } from "../../resilience/failure-model.ts";
import { FailureStream } from "../../resilience/failure-stream.ts";
import { raisesFalseAlarms, withFalseAlarms } from "../../resilience/heartbeats.ts";
import { HiddenFaults, looksOn } from "../../resilience/hidden-faults.ts";
import { hiddenInHosts } from "../../resilience/idle-hosts.ts";
import type { LongRunPlan } from "../../resilience/long-run-plan.ts";
import { downtime, Spares, usualRecovery } from "../../resilience/recovery.ts";
import { wholeRestartNs } from "../../resilience/restart.ts";
import type { SharedLoad } from "../../resilience/shared-load.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { TrainingOptions } from "../training-options.ts";
import {
  besideInput,
  besideShare,
  type CheckpointPlace,
  checkpointPlace,
  checkpointTiers,
  movedBytes,
  movingNs,
  reloadNs,
  waysBeside,
} from "./checkpoint-place.ts";

/** The long run of a job, without its work; undefined where the scenario says nothing of failures or checkpoints. */
export interface Resilience extends Omit<LongRunPlan, "workNs"> {
  /** Checkpoints where such a share of a step waits for the instances' cards, which they use too, and its input comes from their volume at such a rate (bytes/ns). */
  besideExchanges(share: number, inputRate: number): CheckpointPlan;
  /** The same where one was played beside steps. */
  besideSteps(played: PlayedSave): Pick<LongRunPlan, "checkpoints" | "tiers">;
  /** Mean failures per ns. */
  failureRate: number;
  /** Hosts that stood by and came in with a fault; absent where there are none, or no faults that hide. */
  faultyHosts?: () => number;
  /** Whether checkpoints go over the cards beside the work, for as long as the scenario does not say. */
  isBeside: boolean;
  /** What failure rates, recovery and checkpoints rest on, a text each. */
  assumptions: readonly string[];
}

/** A checkpoint that was played beside steps, on the first of its ways over the cards, ns. */
export interface PlayedSave {
  /** From its start until it was there. */
  tookNs: number;
  /** What the steps took more. */
  slowedNs: number;
}

/** Plans it. */
export function planResilience(
  models: readonly AnyPlugin<FailureModel>[],
  options: TrainingOptions,
  job: TrainingJob,
  {
    random,
    checks,
    idle,
    storage = {},
    loadAgain,
  }: {
    random: Random;
    checks: () => Random;
    idle: () => Random;
    storage?: Storage | undefined;
    /** Loads a checkpoint from place `tier` beside other jobs, alone in so long; undefined where there are none. */
    loadAgain?: (tier: number, aloneNs: number) => SharedLoad | undefined;
  },
): Resilience | undefined {
  const { failures, checkpoints: saves, canaries, preflight } = options;
  const { detection } = options.recovery ?? {};
  const isPlain = [failures, saves, canaries, preflight].every((part) => part === undefined);
  if (isPlain && !raisesFalseAlarms(detection)) return undefined;
  const { chips, instance, count } = job.cluster;
  const units = unitsOf(chips, instance, count);
  const model = withinJob(withFalseAlarms(failureModel(models, options.failures), detection), units.host);
  const stream = new FailureStream(model.causes, units, random);
  const { saved: bytes, loaded } = movedBytes(options, job);
  const place = checkpointPlace(options, job, storage);
  const isSynchronous = saves?.mode === "synchronous";
  const ways = saves ? waysBeside(place, isSynchronous) : [];
  const onCardsNs = bytes / (count * instance.scaleOut.bandwidth);
  const mtbfNs = 1 / stream.rate;
  const saved = { bytes, mtbfNs, place };
  const isOfInput = saves?.volume !== undefined && saves.volume === options.dataLoading?.volume;
  const usual = checkpointPlan(options, job, { ...saved, moreNs: 0 });
  const sends = besideShare(ways, usual.intervalNs);
  const besideExchanges = (share: number, inputRate: number) => {
    const shared = isOfInput ? besideInput(place, inputRate) : place;
    return checkpointPlan(options, job, { ...saved, place: shared, moreNs: sends * share * onCardsNs });
  };
  const tiers = checkpointTiers(place, bytes);
  const recovery = options.recovery ?? usualRecovery;
  const warm = recovery.warm?.hosts ?? 0;
  const hiding = recovery.spares + warm > 0 ? hiddenInHosts(model.causes, units) : [];
  const spares = new Spares(recovery.spares, recovery.repair, {
    warm,
    ...(hiding.length > 0 && {
      faults: { causes: hiding, canaries: looksOn("idle", canaries), random: idle() },
    }),
  });
  const hidden = hiddenFaults(options, { stream, causes: model.causes, units, random: checks });
  const loadNs = (tier: number | undefined) =>
    saves ? reloadNs(place, loaded, { tier, restNs: usual.intervalNs }) : 0;
  return {
    assumptions: assumptionsOf(options, model, place),
    checkpoints: usual,
    besideExchanges,
    failureRate: stream.rate,
    isBeside: ways.length > 0 && saves?.stall === undefined,
    besideSteps({ tookNs, slowedNs }) {
      const [played] = ways;
      const leastNs = played?.at === 0 ? tookNs : 0;
      return {
        // Bytes on other ways over the cards slow steps as those of the one that was played.
        checkpoints: checkpointPlan(options, job, { ...saved, moreNs: sends * slowedNs, leastNs }),
        tiers: tiers.map((tier, at) =>
          at > 0 && at === played?.at ? { ...tier, copyNs: Math.max(tier.copyNs, tookNs) } : tier,
        ),
      };
    },
    tiers,
    corruptionNs: recovery.corruption,
    ...elasticOf(options, job),
    ...(hiding.length > 0 && { faultyHosts: () => spares.faulty }),
    ...faultsSeen(options, { stream, hidden, spares }),
    ...(loadAgain && {
      loadAgain: (tier) => (tier === undefined ? undefined : loadAgain(tier, loadNs(tier))),
    }),
    downtime(cause, atNs, { isFound, tier }) {
      const down = downtime(recovery, cause, atNs, { loadNs: loadNs(tier), spares, isFound });
      const { detectionNs, waitingNs, replacementNs, restart } = down;
      const worksNs = atNs + detectionNs + waitingNs + replacementNs + wholeRestartNs(restart);
      for (const fault of spares.brought()) hidden?.bring(fault, { atNs, worksNs });
      return down;
    },
  };
}

/** A rack that is larger than the job takes no more hosts of it along than it has. */
function withinJob(model: FailureModel, hosts: number): FailureModel {
  const causes = model.causes.map((cause) =>
    cause.hosts === undefined ? cause : { ...cause, hosts: Math.min(cause.hosts, hosts) },
  );
  return { ...model, causes };
}

/** Faults of the job's hosts that hide before they strike; undefined where none do. */
function hiddenFaults(
  { canaries }: TrainingOptions,
  {
    stream,
    causes,
    units,
    random,
  }: {
    stream: FailureStream;
    causes: FailureModel["causes"];
    units: Record<FailureUnit, number>;
    random: () => Random;
  },
): HiddenFaults | undefined {
  if (!causes.some(({ latencyNs = 0 }) => latencyNs > 0)) return undefined;
  const parts = { causes, units, canaries: looksOn("busy", canaries), random: random() };
  return new HiddenFaults(() => stream.next(), parts);
}

/** Failures as a job meets them that looks for hidden faults, and what looking costs. */
function faultsSeen(
  { canaries, preflight, recovery = usualRecovery }: TrainingOptions,
  { stream, hidden, spares }: { stream: FailureStream; hidden: HiddenFaults | undefined; spares: Spares },
): Pick<Resilience, "nextFailure" | "preflight" | "canaryShare" | "slowNs"> {
  const looks = looksOn("busy", canaries);
  return {
    nextFailure: (afterNs) => hidden?.next() ?? stream.next(afterNs),
    slowNs: (_, atNs) =>
      Math.min(recovery.slowAfter, looks ? looks.everyNs - (atNs % looks.everyNs) : Number.POSITIVE_INFINITY),
    ...(canaries && looks && { canaryShare: canaries.duration / canaries.every }),
    ...(preflight && {
      preflight(atNs) {
        const found = hidden?.check(atNs, preflight.coverage) ?? 0;
        let spared = 0;
        while (spared < found && spares.take(atNs)) spared++;
        const takenNs = preflight.duration + (spared < found ? recovery.replace : 0);
        for (const fault of spares.brought()) hidden?.bring(fault, { atNs, worksNs: atNs + takenNs });
        return takenNs;
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
  { isLocal, isToPeers, hostsMost, copies }: CheckpointPlace,
): string[] {
  const outlastsAll = [hostsMost, ...copies.map((copy) => copy.hostsMost)].indexOf(Number.POSITIVE_INFINITY);
  const { tiers = [], bandwidth, volume } = checkpoints ?? {};
  const assumed = volume !== undefined ? [] : bandwidth !== undefined ? tiers.slice(1) : tiers;
  return [
    ...(failures === undefined ? [] : [`failures by cause: ${source}`]),
    ...(assumed.length > 0 ? [`bandwidth of the checkpoints' ${tierText(assumed)} is assumed`] : []),
    ...(canaries || preflight
      ? ["what canaries and pre-flight checks take and find is assumed where the scenario does not say it"]
      : []),
    ...(causes.some(({ effect }) => effect === "corrupt")
      ? [
          "how long silent corruption goes unnoticed, whose work is lost too, is assumed (recovery.corruption)",
        ]
      : []),
    ...(raisesFalseAlarms(recovery?.detection)
      ? ["heartbeats are taken to be lost each by itself; bursts would raise more false alarms"]
      : []),
    ...(checkpoints?.incremental
      ? ["of checkpoints that hold what has changed the mean is saved and loaded, each time"]
      : []),
    ...(checkpoints && isLocal ? ["checkpoints on a host's own drives go with it"] : []),
    ...(checkpoints && isToPeers
      ? [
          "checkpoints in the hosts' memory outlast programs and the loss of one host, which the next has a copy of, and not of several at once",
        ]
      : []),
    ...(outlastsAll >= 0 && outlastsAll < copies.length
      ? [
          "of places of checkpoints that outlast every failure the first has the newest: nothing is loaded from those behind it",
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

/** Their names. */
function tierText(tiers: readonly WrittenTier[]): string {
  const names = tiers.map((written) => tierPlan(written).tier);
  return `${names.length > 1 ? "tiers" : "tier"} ${names.join(", ")}`;
}

/** What a checkpoint is, and what it meets. */
interface Saving {
  bytes: number;
  mtbfNs: number;
  place: CheckpointPlace;
  /** What steps beside it take more, ns. */
  moreNs: number;
  /** Until one beside the work is complete, where that is known from a play, ns. */
  leastNs?: number;
}

function checkpointPlan(
  { checkpoints }: TrainingOptions,
  { cluster }: TrainingJob,
  { bytes, mtbfNs, place, moreNs, leastNs = 0 }: Saving,
): CheckpointPlan {
  if (checkpoints === undefined) return { intervalNs: Number.POSITIVE_INFINITY, stallNs: 0, saveNs: 0 };
  const { interval, mode, stall } = checkpoints;
  const isSynchronous = mode === "synchronous";
  /** Where the volume rests for `restNs` between two. */
  const after = (restNs: number) => {
    const saveNs = Math.max(leastNs, movingNs(place, "writes", { bytes, restNs }));
    // Beside the work a copy to the hosts' memory is all that it stands still for.
    const copiedNs = isSynchronous ? saveNs : bytes / ownHost(cluster);
    const stallNs = stall ?? copiedNs + moreNs;
    const countsNs = isSynchronous ? stallNs : Math.max(saveNs, stallNs);
    const wantedNs = interval === "optimal" ? optimalIntervalNs(stallNs, mtbfNs) : interval;
    const intervalNs = Math.max(wantedNs, countsNs - stallNs);
    return { stallNs, countsNs, intervalNs, restedNs: intervalNs + stallNs - saveNs };
  };
  let plan = after(Number.POSITIVE_INFINITY);
  if (place.burst !== undefined && stall === undefined && plan.intervalNs < Number.POSITIVE_INFINITY) {
    // The credits that a save finds follow from the rest before it, and that from how long saves take: found by bisection.
    let [low, high] = [0, after(0).intervalNs];
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2;
      plan = after(middle);
      if (plan.restedNs > middle) low = middle;
      else high = middle;
    }
  }
  const { stallNs, countsNs, intervalNs } = plan;
  if (interval !== "optimal" && countsNs > interval + stallNs) {
    throw new ScenarioError([
      {
        path: "workload.checkpoints.interval",
        found: `${interval / 1e9} s`,
        expected: `at least ${((countsNs - stallNs) / 1e9).toPrecision(3)} s, in which one is saved`,
      },
    ]);
  }
  return { intervalNs, stallNs, saveNs: countsNs };
}
