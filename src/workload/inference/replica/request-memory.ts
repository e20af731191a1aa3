/**
 * KV room of the requests that run on one replica: what a newcomer needs, what each holds as its answer grows, and for how
 * many decode steps the batch still finds room.
 *
 *     free = capacity - held by requests - watermark (kept for answers that grow, asked of newcomers only)
 */

import type { Request } from "../load/request.ts";
import type { AdapterStore } from "./adapter-store.ts";
import type { BatchColumns } from "./batch-columns.ts";
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
  missing(batch: BatchColumns): number {
    if (this.#rules.reservesAnswer) return 0;
    const { kvBlocks, size } = batch;
    let needed = 0;
    for (let place = 0; place < size; place++) needed += this.#blocksAhead(batch, place) - kvBlocks[place]!;
    return needed - this.kvCache.freeBlocks;
  }

  /** Blocks that requests hold when `batch` has taken `steps` steps that are not counted yet, and is in the next. */
  heldAfter(batch: BatchColumns, steps: number): number {
    let held = this.kvCache.usedBlocks;
    if (this.#rules.reservesAnswer) return held;
    const { lookaheadTokens, tokensPerStep } = this.#rules;
    const { inputTokens, outputTokens, decodeSteps, kvBlocks, size } = batch;
    for (let place = 0; place < size; place++) {
      const generated =
        tokensPerStep === 1
          ? batch.generated[place]! + steps
          : batch.generatedAfter(place, decodeSteps[place]! + steps, tokensPerStep);
      const tokens = inputTokens[place]! + Math.min(outputTokens[place]!, generated + lookaheadTokens);
      held += Math.max(0, this.#blocksOf(tokens) - kvBlocks[place]!);
    }
    return held;
  }

  /** Takes the blocks that the sequences may fill with the next step; false, and none taken, where too few are free. */
  growForNextStep(batch: BatchColumns): boolean {
    if (this.#rules.reservesAnswer) return true;
    const missing = this.missing(batch);
    if (missing > 0) return false;
    // Most steps stay within the blocks that are held.
    if (missing + this.kvCache.freeBlocks === 0) return true;
    let taken = 0;
    for (let place = 0; place < batch.size; place++)
      taken += grow(batch, place, this.#blocksAhead(batch, place));
    this.#take(taken);
    return true;
  }

  /** Takes the blocks that steps which were jumped over have taken: those of the last one, before it was done. */
  growToContext(batch: BatchColumns): void {
    if (this.#rules.reservesAnswer) return;
    const { lookaheadTokens, tokensPerStep } = this.#rules;
    const { inputTokens, outputTokens, generated, decodeSteps, size } = batch;
    let taken = 0;
    for (let place = 0; place < size; place++) {
      let tokens = inputTokens[place]! + generated[place]!;
      if (tokensPerStep > 1) {
        const before = batch.generatedAfter(place, decodeSteps[place]! - 1, tokensPerStep);
        tokens = inputTokens[place]! + Math.min(outputTokens[place]!, before + lookaheadTokens);
      }
      taken += grow(batch, place, this.#blocksOf(tokens));
    }
    this.#take(taken);
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

  /** Blocks that the sequence at `place` may fill with its next step, never for more than its whole answer. */
  #blocksAhead({ inputTokens, outputTokens, generated, kvBlocks }: BatchColumns, place: number): number {
    const left = Math.max(outputTokens[place]! - generated[place]!, 0);
    const ahead = Math.min(this.#rules.lookaheadTokens, left);
    const blocks = this.#blocksOf(inputTokens[place]! + generated[place]! + ahead);
    return Math.max(blocks, kvBlocks[place]!);
  }

  #take(blocks: number): void {
    if (blocks === 0) return;
    this.kvCache.take(blocks);
    this.prefixCache?.trim();
  }
}

/** Blocks that the sequence at `place` must take to hold `blocks`. */
function grow({ kvBlocks }: BatchColumns, place: number, blocks: number): number {
  const taken = blocks - kvBlocks[place]!;
  if (taken <= 0) return 0;
  kvBlocks[place] = blocks;
  return taken;
}
