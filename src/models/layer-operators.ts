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
import { crossAttentionOperators, selfAttentionOperators } from "./attention-operators.ts";
import { denseFeedForwardOperators, expertFeedForwardOperators } from "./feed-forward-operators.ts";
import { attendsToSelf, type LayerKind, layerKinds, layerName } from "./layer-kinds.ts";
import { attentionWork, type LayerWork, newTokens } from "./layer-work.ts";
import type { Operator } from "./operator.ts";
import type { Exchange, OperatorGroup } from "./operator-group.ts";
import { attentionRanks, type Shard } from "./shard.ts";
import type { TransformerStack } from "./transformer-stack.ts";

/** A layer whose only attention is to another sequence does nothing where there is none. */
function isSkipped(stack: TransformerStack, kind: LayerKind, work: LayerWork): boolean {
  return !attendsToSelf(stack, kind) && (work.sourceTokens ?? 0) === 0;
}

/** Operators of one layer of the given kind on one rank, in order. */
export function layerOperators(
  stack: TransformerStack,
  kind: LayerKind,
  work: LayerWork,
  shard: Shard,
): Operator[] {
  if (isSkipped(stack, kind, work)) return [];
  return [
    ...(attendsToSelf(stack, kind) ? selfAttentionOperators(stack, work, shard, kind.windowed) : []),
    ...(kind.crossAttention ? crossAttentionOperators(stack, work, shard) : []),
    ...(kind.experts && stack.experts
      ? expertFeedForwardOperators(stack, stack.experts, work, shard)
      : denseFeedForwardOperators(stack, work, shard)),
  ];
}

/** What the ranks of `shard` exchange in one layer, forward; backward exchanges the same amounts. */
export function layerExchanges(
  stack: TransformerStack,
  kind: LayerKind,
  work: LayerWork,
  shard: Shard,
): Exchange[] {
  if (isSkipped(stack, kind, work)) return [];
  const elements = newTokens(work) * stack.hidden;
  const inGroups = (shard.attentionGroups ?? 1) > 1;
  const sum = (name: string): Exchange => ({ kind: "all-reduce", group: "tensor", name, elements });
  const parts = [
    ...(attendsToSelf(stack, kind) && !stack.parallelFeedForward ? ["attention"] : []),
    ...(kind.crossAttention && (work.sourceTokens ?? 0) > 0 ? ["cross-attention"] : []),
  ];
  const sums = inGroups ? groupedExchanges(stack, parts, work, shard) : [...parts, "feed-forward"].map(sum);
  const routed = (name: string): Exchange => ({
    kind: "all-to-all",
    group: "expert",
    name,
    elements: elements * (stack.experts?.active ?? 0),
  });
  // Where the expert ranks hold the same tokens, the sum over them brings the experts' outputs together.
  const routes = kind.experts && shard.expert > 1 && shard.expertBatches !== 1;
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
