/**
 * LoRA adapters: every step reads the adapters of its requests beside the model's weights. With A adapters, equally likely,
 * a step over n requests touches A (1 - (1 - 1/A)^n) of them; each has two matrices of rank r beside every projection:
 *
 *     bytes = 2 x r x (inputs + outputs of the projections) x layers, over the ranks of a replica
 *
 * Those that do not lie in device memory come from the host (`adapter-store.ts`).
 */
import { power } from "../../../base/power.ts";
import type { Model } from "../../../models/model.ts";
import { adapterParametersOfRankOne } from "../../../models/parameters.ts";
import type { Request } from "../load/request.ts";
import {
  addCost,
  copyCost,
  type DecodeBatch,
  type DecodeCost,
  emptyCost,
  memoryPart,
  type PromptChunk,
  type StepCost,
  type StepTimer,
} from "./step-timer.ts";

const elementBytes = 2;

/** Bytes of one adapter of rank `rank` on all projections of `model`. */
export function adapterBytes(model: Model, rank: number): number {
  return model.stack === undefined ? 0 : rank * adapterParametersOfRankOne(model.stack) * elementBytes;
}

/** What adapters cost a step. */
export interface AdapterCosts {
  adapters: number;
  /** Time to read one adapter from device memory, ns. */
  readNs: number;
}

/** A timer whose steps also read adapters. */
export class AdapterTimer implements StepTimer {
  readonly tokensPerStep: number | undefined;
  readonly lookaheadTokens: number | undefined;
  readonly attentionGroups: number | undefined;
  readonly schedulesAhead: boolean | undefined;
  readonly #timer: StepTimer;
  readonly #adapters: number;
  readonly #readNs: number;
  readonly #prefill = emptyCost();
  readonly #decode: DecodeCost = { first: emptyCost(), growth: emptyCost(), validSteps: 1 };
  readonly #extra = emptyCost();

  constructor(timer: StepTimer, { adapters, readNs }: AdapterCosts) {
    this.#timer = timer;
    this.#adapters = adapters;
    this.#readNs = readNs;
    this.tokensPerStep = timer.tokensPerStep;
    this.lookaheadTokens = timer.lookaheadTokens;
    this.attentionGroups = timer.attentionGroups;
    this.schedulesAhead = timer.schedulesAhead;
  }

  prefill(requests: readonly Request[]): StepCost {
    copyCost(this.#prefill, this.#timer.prefill(requests));
    addCost(this.#prefill, this.#read(requests.length));
    return this.#prefill;
  }

  mixed(chunks: readonly PromptChunk[], batch: DecodeBatch): StepCost {
    copyCost(this.#prefill, this.#timer.mixed(chunks, batch));
    addCost(this.#prefill, this.#read(chunks.length + batch.slots));
    return this.#prefill;
  }

  decode(batch: DecodeBatch): DecodeCost {
    const { first, growth, validSteps } = this.#timer.decode(batch);
    copyCost(this.#decode.first, first);
    copyCost(this.#decode.growth, growth);
    this.#decode.validSteps = validSteps;
    addCost(this.#decode.first, this.#read(batch.slots));
    return this.#decode;
  }

  #read(requests: number): StepCost {
    const touched = this.#adapters * (1 - power(1 - 1 / this.#adapters, requests));
    this.#extra.totalNs = touched * this.#readNs;
    this.#extra.parts[memoryPart] = this.#extra.totalNs;
    this.#extra.memoryBusyNs = this.#extra.totalNs;
    return this.#extra;
  }
}
