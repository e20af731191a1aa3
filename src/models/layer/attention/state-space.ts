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
import { attentionWork, newTokens } from "../../layer-work.ts";
import { weightMatmul } from "../../operator.ts";
import { attentionRanks, type Shard } from "../../shard.ts";
import { defineAttention } from "../attention-kind.ts";
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

type StateSpace = z.output<typeof schema>;

const flopsPerStateElement = 5;
const stateElementBytes = 4;
const convolutionElementBytes = 2;

/** Heads of one rank, and the widths that follow. */
function shareOf(shape: StateSpace, shard: Shard) {
  const ranks = attentionRanks(shard);
  const heads = Math.ceil(shape.heads / ranks);
  const inner = heads * shape.headDim;
  const vectors = 2 * Math.max(1, Math.ceil(shape.groups / ranks)) * shape.stateDim;
  return { heads, inner, mixed: inner + vectors };
}

export const stateSpace = defineAttention({
  kind: "state-space",
  help: "a state-space layer of Mamba-2: a state of fixed size (Nemotron-H, Granite 4)",
  label: "state-space",
  ownSequence: true,
  schema,
  adjective: () => "state-space",
  weights: (shape, hidden, shard) => {
    const { heads, inner, mixed } = shareOf(shape, shard);
    return [
      matrix("attention", "input projection", hidden, inner + mixed + heads),
      matrix("attention", "output projection", inner, hidden),
      ...vector(
        "attention",
        "short convolution",
        mixed * (shape.convolution + (shape.convolutionBias ? 1 : 0)),
      ),
      ...vector("attention", "decay, step and skip", 3 * heads),
      ...vector("norms", "output norm", inner),
    ];
  },
  operators: (shape, hidden, layerWork, shard) => {
    const work = attentionWork(layerWork, shard);
    const tokens = newTokens(work);
    const { heads, inner, mixed } = shareOf(shape, shard);
    const stateElements = inner * shape.stateDim;
    return [
      weightMatmul("input projection", "attention", tokens, hidden, inner + mixed + heads),
      {
        kind: "vector",
        name: "short convolution",
        elements: tokens * mixed,
        flopsPerElement: 2 * shape.convolution + 4,
        transfersPerElement: 2,
      },
      {
        kind: "recurrence",
        name: "state-space scan",
        sequences: work.sequences,
        queryTokens: work.queryTokens,
        flopsPerToken: flopsPerStateElement * stateElements,
        stateBytes: stateElements * stateElementBytes,
        inputElements: mixed + heads,
        outputElements: inner,
      },
      {
        kind: "vector",
        name: "output norm and gate",
        elements: tokens * inner,
        flopsPerElement: 9,
        transfersPerElement: 3,
      },
      weightMatmul("output projection", "attention", tokens, inner, hidden),
    ];
  },
  kept: (shape, shard) => {
    const { inner, mixed } = shareOf(shape, shard);
    return {
      perToken: 0,
      perSourceToken: 0,
      stateBytes:
        stateElementBytes * inner * shape.stateDim +
        convolutionElementBytes * mixed * (shape.convolution - 1),
    };
  },
  hasScores: false,
  divided: ({ heads, groups }) => ({ heads, kvHeads: groups }),
  savedElements: (shape, hidden, shard) => {
    const { mixed, inner, heads } = shareOf(shape, shard);
    return hidden + 2 * mixed + heads + 3 * inner;
  },
});
