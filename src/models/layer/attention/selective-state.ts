/**
 * A state-space layer of the first Mamba (Gu and Dao 2023, arXiv:2312.00752; Jamba): each of `inner` channels keeps a
 * vector of stateDim elements; the vectors that write and read it and the step of each channel follow from the token.
 *
 *     state of a sequence = inner x stateDim in 32 bits, and the last inputs of a short convolution
 *
 * Channels are divided over the tensor ranks. A token costs five operations an element of the state.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionWork, newTokens } from "../../layer-work.ts";
import { weightMatmul } from "../../operator.ts";
import { attentionRanks, type Shard } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("selective-state"),
  inner: count().describe("channels, each with a state"),
  stateDim: count().describe("elements of a channel's state"),
  stepRank: count().describe("width of the latent that the channels' steps are expanded from"),
  convolution: count().default(4).describe("taps of the short convolution"),
  innerNorms: z.boolean().default(false).describe("step and state vectors are normalised (Jamba)"),
});

const flopsPerStateElement = 5;
const stateElementBytes = 4;
const convolutionElementBytes = 2;

/** Channels of one rank. */
const channels = (inner: number, shard: Shard) => Math.ceil(inner / attentionRanks(shard));

export const selectiveState = defineAttention({
  kind: "selective-state",
  help: "a state-space layer of the first Mamba: a state of fixed size (Jamba)",
  label: "state-space",
  ownSequence: true,
  schema,
  adjective: () => "state-space",
  weights: (shape, hidden, shard) => {
    const { stateDim, stepRank, convolution, innerNorms } = shape;
    const inner = channels(shape.inner, shard);
    return [
      matrix("attention", "input projection", hidden, 2 * inner),
      matrix("attention", "step and state projection", inner, stepRank + 2 * stateDim),
      matrix("attention", "step expansion", stepRank, inner),
      matrix("attention", "output projection", inner, hidden),
      ...vector("attention", "short convolution", inner * (convolution + 1)),
      ...vector("attention", "step bias, skip and decay", inner * (2 + stateDim)),
      ...vector("norms", "step and state norms", innerNorms ? stepRank + 2 * stateDim : 0),
    ];
  },
  operators: (shape, hidden, layerWork, shard) => {
    const work = attentionWork(layerWork, shard);
    const tokens = newTokens(work);
    const { stateDim, stepRank, convolution } = shape;
    const inner = channels(shape.inner, shard);
    return [
      weightMatmul("input projection", "attention", tokens, hidden, 2 * inner),
      {
        kind: "vector",
        name: "short convolution",
        elements: tokens * inner,
        flopsPerElement: 2 * convolution + 4,
        transfersPerElement: 2,
      },
      weightMatmul("step and state projection", "attention", tokens, inner, stepRank + 2 * stateDim),
      weightMatmul("step expansion", "attention", tokens, stepRank, inner),
      {
        kind: "recurrence",
        name: "selective scan",
        sequences: work.sequences,
        queryTokens: work.queryTokens,
        flopsPerToken: flopsPerStateElement * inner * stateDim,
        stateBytes: inner * stateDim * stateElementBytes,
        inputElements: 2 * inner + 2 * stateDim,
        outputElements: inner,
      },
      {
        kind: "vector",
        name: "output gate",
        elements: tokens * inner,
        flopsPerElement: 5,
        transfersPerElement: 3,
      },
      weightMatmul("output projection", "attention", tokens, inner, hidden),
    ];
  },
  kept: (shape, shard) => {
    const inner = channels(shape.inner, shard);
    return {
      perToken: 0,
      perSourceToken: 0,
      stateBytes:
        inner * (stateElementBytes * shape.stateDim + convolutionElementBytes * (shape.convolution - 1)),
    };
  },
  hasScores: false,
  divided: ({ inner }) => ({ heads: inner, kvHeads: inner }),
  savedElements: (shape, hidden, shard) => {
    const inner = channels(shape.inner, shard);
    return hidden + 6 * inner + shape.stepRank + 2 * shape.stateDim;
  },
});
