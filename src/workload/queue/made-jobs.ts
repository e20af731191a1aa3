/** Jobs drawn from laws instead of read from a file: Poisson arrivals, sizes and run times. */

import { randomExponential, randomLogNormal } from "d3-random";
import { z } from "zod";
import { elementAt } from "../../base/element-at.ts";
import { count, fraction, madeMost, rate, size, time } from "../../base/quantity.ts";
import type { Random, RandomStreams } from "../../base/random.ts";
import type { QueuedJob } from "./queued-job.ts";

/** Schema of drawn jobs. */
export const madeJobsSchema = z
  .strictObject({
    count: count({ positive: true, limit: 10 * madeMost }).meta({ description: "How many." }),
    rate: rate({ positive: true }).meta({ description: "Arrivals, a Poisson process." }),
    accelerators: z
      .union([count().transform((each) => [each]), z.array(count()).min(1)], {
        error: "a count, or a list of counts",
      })
      .default([1])
      .meta({ description: "Of a job; of a list, each as often as it stands there." }),
    duration: z
      .strictObject({
        kind: z
          .enum(["constant", "exponential", "lognormal"])
          .default("exponential")
          .meta({ description: "Law of the run times." }),
        mean: time({ positive: true }).meta({ description: "Mean run time." }),
        /** Standard deviation of the logarithm, of `lognormal`. */
        sigma: z
          .number()
          .positive()
          .default(1)
          .meta({ description: "Of a lognormal law: standard deviation of the logarithm." }),
      })
      .optional()
      .meta({ description: "Run time; that of what a job does when absent." }),
    workload: z
      .union([z.string().transform((each) => [each]), z.array(z.string()).min(1)], {
        error: "the name of one of workloads, or a list of them",
      })
      .optional()
      .meta({
        description:
          "What a job does, of workloads, in place of a run time; of a list, each as often as it stands there.",
      }),
    users: count().default(1).meta({ description: "Users who submit jobs in turn." }),
    priority: z
      .union([z.number().transform((each) => [each]), z.array(z.number()).min(1)], {
        error: "a number, or a list of numbers",
      })
      .default([0])
      .meta({ description: "Of a job; of a list, each as often as it stands there. Higher goes first." }),
    regions: z
      .array(z.string())
      .default([])
      .meta({ description: "Where a job must run, each as often as it stands there; anywhere when empty." }),
    data: z
      .strictObject({
        size: size({ positive: true }).meta({ description: "Of a job." }),
        regions: z
          .array(z.string())
          .min(1)
          .meta({ description: "Where it is, each as often as it stands there." }),
      })
      .optional()
      .meta({ description: "What jobs read; nothing that has to be moved when absent." }),
    failing: fraction({ max: 1 })
      .optional()
      .meta({ description: "Share of jobs that come to nothing, at the end of their run time." }),
  })
  .refine(({ duration, workload }) => (duration === undefined) !== (workload === undefined), {
    error: "either a run time or the name of one of workloads",
    path: ["duration"],
  });

/** What is to be drawn. */
export type MadeJobs = z.output<typeof madeJobsSchema>;

/** Draws the jobs. */
export function makeJobs(options: MadeJobs, streams: RandomStreams): QueuedJob[] {
  const gap = randomExponential.source(streams.stream("job-arrivals"))(options.rate);
  const pick = streams.stream("job-sizes");
  const duration = options.duration ? durationLaw(options.duration, streams) : () => Number.NaN;
  const workload = oneOf(options.workload ?? [], () => streams.stream("job-workloads"));
  const priority = oneOf(options.priority, () => streams.stream("job-priorities"));
  const region = oneOf(options.regions, () => streams.stream("job-regions"));
  const { data, failing } = options;
  const dataRegion = oneOf(data?.regions ?? [], () => streams.stream("job-data"));
  const outcome = failing === undefined ? undefined : streams.stream("job-outcomes");
  let submitNs = 0;
  return Array.from({ length: options.count }, (_, index) => {
    submitNs += gap();
    const where = region();
    const dataWhere = dataRegion();
    const what = workload();
    // All of one shape: spread in where they are wanted, the optional parts made hundreds of thousands of jobs slow to read.
    return {
      index,
      name: `job ${index}`,
      submitNs,
      accelerators: elementAt(options.accelerators, Math.floor(pick() * options.accelerators.length)),
      durationNs: duration(),
      user: `user ${index % options.users}`,
      priority: priority() ?? 0,
      workload: what,
      region: where,
      data: data && dataWhere !== undefined ? { region: dataWhere, bytes: data.size } : undefined,
      outcome: outcome && (outcome() < (failing ?? 0) ? "failed" : "completed"),
    };
  });
}

/** Draws from `list`, each as often as it stands there; from a list of one nothing is drawn. */
function oneOf<Each>(list: readonly Each[], stream: () => Random): () => Each | undefined {
  if (list.length <= 1) return () => list[0];
  const random = stream();
  return () => list[Math.floor(random() * list.length)];
}

function durationLaw(
  { kind, mean, sigma }: NonNullable<MadeJobs["duration"]>,
  streams: RandomStreams,
): () => number {
  if (kind === "constant") return () => mean;
  const random = streams.stream("job-durations");
  if (kind === "exponential") return randomExponential.source(random)(1 / mean);
  return randomLogNormal.source(random)(Math.log(mean) - sigma ** 2 / 2, sigma);
}
