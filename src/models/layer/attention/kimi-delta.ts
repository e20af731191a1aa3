/**
 * Kimi Delta Attention (Moonshot AI 2025, arXiv:2510.26692): the gated delta rule in which every row of a head's matrix
 * decays by itself. The decay of each channel and the gate of the output come through latents of one head's width:
 *
 *     x -> queries, keys, values -> short convolution -> delta rule -> [norm, gate] -> output projection
 *     x -> latent -> decay of each channel;  x -> latent -> gate;  x -> strength of each head's correction
 *
 *     state of a sequence = heads x headDim x headDim in 32 bits, and the last inputs of the short convolution
 *
 * A token costs eight operations an element of the matrix: decay 2, what the key recalls 2, the correction 2, reading 2.
 * The two latents are replicated on the tensor ranks.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionWork, newTokens } from "../../layer-work.ts";
import { weightMatmul } from "../../operator.ts";
import { headsPerRank, type Shard } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("kimi-delta"),
  heads: count().describe("heads, each with a state"),
  headDim: count().describe("width of a head's queries, keys and values"),
  convolution: count().default(4).describe("taps of the short convolution over queries, keys and values"),
});

type KimiDelta = z.output<typeof schema>;

const flopsPerStateElement = 8;
const stateElementBytes = 4;
const convolutionElementBytes = 2;

/** Heads of one rank, their width together, and the elements of their states. */
function shareOf({ heads, headDim }: KimiDelta, shard: Shard) {
  const own = headsPerRank(heads, shard);
  return { own, width: own * headDim, stateElements: own * headDim ** 2 };
}

export const kimiDelta = defineAttention({
  kind: "kimi-delta",
  help: "linear attention by the delta rule with a decay of every channel: a state of fixed size (Kimi Linear)",
  label: "attention",
  ownSequence: true,
  schema,
  adjective: () => "linear-attention",
  weights: (shape, hidden, shard) => {
    const { own, width } = shareOf(shape, shard);
    const { headDim } = shape;
    return [
      matrix("attention", "query-key-value projection", hidden, 3 * width),
      matrix("attention", "correction projection", hidden, own),
      matrix("attention", "decay and gate compression", hidden, 2 * headDim),
      matrix("attention", "decay and gate expansion", headDim, 2 * width),
      matrix("attention", "output projection", width, hidden),
      ...vector("attention", "short convolution", 3 * width * shape.convolution),
      ...vector("attention", "decay", width + own),
      ...vector("norms", "output norm", headDim),
    ];
  },
  operators: (shape, hidden, layerWork, shard) => {
    const work = attentionWork(layerWork, shard);
    const tokens = newTokens(work);
    const { own, width, stateElements } = shareOf(shape, shard);
    const { headDim } = shape;
    return [
      weightMatmul("query-key-value projection", "attention", tokens, hidden, 3 * width),
      weightMatmul("correction projection", "attention", tokens, hidden, own),
      weightMatmul("decay and gate compression", "attention", tokens, hidden, 2 * headDim),
      weightMatmul("decay and gate expansion", "attention", tokens, headDim, 2 * width),
      {
        kind: "vector",
        name: "short convolution",
        elements: 3 * tokens * width,
        flopsPerElement: 2 * shape.convolution + 4,
        transfersPerElement: 2,
      },
      {
        kind: "recurrence",
        name: "delta rule",
        sequences: work.sequences,
        queryTokens: work.queryTokens,
        flopsPerToken: flopsPerStateElement * stateElements,
        stateBytes: stateElements * stateElementBytes,
        inputElements: 4 * width + own,
        outputElements: width,
      },
      {
        kind: "vector",
        name: "output norm and gate",
        elements: tokens * width,
        flopsPerElement: 9,
        transfersPerElement: 3,
      },
      weightMatmul("output projection", "attention", tokens, width, hidden),
    ];
  },
  kept: (shape, shard) => {
    const { width, stateElements } = shareOf(shape, shard);
    const inputs = 3 * width * (shape.convolution - 1);
    return {
      perToken: 0,
      perSourceToken: 0,
      stateBytes: stateElementBytes * stateElements + convolutionElementBytes * inputs,
    };
  },
  hasScores: false,
  divided: ({ heads }) => ({ heads, kvHeads: heads }),
  // Input, projections before and after the convolution, decay, gate, output.
  savedElements: (shape, hidden, shard) => hidden + 2 * shape.headDim + 9 * shareOf(shape, shard).width,
});
