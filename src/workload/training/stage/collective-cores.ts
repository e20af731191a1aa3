/**
 * The collective cores of a stage's ranks, which drive collectives beside the compute engines: so many run at once, the others
 * wait in the order in which they came. Exchanges that a pass waits for and those among copies take cores alike.
 *
 *     at once = collective cores of a rank (its share of the chip's), at least 1
 *
 * Left out: sends between stages.
 */
import type { RankDevice } from "../../../hardware/chip.ts";
import { RingBuffer } from "../../../kernel/ring-buffer.ts";

/** Cores that one collective takes of each of its ranks. Assumed: no source tells how they divide the work. */
const coresPerCollective = 1;

/** Collectives that run at once on a rank of `device`; any number where the chip has no cores for them (GPUs). */
export function collectivesAtOnce({ chip, cores }: Pick<RankDevice, "chip" | "cores">): number {
  const { collectiveCores = 0 } = chip;
  if (collectiveCores === 0) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor((collectiveCores * cores) / chip.cores / coresPerCollective));
}

/** What stands behind how many run at once, a text each; none where nothing limits them. */
export function collectiveCoreAssumptions(device: Pick<RankDevice, "chip" | "cores">): string[] {
  const atOnce = collectivesAtOnce(device);
  if (atOnce === Number.POSITIVE_INFINITY) return [];
  return [
    `collective cores: ${coresPerCollective} for each collective of a rank (assumed), ${atOnce} at once`,
  ];
}

/** Cores of the ranks of one stage. */
export class CollectiveCores {
  readonly #line = new RingBuffer<() => void>();
  #free: number;

  constructor(atOnce = Number.POSITIVE_INFINITY) {
    this.#free = atOnce;
  }

  /** Begins a collective: now, or when one before it gives its cores back. */
  take(begin: () => void): void {
    if (this.#free > 0) {
      this.#free--;
      begin();
    } else this.#line.push(begin);
  }

  /** A collective is over. */
  giveBack(): void {
    const next = this.#line.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
