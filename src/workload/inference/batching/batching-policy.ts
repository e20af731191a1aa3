/**
 * Which waiting requests join the batch, and when. A policy is asked at every step boundary; the engine owns the clock,
 * the batch and the KV cache.
 */
import { definePlugin } from "../../../base/plugin.ts";
import type { Request } from "../request.ts";

/** What a policy sees of its engine at a step boundary. */
export interface BatchView {
  /** Requests in the batch. */
  readonly running: number;
  /** The request `index` places behind the head of the line. */
  waiting(index: number): Request | undefined;
  /** Free blocks of the KV cache. */
  readonly freeBlocks: number;
  /** Blocks `tokens` tokens fill. */
  blocksFor(tokens: number): number;
}

/** A batching policy. */
export interface BatchingPolicy {
  /** Most requests in a batch. */
  readonly maxBatch: number;
  /**
   * True: the batch is fixed when it starts; slots and KV cache for the whole answer are taken at once, and come free
   * when its longest answer is done. False: requests come and go at any step, and KV cache grows with the answer.
   */
  readonly fixedBatch: boolean;
  /** How many requests from the head of the line to prefill now; zero to go on decoding, or wait. */
  admit(view: BatchView): number;
}

/** Types a batching plug-in. */
export const defineBatching = definePlugin<BatchingPolicy>();

/**
 * Requests from the head of the line, in order, as many as fit: at most `slots`, together at most `tokensMax` prompt
 * tokens (a longer prompt goes alone), and KV room for `tokensOf` each.
 */
export function admitInOrder(
  view: BatchView,
  limits: { slots: number; tokensMax: number; tokensOf: (request: Request) => number },
): number {
  let admitted = 0;
  let tokens = 0;
  let freeBlocks = view.freeBlocks;
  while (admitted < limits.slots) {
    const request = view.waiting(admitted);
    if (request === undefined) break;
    tokens += request.contextTokens;
    freeBlocks -= view.blocksFor(limits.tokensOf(request));
    if (freeBlocks < 0 || (admitted > 0 && tokens > limits.tokensMax)) break;
    admitted++;
  }
  return admitted;
}
