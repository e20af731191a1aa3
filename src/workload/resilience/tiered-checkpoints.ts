/**
 * Checkpoints in several places. Each is saved to the first, and copied from there to the others beside the work, to each by its
 * own interval. A failure takes along what it strikes: drives of a host that is replaced, memory of two hosts at once. The newest
 * that is left counts, from the nearest place that has it.
 *
 *     | work | save | work | save | work  X host lost        copied away, each begun when it is complete and the last copy is over:
 *            |- copy ---------|- copy ---- (not over)         the second counts, not the third
 */

import type { CheckpointPlan } from "./checkpoint-plan.ts";
import type { FailureCause } from "./failure-model.ts";

/** A place where checkpoints lie. */
export interface CheckpointTier {
  /** Hosts that may be lost at once without what is there. */
  hostsMost: number;
  /** From a checkpoint that is complete on the first until it is here, ns; Infinity: it never is. */
  copyNs: number;
  /** Work between two that are copied here, ns; 0: all, as fast as copies follow each other. */
  everyNs: number;
}

/** One place, which outlasts whatever fails. */
const everlasting: CheckpointTier = { hostsMost: Number.POSITIVE_INFINITY, copyNs: 0, everyNs: 0 };

/** What a failure leaves: the work of the newest checkpoint, ns, and the place that has it; undefined where none has one. */
export interface Left {
  savedNs: number;
  tier: number | undefined;
}

/** When a failure strikes, ns: `wentNs` after work began with `baseNs` saved, with `savedNs` complete on the first place. */
interface Strike {
  atNs: number;
  wentNs: number;
  baseNs: number;
  savedNs: number;
}

/** Whether what lies there outlasts `cause`. */
export function outlasts(
  { hostsMost }: Pick<CheckpointTier, "hostsMost">,
  { replaces, hosts = 1 }: Pick<FailureCause, "replaces" | "hosts">,
): boolean {
  return !replaces || hosts <= hostsMost;
}

/** How far behind the copies are, over a run. */
export class TieredCheckpoints {
  #tiers: readonly CheckpointTier[];
  readonly #copies: readonly Copies[];

  /** The first of `tiers` is where they are saved; one place that outlasts everything when absent. */
  constructor(tiers: readonly CheckpointTier[] = [everlasting], plan: CheckpointPlan) {
    this.#tiers = tiers;
    this.#copies = tiers.slice(1).map((tier) => new Copies(tier, plan));
  }

  /** The same places, with what is known of them and of checkpoints by now. */
  replan(tiers: readonly CheckpointTier[], plan: CheckpointPlan): void {
    this.#tiers = tiers;
    for (const [index, copies] of this.#copies.entries())
      copies.replan(tiers[index + 1] as CheckpointTier, plan);
  }

  /** One that was played is complete on the first place at `atNs` and holds `savedNs`. */
  saved(savedNs: number, atNs: number): void {
    for (const copies of this.#copies) copies.saved(savedNs, atNs);
  }

  /** Time to bring a complete checkpoint to where it outlasts `cause`, ns. */
  leaveNs(cause: FailureCause): number {
    const tier = this.#refuge(cause);
    return tier === undefined ? Number.POSITIVE_INFINITY : (this.#tiers[tier]?.copyNs ?? 0);
  }

  /** What a failure leaves. */
  struck(cause: FailureCause, strike: Strike): Left {
    const safeNs = this.#copies.map((copies) => Math.min(strike.savedNs, copies.safeNs(strike)));
    let left: Left = { savedNs: 0, tier: undefined };
    for (const [tier, savedNs] of [strike.savedNs, ...safeNs].entries()) {
      if (!outlasts(this.#tiers[tier] as CheckpointTier, cause)) continue;
      if (left.tier === undefined || savedNs > left.savedNs) left = { savedNs, tier };
    }
    for (const [index, copies] of this.#copies.entries())
      copies.goOn(left.savedNs, Math.min(safeNs[index] as number, left.savedNs), strike.atNs);
    return left;
  }

  /** What is left where all that was saved was brought, before `cause` struck, to where it outlasts that. */
  left(cause: FailureCause, strike: Strike): Left {
    const { savedNs, atNs } = strike;
    const tier = this.#refuge(cause);
    for (const [index, copies] of this.#copies.entries())
      copies.goOn(savedNs, index + 1 === tier ? savedNs : Math.min(savedNs, copies.safeNs(strike)), atNs);
    return { savedNs, tier };
  }

  /** The place that outlasts `cause` and has a checkpoint soonest. */
  #refuge(cause: FailureCause): number | undefined {
    let best: number | undefined;
    for (const [index, tier] of this.#tiers.entries()) {
      if (!outlasts(tier, cause) || tier.copyNs === Number.POSITIVE_INFINITY) continue;
      if (best === undefined || tier.copyNs < (this.#tiers[best] as CheckpointTier).copyNs) best = index;
    }
    return best;
  }
}

/** Copies in one of the other places. */
class Copies {
  #tier!: CheckpointTier;
  #plan!: CheckpointPlan;
  /** Checkpoints of which one is to be copied. */
  #of = 1;
  /** Of those that were played, complete since the last that is copied. */
  #since = 0;
  /** Work of the newest copy, of the one that is under way, and when that is complete, ns. */
  #awayNs = 0;
  #comingNs = 0;
  #comesAtNs = 0;

  constructor(tier: CheckpointTier, plan: CheckpointPlan) {
    this.replan(tier, plan);
  }

  replan(tier: CheckpointTier, plan: CheckpointPlan): void {
    this.#tier = tier;
    this.#plan = plan;
    this.#of = Math.max(1, Math.round(tier.everyNs / plan.intervalNs));
  }

  saved(savedNs: number, atNs: number): void {
    this.#since++;
    if (this.#since < this.#of || atNs < this.#comesAtNs) return;
    this.#since = 0;
    this.#awayNs = this.#comingNs;
    this.#comingNs = savedNs;
    this.#comesAtNs = atNs + this.#tier.copyNs;
  }

  /** Work that is there. */
  safeNs({ atNs, wentNs, baseNs }: Strike): number {
    const { intervalNs, stallNs, saveNs } = this.#plan;
    const { copyNs } = this.#tier;
    const cycleNs = intervalNs + stallNs;
    // Where a copy takes longer than the time to the next the checkpoints in between are not copied.
    const stride = Math.max(this.#of, Math.ceil(copyNs / cycleNs - 1e-9));
    const complete = Math.floor((wentNs - saveNs - copyNs + stallNs) / cycleNs);
    const copied = complete >= this.#of ? Math.floor((complete - this.#of) / stride) * stride + this.#of : 0;
    if (copied > 0) return baseNs + copied * intervalNs;
    return atNs >= this.#comesAtNs ? this.#comingNs : this.#awayNs;
  }

  /** Work goes on from `savedNs` at `atNs`, of which `safeNs` are there. */
  goOn(savedNs: number, safeNs: number, atNs: number): void {
    this.#since = 0;
    this.#awayNs = safeNs;
    // Where all are copied, what was not yet is from now on.
    this.#comingNs = this.#of === 1 ? savedNs : safeNs;
    this.#comesAtNs = atNs + this.#tier.copyNs;
  }
}
