/**
 * Attention to another sequence: the encoder's output (T5, Whisper), an image (Llama 3.2 Vision). Its keys and values are
 * projected once, when the other sequence is new, and then come from the cache.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionWork, newTokens } from "../../operators/layer-work.ts";
import { weightMatmul } from "../../operators/operator.ts";
import { headsPerRank, kvHeadsPerRank } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
import { matrix, vector } from "../weight.ts";
import { groupedSavedElements } from "./grouped.ts";

const schema = z.strictObject({
  kind: z.literal("cross"),
  heads: count().describe("query heads"),
  kvHeads: count().describe("KV heads"),
  headDim: count().describe("width of a head"),
  sourceWidth: count().describe("width of the other sequence's tokens"),
  biases: z.enum(["all", "qkv", "none"]).default("none").describe("projections that have a bias"),
  queryKeyNorm: z.enum(["head", "width"]).optional().describe("queries and keys are normalised"),
});

export const cross = defineAttention({
  kind: "cross",
  help: "attention to another sequence: an encoder's output, an image",
  label: "cross-attention",
  ownSequence: false,
  schema,
  adjective: () => "cross-attention",
  weights: (shape, hidden, shard) => {
    const { headDim, biases, sourceWidth } = shape;
    const queries = headsPerRank(shape.heads, shard) * headDim;
    const keysAndValues = 2 * kvHeadsPerRank(shape, shard) * headDim;
    return [
      matrix("attention", "cross query projection", hidden, queries),
      matrix("attention", "cross key-value projection", sourceWidth, keysAndValues),
      matrix("attention", "cross output projection", queries, hidden),
      ...vector("attention", "cross input biases", biases === "none" ? 0 : queries + keysAndValues),
      ...vector("attention", "cross output bias", biases === "all" ? hidden : 0),
      ...vector("norms", "cross query-key norm", shape.queryKeyNorm ? 2 * headDim : 0),
    ];
  },
  operators: (shape, hidden, layerWork, shard) => {
    const work = attentionWork(layerWork, shard);
    const sourceTokens = work.sourceTokens ?? 0;
    if (sourceTokens === 0) return [];
    const tokens = newTokens(work);
    const { headDim, sourceWidth } = shape;
    const heads = headsPerRank(shape.heads, shard);
    const kvHeads = kvHeadsPerRank(shape, shard);
    const keysAndValues = weightMatmul(
      "cross key-value projection",
      "attention",
      work.sequences * sourceTokens,
      sourceWidth,
      2 * kvHeads * headDim,
    );
    return [
      weightMatmul("cross query projection", "attention", tokens, hidden, heads * headDim),
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
      weightMatmul("cross output projection", "attention", tokens, heads * headDim, hidden),
    ];
  },
  kept: (shape, shard) => ({
    perToken: 0,
    perSourceToken: 2 * kvHeadsPerRank(shape, shard) * shape.headDim,
    stateBytes: 0,
  }),
  hasScores: true,
  divided: ({ heads, kvHeads }) => ({ heads, kvHeads }),
  savedElements: groupedSavedElements,
});
