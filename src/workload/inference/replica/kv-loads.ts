/**
 * What the prompts of a step wait for from outside their replica: keys and values that a prefix tier keeps, or that were
 * swapped out. Computation goes on beside it, layer by layer, so that the step ends with the longer of the two:
 *
 *     step = max(computation, loads one after the other)
 *
 * Each load has a pace of its own (the host link, the tier). What it shares with other replicas (the memory of the host, a
 * tier that all have in common) is a resource, on which a step's loads are one task.
 */
import type { Target } from "../../../kernel/event-queue.ts";
import type { Sharing } from "../../../kernel/sharing/sharing.ts";
import type { KvUse } from "../load/kv-use.ts";

/** What replicas share with each other and with other jobs. */
export interface KvWays {
  sharing: Sharing;
  /** Number of the job. */
  owner: number;
  /** A tier that all replicas have in common. */
  tier(name: string, bandwidth: number): number;
  /** Memory of the hosts on which replica `index` stands. */
  hostMemory(index: number): readonly number[];
  /** Cards of those hosts, over which weights come from a store. */
  cards(index: number): readonly number[];
}

/** A replica among those that share ways. */
export interface ReplicaPlace {
  ways: KvWays;
  replica: number;
}

/** Bytes through the memory of the hosts of one replica, in equal parts. */
export function hostUses(memories: readonly number[], bytes: number): readonly KvUse[] {
  return memories.map((resource) => ({ resource, bytes: bytes / memories.length }));
}

/** The loads of one engine, a step at a time; steps behind each other through stages have their time alone. */
export class KvLoads implements Target {
  readonly #ways: KvWays | undefined;
  #task: number | undefined;
  #computedNs = 0;
  #done: (endNs: number) => void = () => {};

  /** Without `ways` each load takes its time alone. */
  constructor(ways: KvWays | undefined) {
    this.#ways = ways;
  }

  /**
   * Loads for a step that begins at `now` and computes for `computeNs`: what takes `loadNs` alone and uses these parts. `done`
   * is told when the step ends, at once where nothing is shared.
   */
  start(
    uses: readonly KvUse[],
    { now, loadNs, computeNs }: { now: number; loadNs: number; computeNs: number },
    done: (endNs: number) => void,
  ): void {
    const ways = this.#ways;
    if (ways === undefined || uses.length === 0 || loadNs === 0) {
      done(now + Math.max(computeNs, loadNs));
      return;
    }
    const bytes = new Map<number, number>();
    for (const use of uses) bytes.set(use.resource, (bytes.get(use.resource) ?? 0) + use.bytes);
    const amounts = [...bytes.values()].map((each) => each / loadNs);
    const usage = { resources: [...bytes.keys()], amounts, weight: 1 / Math.max(...amounts), rateMax: 1 };
    this.#computedNs = now + computeNs;
    this.#done = done;
    this.#task = ways.sharing.run({ work: loadNs, usage, owner: ways.owner }, this, 0);
  }

  /** Gives up what is under way. */
  stop(): void {
    if (this.#task !== undefined) this.#ways?.sharing.stop(this.#task);
    this.#task = undefined;
  }

  handle(_code: number, now: number): void {
    this.#task = undefined;
    this.#done(Math.max(now, this.#computedNs));
  }
}
