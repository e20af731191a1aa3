/**
 * One time that a job runs, from its start to its end or to where it is stopped: for a job of higher priority, because the
 * instance is taken back, or because its capacity block ends. A stop is one more interruption of the long run that the job is,
 * after which it stands in line again with the work that no checkpoint holds still to do, and pays a restart when it next starts.
 *
 *     | restart | work | checkpoint | work X failure, downtime, restart | work | stop: save, or lose what no checkpoint holds |
 *
 * A job that is stopped before its first checkpoint, or has none, begins anew. While it stands still anyway it leaves at once.
 * Runs are not kept while they last: one that is over is played again from the same random numbers, up to the stop. What comes
 * before the first failure and the stop, as most runs do, is over when its work and checkpoints are, and need not be played.
 */
import type { AnyPlugin } from "../../base/plugin.ts";
import type { Random, RandomStreams } from "../../base/random.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Target } from "../../kernel/target.ts";
import { optimalIntervalNs } from "../resilience/checkpoint-interval.ts";
import { type CheckpointPlan, undisturbed } from "../resilience/checkpoint-plan.ts";
import { failureModel, unitsOf } from "../resilience/chosen-failures.ts";
import type { FailureCause, FailureModel } from "../resilience/failure-model.ts";
import { type Failure, FailureStream, never } from "../resilience/failure-stream.ts";
import { withFalseAlarms } from "../resilience/heartbeats.ts";
import { type Canaries, HiddenFaults, looksOn } from "../resilience/hidden-faults.ts";
import { hiddenInHosts, type IdleFaults } from "../resilience/idle-hosts.ts";
import type { Clock } from "../resilience/interrupted-run.ts";
import { LongRun } from "../resilience/long-run.ts";
import type { Downtime } from "../resilience/long-run-plan.ts";
import { downtime, type Recovery, Spares, usualRecovery } from "../resilience/recovery.ts";
import { type Restart, wholeRestartNs } from "../resilience/restart.ts";
import type { JobFailureOptions } from "./job-failure-options.ts";
import {
  cutShort,
  loseRestart,
  type PlayedRun,
  type RunLossName,
  type RunStop,
  stoppedBefore,
  undisturbedRun,
} from "./played-run.ts";
import type { Pool } from "./pool.ts";
import type { QueuedJob } from "./queued-job.ts";

/** A run of a job: the how manyth, from 0, and the work that is left, ns. */
export interface JobRun {
  job: QueuedJob;
  times: number;
  workNs: number;
  /** Time in which its data comes from elsewhere before it starts, ns; none when absent. */
  fetchNs?: number | undefined;
  /** Where it runs; the cluster's when absent. */
  instance?: Instance | undefined;
  /** Faults that hide on its instances when it starts. */
  brought?: readonly FailureCause[] | undefined;
}

/** Plays runs of a queue's jobs. */
export class JobRuns {
  /** Where the rates come from. */
  readonly source: string;
  readonly #causes: readonly FailureCause[];
  readonly #checkpoints: JobFailureOptions["checkpoints"];
  readonly #canaries: JobFailureOptions["canaries"];
  readonly #preflight: JobFailureOptions["preflight"];
  readonly #recovery: Recovery;
  readonly #instance: Instance;
  readonly #streams: RandomStreams;
  /** The first two numbers of every job's first run, in the order of submission: most jobs are never struck and need no more. */
  readonly #firsts: Float64Array;
  readonly #units = new Map<Instance, Map<number, ReturnType<typeof unitsOf>>>();
  /** Best intervals by the rate of failures, ns. */
  readonly #optimalNs = new Map<number, number>();
  readonly #clock = new OwnClock();

  constructor(
    jobs: number,
    options: JobFailureOptions,
    parts: { models: readonly AnyPlugin<FailureModel>[]; instance: Instance; streams: RandomStreams },
  ) {
    const written = failureModel(parts.models, options.failures);
    const { causes, source } = withFalseAlarms(written, options.recovery?.detection);
    this.#causes = causes;
    this.source = source;
    this.#checkpoints = options.checkpoints;
    this.#canaries = options.canaries;
    this.#preflight = options.preflight;
    this.#recovery = { ...usualRecovery, ...options.recovery };
    this.#instance = parts.instance;
    this.#streams = parts.streams;
    const random = causes.length > 0 ? parts.streams.stream("job-failures") : () => 0;
    this.#firsts = Float64Array.from({ length: causes.length > 0 ? 2 * jobs : 0 }, random);
  }

