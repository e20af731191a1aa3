/**
 * Step times of a replica from its model's operators.
 *
 * Decode: the operators of one step over a batch. Software that reads the KV cache in buckets pays for the whole bucket
 * above its longest context, so the step time is constant within a bucket. Software that reads what there is pays for the
 * mean context: between powers of two of it the step time is close to a straight line (exactly one where no operator
 * changes from compute-bound to memory-bound in between), so each pair (batch, power of two) is priced twice, at both
 * ends, and kept. A compiled batch costs all of its slots, whatever is active, but reads no more than memory holds.
 *
 * The decoder of an encoder-decoder model has a context of its own, the start token and the answer so far, and attends to
 * the prompt's keys and values beside it, by their mean length in whole blocks.
 *
 * Prefill: packed prompts cost what their total length does, but for attention, which follows from each prompt's own.
 * Padded prompts are as long as the power of two above the longest (or the compiled context) and are computed together;
 * serial ones are padded likewise and computed one after the other.
 *
 * Attention groups work side by side, each on requests of its own: the busiest group counts. Answers are taken as
 * evenly dealt.
 *
 * A step crosses all pipeline stages of a replica, with a transfer in between; other batches may be on their way at the
 * same time (`stage-pipe.ts`).
 */

import { lazy } from "../../../base/lazy.ts";
import type { Phase } from "../../../models/operators/forward-operators.ts";
import { imageGroups, sourceTokensOfImages } from "../../../models/operators/image-operators.ts";
import { type Behaviours, plainBehaviours } from "../../../timing/behaviours.ts";
import type { ProfileConstants } from "../../../timing/constants.ts";
import { groupsTime, workTime } from "../../../timing/forward-time.ts";
import type { Request } from "../load/request.ts";
import { AttentionGroups } from "./attention-groups.ts";
import { bucketAbove, type CompiledShape, paddedTokens, readTokens } from "./compiled-shape.ts";
import { type CostSetting, type KnownCosts, knownCosts } from "./known-costs.ts";
import { type KnownWork, knownWork, type PartOfPass } from "./known-work.ts";
import { exchangesOf, noExchanges } from "./step-exchange.ts";
import {
  addCost,
  addOverhead,
  copyCost,
  costOf,
  type DecodeBatch,
  type DecodeCost,
  emptyCost,
  type PromptChunk,
  type StepCost,
  type StepTimer,
  stepParts,
} from "./step-timer.ts";

/** What a replica's timing follows from. */
export interface ReplicaPlan extends CostSetting {
  /** Time to hand the activations of `tokens` tokens to the next stage, ns. */
  handOverNs(tokens: number): number;
  /** What the graphs are compiled for: slots of the batch, and tokens of the longest sequence. */
  compiled: CompiledShape;
  /** Room for the KV cache of all sequences, tokens; unbounded when absent. */
  memory?: { kvCapacityTokens: number };
}

const nothing = emptyCost();
/** Context at which the slope of decode attention is taken, tokens. */
const answerContextTokens = 4096;
/** Tokens to which the mean length of prompts that are attended to is rounded up. */
const sourceBlockTokens = 16;

interface Segment {
  batch: number;
  source: number;
  /** Smallest and largest mean context of the segment. */
  from: number;
  to: number;
  atFrom: StepCost;
  slope: StepCost;
}

/** Prices steps from operators and remembers them. */
export class ModelStepTimer implements StepTimer {
  readonly attentionGroups: number;
  readonly schedulesAhead: boolean;
  readonly #plan: ReplicaPlan;
  readonly #behaviours: Behaviours;
  readonly #costs: () => KnownCosts;
  readonly #segments = new Map<number, Map<number, Segment>>();
  readonly #work: KnownWork;
  #lastSegment: Segment | undefined;
  readonly #groups: AttentionGroups;
  /** Tokens of images that answers attend to beside their own context. */
  readonly #imageTokens: number;
  /** Room for the KV cache of all sequences, tokens. */
  readonly #kvTokens: number;
  /** Host time for one sequence that runs, its token chosen from logits where the host does that, ns. */
  readonly #runningNs: number;
  readonly #prefillCost = emptyCost();
  readonly #decodeCost: DecodeCost = { first: emptyCost(), growth: emptyCost(), validSteps: 0 };

