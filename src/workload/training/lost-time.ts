/**
 * Time of a run in which no step went on that counts, by why: what failures and checkpoints took, and what came before the first
 * step. With the steps it is all of the run:
 *
 *     time to train = steps x step + sum of what was lost        goodput = steps x step over that
 *
 * What steps wait for in themselves, input too, is part of a step (`attribution`).
 */
import { type LossName, lossNames } from "../resilience/losses.ts";
import type { TrainingRun } from "./run/training-run.ts";

/** Of `run`, whose first step came after `startupNs`, of which a checkpoint was loaded and rewritten for `resumedNs`; ns. */
export function lostTime(
  { long, firstLoadNs }: Pick<TrainingRun, "long" | "firstLoadNs">,
  { startupNs, resumedNs }: { startupNs: number; resumedNs: number },
): ReadonlyMap<LossName, number> {
  const besides = new Map<LossName, number>([
    ["compilation", startupNs - resumedNs],
    ["checkpoint restore", resumedNs],
    ["data loading", firstLoadNs],
  ]);
  const names = lossNames.filter((name) => long !== undefined || (besides.get(name) ?? 0) > 0);
  return new Map(names.map((name) => [name, (long?.lostNs.get(name) ?? 0) + (besides.get(name) ?? 0)]));
}
