/**
 * Step times of a replica from its model's operators.
 *
 * Decode: the operators of one step over a batch at its mean context. Between powers of two of the context the step time
 * is close to a straight line (exactly one where no operator changes from compute-bound to memory-bound in between), so
 * each pair (batch, power of two) is priced twice, at both ends, and kept.
 *
 * Prefill: prompts of a step are packed, so everything but attention follows from their total length, and attention from
 * each prompt's own. Both are kept by length.
 *
 * Pipeline stages of a replica work one after the other: a step crosses all of them, with a transfer in between.
 */
import { forwardOperators, type Phase } from "../../models/forward-operators.ts";
import type { Model } from "../../models/model.ts";
import type { Operator } from "../../models/operator.ts";
import type { Shard } from "../../models/shard.ts";
import { type ExecutionContext, groupsTime, type TimeParts, totalNs } from "../../timing/forward-time.ts";
import type { Request } from "./request.ts";
import { type DecodeCost, type StepCost, type StepTimer, stepParts } from "./step-timer.ts";

/** What a replica's timing follows from. */
export interface ReplicaPlan {
  model: Model;
  shard: Shard;
  context: ExecutionContext;
  /** Pipeline stages. */
  stages: number;
  /** Time to hand the activations of `tokens` tokens to the next stage, ns. */
  handOverNs(tokens: number): number;
}

interface Segment {
  /** Smallest mean context of the segment. */
  from: number;
  /** Largest. */
  to: number;
  atFrom: StepCost;
  slope: StepCost;
}

/** Prices steps from operators and remembers them. */
export class ModelStepTimer implements StepTimer {
  readonly #plan: ReplicaPlan;
  readonly #segments = new Map<number, Segment>();
  readonly #packed = new Map<number, StepCost>();
  readonly #attention = new Map<number, StepCost>();
  readonly #prefillCost = emptyCost();
  readonly #decodeCost: DecodeCost = { first: emptyCost(), growth: emptyCost(), validSteps: 0 };

  constructor(plan: ReplicaPlan) {
    this.#plan = plan;
  }

  prefill(requests: readonly Request[]): StepCost {
    const cost = this.#prefillCost;
    cost.totalNs = 0;
    cost.parts.fill(0);
    let tokens = 0;
    for (const request of requests) {
      tokens += request.contextTokens;
      addCost(cost, this.#attentionOf(request.contextTokens));
    }
    addCost(cost, this.#packedCost(tokens));
    return cost;
  }

  decode(batch: number, contextTotal: number, _contextMax: number): DecodeCost {
    const mean = contextTotal / batch;
    const power = Math.max(0, Math.ceil(Math.log2(mean)) - 1);
    const segment = this.#segment(batch, power);
    const { first, growth } = this.#decodeCost;
    const distance = mean - segment.from;
    first.totalNs = segment.atFrom.totalNs + distance * segment.slope.totalNs;
    growth.totalNs = segment.slope.totalNs;
    for (let part = 0; part < stepParts.length; part++) {
      first.parts[part] = segment.atFrom.parts[part] + distance * segment.slope.parts[part];
    }
    growth.parts.set(segment.slope.parts);
    this.#decodeCost.validSteps = Math.max(1, Math.floor(segment.to - mean) + 1);
    return this.#decodeCost;
  }

  #segment(batch: number, power: number): Segment {
    const key = batch * 64 + power;
    const known = this.#segments.get(key);
    if (known !== undefined) return known;
    const from = power === 0 ? 1 : 2 ** power + 1;
    const to = 2 ** (power + 1);
    const cost = (contextTokens: number) =>
      this.#cost({ kind: "decode", sequences: batch, contextTokens }, batch, () => true, true);
    const atFrom = cost(from);
    const slope = cost(to);
    slope.totalNs = (slope.totalNs - atFrom.totalNs) / (to - from);
    for (let part = 0; part < stepParts.length; part++) {
      slope.parts[part] = (slope.parts[part] - atFrom.parts[part]) / (to - from);
    }
    const segment = { from, to, atFrom, slope };
    this.#segments.set(key, segment);
    return segment;
  }

  /** Everything but attention of `tokens` packed prompt tokens. */
  #packedCost(tokens: number): StepCost {
    return remembered(this.#packed, tokens, () =>
      this.#cost({ kind: "prefill", sequences: 1, tokens }, tokens, (op) => op.kind !== "attention", true),
    );
  }

  /** Attention of one prompt of `tokens` tokens. */
  #attentionOf(tokens: number): StepCost {
    return remembered(this.#attention, tokens, () =>
      this.#cost({ kind: "prefill", sequences: 1, tokens }, 0, (op) => op.kind === "attention", false),
    );
  }

  /** Cost of the operators of `phase` that `keep` keeps; `fixed` adds exchanges, launches, stages and host. */
  #cost(phase: Phase, tokens: number, keep: (op: Operator) => boolean, fixed: boolean): StepCost {
    const { model, shard, context, stages } = this.#plan;
    const groups = forwardOperators(model, phase, shard).map((group) => ({
      ...group,
      operators: group.operators.filter(keep),
      exchanges: fixed ? group.exchanges : [],
    }));
    const constants = fixed
      ? context.constants
      : { ...context.constants, layerOverheadNs: 0, collectiveOverheadNs: 0 };
    const parts = groupsTime(groups, { ...context, constants });
    if (fixed) {
      parts.overhead += context.constants.stepOverheadNs;
      if (stages > 1) parts.communication += (stages - 1) * this.#plan.handOverNs(tokens);
    }
    return costOf(parts);
  }
}

function remembered(store: Map<number, StepCost>, key: number, make: () => StepCost): StepCost {
  let cost = store.get(key);
  if (cost === undefined) {
    cost = make();
    store.set(key, cost);
  }
  return cost;
}

function emptyCost(): StepCost {
  return { totalNs: 0, parts: new Float64Array(stepParts.length) };
}

function costOf(parts: TimeParts): StepCost {
  return { totalNs: totalNs(parts), parts: Float64Array.from(stepParts, (part) => parts[part]) };
}

function addCost(sum: StepCost, cost: StepCost): void {
  sum.totalNs += cost.totalNs;
  for (let part = 0; part < stepParts.length; part++) sum.parts[part] += cost.parts[part];
}
