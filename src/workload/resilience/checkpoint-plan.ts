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
