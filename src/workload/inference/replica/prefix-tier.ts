/**
 * A place outside the accelerators where keys and values of prompt blocks are kept: host memory, a remote store. The least
 * recently used blocks go first when it is full. Reading takes latency + bytes / bandwidth.
 */

import type { HostPart } from "../../../cluster/host-links.ts";
import { type KvUse, noUses } from "../load/kv-use.ts";
import { hostUses } from "./kv-loads.ts";

/** What a tier is made of. */
export interface PrefixTierOptions {
  name: string;
  /** Blocks it holds; infinite when unlimited. */
  capacityBlocks: number;
  /** bytes/ns. */
  bandwidth: number;
  latencyNs: number;
  /** What its readings share with others: the tier itself, the memory of a host; nothing when absent. */
  shares?: readonly HostPart[];
}

/** Blocks by identity, in the order of their last use. */
export class PrefixTier {
  readonly name: string;
  readonly #options: PrefixTierOptions;
  /** A set gives its members in the order in which they were put in. */
  readonly #blocks = new Set<number>();

  constructor(options: PrefixTierOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Whatever it was given, it keeps. */
  get isUnlimited(): boolean {
    return this.#options.capacityBlocks === Number.POSITIVE_INFINITY;
  }

  has(block: number): boolean {
    return this.#blocks.has(block);
  }

  /** Keeps `block` as the most recently used. */
  put(block: number): void {
    const { capacityBlocks } = this.#options;
    if (!this.isUnlimited) this.#blocks.delete(block);
    this.#blocks.add(block);
    if (this.#blocks.size > capacityBlocks) {
      for (const oldest of this.#blocks) {
        this.#blocks.delete(oldest);
        break;
      }
    }
  }

  /** What reading `bytes` shares with others. */
  uses(bytes: number): readonly KvUse[] {
    const { shares = [] } = this.#options;
    return bytes > 0 ? hostUses(shares, bytes) : noUses;
  }

  /** Time to read `bytes` alone, ns; none for nothing. */
  loadNs(bytes: number): number {
    return bytes > 0 ? this.#options.latencyNs + bytes / this.#options.bandwidth : 0;
  }
}
