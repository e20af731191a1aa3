/**
 * Heartbeats as the detector of crashes: every host sends one every T, and is taken to be gone when m in a row are missing.
 *
 *     beat    beat    beat X  missing  missing  missing: m = 3, the job is stopped
 *
 * So a crash is noticed (m - 1) T after the first beat that it misses, (m - 1/2) T on average. Beats are lost with probability p
 * though their host is well, each by itself; m in a row are a false alarm, for which a job restarts and a good host is
 * replaced. Until one a host sends on average (1 - p^m) / ((1 - p) p^m) beats: the mean wait for a run of m of probability p
 * (Feller, An Introduction to Probability Theory and Its Applications, vol. 1, XIII.7).
 *
 * A silent hang is not noticed: the host is well and goes on beating.
 */
import { z } from "zod";
import { power } from "../../base/power.ts";
import { count, fraction, time } from "../../base/quantity.ts";
import type { FailureCause, FailureModel } from "./failure-model.ts";

/** Heartbeats in a scenario. */
export const heartbeatSchema = z
  .strictObject({
    every: time({ positive: true }).meta({ description: "Between two of a host." }),
    misses: count()
      .default(3)
      .meta({ description: "In a row, after which the host is taken to be gone (assumed)." }),
    lost: fraction()
      .default(0)
      .meta({ description: "Chance that one is lost, or late, though its host is well." }),
  })
  .refine(({ lost }) => lost < 1, { error: "less than all of them", path: ["lost"] });

/** Parsed. */
export type Heartbeat = z.output<typeof heartbeatSchema>;

/** Time until a crash at `atNs` is noticed, ns; beats are due at multiples of the time between two. */
export function noticedAfterNs({ every, misses }: Heartbeat, atNs: number): number {
  const firstMissedNs = Math.ceil(atNs / every) * every;
  return firstMissedNs - atNs + (misses - 1) * every;
}

/** Mean time between false alarms of one host, ns; Infinity where no beat is lost. */
export function falseAlarmNs({ every, misses, lost }: Heartbeat): number {
  const run = power(lost, misses);
  return run === 0 ? Number.POSITIVE_INFINITY : (every * (1 - run)) / ((1 - lost) * run);
}

/** Whether a detection raises false alarms: heartbeats of which some are lost. */
export function raisesFalseAlarms(detection: number | Heartbeat | undefined): detection is Heartbeat {
  return typeof detection === "object" && detection.lost > 0;
}

/** `model` with the false alarms of such a detection among its causes. */
export function withFalseAlarms(
  model: FailureModel,
  detection: number | Heartbeat | undefined,
): FailureModel {
  const mtbfNs = raisesFalseAlarms(detection) ? falseAlarmNs(detection) : Number.POSITIVE_INFINITY;
  if (mtbfNs === Number.POSITIVE_INFINITY) return model;
  const alarm: FailureCause = {
    name: "false alarm",
    of: "host",
    mtbfNs,
    effect: "crash",
    isNoticed: true,
    replaces: true,
  };
  return { ...model, causes: [...model.causes, alarm] };
}
