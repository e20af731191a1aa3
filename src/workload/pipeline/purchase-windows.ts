/**
 * Times for which a stage's instances are bought, as capacity blocks are: they are there from one moment to another, and paid
 * for whether they are used or not. A stage waits for the first window that is not over; what is not done when it ends is done in
 * the next, after the stage's state was saved in time and loaded again.
 *
 *     | waits | fetches | works | saves |   not there   | restarts | works | bought, not used |
 *
 * Assumed: a stage can save its state and go on from it, whatever its workload.
 */
import { z } from "zod";
import type { Problem } from "../../base/errors.ts";
import { time } from "../../base/quantity.ts";

/** Windows of a stage in a scenario. */
export const windowsSchema = z
  .strictObject({
    at: z
      .array(
        z.strictObject({
          from: time().meta({ description: "From the start of the pipeline." }),
          until: time({ positive: true }).meta({ description: "From the start of the pipeline too." }),
        }),
      )
      .min(1, { error: "a window or more" })
      .meta({ description: "One after the other." }),
    save: time()
      .default(0)
      .meta({ description: "Before the end of a window, to save the state of what goes on in the next." }),
    restart: time()
      .default(300e9)
      .meta({ description: "At the beginning of a further window, until work goes on (assumed)." }),
  })
  .meta({
    description:
      "When the instances are bought, as capacity blocks; whenever the stage needs them when absent.",
  });

/** Parsed, ns. */
export type PurchaseWindows = z.output<typeof windowsSchema>;

/** Windows that are no time, or begin before the one before is over, under `path`. */
export function windowProblems({ at }: PurchaseWindows, path: string): Problem[] {
  return at.flatMap(({ from, until }, index): Problem[] => {
    const before = at[index - 1]?.until ?? 0;
    const seconds = (ns: number) => `${ns / 1e9} s`;
    return [
      ...(until <= from
        ? [
            {
              path: `${path}.at[${index}].until`,
              found: seconds(until),
              expected: `after from, ${seconds(from)}`,
            },
          ]
        : []),
      ...(from < before
        ? [
            {
              path: `${path}.at[${index}].from`,
              found: seconds(from),
              expected: `at or after the end of the window before, ${seconds(before)}`,
            },
          ]
        : []),
    ];
  });
}

/** The window at `atNs` or the next one after it; undefined where all are over. */
export function windowFrom(
  { at }: PurchaseWindows,
  atNs: number,
): { from: number; until: number } | undefined {
  return at.find(({ until }) => until > atNs);
}

/** For how long instances are bought up to `endNs`, ns. */
export function boughtNs({ at }: PurchaseWindows, endNs: number): number {
  return at.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(until, endNs) - from), 0);
}
