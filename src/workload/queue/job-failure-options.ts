/** What a queue can say of failures and checkpoints. */
import { z } from "zod";
import type { AnyPlugin } from "../../base/plugin.ts";
import { time } from "../../base/quantity.ts";
import type { FailureModel } from "../resilience/failure-model.ts";
import { resilienceOptions } from "../resilience/resilience-options.ts";

/** What a queue can say of failures. */
export function jobFailureOptions(models: readonly AnyPlugin<FailureModel>[]) {
  const { failures, recovery, canaries, preflight } = resilienceOptions(models);
  return {
    failures,
    canaries,
    preflight,
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
      .omit({ spares: true, warm: true, repair: true, replacement: true, people: true, elastic: true })
      .optional()
      .meta({ description: "What follows a failure; the defaults below when absent." }),
  };
}

/** Parsed options. */
export type JobFailureOptions = z.output<z.ZodObject<ReturnType<typeof jobFailureOptions>>>;

/** Tells what checks could find, where nothing hides. */
export function checksInVain({ canaries, preflight }: JobFailureOptions, hides: boolean): string[] {
  if (hides) return [];
  return Object.entries({ canaries, preflight }).flatMap(([name, checks]) =>
    checks === undefined
      ? []
      : [`no effect: workload.${name}.coverage; no cause has a latency in which it could be found`],
  );
}
