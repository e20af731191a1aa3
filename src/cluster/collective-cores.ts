/**
 * The collective cores of ranks that all do the same, which drive collectives beside the compute engines: so many run at once,
 * the others wait in the order in which they came. Exchanges that a pass waits for and those among copies take cores alike, and
 * so do those of other jobs on the same chips, and what a stage sends to others.
 *
 *     at once = collective cores of a rank (its share of the chip's), at least 1
 *
 * Left out: cores of those who get what a stage sends.
 */
import type { RankDevice } from "../hardware/chip.ts";
import { RingBuffer } from "../kernel/ring-buffer.ts";
import type { Cell } from "./claims.ts";

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

/** Ranks that others have too, whose collectives take the same cores. */
export interface CoresBeside {
  all: SharedCollectiveCores;
  cells(): readonly Cell[];
}

/** Cores of a stage or a replica. */
export class CollectiveCores {
  readonly #atOnce: number;
  readonly #beside: CoresBeside | undefined;
  readonly #line = new RingBuffer<() => void>();
  #free: number;

  constructor(atOnce = Number.POSITIVE_INFINITY, beside?: CoresBeside) {
    this.#atOnce = atOnce;
    this.#free = atOnce;
    this.#beside = beside;
  }

  /** Begins a collective: now, or when one before it gives its cores back. */
  take(begin: () => void): void {
    if (this.#beside !== undefined) this.#beside.all.take(this.#beside.cells(), this.#atOnce, begin);
    else if (this.#free > 0) {
      this.#free--;
      begin();
    } else this.#line.push(begin);
  }

  /** A collective is over. */
  giveBack(): void {
    if (this.#beside !== undefined) {
      this.#beside.all.giveBack(this.#beside.cells());
      return;
    }
    const next = this.#line.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}

/** A collective that waits for cores on all its cells. */
interface Waiting {
  cells: readonly Cell[];
  atOnce: number;
  begin(): void;
}

/** Cores of ranks that several jobs have: a collective begins once all its ranks have a core, first come, first served on each. */
export class SharedCollectiveCores {
  readonly #busy = new Map<Cell, number>();
  #line: Waiting[] = [];

  /** Begins a collective on `cells` now, or when those before it there are over. */
  take(cells: readonly Cell[], atOnce: number, begin: () => void): void {
    this.#line.push({ cells, atOnce, begin });
    this.#serve();
  }

  /** A collective on `cells` is over. */
  giveBack(cells: readonly Cell[]): void {
    for (const cell of cells) this.#busy.set(cell, (this.#busy.get(cell) ?? 0) - 1);
    this.#serve();
  }

  #serve(): void {
    const claimed = new Set<Cell>();
    const begun: Waiting[] = [];
    this.#line = this.#line.filter((each) => {
      const { cells, atOnce } = each;
      const isFree = cells.every((cell) => !claimed.has(cell) && (this.#busy.get(cell) ?? 0) < atOnce);
      for (const cell of cells) {
        if (isFree) this.#busy.set(cell, (this.#busy.get(cell) ?? 0) + 1);
        else claimed.add(cell);
      }
      if (isFree) begun.push(each);
      return !isFree;
    });
    for (const { begin } of begun) begin();
  }
}
