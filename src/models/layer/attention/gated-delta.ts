/**
 * Linear attention by the gated delta rule (Yang et al. 2024, arXiv:2412.06464; Qwen3-Next): each value head keeps a
 * matrix of keyDim x valueDim that every token decays, corrects and reads. Its size does not follow from the length:
 *
 *     state of a sequence = valueHeads x keyDim x valueDim in 32 bits, and the last inputs of a short convolution
 *
 * A token costs seven operations an element of the matrix: decay 1, what the key recalls 2, the correction 2, reading 2.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionRanks } from "../../shard.ts";
import { defineRecurrence, normAndGate } from "../recurrence.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("gated-delta"),
  keyHeads: count().describe("heads of queries and keys"),
  valueHeads: count().describe("heads of values, each with a state"),
  keyDim: count().describe("width of a key"),
  valueDim: count().describe("width of a value"),
  convolution: count().default(4).describe("taps of the short convolution over queries, keys and values"),
});

export const gatedDelta = defineRecurrence({
  kind: "gated-delta",
  help: "linear attention by the gated delta rule: a state of fixed size (Qwen3-Next)",
  label: "attention",
  adjective: "linear-attention",
  schema,
  divided: ({ keyHeads, valueHeads }) => ({ heads: valueHeads, kvHeads: keyHeads }),
  onRank: (shape, hidden, shard) => {
    const ranks = attentionRanks(shard);
    const keys = Math.ceil(shape.keyHeads / ranks) * shape.keyDim;
    const valueHeads = Math.ceil(shape.valueHeads / ranks);
    const values = valueHeads * shape.valueDim;
    const mixed = 2 * keys + values;
    return {
      projections: [
        matrix("attention", "query-key-value-gate projection", hidden, mixed + values),
        matrix("attention", "decay projection", hidden, 2 * valueHeads),
      ],
      output: matrix("attention", "output projection", values, hidden),
      vectors: [
        ...vector("attention", "short convolution", mixed * shape.convolution),
        ...vector("attention", "decay", 2 * valueHeads),
        ...vector("norms", "output norm", shape.valueDim),
      ],
      convolution: { elements: mixed, taps: shape.convolution },
      scan: { name: "delta rule", flopsPerElement: 7, inputs: mixed, outputs: values },
      stateElements: valueHeads * shape.keyDim * shape.valueDim,
      gate: normAndGate,
      // Projections before and after the convolution, gate and output.
      saved: 2 * mixed + 3 * values,
    };
  },
});
