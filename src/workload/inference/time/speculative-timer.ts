/**
 * Speculative decoding: something cheap proposes the next tokens, the model verifies them in one step and keeps them up to
 * the first it would not have said, and its own next one. With p_i the chance that position i is kept if all before it are,
 * a step gives on average
 *
 *     1 + p_1 + p_1 p_2 + ... + p_1 ... p_k   tokens
 *
 * and takes the time of a step over k + 1 tokens a sequence (or the nodes of a tree) and that of the proposals. Requests get
 * the average at every step, fractions carried over.
 */

import type { Request } from "../load/request.ts";
import {
  addCost,
  copyCost,
  type DecodeBatch,
  type DecodeCost,
  emptyCost,
  equalBatch,
  type PromptChunk,
  type StepCost,
  type StepTimer,
} from "./step-timer.ts";

/** How tokens are proposed. */
export interface Speculation {
  /** Tokens proposed in a row: the depth. */
  depth: number;
  /** Tokens that one step verifies for each sequence, the model's own included. */
  verifiedTokens: number;
  /** Chance that each position is kept if those before it are; the last one holds for all further positions. */
  acceptance: readonly number[];
}

/** Tokens a step gives on average: 7 proposals of 0.9 each give 1 + 0.9 + ... + 0.9^7 = 5.70. */
export function tokensPerStep({ depth, acceptance }: Speculation): number {
  let kept = 1;
  let sum = 1;
  for (let position = 0; position < depth; position++) {
    kept *= acceptance[Math.min(position, acceptance.length - 1)];
    sum += kept;
  }
  return sum;
}

const nobody = equalBatch(0, 0);
const nothing = emptyCost();

/** Prices the steps of a model that verifies, and of what proposes. */
export class SpeculativeTimer implements StepTimer {
  readonly tokensPerStep: number;
  readonly lookaheadTokens: number;
  readonly attentionGroups: number | undefined;
  readonly #verifier: StepTimer;
  readonly #proposer: StepTimer;
  readonly #proposals: number;
  readonly #cost: DecodeCost = { first: emptyCost(), growth: emptyCost(), validSteps: 1 };
  readonly #prefill = emptyCost();

  /** `proposals` steps of `proposer` go before each step of `verifier`; `proposer` prefills every prompt too. */
  constructor(parts: {
    verifier: StepTimer;
    proposer: StepTimer;
    proposals: number;
    speculation: Speculation;
  }) {
    this.#verifier = parts.verifier;
    this.#proposer = parts.proposer;
    this.#proposals = parts.proposals;
    this.tokensPerStep = tokensPerStep(parts.speculation);
    this.lookaheadTokens = parts.speculation.depth + 1;
    this.attentionGroups = parts.verifier.attentionGroups;
  }

  prefill(requests: readonly Request[]): StepCost {
    const cost = this.#prefill;
    copyCost(cost, this.#verifier.prefill(requests));
    addCost(cost, this.#proposer.prefill(requests));
    return cost;
  }

  mixed(chunks: readonly PromptChunk[], batch: DecodeBatch): StepCost {
    const cost = this.#prefill;
    copyCost(cost, this.#verifier.mixed(chunks, batch));
    addCost(cost, this.#proposer.mixed(chunks, nobody));
    if (batch.slots > 0) addCost(cost, this.#proposer.decode(batch).first, this.#proposals);
    return cost;
  }

  decode(batch: DecodeBatch): DecodeCost {
    const { first, growth } = this.#cost;
    const verified = this.#verifier.decode(batch);
    copyCost(first, verified.first);
    copyCost(growth, nothing);
    addCost(growth, verified.growth, this.tokensPerStep);
    let validTokens = verified.validSteps;
    const proposed = this.#proposer.decode(batch);
    addCost(first, proposed.first, this.#proposals);
    addCost(growth, proposed.growth, this.#proposals * this.tokensPerStep);
    validTokens = Math.min(validTokens, proposed.validSteps);
    this.#cost.validSteps = Math.max(1, Math.floor(validTokens / this.tokensPerStep));
    return this.#cost;
  }
}
