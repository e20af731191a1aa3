/** Jobs drawn from laws instead of read from a file: Poisson arrivals, sizes and run times. */

import { randomExponential, randomLogNormal } from "d3-random";
import { z } from "zod";
import { elementAt } from "../../base/element-at.ts";
import { count, madeMost, rate, time } from "../../base/quantity.ts";
import type { RandomStreams } from "../../base/random.ts";
import type { QueuedJob } from "./queue-policy.ts";

/** Schema of drawn jobs. */
export const madeJobsSchema = z.strictObject({
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
      kind: z.enum(["constant", "exponential", "lognormal"]).default("exponential"),
      mean: time({ positive: true }),
      /** Standard deviation of the logarithm, of `lognormal`. */
      sigma: z.number().positive().default(1),
    })
    .meta({ description: "Run time." }),
  users: count().default(1).meta({ description: "Users who submit jobs in turn." }),
});

/** What is to be drawn. */
export type MadeJobs = z.output<typeof madeJobsSchema>;

/** Draws the jobs. */
export function makeJobs(options: MadeJobs, streams: RandomStreams): QueuedJob[] {
  const gap = randomExponential.source(streams.stream("job-arrivals"))(options.rate);
  const pick = streams.stream("job-sizes");
  const duration = durationLaw(options.duration, streams);
  let submitNs = 0;
  return Array.from({ length: options.count }, (_, index) => {
    submitNs += gap();
    return {
      index,
      name: `job ${index}`,
      submitNs,
      accelerators: elementAt(options.accelerators, Math.floor(pick() * options.accelerators.length)),
      durationNs: duration(),
      user: `user ${index % options.users}`,
      priority: 0,
    };
  });
}

function durationLaw({ kind, mean, sigma }: MadeJobs["duration"], streams: RandomStreams): () => number {
  if (kind === "constant") return () => mean;
  const random = streams.stream("job-durations");
  if (kind === "exponential") return randomExponential.source(random)(1 / mean);
  return randomLogNormal.source(random)(Math.log(mean) - sigma ** 2 / 2, sigma);
}
