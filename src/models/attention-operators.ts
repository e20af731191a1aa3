/**
 * Operators of the attention part of a layer on one rank: norm, projections, rotary embedding, attention, output
 * projection, residual. Query, key and value are projected by one matmul. The output projection yields a partial sum that
 * the tensor ranks must add up. Softmax is part of the `Attention` operator.
 */
import { attentionWork, type LayerWork, newTokens } from "./layer-work.ts";
import { normOperator, residualOperator } from "./norm-operators.ts";
import type { Matmul, Operator, VectorWork } from "./operator.ts";
import { headsPerRank, kvHeadsPerRank, type Shard } from "./shard.ts";
import type { TransformerStack } from "./transformer-stack.ts";

const weightMatmul = (name: string, m: number, k: number, n: number): Matmul => ({
  kind: "matmul",
  name,
  m,
  k,
  n,
  count: 1,
  weights: true,
});

/** Self-attention of one layer; `windowed` limits what each token sees to the stack's sliding window. */
export function selfAttentionOperators(
  stack: TransformerStack,
  layerWork: LayerWork,
  shard: Shard,
  windowed: boolean,
): Operator[] {
  const work = attentionWork(layerWork, shard);
  const tokens = newTokens(work);
  const { hidden, headDim } = stack;
  const heads = headsPerRank(stack, shard);
  const kvHeads = kvHeadsPerRank(stack, shard);
  const turned = tokens * (heads + kvHeads) * headDim;
  const perHead = (name: string, flopsPerElement: number): VectorWork => ({
    kind: "vector",
    name,
    elements: turned,
    flopsPerElement,
    transfersPerElement: 2,
  });
  return [
    normOperator("attention norm", stack, tokens, shard),
    weightMatmul("query-key-value projection", tokens, hidden, (heads + 2 * kvHeads) * headDim),
    ...(stack.queryKeyNorm ? [perHead("query-key norm", 4)] : []),
    // A rotation takes four products and two sums for each pair of elements.
    ...(stack.rotary ? [perHead("rotary embedding", 3)] : []),
    {
      kind: "attention",
      name: "attention",
      sequences: work.sequences,
      queryTokens: work.queryTokens,
      contextTokens: work.contextTokens,
      heads,
      kvHeads,
      headDim,
      causal: stack.causal,
      fromCache: work.fromCache,
      ...(windowed && stack.slidingWindow ? { window: stack.slidingWindow.tokens } : {}),
    },
    weightMatmul("output projection", tokens, heads * headDim, hidden),
    residualOperator("attention residual", stack, tokens, shard),
  ];
}

/** Attention to another sequence. Its keys and values are projected once, when it is new, and then come from the cache. */
export function crossAttentionOperators(
  stack: TransformerStack,
  layerWork: LayerWork,
  shard: Shard,
): Operator[] {
  const work = attentionWork(layerWork, shard);
  const sourceTokens = work.sourceTokens ?? 0;
  if (stack.crossAttention === undefined || sourceTokens === 0) return [];
  const tokens = newTokens(work);
  const { hidden, headDim } = stack;
  const heads = headsPerRank(stack, shard);
  const kvHeads = kvHeadsPerRank(stack, shard);
  const sourceWidth = stack.crossAttention.sourceWidth;
  const keysAndValues = weightMatmul(
    "cross key-value projection",
    work.sequences * sourceTokens,
    sourceWidth,
    2 * kvHeads * headDim,
  );
  return [
    normOperator("cross-attention norm", stack, tokens, shard),
    weightMatmul("cross query projection", tokens, hidden, heads * headDim),
    ...(work.sourceFromCache ? [] : [keysAndValues]),
    {
      kind: "attention",
      name: "cross-attention",
      sequences: work.sequences,
      queryTokens: work.queryTokens,
      contextTokens: sourceTokens,
      heads,
      kvHeads,
      headDim,
      causal: false,
      fromCache: work.sourceFromCache ?? false,
    },
    weightMatmul("cross output projection", tokens, heads * headDim, hidden),
    residualOperator("cross-attention residual", stack, tokens, shard),
  ];
}