  /** Time to save the state of a job when it is stopped, ns; undefined where no checkpoints are made. */
  get saveNs(): number | undefined {
    const { interval, stall = 0 } = this.#checkpoints ?? {};
    const isSaved = interval !== undefined && (interval !== "optimal" || this.#causes.length > 0);
    return isSaved ? stall : undefined;
  }

  /** Whether anything hides on instances. */
  get hides(): boolean {
    return hiddenInHosts(this.#causes, unitsOf(this.#instance.chips, this.#instance)).length > 0;
  }

  /** What hides on an instance like this one where nobody works, and who looks for it; undefined where nothing hides. */
  hiddenOn({ name, instance = this.#instance }: Pool): IdleFaults | undefined {
    const { chips } = instance;
    const units = unitsOf(chips, instance);
    const causes = hiddenInHosts(this.#causes, units).map(({ cause, rate }) => ({
      cause,
      rate: rate * units.host,
    }));
    if (causes.length === 0) return undefined;
    const random = this.#streams.stream(`idle-hosts/${name}`);
    return { causes, canaries: looksOn("idle", this.#canaries), random };
  }

  /** Until another instance stands in the place of one that is replaced, ns. */
  get replaceNs(): number {
    return this.#recovery.replace;
  }

  /** What a job pays when it starts again. */
  get restart(): Restart {
    const { restart: launchNs, compile: compileNs } = this.#recovery;
    return { launchNs, restoreNs: this.#checkpoints?.load ?? 0, compileNs };
  }

  /** Plays `run` to its end, or to a stop. */
  play({ job, times, workNs, fetchNs = 0, instance, brought = [] }: JobRun, stop?: RunStop): PlayedRun {
    const restart = times === 0 ? noRestart : this.restart;
    const leadNs = fetchNs + wholeRestartNs(restart);
    const stopNs = stop === undefined ? Number.POSITIVE_INFINITY : stop.atNs - leadNs;
    if (stopNs <= 0) return stoppedBefore(stop as RunStop, { fetchNs, restart, brought });
    const failures = this.#failures(job, times, instance);
    const checkpoints = this.#checkpointPlan(failures.rate);
    const looks = looksOn("busy", this.#canaries);
    const canaryShare = this.#canaries && looks ? this.#canaries.duration / looks.everyNs : 0;
    const hidden = this.#hiddenFaults({ job, times, brought }, { failures, looks });
    let drawn: Failure | undefined;
    if (hidden === undefined && this.#preflight === undefined && canaryShare === 0) {
      drawn = failures.next(0);
      const { endNs, stallsNs } = undisturbed(workNs, checkpoints);
      if (endNs <= Math.min(drawn.atNs, stopNs))
        return undisturbedRun(workNs, { endNs, stallsNs, restart, fetchNs });
    }
    let isStopped = false;
    let checked = 0;
    const check = (atNs: number) => {
      const { coverage, duration } = this.#preflight ?? { coverage: 0, duration: 0 };
      const found = hidden?.check(atNs, coverage) ?? 0;
      checked += found;
      return duration + (found > 0 ? this.#recovery.replace : 0);
    };
    const checks = [check(0)];
    if (stopNs <= (checks[0] ?? 0)) {
      const stays = hidden?.left(stopNs) ?? [];
      return stoppedBefore(stop as RunStop, { fetchNs, restart, brought: stays, found: checked });
    }
    const stopping = stop && stopAt(stopNs, stop);
    const draw = (afterNs: number) => {
      const failure = drawn ?? hidden?.next() ?? failures.next(afterNs);
      drawn = undefined;
      return failure;
    };
    const long = this.#long(workNs, checkpoints, {
      nextFailure: (afterNs) => {
        if (stopping === undefined) return draw(afterNs);
        const failure = isStopped || afterNs >= stopNs ? never : draw(afterNs);
        return failure.atNs >= stopNs && afterNs < stopNs ? stopping : failure;
      },
      stops: (cause) => {
        isStopped ||= cause === stopping?.cause;
        return isStopped;
      },
      canaryShare,
      slowNs: (atNs) =>
        Math.min(this.#recovery.slowAfter, looks ? looks.everyNs - (atNs % looks.everyNs) : never.atNs),
      // Who leaves checks nothing.
      preflight: (atNs) => checks.pop() ?? (isStopped ? 0 : check(atNs)),
    });
    this.#clock.run(
      () => long.start(),
      (atNs, code) => isStopped || (code !== 0 && atNs >= stopNs),
    );
    const { now, isOver } = this.#clock;
    const lostNs = new Map<RunLossName, number>(long.lostNs);
    if (fetchNs > 0) lostNs.set("data transfer", fetchNs);
    loseRestart(lostNs, restart);
    const stands = !isOver && !isStopped;
    if (stands) cutShort(lostNs, now - stopNs);
    const strikesNs = isStopped ? long.strikesNs.slice(0, -1) : long.strikesNs;
    const leftNs = stands ? stopNs : now;
    // Of what a stopped run has saved canaries took their share; of the work ahead of it they took nothing yet.
    if (!isOver && canaryShare > 0) lostNs.set("canaries", long.savedNs * canaryShare);
    return {
      heldNs: leadNs + leftNs,
      savedNs: isOver ? workNs : long.savedNs * (1 - canaryShare),
      isOver,
      interruptions: strikesNs.length,
      found: long.found + checked,
      hidden: hidden?.left(leftNs) ?? [],
      strikesNs: leadNs > 0 ? strikesNs.map((ns) => leadNs + ns) : strikesNs,
      lostNs,
      byCause: long.byCause,
    };
  }

  #checkpointPlan(failureRate: number): CheckpointPlan {
    const { interval = Number.POSITIVE_INFINITY, stall = 0 } = this.#checkpoints ?? {};
    return {
      intervalNs: interval === "optimal" ? this.#optimal(stall, failureRate) : interval,
      stallNs: stall,
      saveNs: stall,
    };
  }

  #optimal(stallNs: number, failureRate: number): number {
    const known = this.#optimalNs.get(failureRate);
    if (known !== undefined) return known;
    const intervalNs = optimalIntervalNs(stallNs, 1 / failureRate);
    this.#optimalNs.set(failureRate, intervalNs);
    return intervalNs;
  }

  #long(
    workNs: number,
    checkpoints: CheckpointPlan,
    {
      nextFailure,
      stops,
      slowNs,
      canaryShare,
      preflight,
    }: {
      nextFailure: (afterNs: number) => Failure;
      stops: (cause: FailureCause) => boolean;
      slowNs: (atNs: number) => number;
      canaryShare: number;
      preflight: (atNs: number) => number;
    },
  ): LongRun {
    const { load = 0 } = this.#checkpoints ?? {};
    const spares = new Spares(0, 0);
    return new LongRun(
      this.#clock,
      {
        workNs,
        checkpoints,
        nextFailure,
        slowNs: (_, atNs) => slowNs(atNs),
        canaryShare,
        preflight,
        downtime: (cause, atNs, { isFound }) =>
          stops(cause)
            ? noDowntime
            : downtime(this.#recovery, cause, atNs, { loadNs: load, spares, isFound }),
        corruptionNs: this.#recovery.corruption,
      },
      () => {},
    );
  }

  /** Faults that hide during a run, those that it brings among them; undefined where none do. */
  #hiddenFaults(
    { job, times, brought }: { job: QueuedJob; times: number; brought: readonly FailureCause[] },
    { failures, looks }: { failures: { next(): Failure }; looks: Canaries | undefined },
  ): HiddenFaults | undefined {
    if (!this.#causes.some(({ latencyNs = 0 }) => latencyNs > 0)) return undefined;
    const random = this.#streams.stream(`hidden-faults/${job.index}/${times}`);
    const units = unitsOf(job.accelerators, this.#instance);
    const hidden = new HiddenFaults(() => failures.next(), { causes: [], units, canaries: looks, random });
    for (const cause of brought) hidden.bring(cause, { atNs: 0, worksNs: 0 });
    return hidden;
  }

  /** Failures of a job's run: the same every time that they are asked for. */
  #failures(
    job: QueuedJob,
    times: number,
    instance: Instance = this.#instance,
  ): { rate: number; next(afterNs?: number): Failure } {
    if (this.#causes.length === 0) return { rate: 0, next: () => never };
    const known = this.#units.get(instance) ?? new Map<number, ReturnType<typeof unitsOf>>();
    this.#units.set(instance, known);
    const units = known.get(job.accelerators) ?? unitsOf(job.accelerators, instance);
    known.set(job.accelerators, units);
    const own = (): Random =>
      this.#streams.stream(`job-failures/${job.index}${times === 0 ? "" : `/${times}`}`);
    const firsts = [this.#firsts[2 * job.index], this.#firsts[2 * job.index + 1]] as const;
    return new FailureStream(this.#causes, units, times === 0 ? numbersFrom(firsts, own) : own());
  }
}

/** A stop as the interruption of a run that it is. */
function stopAt(atNs: number, { cause: name, noticeNs }: RunStop): Failure {
  const mtbfNs = Number.POSITIVE_INFINITY;
  return { atNs, cause: { name, of: "job", mtbfNs, effect: "reclaim", noticeNs, replaces: false } };
}

const noRestart: Restart = { launchNs: 0 };

const noDowntime: Downtime = { detectionNs: 0, waitingNs: 0, replacementNs: 0, restart: noRestart };

/** Numbers that begin with `firsts`, and go on with those of a stream that is made when it is needed. */
function numbersFrom(firsts: readonly [number | undefined, number | undefined], own: () => Random): Random {
  let drawn = 0;
  let random: Random | undefined;
  return () => {
    const first = drawn < 2 ? firsts[drawn] : undefined;
    drawn++;
    if (first !== undefined) return first;
    random ??= own();
    return random();
  };
}

/** The time of one run after another, each from 0 on. */
class OwnClock implements Clock {
  now = 0;
  /** Whether the last run ended by itself. */
  isOver = false;
  #next: { atNs: number; target: Target; code: number } | undefined;

  scheduleAt(atNs: number, target: Target, code: number): void {
    this.#next = { atNs, target, code };
  }

  /** Runs from 0 to the last event, or to the first at which `halts`. */
  run(start: () => void, halts: (atNs: number, code: number) => boolean): void {
    this.now = 0;
    this.isOver = false;
    start();
    while (this.#next !== undefined) {
      const { atNs, target, code } = this.#next;
      this.#next = undefined;
      this.now = atNs;
      if (halts(atNs, code)) return;
      target.handle(code, atNs);
      this.isOver = code === 0;
    }
  }
}
