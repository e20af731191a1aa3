/**
 * One transformer layer on one rank as operators, and what its ranks exchange:
 *
 *     x -> norm -> attention -> (+) -> [norm -> cross-attention -> (+)] -> norm -> feed-forward -> (+)
 *                       all-reduce                     all-reduce                    all-reduce
 *
 * Each part ends in a partial sum that the tensor ranks add up (an all-reduce, or a reduce-scatter and an all-gather of
 * the same size with sequence parallelism). Attention and feed-forward side by side (GPT-NeoX) share one.
 *
 * With attention groups the ranks of a group add up their own tokens, an all-gather gives every rank the tokens of all
 * groups, and a reduce-scatter gives each group the feed-forward sums of its own. Where every rank holds whole experts (wide
 * expert parallelism), tokens go to their experts and come back by two all-to-alls instead.
 */
import { type AttentionShape, attentionOf } from "../layer/attention.ts";
import { type FeedForwardShape, feedForwardOf } from "../layer/feed-forward.ts";
import { layerKinds, layerName, readsOwnSequence } from "../layer-kinds.ts";
import { layerWeights } from "../layer-weights.ts";
import { operatorInFormats } from "../own-format.ts";
import { attentionRanks, isWideExpert, type Shard, sharedExpertRanks } from "../shard.ts";
import type { Layer, TransformerStack } from "../transformer-stack.ts";
import { attentionWork, type LayerWork, newTokens } from "./layer-work.ts";
import { normOperator, residualOperator } from "./norm-operators.ts";
import type { Attention, Operator } from "./operator.ts";
import type { Exchange, OperatorGroup } from "./operator-group.ts";

/** Attention parts that have something to attend to. */
function activeAttention({ attention }: Layer, work: LayerWork): AttentionShape[] {
  return attention.filter((shape) => attentionOf(shape).ownSequence || (work.sourceTokens ?? 0) > 0);
}

/** A layer whose only attention is to another sequence does nothing where there is none. */
function isSkipped(layer: Layer, work: LayerWork): boolean {
  return !readsOwnSequence(layer) && (work.sourceTokens ?? 0) === 0;
}

/** A part between its norms and its residual. */
function around(
  label: string,
  norms: number,
  operators: readonly Operator[],
  { stack, tokens, shard }: { stack: TransformerStack; tokens: number; shard: Shard },
): Operator[] {
  const norm = (name: string) => normOperator(name, stack, tokens, shard);
  return [
    ...(norms > 0 ? [norm(`${label} norm`)] : []),
    ...operators,
    ...(norms > 1 ? [norm(`${label} output norm`)] : []),
    residualOperator(`${label} residual`, stack, tokens, shard),
  ];
}

/** Operators of one layer on one rank, in order. */
export function layerOperators(
  stack: TransformerStack,
  layer: Layer,
  work: LayerWork,
  shard: Shard,
): Operator[] {
  if (isSkipped(layer, work)) return [];
  const { hidden } = stack;
  const { feedForward, formats } = layer;
  if (formats !== undefined) {
    const { formats: _, ...alike } = layer;
    const weights = layerWeights(stack, alike, shard);
    return layerOperators(stack, alike, work, shard).flatMap((op) => operatorInFormats(op, weights, formats));
  }
  const ofAttention = { stack, tokens: newTokens(attentionWork(work, shard)), shard };
  const attention = activeAttention(layer, work).flatMap((shape) => {
    const kind = attentionOf(shape);
    const operators = kind.operators(shape, hidden, work, shard);
    return around(kind.label, shape.norms ?? 1, operators, ofAttention);
  });
  if (feedForward === undefined) return attention;
  const inner = feedForwardOf(feedForward).operators(feedForward, hidden, work, shard);
  const ofFeedForward = { stack, tokens: newTokens(work), shard };
  return [...attention, ...around("feed-forward", feedForward.norms ?? 1, inner, ofFeedForward)];
}

/** What the ranks of `shard` exchange in one layer, forward; backward exchanges the same amounts. */
export function layerExchanges(
  stack: TransformerStack,
  layer: Layer,
  work: LayerWork,
  shard: Shard,
): Exchange[] {
  if (isSkipped(layer, work)) return [];
  const { feedForward } = layer;
  const elements = newTokens(work) * stack.hidden;
  const inGroups = (shard.attentionGroups ?? 1) > 1;
  const sum = (name: string): Exchange => ({ kind: "all-reduce", group: "tensor", name, elements });
  const parts = activeAttention(layer, work)
    .map((shape) => attentionOf(shape))
    .filter(({ ownSequence }) => !(ownSequence && layer.parallel && feedForward))
    .map(({ label }) => label);
  const sums =
    inGroups && feedForward
      ? groupedExchanges(stack, parts, work, shard, feedForward)
      : [...parts, ...(feedForward ? ["feed-forward"] : [])].map(sum);
  const copies = feedForward ? feedForwardOf(feedForward).routedCopies(feedForward) : 0;
  // With sequence parallelism a rank sends its own tokens alone; the tensor ranks of the expert collect them, as the sums do.
  const ownCopies = (elements * copies) / (shard.sequenceParallel ? shard.tensor : 1);
  const routed = (name: string): Exchange => ({
    kind: "all-to-all",
    group: "expert",
    name,
    elements: ownCopies,
    copies,
  });
  // Where the expert ranks hold the same tokens, the sum over them brings the experts' outputs together.
  const routes = copies > 0 && shard.expert > 1 && shard.expertBatches !== 1;
  return [
    ...(shard.tensor > 1 ? sums : []),
    ...contextExchanges(stack, layer, work, shard),
    ...(routes ? [routed("expert dispatch"), routed("expert combine")] : []),
  ];
}

