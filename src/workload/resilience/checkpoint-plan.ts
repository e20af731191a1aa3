/** How a job saves its state, and what that takes where nothing else happens. */

/** How a job saves its state. */
export interface CheckpointPlan {
  /** Work between two checkpoints, ns; Infinity: none are made. */
  intervalNs: number;
  /** Time that work stands still for one, ns. */
  stallNs: number;
  /** From the start of one until it counts, ns; the stall when checkpoints are synchronous. */
  saveNs: number;
}

/**
 * Work that nothing disturbs: how many checkpoints it makes, what they stand still for, and when it is over, ns. 10 h with one
 * of 6 min every hour: ten of them, 11 h.
 */
export function undisturbed(
  workNs: number,
  { intervalNs, stallNs }: CheckpointPlan,
): { cycles: number; stallsNs: number; endNs: number } {
  const cycles = intervalNs < Number.POSITIVE_INFINITY ? Math.ceil(workNs / intervalNs - 1e-9) : 0;
  return { cycles, stallsNs: cycles * stallNs, endNs: workNs + cycles * stallNs };
}

/** Checkpoints that are complete after `wentNs` of work and stalls, and the work that they hold, of `leftNs` at most. */
export function completeBy(
  wentNs: number,
  leftNs: number,
  { intervalNs, stallNs, saveNs }: CheckpointPlan,
): { cycles: number; workNs: number } {
  if (intervalNs === Number.POSITIVE_INFINITY) return { cycles: 0, workNs: 0 };
  // The k-th begins when k intervals of work and k - 1 stalls are over, and counts a save time later.
  const cycles = Math.max(0, Math.floor((wentNs - saveNs + stallNs) / (intervalNs + stallNs)));
  return { cycles, workNs: Math.min(leftNs, cycles * intervalNs) };
}

/** Checkpoints that have begun after `wentNs` of work and stalls, and all the work that was done, of `leftNs` at most. */
export function doneBy(
  wentNs: number,
  leftNs: number,
  { intervalNs, stallNs }: CheckpointPlan,
): { cycles: number; workNs: number } {
  const cycles = Math.floor(wentNs / (intervalNs + stallNs));
  const begunNs = Math.min(wentNs - cycles * (intervalNs + stallNs), intervalNs);
  // The last cycle may be shorter, and end in its checkpoint.
  return { cycles, workNs: Math.min(leftNs, cycles * intervalNs + begunNs) };
}