  constructor(plan: ReplicaPlan) {
    this.#plan = plan;
    this.#work = knownWork(plan);
    this.#costs = lazy(() => knownCosts(plan));
    this.attentionGroups = plan.shard.attentionGroups ?? 1;
    this.#groups = new AttentionGroups(this.attentionGroups);
    this.#behaviours = plan.context.behaviours ?? plainBehaviours;
    this.#imageTokens = sourceTokensOfImages(plan.model, plan.images ?? 0);
    this.#kvTokens = plan.memory?.kvCapacityTokens ?? Number.POSITIVE_INFINITY;
    this.schedulesAhead = this.#behaviours.schedulesAhead;
    const { runningStepNs, logitStepNs } = plan.context.constants;
    this.#runningNs = runningStepNs + logitStepNs * plan.model.vocabulary;
  }

  prefill(requests: readonly Request[]): StepCost {
    const cost = this.#prefillCost;
    copyCost(cost, nothing);
    if (this.#behaviours.prefill === "packed") this.#addPacked(cost, requests);
    else this.#addPadded(cost, requests);
    this.#addImages(cost, requests.length);
    return cost;
  }

  decode(batch: DecodeBatch): DecodeCost {
    const { first } = this.#decodeOnDevice(batch);
    const joiningNs = this.#joiningNs(batch);
    addOverhead(first, this.#runningNs * batch.slots + joiningNs);
    if (joiningNs > 0) this.#decodeCost.validSteps = 1;
    return this.#decodeCost;
  }

  /** What a step takes longer because some of `batch` take their first with others, ns. */
  #joiningNs({ newcomers }: DecodeBatch): number {
    return newcomers > 0 ? this.#plan.context.constants.joinOverheadNs : 0;
  }

  /** A step as the device computes it; the host then does its part for each sequence that runs. */
  #decodeOnDevice(batch: DecodeBatch): DecodeCost {
    const { compiledBatch, kvBuckets } = this.#behaviours;
    const { compiled, model } = this.#plan;
    const slots = compiledBatch
      ? bucketAbove(compiled.batchBuckets ?? [compiled.batch], batch.slots)
      : batch.slots;
    // What runs has room; slots that stand empty read what there is besides, however long those that run are.
    const tokensMax = slots > batch.slots ? Math.floor(this.#kvTokens / slots) : Number.POSITIVE_INFINITY;
    const hasEncoder = model.encoder !== undefined;
    if (kvBuckets === "exact") {
      if (!hasEncoder) {
        const source = this.#imageTokens;
        return this.#decodeAtMean(slots, { mean: batch.contextTotal / batch.slots, tokensMax }, source);
      }
      const blocks = Math.ceil(batch.promptTotal / batch.slots / sourceBlockTokens);
      const own = 1 + (batch.contextTotal - batch.promptTotal) / batch.slots;
      return this.#decodeAtMean(slots, { mean: own, tokensMax }, blocks * sourceBlockTokens);
    }
    const contextMax = hasEncoder ? 1 + batch.answerMax : batch.contextMax;
    const bucket = readTokens(compiled, kvBuckets, contextMax);
    const source = hasEncoder ? readTokens(compiled, kvBuckets, batch.promptMax) : this.#imageTokens;
    const { first, growth } = this.#decodeCost;
    copyCost(first, this.#decodeStep(slots, Math.max(1, Math.min(bucket, tokensMax)), source));
    copyCost(growth, nothing);
    this.#decodeCost.validSteps = Math.max(1, bucket - contextMax + 1);
    return this.#decodeCost;
  }

  /**
   * One pass over chunks and answers together: weights are read once and every token passes through them; each chunk
   * attends to its own prompt so far, each answer to its context.
   */
  mixed(chunks: readonly PromptChunk[], batch: DecodeBatch): StepCost {
    const cost = this.#prefillCost;
    copyCost(cost, nothing);
    const { queryTokens = 1 } = this.#plan;
    const groups = this.#groups;
    groups.clear(Math.ceil(batch.slots / this.attentionGroups) * queryTokens);
    let tokens = batch.slots * queryTokens;
    for (const chunk of chunks) {
      tokens += chunk.tokens;
      const { request } = chunk;
      groups.add(
        request.attentionGroup,
        chunk.tokens,
        this.#attentionOf(chunk.tokens, request.prefilledTokens),
      );
      if (request.prefilledTokens === request.cachedTokens) this.#addImages(cost, 1);
    }
    groups.addBusiest(cost);
    addCost(cost, this.#packedCost(tokens, groups.tokensMax));
    if (batch.slots > 0) this.#addAnswers(cost, batch);
    return cost;
  }

  /** Images pass through their tower once, before the prompts they stand in. */
  #addImages(cost: StepCost, prompts: number): void {
    const { model, shard, context, images = 0 } = this.#plan;
    const tower = model.image;
    if (tower === undefined || images === 0) return;
    const towerCost = this.#costs().images.cost(prompts, () =>
      costOf(groupsTime(imageGroups(tower, prompts * images, shard), context)),
    );
    addCost(cost, towerCost);
  }

  #addPacked(cost: StepCost, requests: readonly Request[]): void {
    const groups = this.#groups;
    groups.clear(0);
    let tokens = 0;
    for (const request of requests) {
      tokens += request.prefillLeft;
      const attention = this.#attentionOf(request.prefillLeft, request.prefilledTokens);
      groups.add(request.attentionGroup, request.prefillLeft, attention);
    }
    groups.addBusiest(cost);
    addCost(cost, this.#packedCost(tokens, groups.tokensMax));
  }

  /** Attention of answers over their contexts, and what each sequence of a step costs beside. */
  #addAnswers(cost: StepCost, batch: DecodeBatch): void {
    const { slots, contextTotal } = batch;
    const sequenceStepNs = this.#plan.context.constants.sequenceStepNs + this.#runningNs;
    addCost(cost, this.#answerAttention(slots, 1), 1);
    addCost(cost, this.#answerAttention(slots, 2), Math.max(0, contextTotal / slots - 1));
    addOverhead(cost, sequenceStepNs * slots + this.#joiningNs(batch));
  }

  #addPadded(cost: StepCost, requests: readonly Request[]): void {
    const { prefill, compiledBatch } = this.#behaviours;
    if (prefill === "serial") {
      for (const { prefillLeft } of requests) addCost(cost, this.#paddedCost(1, this.#padded(prefillLeft)));
      return;
    }
    let longest = 0;
    for (const { prefillLeft } of requests) longest = Math.max(longest, prefillLeft);
    const slots = Math.max(requests.length, compiledBatch ? this.#plan.compiled.batch : 1);
    addCost(cost, this.#paddedCost(slots, this.#padded(longest)));
  }

  /** Tokens of a prompt of `tokens` with its padding. */
  #padded(tokens: number): number {
    return paddedTokens(this.#plan.compiled, this.#behaviours.prefillToContext, tokens);
  }

  /** A step over contexts of `mean` tokens, of which it reads at most `tokensMax`. */
  #decodeAtMean(batch: number, context: { mean: number; tokensMax: number }, source: number): DecodeCost {
    const { first, growth } = this.#decodeCost;
    if (context.mean >= context.tokensMax) {
      copyCost(first, this.#decodeStep(batch, Math.max(1, context.tokensMax), source));
      copyCost(growth, nothing);
      this.#decodeCost.validSteps = Number.POSITIVE_INFINITY;
      return this.#decodeCost;
    }
    const segment = this.#segment(batch, context.mean, source);
    copyCost(first, segment.atFrom);
    addCost(first, segment.slope, context.mean - segment.from);
    copyCost(growth, segment.slope);
    this.#decodeCost.validSteps = Math.max(
      1,
      Math.floor(Math.min(segment.to, context.tokensMax) - context.mean) + 1,
    );
    return this.#decodeCost;
  }

  /** One decode step of `batch` sequences, each over `contextTokens` tokens and `source` of another sequence. */
  #decodeStep(batch: number, contextTokens: number, source: number): StepCost {
    return this.#costs()
      .decode(source)
      .cost(batch * 2 ** 24 + contextTokens, () => this.#decodeStepCost(batch, contextTokens, source));
  }

  #decodeStepCost(batch: number, contextTokens: number, sourceTokens: number): StepCost {
    const { queryTokens } = this.#plan;
    const phase = { kind: "decode", sequences: batch, contextTokens, queryTokens, sourceTokens } as const;
    return this.#cost(phase, batch, "all", true);
  }

  /** The segment that the mean context lies in; most batches are in that of the batch before. */
  #segment(batch: number, mean: number, source: number): Segment {
    const last = this.#lastSegment;
    if (last?.batch === batch && last.source === source && mean >= last.from && mean <= last.to) return last;
    const power = Math.max(0, Math.ceil(Math.log2(mean)) - 1);
    const segments = this.#segments.get(source) ?? new Map<number, Segment>();
    this.#segments.set(source, segments);
    const known = segments.get(batch * 64 + power) ?? this.#newSegment(batch, power, source);
    segments.set(batch * 64 + power, known);
    this.#lastSegment = known;
    return known;
  }

  #newSegment(batch: number, power: number, source: number): Segment {
    const from = power === 0 ? 1 : 2 ** power + 1;
    const to = 2 ** (power + 1);
    const atFrom = this.#decodeStep(batch, from, source);
    const slope = emptyCost();
    copyCost(slope, this.#decodeStep(batch, to, source));
    slope.totalNs = (slope.totalNs - atFrom.totalNs) / (to - from);
    slope.exchanges = noExchanges;
    slope.computeBusyNs = (slope.computeBusyNs - atFrom.computeBusyNs) / (to - from);
    slope.memoryBusyNs = (slope.memoryBusyNs - atFrom.memoryBusyNs) / (to - from);
    for (let part = 0; part < stepParts.length; part++) {
      slope.parts[part] = (slope.parts[part]! - atFrom.parts[part]!) / (to - from);
    }
    return { batch, source, from, to, atFrom, slope };
  }

  /** Prefill of `sequences` prompts of `tokens` tokens each, padding included. */
  #paddedCost(sequences: number, tokens: number): StepCost {
    return this.#costs().padded.cost(sequences * 2 ** 24 + tokens, () =>
      this.#cost({ kind: "prefill", sequences, tokens }, sequences * tokens, "all", true),
    );
  }

