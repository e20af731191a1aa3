/**
 * Prefix cache of one replica: keys and values of leading prompt blocks that other requests have computed before.
 *
 *     prompt blocks  [a][b][c][d]      look-up: leading blocks found in the KV cache's own memory or in a tier,
 *                     ^  ^             until the first that is nowhere; here 2 of 4 are spared
 *                    HBM host
 *
 * - A request asks when its prefill starts, and from then on its own blocks can be found by others: servers schedule
 *   requests one after the other, and what is scheduled in the same step is computed before it is read.
 * - In HBM whole blocks are shared: a block that running requests hold is counted once, and one that nobody holds any
 *   more stays until room is needed, the least recently used first; within a prompt the last block goes first.
 * - Tiers outside keep a copy of every block, a partial last one too. Reading them takes time, beside the prefill of the
 *   rest (layer by layer, so the longer of the two counts), over the links between chips and host whatever the tier.
 * - At least one token of a prompt is computed, because its logits are wanted.
 */
import { assert } from "../../../base/errors.ts";
import { noUses } from "../load/kv-use.ts";
import { noSlots, type Request } from "../load/request.ts";
import { noSlot } from "./block-index.ts";
import type { KvCache } from "./kv-cache.ts";
import { hostUses, type ReplicaPlace } from "./kv-loads.ts";
import { PrefixBlocks } from "./prefix-blocks.ts";
import type { PrefixTier } from "./prefix-tier.ts";

/** Tokens of a prompt block where neither scenario nor trace says. */
export const prefixBlockTokensDefault = 512;

/** What a prefix cache is made of. */
export interface PrefixCacheOptions {
  /** Tokens of a prompt block: one identity each. */
  blockTokens: number;
  /** Keep blocks in the KV cache's own memory. */
  hbm: boolean;
  /** Makes a replica's tiers outside, the nearest first; a shared one is the same for all. */
  makeTiers: (place?: ReplicaPlace) => readonly PrefixTier[];
  /** KV cache of one token over all ranks, bytes. */
  bytesPerToken: number;
}

/** Finds and keeps prompt blocks. */
export class PrefixCache {
  /** Blocks asked for and found, each request's first time. */
  askedBlocks = 0;
  foundBlocks = 0;
  readonly #options: PrefixCacheOptions;
  readonly #tiers: readonly PrefixTier[];
  readonly #place: ReplicaPlace | undefined;
  readonly #kvCache: KvCache;
  readonly #blocksEach: number;
  /** Blocks in HBM. */
  readonly #blocks = new PrefixBlocks();

