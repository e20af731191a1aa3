/**
 * Steps beside other jobs that nobody plays, at the pace of those that were: how many, and the checkpoints among them.
 *
 *     | step | step | step | wait | step | step | step | wait |      mean = step + wait / steps between two
 */
import { type Saver, type SkippedSave, stepsUntil } from "./saver.ts";

/** How steps follow each other, ns. */
export interface Cycle {
  /** From the beginning of a step to that of the next. */
  stepNs: number;
  /** Of a checkpoint that they wait for. */
  waitNs: number;
  /** A step with its part of that. */
  meanNs: number;
}

/** The cycle of steps and waits that take so long by themselves, among canaries and slow hosts that make each take `slowness` times that. */
export function cycleOf(
  { stepNs, saveNs }: { stepNs: number; saveNs: number },
  saver: Saver | undefined,
  slowness: { step: number; wait: number },
): Cycle {
  const cycleNs = stepNs * slowness.step;
  const waitNs = saveNs * slowness.wait;
  const waitsNs = saver === undefined ? 0 : waitNs / stepsUntil(saver.everyNs, cycleNs);
  return { stepNs: cycleNs, waitNs, meanNs: cycleNs + waitsNs };
}

/** What is skipped. */
export interface Skip {
  steps: number;
  saves: readonly SkippedSave[];
  endNs: number;
}

/** From the beginning of the step under way at `fromNs` to the end of the one that runs at `untilNs`, of `stepsLeft` at most and not beyond `mostNs`. */
export function skip(
  {
    fromNs,
    untilNs,
    mostNs,
    stepsLeft,
  }: { fromNs: number; untilNs: number; mostNs: number; stepsLeft: number },
  { stepNs, waitNs, meanNs }: Cycle,
  saver: Saver | undefined,
): Skip {
  const of = (steps: number): Skip => {
    const saves = saver?.dueIn(steps, { fromNs, stepNs, waitNs }) ?? [];
    return { steps, saves, endNs: fromNs + steps * stepNs + saves.length * waitNs };
  };
  let skipped = of(Math.min(stepsLeft, Math.ceil((untilNs - fromNs) / meanNs - 1e-9)));
  while (skipped.steps > 0 && skipped.endNs > mostNs) skipped = of(skipped.steps - 1);
  return skipped;
}