  /** Everything but attention of `tokens` packed prompt tokens, `busiestTokens` of them in one attention group. */
  #packedCost(tokens: number, busiestTokens: number): StepCost {
    return this.#costs().packed.cost(busiestTokens * 2 ** 24 + tokens, () =>
      this.#cost({ kind: "prefill", sequences: 1, tokens, busiestTokens }, tokens, "all but attention", true),
    );
  }

  /** Attention of `tokens` tokens of one prompt behind `cachedTokens` whose keys and values are known. */
  #attentionOf(tokens: number, cachedTokens: number): StepCost {
    if (tokens === 0) return nothing;
    return this.#costs().attention.cost(cachedTokens * 2 ** 24 + tokens, () =>
      this.#cost({ kind: "prefill", sequences: 1, tokens, cachedTokens }, 0, "attention", false),
    );
  }

  /**
   * Attention of one decode step over contexts of one token (`order` 1), and how much each further token adds (`order` 2):
   * reading the KV cache is a straight line in the context.
   */
  #answerAttention(batch: number, order: 1 | 2): StepCost {
    return this.#costs().answers.cost(batch * 4 + order, () => {
      const at = (contextTokens: number) =>
        this.#cost(
          { kind: "decode", sequences: batch, contextTokens, queryTokens: this.#plan.queryTokens },
          0,
          "attention",
          false,
        );
      if (order === 1) return at(1);
      const slope = emptyCost();
      addCost(slope, at(answerContextTokens), 1 / (answerContextTokens - 1));
      addCost(slope, at(1), -1 / (answerContextTokens - 1));
      return slope;
    });
  }

  /** Cost of a part of `phase`; `fixed` adds exchanges, launches, stages and host. */
  #cost(phase: Phase, tokens: number, part: PartOfPass, fixed: boolean): StepCost {
    const { context, stages } = this.#plan;
    const known = this.#work(phase, part);
    const works = fixed ? known : known.map((work) => ({ ...work, exchanges: [] }));
    const { constants } = context;
    const priced = fixed
      ? this.#phaseConstants(phase)
      : { ...constants, layerOverheadNs: 0, collectiveOverheadNs: 0, hostLaunchNs: 0 };
    const parts = workTime(works, { ...context, constants: priced });
    if (fixed) {
      const { stepOverheadNs, sequenceStepNs, prefillOverheadNs, tokenOverheadNs } = constants;
      parts.overhead += stepOverheadNs + (phase.kind === "decode" ? 0 : prefillOverheadNs);
      parts.overhead += (phase.kind === "decode" ? sequenceStepNs : tokenOverheadNs) * tokens;
      if (stages > 1) parts.communication += (stages - 1) * this.#plan.handOverNs(tokens);
    }
    return costOf(parts, fixed ? exchangesOf(works, context.precision.bytes.activations) : noExchanges);
  }

  #phaseConstants(phase: Phase): ProfileConstants {
    const { constants } = this.#plan.context;
    if (phase.kind !== "prefill") return constants;
    const { layerOverheadNs, prefillLayerOverheadNs, prefillSequenceOverheadNs } = constants;
    const sequencesNs = phase.sequences > 1 ? prefillSequenceOverheadNs * phase.sequences : 0;
    return {
      ...constants,
      layerOverheadNs: layerOverheadNs + prefillLayerOverheadNs + sequencesNs,
      hostLaunchNs: Math.max(constants.hostLaunchNs, constants.promptLaunchNs),
    };
  }
}
