/**
 * What failures and checkpoints make of the run times of a queue's jobs. Each job is a long run of its own: it is struck as
 * often as its accelerators fail, goes back to its last checkpoint, and keeps its accelerators meanwhile. So its run time is
 * known before the queue decides anything, and policies that go by run times know it, failures included (an optimistic
 * bound for them).
 *
 * Left out: spares that jobs compete for, and people who sleep; every host is replaced by itself.
 */
import { z } from "zod";
import type { AnyPlugin } from "../../base/plugin.ts";
import { time } from "../../base/quantity.ts";
import type { RandomStreams } from "../../base/random.ts";
import type { Instance } from "../../hardware/instance.ts";
import { Simulator } from "../../kernel/simulator.ts";
import { optimalIntervalNs } from "../training/resilience/checkpoint-interval.ts";
import { failureModel, unitsOf } from "../training/resilience/chosen-failures.ts";
import type { FailureModel } from "../training/resilience/failure-model.ts";
import { FailureStream } from "../training/resilience/failure-stream.ts";
import { LongRun, type LossName, lossNames } from "../training/resilience/long-run.ts";
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
      .omit({ spares: true, repair: true, replacement: true, people: true })
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
  let interruptions = 0;
  let usefulNs = 0;
  const struck = jobs.map((job) => {
    const chips = job.accelerators;
    const units = unitsOf(chips, instance);
    const stream = new FailureStream(model.causes, units, streams.stream(`job-failures/${job.index}`));
    const { long, elapsedNs } = longRun(job.durationNs, options, stream);
    interruptions += long.interruptions;
    usefulNs += chips * job.durationNs;
    for (const [name, ns] of long.lostNs) lostNs.set(name, (lostNs.get(name) as number) + chips * ns);
    for (const [name, { count, lostNs: ns }] of long.byCause) {
      const known = byCause.get(name) ?? { count: 0, lostNs: 0 };
      byCause.set(name, { count: known.count + count, lostNs: known.lostNs + chips * ns });
    }
    return { ...job, durationNs: elapsedNs };
  });
  return { jobs: struck, interruptions, usefulNs, lostNs, byCause, source: model.source };
}

/** Work of `workNs` among the failures of `stream`. */
function longRun(
  workNs: number,
  { checkpoints, recovery }: JobFailureOptions,
  stream: FailureStream,
): { long: LongRun; elapsedNs: number } {
  const { interval = Number.POSITIVE_INFINITY, stall = 0, load = 0 } = checkpoints ?? {};
  const recovering = { ...usualRecovery, ...recovery };
  const spares = new Spares(0, 0);
  const simulator = new Simulator("a job of a queue among failures");
  let elapsedNs = 0;
  const long = new LongRun(
    simulator,
    {
      workNs,
      checkpoints: {
        intervalNs: interval === "optimal" ? optimalIntervalNs(stall, 1 / stream.rate) : interval,
        stallNs: stall,
        saveNs: stall,
      },
      nextFailure: () => stream.next(),
      downtime: (cause, atNs) => downtime(recovering, cause, atNs, { loadNs: load, spares }),
      corruptionNs: recovering.corruption,
    },
    (now) => {
      elapsedNs = now;
    },
  );
  long.start();
  simulator.run();
  return { long, elapsedNs };
}
