/**
 * Multi-head latent attention (DeepSeek-V2, arXiv:2405.04434): keys and values of all heads are expanded from one latent
 * vector a token, which alone is cached, with a rotary key that the heads share:
 *
 *     cache of a token = kvRank + ropeDim elements, the same on every tensor rank
 *
 * Prompts expand keys and values and attend head by head (keys of nopeDim + ropeDim, values of valueDim); behind cached
 * tokens their keys and values are expanded anew. Decode absorbs the expansion into the queries and the output: every
 * head attends to the latent itself (width kvRank + ropeDim, values of kvRank), as one shared KV head.
 *
 * With an indexer (DeepSeek-V3.2, sparse attention) a narrow attention scores every token before, keeps a key of its own
 * width a token, and the heads attend to the best `topK` tokens only.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionWork, newTokens } from "../../operators/layer-work.ts";
import { type Attention, type Operator, weightMatmul } from "../../operators/operator.ts";
import { headsPerRank } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
import { matrix, vector } from "../weight.ts";

const indexerSchema = z.strictObject({
  heads: count().describe("heads of the indexer"),
  headDim: count().describe("width of its heads, and of the key it keeps of each token"),
  topK: count().describe("tokens that attention sees at most"),
});

const schema = z.strictObject({
  kind: z.literal("latent"),
  heads: count().describe("query heads"),
  queryRank: count().optional().describe("width of the queries' latent; projected at once when absent"),
  kvRank: count().describe("width of the latent that keys and values are expanded from"),
  nopeDim: count().describe("width of a head's key without rotation"),
  ropeDim: count().describe("width of the rotated key that the heads share"),
  valueDim: count().describe("width of a head's value"),
  indexer: indexerSchema.optional().describe("chooses the tokens to attend to (sparse attention)"),
});

type Latent = z.output<typeof schema>;

/** Queries of one sequence up to which the expansion is absorbed instead of repeated over the context. */
const absorbedQueriesMax = 16;

function queryOperators(shape: Latent, hidden: number, tokens: number, heads: number): Operator[] {
  const width = heads * (shape.nopeDim + shape.ropeDim);
  const { queryRank } = shape;
  if (queryRank === undefined) return [weightMatmul("query projection", "attention", tokens, hidden, width)];
  return [
    weightMatmul("query compression", "attention", tokens, hidden, queryRank),
    weightMatmul("query expansion", "attention", tokens, queryRank, width),
  ];
}

/** Projections and scores of the indexer, over the whole context. */
function indexerOperators(shape: Latent, hidden: number, tokens: number, attention: Attention): Operator[] {
  const { indexer, queryRank = hidden } = shape;
  if (indexer === undefined) return [];
  const { heads, headDim } = indexer;
  return [
    weightMatmul("indexer query projection", "attention", tokens, queryRank, heads * headDim),
    weightMatmul("indexer key projection", "attention", tokens, hidden, headDim),
    weightMatmul("indexer head weights", "attention", tokens, hidden, heads),
    {
      ...attention,
      name: "indexer scores",
      heads,
      kvHeads: 1,
      headDim,
      valueDim: 0,
      cacheElements: headDim,
    },
  ];
}

export const latent = defineAttention({
  kind: "latent",
  help: "multi-head latent attention: one compressed vector a token in the cache (DeepSeek, Kimi)",
  label: "attention",
  ownSequence: true,
  schema,
  adjective: () => "latent",
  weights: (shape, hidden, shard) => {
    const { queryRank, kvRank, nopeDim, ropeDim, valueDim, indexer } = shape;
    const heads = headsPerRank(shape.heads, shard);
    const queries = heads * (nopeDim + ropeDim);
    return [
      ...(queryRank === undefined
        ? [matrix("attention", "query projection", hidden, queries)]
        : [
            matrix("attention", "query compression", hidden, queryRank),
            matrix("attention", "query expansion", queryRank, queries),
            ...vector("norms", "query latent norm", queryRank),
          ]),
      matrix("attention", "key-value compression", hidden, kvRank + ropeDim),
      ...vector("norms", "key-value latent norm", kvRank),
      matrix("attention", "key-value expansion", kvRank, heads * (nopeDim + valueDim)),
      matrix("attention", "output projection", heads * valueDim, hidden),
      ...(indexer === undefined
        ? []
        : [
            matrix(
              "attention",
              "indexer query projection",
              queryRank ?? hidden,
              indexer.heads * indexer.headDim,
            ),
            matrix("attention", "indexer key projection", hidden, indexer.headDim),
            matrix("attention", "indexer head weights", hidden, indexer.heads),
            ...vector("norms", "indexer key norm", 2 * indexer.headDim),
          ]),
    ];
  },
  operators: (shape, hidden, layerWork, shard) => {
    const work = attentionWork(layerWork, shard);
    const tokens = newTokens(work);
    const { kvRank, nopeDim, ropeDim, valueDim, indexer } = shape;
    const heads = headsPerRank(shape.heads, shard);
    const absorbed = work.fromCache && work.queryTokens <= absorbedQueriesMax;
    const cachedTokens = work.fromCache ? work.contextTokens - work.queryTokens : 0;
    const expansion = heads * (nopeDim + valueDim);
    const attention: Attention = {
      kind: "attention",
      name: "attention",
      sequences: work.sequences,
      queryTokens: work.queryTokens,
      contextTokens: work.contextTokens,
      heads,
      kvHeads: absorbed ? 1 : heads,
      headDim: absorbed ? kvRank + ropeDim : nopeDim + ropeDim,
      valueDim: absorbed ? kvRank : valueDim,
      cacheElements: kvRank + ropeDim,
      causal: true,
      fromCache: work.fromCache,
      ...(indexer === undefined ? {} : { window: indexer.topK }),
    };
    const { window: _, ...unlimited } = attention;
    const expand = (name: string, rows: number) => ({
      ...weightMatmul(name, "attention", rows, kvRank, expansion),
      weightName: "key-value expansion",
    });
    return [
      ...queryOperators(shape, hidden, tokens, heads),
      weightMatmul("key-value compression", "attention", tokens, hidden, kvRank + ropeDim),
      {
        kind: "vector",
        name: "rotary embedding",
        elements: tokens * (heads + 1) * ropeDim,
        flopsPerElement: 3,
        transfersPerElement: 2,
      },
      ...indexerOperators(shape, hidden, tokens, unlimited),
      // Absorbed, the same matrix turns queries into the latent's space and the sums back: as many FLOPs a token.
      expand(absorbed ? "absorbed key-value expansion" : "key-value expansion", tokens),
      ...(cachedTokens > 0 && !absorbed
        ? [
            {
              ...expand("key-value expansion of the context", work.sequences * cachedTokens),
              ofContext: true,
            },
          ]
        : []),
      attention,
      weightMatmul("output projection", "attention", tokens, heads * valueDim, hidden),
    ];
  },
  kept: ({ kvRank, ropeDim, indexer }) => ({
    perToken: kvRank + ropeDim + (indexer?.headDim ?? 0),
    perSourceToken: 0,
    stateBytes: 0,
  }),
  hasScores: true,
  divided: ({ heads }) => ({ heads, kvHeads: heads }),
  // Input, latents, expanded queries, keys and values, and the output.
  savedElements: (shape, hidden, shard) => {
    const { queryRank = 0, kvRank, nopeDim, ropeDim, valueDim } = shape;
    const ofHeads = headsPerRank(shape.heads, shard) * (2 * (nopeDim + ropeDim) + 2 * valueDim);
    return hidden + queryRank + kvRank + ropeDim + ofHeads;
  },
});
