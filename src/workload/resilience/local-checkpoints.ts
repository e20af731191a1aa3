/**
 * Checkpoints on drives of a job's own instances. They are there again after a crash of the program, and lost with a host that is
 * replaced; what counts then is the last that had been copied away beside the work.
 *
 *     | work | save | work | save | work  X host lost        copied away, each begun when it is complete and the last copy is over:
 *            |- copy ---------|- copy ---- (not over)         the second counts, not the third
 */

import type { CheckpointPlan } from "./checkpoint-plan.ts";
import type { FailureCause } from "./failure-model.ts";

/** How far behind the copies are, over a run. */
export class LocalCheckpoints {
  /** From a complete checkpoint until it is copied away, ns; Infinity: none are. */
  readonly copyNs: number;
  readonly #plan: CheckpointPlan;
  /** Work of the newest copy, of the one that is under way, and when that is complete, ns. */
  #awayNs = 0;
  #comingNs = 0;
  #comesAtNs = 0;

  constructor(copyNs: number, plan: CheckpointPlan) {
    this.copyNs = copyNs;
    this.#plan = plan;
  }

  /** Work that is left of `savedNs` after a failure at `atNs`: less where it takes a host along. */
  struck(
    { replaces }: Pick<FailureCause, "replaces">,
    { atNs, wentNs, baseNs, savedNs }: { atNs: number; wentNs: number; baseNs: number; savedNs: number },
  ): number {
    const safeNs = Math.min(savedNs, this.#safeNs(atNs, wentNs, baseNs));
    const leftNs = replaces ? safeNs : savedNs;
    // What was not copied yet is copied from now on.
    this.#goesOn(leftNs, safeNs, atNs + this.copyNs);
    return leftNs;
  }

  /** All of `savedNs` was copied away before the host left. */
  left(savedNs: number): void {
    this.#goesOn(savedNs, savedNs, 0);
  }

  /** Work that is copied away at `atNs`, `wentNs` after work began with `savedNs` of it saved. */
  #safeNs(atNs: number, wentNs: number, savedNs: number): number {
    const { intervalNs, stallNs, saveNs } = this.#plan;
    const cycleNs = intervalNs + stallNs;
    // Where a copy takes longer than a cycle the checkpoints in between are not copied.
    const stride = Math.max(1, Math.ceil(this.copyNs / cycleNs - 1e-9));
    const complete = Math.floor((wentNs - saveNs - this.copyNs + stallNs) / cycleNs);
    const copied = complete > 0 ? Math.floor((complete - 1) / stride) * stride + 1 : 0;
    if (copied > 0) return savedNs + copied * intervalNs;
    return atNs >= this.#comesAtNs ? this.#comingNs : this.#awayNs;
  }

  /** Work goes on from `savedNs`, of which `safeNs` are copied away and the rest is at `comesAtNs`. */
  #goesOn(savedNs: number, safeNs: number, comesAtNs: number): void {
    this.#awayNs = Math.min(safeNs, savedNs);
    this.#comingNs = savedNs;
    this.#comesAtNs = comesAtNs;
  }
}
