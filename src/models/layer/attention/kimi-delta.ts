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
import { headsPerRank } from "../../shard.ts";
import { defineRecurrence, normAndGate } from "../recurrence.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("kimi-delta"),
  heads: count().describe("heads, each with a state"),
  headDim: count().describe("width of a head's queries, keys and values"),
  convolution: count().default(4).describe("taps of the short convolution over queries, keys and values"),
});

export const kimiDelta = defineRecurrence({
  kind: "kimi-delta",
  help: "linear attention by the delta rule with a decay of every channel: a state of fixed size (Kimi Linear)",
  label: "attention",
  adjective: "linear-attention",
  schema,
  divided: ({ heads }) => ({ heads, kvHeads: heads }),
  onRank: ({ heads, headDim, convolution }, hidden, shard) => {
    const own = headsPerRank(heads, shard);
    const width = own * headDim;
    return {
      projections: [
        matrix("attention", "query-key-value projection", hidden, 3 * width),
        matrix("attention", "correction projection", hidden, own),
        matrix("attention", "decay and gate compression", hidden, 2 * headDim),
        matrix("attention", "decay and gate expansion", headDim, 2 * width),
      ],
      output: matrix("attention", "output projection", width, hidden),
      vectors: [
        ...vector("attention", "short convolution", 3 * width * convolution),
        ...vector("attention", "decay", width + own),
        ...vector("norms", "output norm", headDim),
      ],
      convolution: { elements: 3 * width, taps: convolution },
      scan: { name: "delta rule", flopsPerElement: 8, inputs: 4 * width + own, outputs: width },
      stateElements: own * headDim ** 2,
      gate: normAndGate,
      // Projections before and after the convolution, decay, gate, output.
      saved: 2 * headDim + 9 * width,
    };
  },
});
