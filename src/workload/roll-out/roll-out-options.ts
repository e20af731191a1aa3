/** What a roll-out can say: the fleet with the new model in one of its pools, the steps of the traffic, and what must not get worse. */
import { z } from "zod";
import { fraction, time } from "../../base/quantity.ts";
import type { RequestGroup } from "../../metrics/inference-metrics.ts";
import type { InferenceShape } from "../inference/inference.ts";

/** What a guard can look at, of the requests that one model has answered, ns; null where there are none. */
export const guarded = {
  ttftMean: ({ ttft }: RequestGroup) => ttft.mean,
  ttftP99: ({ ttft }: RequestGroup) => ttft.p99,
  tpotMean: ({ tpot }: RequestGroup) => tpot.mean,
  tpotP99: ({ tpot }: RequestGroup) => tpot.p99,
  e2elMean: ({ e2el }: RequestGroup) => e2el.mean,
  e2elP99: ({ e2el }: RequestGroup) => e2el.p99,
} as const;

const guardedNames = Object.keys(guarded) as [keyof typeof guarded, ...(keyof typeof guarded)[]];

/** The options, made of those of a serving fleet. */
export function rollOutOptions(inference: InferenceShape) {
  // Traffic is divided by weights, which are those of the steps.
  const { router: _router, ownWeight: _ownWeight, ...serving } = inference;
  const step = z.strictObject({
    share: fraction({ max: 1 }).meta({ description: "Of the traffic that the new model gets." }),
    for: time({ positive: true }).meta({ description: "How long the step goes on." }),
  });
  const guard = z
    .strictObject({
      metric: z
        .enum(guardedNames, { error: `one of ${guardedNames.join(", ")}` })
        .meta({ description: "Which of the figures of the new model is watched." }),
      atMost: time({ positive: true }).optional().meta({ description: "What the new model must keep." }),
      worseBy: z.number().min(0).optional().meta({
        description:
          "By what share of the old model's it may be worse: 0.1 is a tenth. At a share of 100 % the step before tells the old one's.",
      }),
    })
    .refine(({ atMost, worseBy }) => atMost !== undefined || worseBy !== undefined, {
      error: "atMost, worseBy or both",
    });
  return {
    serving: z.strictObject(serving).meta({
      description:
        "The fleet, as of a workload inference: the old model on the cluster, the new one in a pool; its duration is what each step is sampled for.",
    }),
    pool: z
      .string({ error: "the name of a pool" })
      .meta({ description: "Of serving: the one with the new model." }),
    steps: z
      .array(step)
      .min(1, { error: "a step or more" })
      .meta({ description: "One after the other, while the guard holds." }),
    guard: guard.optional().meta({
      description:
        "Looked at when a step is over: where it does not hold, all traffic goes back to the old model.",
    }),
  };
}

/** Parsed options. */
export type RollOutOptions = z.output<z.ZodObject<ReturnType<typeof rollOutOptions>>>;
