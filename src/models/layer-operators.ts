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
 * groups, and a reduce-scatter gives each group the feed-forward sums of its own.
 */
import { type AttentionShape, attentionOf } from "./layer/attention.ts";
import { feedForwardOf } from "./layer/feed-forward.ts";
import { layerKinds, layerName, readsOwnSequence } from "./layer-kinds.ts";
import { attentionWork, type LayerWork, newTokens } from "./layer-work.ts";
import { normOperator, residualOperator } from "./norm-operators.ts";
import type { Operator } from "./operator.ts";
import type { Exchange, OperatorGroup } from "./operator-group.ts";
import { attentionRanks, type Shard } from "./shard.ts";
import type { Layer, TransformerStack } from "./transformer-stack.ts";

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
  const { feedForward } = layer;
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
      ? groupedExchanges(stack, parts, work, shard)
      : [...parts, ...(feedForward ? ["feed-forward"] : [])].map(sum);
  const copies = feedForward ? feedForwardOf(feedForward).routedCopies(feedForward) : 0;
  // With sequence parallelism a rank sends its own tokens alone; the tensor ranks of the expert collect them, as the sums do.
  const ownCopies = (elements * copies) / (shard.sequenceParallel ? shard.tensor : 1);
  const routed = (name: string): Exchange => ({
    kind: "all-to-all",
    group: "expert",
    name,
    elements: ownCopies,
  });
  // Where the expert ranks hold the same tokens, the sum over them brings the experts' outputs together.
  const routes = copies > 0 && shard.expert > 1 && shard.expertBatches !== 1;
  return [
    ...(shard.tensor > 1 ? sums : []),
    ...(routes ? [routed("expert dispatch"), routed("expert combine")] : []),
  ];
}

/** Exchanges around the attention groups' `parts` and the feed-forward part that all ranks share. */
function groupedExchanges(
  stack: TransformerStack,
  parts: readonly string[],
  work: LayerWork,
  shard: Shard,
): Exchange[] {
  const ownElements = newTokens(attentionWork(work, shard)) * stack.hidden;
  const elements = newTokens(work) * stack.hidden;
  const within = (name: string): Exchange => ({
    kind: "all-reduce",
    group: "attention",
    name,
    elements: ownElements,
  });
  return [
    ...(attentionRanks(shard) > 1 ? parts.map(within) : []),
    { kind: "all-gather", group: "tensor", name: "tokens of the groups", elements },
    { kind: "reduce-scatter", group: "tensor", name: "feed-forward", elements },
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
