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
import { attentionWork, newTokens } from "../../layer-work.ts";
import { weightMatmul } from "../../operator.ts";
import { attentionRanks, type Shard } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("gated-delta"),
  keyHeads: count().describe("heads of queries and keys"),
  valueHeads: count().describe("heads of values, each with a state"),
  keyDim: count().describe("width of a key"),
  valueDim: count().describe("width of a value"),
  convolution: count().default(4).describe("taps of the short convolution over queries, keys and values"),
});

type GatedDelta = z.output<typeof schema>;

const flopsPerStateElement = 7;
const stateElementBytes = 4;
const convolutionElementBytes = 2;

/** Heads of one rank, and the widths that follow. */
function shareOf(shape: GatedDelta, shard: Shard) {
  const ranks = attentionRanks(shard);
  const keys = Math.ceil(shape.keyHeads / ranks) * shape.keyDim;
  const valueHeads = Math.ceil(shape.valueHeads / ranks);
  const values = valueHeads * shape.valueDim;
  return { keys, values, valueHeads, mixed: 2 * keys + values };
}

export const gatedDelta = defineAttention({
  kind: "gated-delta",
  help: "linear attention by the gated delta rule: a state of fixed size (Qwen3-Next)",
  label: "attention",
  ownSequence: true,
  schema,
  adjective: () => "linear-attention",
  weights: (shape, hidden, shard) => {
    const { values, valueHeads, mixed } = shareOf(shape, shard);
    return [
      matrix("attention", "query-key-value-gate projection", hidden, mixed + values),
      matrix("attention", "decay projection", hidden, 2 * valueHeads),
      matrix("attention", "output projection", values, hidden),
      ...vector("attention", "short convolution", mixed * shape.convolution),
      ...vector("attention", "decay", 2 * valueHeads),
      ...vector("norms", "output norm", shape.valueDim),
    ];
  },
  operators: (shape, hidden, layerWork, shard) => {
    const work = attentionWork(layerWork, shard);
    const tokens = newTokens(work);
    const { values, valueHeads, mixed } = shareOf(shape, shard);
    const stateElements = valueHeads * shape.keyDim * shape.valueDim;
    return [
      weightMatmul("query-key-value-gate projection", "attention", tokens, hidden, mixed + values),
      weightMatmul("decay projection", "attention", tokens, hidden, 2 * valueHeads),
      {
        kind: "vector",
        name: "short convolution",
        elements: tokens * mixed,
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
        inputElements: mixed,
        outputElements: values,
      },
      {
        kind: "vector",
        name: "output norm and gate",
        elements: tokens * values,
        flopsPerElement: 9,
        transfersPerElement: 3,
      },
      weightMatmul("output projection", "attention", tokens, values, hidden),
    ];
  },
  kept: (shape, shard) => {
    const { valueHeads, mixed } = shareOf(shape, shard);
    return {
      perToken: 0,
      perSourceToken: 0,
      stateBytes:
        stateElementBytes * valueHeads * shape.keyDim * shape.valueDim +
        convolutionElementBytes * mixed * (shape.convolution - 1),
    };
  },
  hasScores: false,
  divided: ({ keyHeads, valueHeads }) => ({ heads: valueHeads, kvHeads: keyHeads }),
  // Input, projections before and after the convolution, gate and output.
  savedElements: (shape, hidden, shard) => {
    const { mixed, values } = shareOf(shape, shard);
    return hidden + 2 * mixed + 3 * values;
  },
});
