/**
 * What moves to and from the memory (HBM) of one replica while its steps run: keys and values on their way to or from another
 * replica, the memory of a host, a tier. While something does, its engines take their steps one at a time, each a task that
 * shares the memory; while nothing does, they know of no memory at all.
 *
 * A prompt's keys and values lie evenly on the ranks, all of which do the same, so that the memory of one stands for all.
 */
import { lazy } from "../../../base/lazy.ts";
import type { Target } from "../../../kernel/event-queue.ts";
import type { Sharing } from "../../../kernel/sharing/sharing.ts";
import type { MemoryUse } from "../../../network/graph/end-memory.ts";
import { DeviceMemory, type MemoryDemand } from "../../device-memory.ts";
import type { KvUse } from "../load/kv-use.ts";

/** What stands behind it, a text each. */
export const trafficAssumptions: readonly string[] = [
  "memory: keys and values that come and go are read and written there, and slow the running step as far as its operators wait for the memory (spread evenly over a step: assumed; batches that follow each other through pipeline stages are not slowed)",
];

/** The memory of one rank of a replica. */
export interface RankMemory {
  /** What streams reach, bytes/ns. */
  bandwidth: number;
  /** Ranks of the replica. */
  ranks: number;
}

/** Somebody whose steps use the memory. */
export interface MemoryUser {
  /** From `now` on something moves. */
  sharesMemory(now: number): void;
}

/** Traffic of one replica. */
export class MemoryTraffic {
  readonly #users: MemoryUser[] = [];
  readonly #ranks: number;
  readonly #device: () => DeviceMemory;
  #moving = 0;
  /** Whether anything has moved so far. */
  hasMoved = false;

  constructor(sharing: Sharing, owner: number, { bandwidth, ranks }: RankMemory, name: string) {
    this.#ranks = ranks;
    this.#device = lazy(() => new DeviceMemory(sharing, owner, bandwidth, name));
  }

  /** Whether something moves. */
  get isShared(): boolean {
    return this.#moving > 0;
  }

  /** What a byte of one rank uses of its memory. */
  get use(): MemoryUse {
    return this.#device().use;
  }

  /** What `bytes` of all ranks together use of the memory of one. */
  uses(bytes: number): readonly KvUse[] {
    return this.use.resources.map((resource) => ({ resource, bytes: bytes / this.#ranks }));
  }

  /** `user` is told when something begins to move. */
  join(user: MemoryUser): void {
    this.#users.push(user);
  }

  /** Something begins to move. */
  begins(now: number): void {
    this.hasMoved = true;
    this.#moving++;
    if (this.#moving === 1) for (const user of this.#users) user.sharesMemory(now);
  }

  /** Something has moved. */
  ends(): void {
    this.#moving--;
  }

  /** Computes what takes `ns` alone; `client` gets `code` at the end. Returns the number of the task. */
  compute(ns: number, demand: MemoryDemand, client: Target, code: number): number {
    return this.#device().compute(ns, demand, client, code);
  }

  /** Takes work out before its end. */
  stop(task: number): void {
    this.#device().stop(task);
  }
}
