/**
 * What failures and checkpoints make of the run times of a queue's jobs. Each job is a long run of its own: it is struck as
 * often as its accelerators fail, goes back to its last checkpoint, and keeps its accelerators meanwhile. So its run time is
 * known before the queue decides anything, and policies that go by run times know it, failures included (an optimistic
 * bound for them).
 *
 * Most jobs of a year are never struck. So the first failure of every job (when, and which cause) comes from one stream, in the
 * order of submission, and only a job that draws further numbers gets a stream of its own, which costs more than its play.
 *
 * Left out: canaries and pre-flight checks; spares that jobs compete for, and people who sleep; every host is replaced by itself.
 */
import { z } from "zod";
import type { AnyPlugin } from "../../base/plugin.ts";
import { time } from "../../base/quantity.ts";
import type { Random, RandomStreams } from "../../base/random.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Target } from "../../kernel/event-queue.ts";
import { optimalIntervalNs } from "../training/resilience/checkpoint-interval.ts";
import { failureModel, unitsOf } from "../training/resilience/chosen-failures.ts";
import type { FailureModel } from "../training/resilience/failure-model.ts";
import { FailureStream } from "../training/resilience/failure-stream.ts";
import { type Clock, LongRun, type LossName, lossNames } from "../training/resilience/long-run.ts";
import { downtime, Spares, usualRecovery } from "../training/resilience/recovery.ts";
import { resilienceOptions } from "../training/resilience/resilience-options.ts";
import type { QueuedJob } from "./queue-policy.ts";

/** What a queue can say of failures. */
export function jobFailureOptions(models: readonly AnyPlugin<FailureModel>[]) {
  const { failures, recovery } = resilienceOptions(models);
  return {
    failures,
    checkpoints: z
      .strictObject({
        interval: z
          .union([z.literal("optimal"), time({ positive: true })], { error: '"optimal" or a time' })
          .default("optimal")
          .meta({ description: "Work between two; optimal: the shortest expected run of each job." }),
        stall: time().meta({ description: "Time that a job stands still for one." }),
        load: time().default(0).meta({ description: "Time to load one." }),
      })
      .optional()
      .meta({ description: "None are made when absent: a failure then loses everything." }),
    recovery: recovery
      .unwrap()
      .omit({ spares: true, repair: true, replacement: true, people: true, elastic: true })
      .optional(),
  };
}

/** Parsed options. */
export type JobFailureOptions = z.output<z.ZodObject<ReturnType<typeof jobFailureOptions>>>;

/** Jobs with the run times that failures leave them, and what was lost. */
export interface StruckJobs {
  jobs: readonly QueuedJob[];
  interruptions: number;
  /** Accelerator-time that was useful, ns. */
  usefulNs: number;
  /** Accelerator-time lost, ns. */
  lostNs: ReadonlyMap<LossName, number>;
  /** By cause: interruptions, and accelerator-time lost, ns. */
  byCause: ReadonlyMap<string, { count: number; lostNs: number }>;
  /** Where the rates come from. */
  source: string;
}

/** `jobs` on hosts like `instance`, struck as `options` say; undefined where they say nothing. */
export function struckJobs(
  jobs: readonly QueuedJob[],
  options: JobFailureOptions,
  {
    models,
    instance,
    streams,
  }: { models: readonly AnyPlugin<FailureModel>[]; instance: Instance; streams: RandomStreams },
): StruckJobs | undefined {
  if (options.failures === undefined && options.checkpoints === undefined) return undefined;
  const model = failureModel(models, options.failures);
  const lostNs = new Map<LossName, number>(lossNames.map((name) => [name, 0]));
  const byCause = new Map<string, { count: number; lostNs: number }>();
  const clock = new OwnClock();
  const firsts = streams.stream("job-failures");
  const units = new Map<number, ReturnType<typeof unitsOf>>();
  let interruptions = 0;
  let usefulNs = 0;
  const struck = jobs.map((job) => {
    const chips = job.accelerators;
    let struckUnits = units.get(chips);
    if (struckUnits === undefined) {
      struckUnits = unitsOf(chips, instance);
      units.set(chips, struckUnits);
    }
    const random = firstFrom(firsts, () => streams.stream(`job-failures/${job.index}`));
    const stream = new FailureStream(model.causes, struckUnits, random);
    const long = longRun(job.durationNs, options, { stream, clock });
    const elapsedNs = clock.now;
    interruptions += long.interruptions;
    usefulNs += chips * job.durationNs;
    for (const [name, ns] of long.lostNs) {
      if (ns > 0) lostNs.set(name, (lostNs.get(name) as number) + chips * ns);
    }
    for (const [name, { count, lostNs: ns }] of long.byCause) {
      const known = byCause.get(name) ?? { count: 0, lostNs: 0 };
      byCause.set(name, { count: known.count + count, lostNs: known.lostNs + chips * ns });
    }
    return { ...job, durationNs: elapsedNs };
  });
  return { jobs: struck, interruptions, usefulNs, lostNs, byCause, source: model.source };
}

/** Numbers of which the first two come from a stream that many share, and are drawn in any case. */
function firstFrom(shared: Random, own: () => Random): Random {
  const first = shared();
  const second = shared();
  let drawn = 0;
  let random: Random | undefined;
  return () => {
    drawn++;
    if (drawn === 1) return first;
    if (drawn === 2) return second;
    random ??= own();
    return random();
  };
}

/** The time of one job after another, each from 0 on. */
class OwnClock implements Clock {
  now = 0;
  #next: { atNs: number; target: Target; code: number } | undefined;

  scheduleAt(atNs: number, target: Target, code: number): void {
    this.#next = { atNs, target, code };
  }

  /** Runs from 0 to the last event. */
  run(start: () => void): void {
    this.now = 0;
    start();
    while (this.#next !== undefined) {
      const { atNs, target, code } = this.#next;
      this.#next = undefined;
      this.now = atNs;
      target.handle(code, atNs);
    }
  }
}

/** Work of `workNs` among the failures of `stream`; the clock then shows its end. */
function longRun(
  workNs: number,
  { checkpoints, recovery }: JobFailureOptions,
  { stream, clock }: { stream: FailureStream; clock: OwnClock },
): LongRun {
  const { interval = Number.POSITIVE_INFINITY, stall = 0, load = 0 } = checkpoints ?? {};
  const recovering = { ...usualRecovery, ...recovery };
  const spares = new Spares(0, 0);
  const long = new LongRun(
    clock,
    {
      workNs,
      checkpoints: {
        intervalNs: interval === "optimal" ? optimalIntervalNs(stall, 1 / stream.rate) : interval,
        stallNs: stall,
        saveNs: stall,
      },
      nextFailure: (afterNs) => stream.next(afterNs),
      slowNs: () => recovering.slowAfter,
      downtime: (cause, atNs) => downtime(recovering, cause, atNs, { loadNs: load, spares }),
      corruptionNs: recovering.corruption,
    },
    () => {},
  );
  clock.run(() => long.start());
  return long;
}
