/**
 * Linear attention in the manner of lightning attention (Qin et al. 2024, arXiv:2401.04658; MiniMax-01, arXiv:2501.08313): each
 * head keeps a matrix of headDim x headDim that every token decays by a constant of the head, adds to and reads. Queries,
 * keys and values have no convolution and no position; the output is normalised over all heads and gated.
 *
 *     state of a sequence = heads x headDim x headDim in 32 bits
 *
 * A token costs five operations an element of the matrix: decay 1, adding the product of key and value 2, reading 2.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { headsPerRank } from "../../shard.ts";
import { defineRecurrence, normAndGate } from "../recurrence.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("lightning"),
  heads: count().describe("heads, each with a state"),
  headDim: count().describe("width of a head's queries, keys and values"),
});

export const lightning = defineRecurrence({
  kind: "lightning",
  help: "linear attention with a constant decay of each head: a state of fixed size (MiniMax-01, MiniMax-M1)",
  label: "attention",
  adjective: "linear-attention",
  schema,
  divided: ({ heads }) => ({ heads, kvHeads: heads }),
  onRank: ({ heads, headDim }, hidden, shard) => {
    const own = headsPerRank(heads, shard);
    const width = own * headDim;
    return {
      projections: [
        matrix("attention", "query-key-value projection", hidden, 3 * width),
        matrix("attention", "gate projection", hidden, width),
      ],
      output: matrix("attention", "output projection", width, hidden),
      vectors: vector("norms", "output norm", width),
      scan: { name: "decayed sum", flopsPerElement: 5, inputs: 3 * width, outputs: width },
      stateElements: own * headDim ** 2,
      gate: normAndGate,
      // Queries, keys, values, gate, output before and after its norm.
      saved: 6 * width,
    };
  },
});
