/**
 * Softmax attention of query heads in groups that share a key and a value head (Ainslie et al. 2023): every token to every
 * token before it. As many KV heads as heads is multi-head attention, one is multi-query attention.
 *
 *     x -> query, key, value projection -> [norm] -> [rotary] -> attention -> [gate] -> output projection
 *
 * Query, key and value are projected by one matmul. The output projection yields a partial sum that the tensor ranks must
 * add up. Softmax is part of the `Attention` operator.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionWork, type LayerWork, newTokens } from "../../operators/layer-work.ts";
import { type Operator, type VectorWork, weightMatmul } from "../../operators/operator.ts";
import { headsPerRank, kvHeadsPerRank, type Shard } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
import { fusedMatrix, matrix, vector, type Weight } from "../weight.ts";

/** Fields that grouped attention has with a window and without. */
export const groupedFields = {
  heads: count().describe("query heads"),
  kvHeads: count().describe("KV heads, each shared by heads / kvHeads queries"),
  headDim: count().describe("width of a head"),
  causal: z.boolean().default(true).describe("each token sees only those before it"),
  rotary: z.boolean().default(true).describe("queries and keys are turned by their position"),
  biases: z.enum(["all", "qkv", "output", "none"]).default("none").describe("projections that have a bias"),
  queryKeyNorm: z
    .enum(["head", "width"])
    .optional()
    .describe("queries and keys are normalised: weights for one head, or for all of them"),
  outputGate: z.boolean().optional().describe("the output is gated by a projection as wide as the queries"),
  sinks: z.boolean().optional().describe("each head has a learned sink in its softmax"),
  sharedCache: z.boolean().optional().describe("keys and values are those of an earlier layer"),
};

const schema = z.strictObject({ kind: z.literal("grouped"), ...groupedFields });

/** Shape of grouped attention, with or without a window. */
export type GroupedFields = Omit<z.output<typeof schema>, "kind"> & { window?: number };

/** Weights of grouped attention on one rank. */
export function groupedWeights(shape: GroupedFields, hidden: number, shard: Shard): Weight[] {
  const { heads, kvHeads, headDim, biases, queryKeyNorm } = shape;
  const queries = headsPerRank(heads, shard) * headDim;
  const ownKv = shape.sharedCache ? 0 : kvHeadsPerRank(shape, shard) * headDim;
  const inputs = (shape.outputGate ? 2 : 1) * queries + 2 * ownKv;
  const normed = queryKeyNorm === "width" ? (heads + kvHeads) * headDim : 2 * headDim;
  return [
    fusedMatrix("attention", "query-key-value projection", hidden, [
      { name: "query", columns: (shape.outputGate ? 2 : 1) * queries },
      { name: "key", columns: ownKv },
      { name: "value", columns: ownKv },
    ]),
    matrix("attention", "output projection", queries, hidden),
    ...vector("attention", "input biases", biases === "all" || biases === "qkv" ? inputs : 0),
    ...vector("attention", "output bias", biases === "all" || biases === "output" ? hidden : 0),
    ...vector("norms", "query-key norm", queryKeyNorm === undefined ? 0 : normed),
    ...vector("attention", "sinks", shape.sinks ? headsPerRank(heads, shard) : 0),
  ];
}

/** Work of grouped attention on one rank. */
export function groupedOperators(
  shape: GroupedFields,
  hidden: number,
  layerWork: LayerWork,
  shard: Shard,
): Operator[] {
  const work = attentionWork(layerWork, shard);
  const tokens = newTokens(work);
  const { headDim } = shape;
  const heads = headsPerRank(shape.heads, shard);
  const kvHeads = kvHeadsPerRank(shape, shard);
  const projectedKv = shape.sharedCache ? 0 : 2 * kvHeads;
  const elementwise = (name: string, elements: number, flopsPerElement: number): VectorWork => ({
    kind: "vector",
    name,
    elements,
    flopsPerElement,
    transfersPerElement: 2,
  });
  const turned = tokens * (heads + kvHeads) * headDim;
  const inputs = (shape.outputGate ? 2 : 1) * heads + projectedKv;
  return [
    weightMatmul("query-key-value projection", "attention", tokens, hidden, inputs * headDim),
    ...(shape.queryKeyNorm ? [elementwise("query-key norm", turned, 4)] : []),
    // A rotation takes four products and two sums for each pair of elements.
    ...(shape.rotary ? [elementwise("rotary embedding", turned, 3)] : []),
    {
      kind: "attention",
      name: "attention",
      sequences: work.sequences,
      queryTokens: work.queryTokens,
      contextTokens: work.contextTokens,
      heads,
      kvHeads,
      headDim,
      causal: shape.causal,
      fromCache: work.fromCache,
      ...(shape.window === undefined ? {} : { window: shape.window }),
    },
    ...(shape.outputGate ? [elementwise("output gate", tokens * heads * headDim, 5)] : []),
    weightMatmul("output projection", "attention", tokens, heads * headDim, hidden),
  ];
}

/** Elements that one more token adds to the cache of one rank: a key and a value of every KV head it holds. */
export function groupedKeptElements(shape: GroupedFields, shard: Shard): number {
  return shape.causal && !shape.sharedCache ? 2 * kvHeadsPerRank(shape, shard) * shape.headDim : 0;
}

/** Input, queries, keys, values and output of one token. */
export function groupedSavedElements(
  shape: Pick<GroupedFields, "heads" | "kvHeads" | "headDim">,
  hidden: number,
  shard: Shard,
): number {
  const { headDim } = shape;
  return hidden + 2 * headsPerRank(shape.heads, shard) * headDim + 2 * kvHeadsPerRank(shape, shard) * headDim;
}

export const grouped = defineAttention({
  kind: "grouped",
  help: "softmax attention of grouped queries to every token before",
  label: "attention",
  ownSequence: true,
  schema,
  adjective: () => undefined,
  weights: groupedWeights,
  operators: groupedOperators,
  kept: (shape, shard) => ({
    perToken: groupedKeptElements(shape, shard),
    perSourceToken: 0,
    stateBytes: 0,
  }),
  hasScores: true,
  divided: ({ heads, kvHeads }) => ({ heads, kvHeads }),
  savedElements: groupedSavedElements,
});
