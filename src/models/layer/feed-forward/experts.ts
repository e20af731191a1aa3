/**
 * Mixture of experts: a router sends each token to `active` of `count` feed-forward networks; a shared expert, of a width
 * of its own, sees every token.
 *
 * T tokens choose k of N experts each, some experts more often than others (`distinctExperts`): only the weights of those
 * that are touched are read. Each gets an equal share of the T k choices. On the busiest of the ranks that experts are spread over, which the others wait for,
 * an expert is `expertLoad` times as likely to be chosen: that rank has as many times the mean choices.
 */
import { z } from "zod";
import { count, madeMost } from "../../../base/quantity.ts";
import {
  distinctExperts,
  feedForwardOperators,
  feedForwardWeights,
} from "../../operators/feed-forward-operators.ts";
import { newTokens } from "../../operators/layer-work.ts";
import { weightMatmul } from "../../operators/operator.ts";
import { expertTensorRanks, ffnPerRank, sharedExpertRanks } from "../../shard.ts";
import { defineFeedForward } from "../feed-forward-kind.ts";
import { matrix, vector } from "../weight.ts";

/** A token is routed to some of the experts there are. */
export const activeOfAll = [
  ({ active, count: all }: { active: number; count: number }) => active <= all,
  { error: "at most as many as there are, `count`", path: ["active"] },
] as [(experts: { active: number; count: number }) => boolean, { error: string; path: string[] }];

const schema = z
  .strictObject({
    kind: z.literal("experts"),
    count: count({ positive: true, limit: madeMost }).describe("routed experts"),
    active: count().describe("experts each token is routed to"),
    width: count().describe("inner width of one expert"),
    gated: z.boolean().default(true).describe("an expert has three matrices (SwiGLU) instead of two"),
    biases: z.boolean().default(false).describe("router and experts have biases"),
    shared: z
      .strictObject({
        width: count().describe("inner width of all shared experts together"),
        gate: z
          .boolean()
          .default(false)
          .describe("a gate of one column weighs the shared expert (Qwen2-MoE)"),
      })
      .optional()
      .describe("what every token passes through, beside the routed experts"),
    latent: count()
      .optional()
      .describe(
        "width of the latent that routed experts read and write, between two projections (Nemotron 3)",
      ),
    correction: z.boolean().default(false).describe("a bias of each expert corrects the router's choice"),
  })
  .refine(...activeOfAll);

export const experts = defineFeedForward({
  kind: "experts",
  help: "a router sends each token to some of many experts, and all to a shared one",
  schema,
  adjective: () => "expert",
  weights: (shape, hidden, shard) => {
    const columns = ffnPerRank(shape.width, expertTensorRanks(shard), shard);
    const each = {
      hidden: shape.latent ?? hidden,
      columns,
      count: Math.ceil(shape.count / shard.expert),
      active: shape.active,
    };
    const { shared } = shape;
    return [
      matrix("router", "router", hidden, shape.count),
      ...vector(
        "router",
        "router bias",
        (shape.biases ? shape.count : 0) + (shape.correction ? shape.count : 0),
      ),
      ...feedForwardWeights("experts", "expert ", shape, each),
      ...(shared === undefined
        ? []
        : feedForwardWeights("feed-forward", "shared expert ", shape, {
            hidden,
            columns: ffnPerRank(shared.width, sharedExpertRanks(shard), shard),
            count: 1,
          })),
      ...(shape.latent === undefined
        ? []
        : [
            matrix("feed-forward", "latent projection", hidden, shape.latent),
            matrix("feed-forward", "latent expansion", shape.latent, hidden),
          ]),
      ...vector("router", "shared expert gate", shared?.gate ? hidden : 0),
    ];
  },
  operators: (shape, hidden, work, shard) => {
    const tokens = newTokens(work);
    const held = shape.count / shard.expert;
    const pooledTokens = tokens * (shard.expertBatches ?? shard.expert);
    const load = shard.expertLoad ?? 1;
    const choices = (load * pooledTokens * shape.active) / shard.expert;
    const likely = { count: shape.count, active: Math.min(shape.count, load * shape.active) };
    const touched = shard.streamAllExperts ? held : distinctExperts(likely, pooledTokens, held);
    const columns = ffnPerRank(shape.width, expertTensorRanks(shard), shard);
    const { shared } = shape;
    return [
      weightMatmul("router", "router", tokens, hidden, shape.count),
      {
        kind: "vector",
        name: "router softmax",
        elements: tokens * shape.count,
        flopsPerElement: 5,
        transfersPerElement: 2,
      },
      ...(shape.latent === undefined
        ? []
        : [
            weightMatmul("latent projection", "feed-forward", tokens, hidden, shape.latent),
            weightMatmul("latent expansion", "feed-forward", tokens, shape.latent, hidden),
          ]),
      ...feedForwardOperators("experts", "expert ", shape, {
        hidden: shape.latent ?? hidden,
        tokens: choices / touched,
        columns,
        count: touched,
        routed: { held, tokens: pooledTokens },
      }),
      {
        kind: "vector",
        name: "expert weighted sum",
        elements: choices * (shape.latent ?? hidden),
        flopsPerElement: 2,
        transfersPerElement: 2,
      },
      ...(shared === undefined
        ? []
        : feedForwardOperators("feed-forward", "shared expert ", shape, {
            hidden,
            // Where every rank holds all of it, each passes its own part of the tokens through it.
            tokens: (tokens * sharedExpertRanks(shard)) / shard.tensor,
            columns: ffnPerRank(shared.width, sharedExpertRanks(shard), shard),
            count: 1,
          })),
    ];
  },
  routedCopies: ({ active }) => active,
  hasShared: ({ shared }) => shared !== undefined,
  experts: (shape) => shape.count,
  expertWidth: (shape) => shape.width,
  workingElements: () => 0,
  // Of the experts a token passes through: input, what the inner matrices give, and their product where gated.
  savedElements: (shape, hidden, shard) => {
    const inner = shape.gated ? 3 : 2;
    const routed = shape.active * (hidden + inner * ffnPerRank(shape.width, expertTensorRanks(shard), shard));
    const shared = shape.shared ? inner * ffnPerRank(shape.shared.width, sharedExpertRanks(shard), shard) : 0;
    return hidden + routed + shared + shape.count;
  },
});
