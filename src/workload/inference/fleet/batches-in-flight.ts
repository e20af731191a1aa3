/**
 * Several batches of one replica on their way through its pipeline stages, each an engine of its own. They share the
 * replica's KV memory and its stages; engines are numbered replica by replica.
 */
import type { Engine } from "../replica/engine.ts";
import { StageLine } from "../replica/stage-line.ts";
import { StagePipe } from "../replica/stage-pipe.ts";
import type { PoolPlan } from "./serving-plan.ts";

/** How many batches each replica has in flight, and what they share. */
export class BatchesInFlight {
  readonly count: number;
  /** By replica. */
  readonly #pipes: StagePipe[] = [];
  readonly #lines: StageLine[] = [];
  /** By replica, blocks in use when its room was last offered. */
  readonly #usedBlocks: number[] = [];

  constructor(count: number) {
    this.count = count;
  }

  /** Which replica the engine `index` belongs to. */
  replicaOf(index: number): number {
    return Math.floor(index / this.count);
  }

  /** The part of a limit of a replica that is one engine's, rounded up. */
  shareOf(limit: number | undefined): number | undefined {
    return limit === undefined ? undefined : Math.ceil(limit / this.count);
  }

  /** Of `pools`, whose replicas have consecutive engines, the one of engine `index`. */
  poolOf(index: number, pools: readonly PoolPlan[]): PoolPlan {
    let first = 0;
    for (const pool of pools) {
      first += pool.replicas * this.count;
      if (index < first) return pool;
    }
    return pools[0]!;
  }

  /** The stages that engine `index` shares with its siblings; undefined where it is alone. */
  pipeOf(index: number): StagePipe | undefined {
    if (this.count === 1) return undefined;
    const replica = this.replicaOf(index);
    this.#pipes[replica] ??= new StagePipe(this.count);
    return this.#pipes[replica];
  }

  /** The same where something may move beside its steps. */
  lineOf(index: number): StageLine | undefined {
    if (this.count === 1) return undefined;
    const replica = this.replicaOf(index);
    this.#lines[replica] ??= new StageLine(this.count);
    return this.#lines[replica];
  }

  /** The sibling before engine `index` whose memory is its own too; undefined for the first. */
  siblingOf(index: number, engines: readonly Engine[]): Engine | undefined {
    return index % this.count === 0 ? undefined : engines[index - 1];
  }

  /** Memory that `engine` gave back may be what an idle sibling waits for: wakes them where use has fallen. */
  offerRoom({ index, memory }: Engine, engines: readonly Engine[], now: number): void {
    if (this.count === 1) return;
    const replica = this.replicaOf(index);
    const before = this.#usedBlocks[replica] ?? 0;
    const { usedBlocks } = memory.kvCache;
    this.#usedBlocks[replica] = usedBlocks;
    if (usedBlocks >= before) return;
    for (const each of engines.slice(replica * this.count, (replica + 1) * this.count)) {
      if (each.index !== index && each.idle) each.wake(now);
    }
  }
}
