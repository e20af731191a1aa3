/**
 * Key-value cache of one replica in blocks of equal token count. A request holds whole blocks for its prompt and its
 * answer so far; use never exceeds capacity. Blocks of finished prompts may stay for others to find (`cached`): they count
 * as free, and are given up, the least recently used first, when room is needed.
 */
import { assert } from "../../../base/errors.ts";

/** Tokens in one block, as vLLM's default. */
export const blockTokensDefault = 16;

/** Blocks that `tokens` tokens fill: 17 tokens in blocks of 16 need 2. */
export function blocksFor(tokens: number, blockTokens: number): number {
  return Math.ceil(tokens / blockTokens);
}

/** Counts blocks. */
export class KvCache {
  readonly capacityBlocks: number;
  readonly blockTokens: number;
  #usedBlocks = 0;
  #usedBlocksMax = 0;

  constructor(capacityTokens: number, blockTokens = blockTokensDefault) {
    this.blockTokens = blockTokens;
    this.capacityBlocks = Math.floor(capacityTokens / blockTokens);
  }

  /** Blocks that requests hold. */
  get usedBlocks(): number {
    return this.#usedBlocks;
  }

  /** Most blocks ever held by requests. */
  get usedBlocksMax(): number {
    return this.#usedBlocksMax;
  }

  /** Blocks that no request holds. */
  get freeBlocks(): number {
    return this.capacityBlocks - this.#usedBlocks;
  }

  /** Takes (or with a negative number gives back) blocks. Taking more than are free is a broken invariant. */
  take(blocks: number): void {
    this.#usedBlocks += blocks;
    if (this.#usedBlocks > this.#usedBlocksMax) this.#usedBlocksMax = this.#usedBlocks;
    if (this.#usedBlocks < 0 || this.#usedBlocks > this.capacityBlocks)
      assert(false, `KV cache holds ${this.#usedBlocks} of ${this.capacityBlocks} blocks`);
  }
}
