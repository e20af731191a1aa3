/**
 * Step times of models whose answer is one pass over the input: encoders over their sequences, classifiers over images,
 * diffusion networks over their denoising passes. A batch is one request of the network:
 *
 *     time = fixed cost + input over the host link + passes x operators + result over the host link
 *
 * Sequences of a batch are padded to the longest, at least to a power of two where the software compiles for lengths. The
 * answer comes whole, as one token.
 */
import { forwardOperators } from "../../../models/operators/forward-operators.ts";
import type { OperatorGroup } from "../../../models/operators/operator-group.ts";
import { hostNs, passTimeNs } from "../../../timing/pass-time.ts";
import type { Request } from "../load/request.ts";
import type { ReplicaPlan } from "./model-step-timer.ts";
import {
  computePart,
  type DecodeCost,
  emptyCost,
  loadingPart,
  type PromptChunk,
  type StepCost,
  type StepTimer,
} from "./step-timer.ts";

const wordBytes = 8;
const floatBytes = 4;
const classes = 1000;

/** Prices batches of inputs and remembers them by batch size and length. */
export class PassStepTimer implements StepTimer {
  readonly #plan: ReplicaPlan;
  readonly #known = new Map<number, StepCost>();
  readonly #nothing: DecodeCost = { first: emptyCost(), growth: emptyCost(), validSteps: 1 };

  constructor(plan: ReplicaPlan) {
    this.#plan = plan;
  }

  prefill(requests: readonly Request[]): StepCost {
    let tokens = 1;
    for (const { inputTokens } of requests) if (inputTokens > tokens) tokens = inputTokens;
    return this.#batchCost(requests.length, tokens);
  }

  mixed(chunks: readonly PromptChunk[]): StepCost {
    return this.prefill(chunks.map(({ request }) => request));
  }

  decode(): DecodeCost {
    return this.#nothing;
  }

  #batchCost(batch: number, tokens: number): StepCost {
    const key = batch * 2 ** 24 + tokens;
    let cost = this.#known.get(key);
    if (cost === undefined) {
      const work = this.#work(batch, tokens);
      cost = emptyCost();
      cost.totalNs = passTimeNs(work, this.#plan.context);
      cost.hostBytes = work.inputBytes + work.outputBytes;
      cost.hostNs = hostNs(work, this.#plan.context);
      cost.parts[loadingPart] = cost.hostNs;
      cost.computeBusyNs = cost.totalNs - cost.hostNs;
      cost.parts[computePart] = cost.computeBusyNs;
      this.#known.set(key, cost);
    }
    return cost;
  }

  #work(batch: number, tokens: number) {
    const { model, shard } = this.#plan;
    const { item, patches, stack } = model;
    const side = item?.imageSize ?? patches?.imageSize;
    const length = patches?.tokens ?? tokens;
    const groups: OperatorGroup[] = item
      ? forwardOperators(model, { kind: "item", items: batch }, shard)
      : forwardOperators(model, { kind: "forward", sequences: batch, tokens: length, logitTokens: 0 }, shard);
    const outputs = side === undefined ? length * (stack?.hidden ?? 0) : classes;
    const inputBytes = side === undefined ? length * wordBytes : 3 * side ** 2 * floatBytes;
    return { groups, passes: 1, inputBytes: batch * inputBytes, outputBytes: batch * outputs * floatBytes };
  }
}
