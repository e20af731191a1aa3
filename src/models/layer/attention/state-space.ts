/**
 * A state-space layer of Mamba-2 (Dao and Gu 2024, arXiv:2405.21060): each head keeps a matrix of headDim x stateDim that
 * every token decays, adds to and reads; the vectors that write and read it are shared by the heads of a group.
 *
 *     state of a sequence = heads x headDim x stateDim in 32 bits, and the last inputs of a short convolution
 *
 * A token costs five operations an element of the matrix: decay 1, adding 2, reading 2. Groups are divided over the tensor
 * ranks where they can be, else replicated.
 */
import { z } from "zod";
import { count } from "../../../base/quantity.ts";
import { attentionRanks } from "../../shard.ts";
import { defineRecurrence, normAndGate } from "../recurrence.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("state-space"),
  heads: count().describe("heads, each with a state"),
  headDim: count().describe("width of a head"),
  groups: count().default(1).describe("groups of heads that share the vectors writing and reading the state"),
  stateDim: count().describe("columns of a head's state"),
  convolution: count().default(4).describe("taps of the short convolution"),
  convolutionBias: z.boolean().default(true).describe("the short convolution has a bias"),
});

export const stateSpace = defineRecurrence({
  kind: "state-space",
  help: "a state-space layer of Mamba-2: a state of fixed size (Nemotron-H, Granite 4)",
  label: "state-space",
  adjective: "state-space",
  schema,
  divided: ({ heads, groups }) => ({ heads, kvHeads: groups }),
  onRank: ({ headDim, stateDim, convolution, convolutionBias, ...shape }, hidden, shard) => {
    const ranks = attentionRanks(shard);
    const heads = Math.ceil(shape.heads / ranks);
    const inner = heads * headDim;
    const mixed = inner + 2 * Math.max(1, Math.ceil(shape.groups / ranks)) * stateDim;
    return {
      projections: [matrix("attention", "input projection", hidden, inner + mixed + heads)],
      output: matrix("attention", "output projection", inner, hidden),
      vectors: [
        ...vector("attention", "short convolution", mixed * (convolution + (convolutionBias ? 1 : 0))),
        ...vector("attention", "decay, step and skip", 3 * heads),
        ...vector("norms", "output norm", inner),
      ],
      convolution: { elements: mixed, taps: convolution },
      scan: { name: "state-space scan", flopsPerElement: 5, inputs: mixed + heads, outputs: inner },
      stateElements: inner * stateDim,
      gate: normAndGate,
      saved: 2 * mixed + heads + 3 * inner,
    };
  },
});