  constructor(options: PrefixCacheOptions, kvCache: KvCache, place?: ReplicaPlace) {
    this.#options = options;
    this.#tiers = options.makeTiers(place);
    this.#place = place;
    this.#kvCache = kvCache;
    this.#blocksEach = options.blockTokens / kvCache.blockTokens;
    assert(Number.isInteger(this.#blocksEach), () => "a prompt block is a whole number of KV blocks");
  }

  /** KV blocks that stay in memory for nobody. */
  get idleBlocks(): number {
    return this.#blocks.idle * this.#blocksEach;
  }

  /** KV blocks that `request` would share with requests now running. */
  sharedBlocks(request: Request): number {
    if (!this.#options.hbm) return 0;
    let shared = 0;
    for (let index = 0; index < this.#wholeBlocks(request); index++) {
      const slot = this.#blocks.find(request.prefixBlocks[index]!);
      if (slot === noSlot) break;
      if (this.#blocks.holders(slot) > 0) shared++;
    }
    return shared * this.#blocksEach;
  }

  /** Leading blocks of `request` that are here, in memory or in a tier. */
  found(request: Request): number {
    return this.#countFound(request);
  }

  /**
   * Starts the prefill of `request`: says what is spared and what must be loaded (`cachedTokens`, `loadNs`), and lets its
   * blocks be found. KV blocks shared with running requests must not be taken again: their number is the result.
   */
  start(request: Request): number {
    const { prefixBlocks } = request;
    const { blockTokens, bytesPerToken } = this.#options;
    const tiers = this.#tiers;
    const inTiers = new Array<number>(tiers.length).fill(0);
    const found = this.#countFound(request, inTiers);
    if (!request.lookedUp) {
      request.lookedUp = true;
      this.askedBlocks += prefixBlocks.length;
      this.foundBlocks += found;
    }
    request.cachedTokens = Math.min(found * blockTokens, request.inputTokens - 1);
    request.loadNs = 0;
    request.loadUses = noUses;
    let loadedBytes = 0;
    for (const [place, tier] of tiers.entries()) {
      const bytes = inTiers[place]! * blockTokens * bytesPerToken;
      loadedBytes += bytes;
      request.loadNs += tier.loadNs(bytes);
      const uses = tier.uses(bytes);
      if (uses.length > 0) request.loadUses = [...request.loadUses, ...uses];
    }
    if (loadedBytes > 0 && this.#place !== undefined) {
      const { ways, replica, traffic } = this.#place;
      const onTheWay = hostUses(ways.hostLink(replica), loadedBytes);
      request.loadUses = [...request.loadUses, ...onTheWay, ...(traffic?.uses(loadedBytes) ?? noUses)];
    }
    // An only tier was given all that is found here, and keeps it where it is unlimited.
    const isKept = tiers.length === 1 && tiers[0]!.isUnlimited;
    for (let index = isKept ? found : 0; index < prefixBlocks.length; index++)
      for (const tier of tiers) tier.put(prefixBlocks[index]!);
    return this.#options.hbm ? this.#hold(request) : 0;
  }

  /** `request` gives up its blocks; the ones it shared stay findable. Result: KV blocks that others still hold. */
  release(request: Request): number {
    const { prefixSlots } = request;
    let held = 0;
    for (let index = prefixSlots.length - 1; index >= 0; index--) {
      if (this.#blocks.release(prefixSlots[index]!)) held++;
    }
    request.prefixSlots = noSlots;
    return held * this.#blocksEach;
  }

  /** Gives up idle blocks until requests' blocks and idle ones fit the memory together. */
  trim(): void {
    while (this.#blocks.idle > 0 && this.idleBlocks > this.#kvCache.freeBlocks) this.#blocks.dropOldest();
  }

  /** Loses all that is in the accelerators' memory; nobody may hold any of it. */
  clearMemory(): void {
    this.#blocks.clear();
  }

  #hold(request: Request): number {
    const slots: number[] = [];
    let shared = 0;
    const whole = this.#wholeBlocks(request);
    for (let index = 0; index < whole; index++) {
      const slot = this.#blocks.hold(request.prefixBlocks[index]!);
      if (this.#blocks.holders(slot) > 1) shared++;
      slots.push(slot);
    }
    request.prefixSlots = slots;
    return shared * this.#blocksEach;
  }

  #inMemory(request: Request, index: number): boolean {
    return (
      this.#options.hbm &&
      index < this.#wholeBlocks(request) &&
      this.#blocks.find(request.prefixBlocks[index]!) !== noSlot
    );
  }

  /** Its leading blocks that are here; adds to `inTiers`, by tier, those that must be loaded from there. */
  #countFound(request: Request, inTiers?: number[]): number {
    const { prefixBlocks } = request;
    for (let index = 0; index < prefixBlocks.length; index++) {
      if (this.#inMemory(request, index)) continue;
      const place = this.#placeOf(prefixBlocks[index]!);
      if (place < 0) return index;
      if (inTiers !== undefined) inTiers[place]!++;
    }
    return prefixBlocks.length;
  }

  /** Number of the nearest tier that has `block`; below zero where none has. */
  #placeOf(block: number): number {
    for (let place = 0; place < this.#tiers.length; place++) if (this.#tiers[place]!.has(block)) return place;
    return -1;
  }

  #wholeBlocks(request: Request): number {
    return Math.min(request.prefixBlocks.length, Math.floor(request.inputTokens / this.#options.blockTokens));
  }
}