/** What context ranks exchange: keys and values of all tokens of a prompt, or the partial sums of each head. */
function contextExchanges(stack: TransformerStack, layer: Layer, work: LayerWork, shard: Shard): Exchange[] {
  const { context = 1 } = shard;
  if (context === 1) return [];
  return layer.attention.flatMap((shape): Exchange[] => {
    const kind = attentionOf(shape);
    if (!kind.ownSequence) return [];
    if (work.fromCache && work.queryTokens <= decodeQueriesMax) {
      const elements = kind
        .operators(shape, stack.hidden, work, shard)
        .reduce((sum, op) => sum + (op.kind === "attention" ? outputElements(op) : 0), 0);
      return elements === 0 ? [] : [{ kind: "all-reduce", group: "context", name: "heads", elements }];
    }
    const { perToken } = kind.kept(shape, shard);
    const elements = work.sequences * context * work.queryTokens * perToken;
    return elements === 0
      ? []
      : [{ kind: "all-gather", group: "context", name: "keys and values", elements }];
  });
}

/** Tokens of a sequence up to which a step over the cache is one of decoding. */
const decodeQueriesMax = 16;

/** Sums of values of all heads, with the largest score and the sum of exponentials that put partial ones together. */
function outputElements(op: Attention): number {
  return op.sequences * op.queryTokens * op.heads * ((op.valueDim ?? op.headDim) + 2);
}

/** Exchanges around the attention groups' `parts` and the feed-forward part that all ranks share. */
function groupedExchanges(
  stack: TransformerStack,
  parts: readonly string[],
  work: LayerWork,
  shard: Shard,
  feedForward: FeedForwardShape,
): Exchange[] {
  const ownElements = newTokens(attentionWork(work, shard)) * stack.hidden;
  const elements = newTokens(work) * stack.hidden;
  const within = (name: string): Exchange => ({
    kind: "all-reduce",
    group: "attention",
    name,
    elements: ownElements,
  });
  const copies = feedForwardOf(feedForward).routedCopies(feedForward);
  const isWide = copies > 0 && isWideExpert(shard);
  // A shared expert that is split over all ranks needs every rank's tokens, whatever the others travel by.
  const splitsShared = feedForwardOf(feedForward).hasShared(feedForward) && sharedExpertRanks(shard) > 1;
  // Each rank of a group sends its share of the group's tokens, once to each expert that they chose; the rank of the busiest
  // experts gets more than the mean, and the exchange ends with it.
  const sent = ((shard.expertLoad ?? 1) * ownElements * copies) / attentionRanks(shard);
  const toAll = (name: string): Exchange => ({ kind: "all-to-all", group: "tensor", name, elements: sent });
  return [
    ...(attentionRanks(shard) > 1 ? parts.map(within) : []),
    ...(isWide
      ? [
          toAll("expert dispatch"),
          toAll("expert combine"),
          ...(splitsShared
            ? [
                {
                  kind: "all-gather",
                  group: "tensor",
                  name: "tokens of the shared expert",
                  elements,
                } as const,
                { kind: "reduce-scatter", group: "tensor", name: "shared expert", elements } as const,
              ]
            : []),
        ]
      : [
          { kind: "all-gather", group: "tensor", name: "tokens of the groups", elements } as const,
          { kind: "reduce-scatter", group: "tensor", name: "feed-forward", elements } as const,
        ]),
    ...(attentionRanks(shard) > 1
      ? [{ ...within("feed-forward"), kind: "all-gather" } satisfies Exchange]
      : []),
  ];
}

/** The layers of a stack as groups of equal ones; `prefix` goes before their names. */
export function layerGroups(
  stack: TransformerStack,
  work: LayerWork,
  shard: Shard,
  prefix = "",
): OperatorGroup[] {
  return layerKinds(stack)
    .map(
      ({ kind, count }): OperatorGroup => ({
        name: `${prefix}${layerName(kind)}`,
        stage: "every",
        repeat: count,
        operators: layerOperators(stack, kind, work, shard),
        exchanges: layerExchanges(stack, kind, work, shard),
      }),
    )
    .filter((group) => group.operators.length > 0);
}
