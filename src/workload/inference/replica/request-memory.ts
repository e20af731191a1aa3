/**
 * KV room of the requests that run on one replica: what a newcomer needs, what each holds as its answer grows, and for how
 * many decode steps the batch still finds room.
 *
 *     free = capacity - held by requests - watermark (kept for answers that grow, asked of newcomers only)
 */

import type { Request } from "../load/request.ts";
import type { AdapterStore } from "./adapter-store.ts";
import type { BatchRows } from "./batch-rows.ts";
import { blocksFor, type KvCache } from "./kv-cache.ts";
import type { PrefixCache } from "./prefix-cache.ts";

/** How a policy takes KV room. */
export interface RoomRules {
  /** Room for the whole answer is taken at the start; else it grows with the answer. */
  reservesAnswer: boolean;
  /** Blocks that stay free when a request starts beside others. */
  watermarkBlocks: number;
  /** Positions a decode step may write for each sequence. */
  lookaheadTokens: number;
  tokensPerStep: number;
  /** LoRA adapters in memory; requests have none when absent. */
  adapters?: AdapterStore | undefined;
  /** Tokens of KV room that a sequence of this many tokens holds, where windows hold less than all; all when absent. */
  heldTokens?(tokens: number): number;
}

/** Takes and gives back KV blocks on behalf of requests. */
export class RequestMemory {
  readonly kvCache: KvCache;
  readonly prefixCache: PrefixCache | undefined;
  readonly #rules: RoomRules;

  constructor(kvCache: KvCache, prefixCache: PrefixCache | undefined, rules: RoomRules) {
    this.kvCache = kvCache;
    this.prefixCache = prefixCache;
    this.#rules = rules;
  }

  /** Blocks a newcomer may take: all that are free on an idle replica, else those above the watermark. */
  freeFor(running: number): number {
    return this.kvCache.freeBlocks - (running > 0 ? this.#rules.watermarkBlocks : 0);
  }

  /** Blocks that `request` needs to start. */
  needed(request: Request): number {
    const shared =
      this.prefixCache === undefined || request.kvReady ? 0 : this.prefixCache.sharedBlocks(request);
    return this.#startBlocks(request) - shared;
  }

  /** Takes the room `request` starts with and looks its prompt up. */
  start(request: Request): void {
    request.cachedTokens = 0;
    request.kvBlocks = this.#startBlocks(request);
    const shared = this.prefixCache === undefined || request.kvReady ? 0 : this.prefixCache.start(request);
    this.kvCache.take(request.kvBlocks - shared);
    this.prefixCache?.trim();
    request.prefilledTokens = request.kvReady ? request.contextTokens : request.cachedTokens;
    this.#rules.adapters?.start(request);
  }

  /** Gives back all that `request` holds. */
  release(request: Request): void {
    this.#rules.adapters?.release(request);
    const held = this.prefixCache === undefined ? 0 : this.prefixCache.release(request);
    this.kvCache.take(held - request.kvBlocks);
    request.kvBlocks = 0;
  }

  /** Blocks missing for the next step of every sequence of `batch`. */
  missing(batch: BatchRows): number {
    return this.#toTake(batch, 0) - this.kvCache.freeBlocks;
  }

  /** Blocks that requests hold when `batch` has taken `steps` steps that are not counted yet, and is in the next. */
  heldAfter(batch: BatchRows, steps: number): number {
    return this.kvCache.usedBlocks + this.#toTake(batch, steps);
  }

  /** Takes the blocks that the sequences may fill with the next step; false, and none taken, where too few are free. */
  growForNextStep(batch: BatchRows): boolean {
    const more = this.#toTake(batch, 0);
    if (more > this.kvCache.freeBlocks) return false;
    if (more > 0) this.#grow(batch, 0);
    return true;
  }

  /** Takes the blocks that steps which were jumped over have taken: those of the last one, before it was done. */
  growToContext(batch: BatchRows): void {
    this.#grow(batch, -1);
  }

  /** Decode steps after which every sequence of a batch of `size` still finds a free block; at least 1. */
  stepsWithRoom(size: number): number {
    if (this.#rules.reservesAnswer) return Number.POSITIVE_INFINITY;
    const { tokensPerStep } = this.#rules;
    const tokens = Math.floor(this.kvCache.freeBlocks / size) * this.kvCache.blockTokens;
    return Math.max(1, tokensPerStep === 1 ? tokens : Math.floor(tokens / tokensPerStep) - 1);
  }

  #startBlocks(request: Request): number {
    const tokens = this.#rules.reservesAnswer
      ? request.inputTokens + request.outputTokens
      : request.contextTokens + 1;
    return this.#blocksOf(tokens);
  }

  /** Blocks that a sequence of `tokens` tokens holds. */
  #blocksOf(tokens: number): number {
    const { heldTokens } = this.#rules;
    return blocksFor(heldTokens === undefined ? tokens : heldTokens(tokens), this.kvCache.blockTokens);
  }

  /** Blocks that the sequences do not hold yet of those that they may fill in the step after `ahead` more. */
  #toTake(batch: BatchRows, ahead: number): number {
    if (this.#rules.reservesAnswer) return 0;
    let blocks = 0;
    for (let place = 0; place < batch.size; place++) blocks += this.#moreBlocks(batch, place, ahead);
    return blocks;
  }

  /** Takes them. */
  #grow(batch: BatchRows, ahead: number): void {
    if (this.#rules.reservesAnswer) return;
    let taken = 0;
    for (let place = 0; place < batch.size; place++) {
      const more = this.#moreBlocks(batch, place, ahead);
      if (more === 0) continue;
      batch.setKvBlocks(place, batch.kvBlocks(place) + more);
      taken += more;
    }
    if (taken === 0) return;
    this.kvCache.take(taken);
    this.prefixCache?.trim();
  }

  /** What the sequence at `place` may fill in the step after `ahead` more, never for more than its whole answer. */
  #moreBlocks(batch: BatchRows, place: number, ahead: number): number {
    // Most steps stay within the blocks that are held, which is known from when they were looked at last.
    if (batch.hasRoom(place, ahead)) return 0;
    const { lookaheadTokens } = this.#rules;
    const tokens = batch.tokensWithin(place, ahead, lookaheadTokens);
    const held = batch.kvBlocks(place);
    const room = held * this.kvCache.blockTokens;
    // No sequence holds more tokens than it has.
    if (tokens > room) return Math.max(0, this.#blocksOf(tokens) - held);
    batch.holdsUntil(place, room - lookaheadTokens);
    return 0;
  }
}
