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
import { attentionRanks } from "../../shard.ts";
import { defineRecurrence } from "../recurrence.ts";
import { matrix, vector } from "../weight.ts";

const schema = z.strictObject({
  kind: z.literal("selective-state"),
  inner: count().describe("channels, each with a state"),
  stateDim: count().describe("elements of a channel's state"),
  stepRank: count().describe("width of the latent that the channels' steps are expanded from"),
  convolution: count().default(4).describe("taps of the short convolution"),
  innerNorms: z.boolean().default(false).describe("step and state vectors are normalised (Jamba)"),
});

export const selectiveState = defineRecurrence({
  kind: "selective-state",
  help: "a state-space layer of the first Mamba: a state of fixed size (Jamba)",
  label: "state-space",
  adjective: "state-space",
  schema,
  divided: ({ inner }) => ({ heads: inner, kvHeads: inner }),
  onRank: ({ stateDim, stepRank, convolution, innerNorms, ...shape }, hidden, shard) => {
    const inner = Math.ceil(shape.inner / attentionRanks(shard));
    const steps = stepRank + 2 * stateDim;
    return {
      projections: [matrix("attention", "input projection", hidden, 2 * inner)],
      innerProjections: [
        matrix("attention", "step and state projection", inner, steps),
        matrix("attention", "step expansion", stepRank, inner),
      ],
      output: matrix("attention", "output projection", inner, hidden),
      vectors: [
        ...vector("attention", "short convolution", inner * (convolution + 1)),
        ...vector("attention", "step bias, skip and decay", inner * (2 + stateDim)),
        ...vector("norms", "step and state norms", innerNorms ? steps : 0),
      ],
      convolution: { elements: inner, taps: convolution },
      scan: {
        name: "selective scan",
        flopsPerElement: 5,
        inputs: 2 * inner + 2 * stateDim,
        outputs: inner,
      },
      stateElements: inner * stateDim,
      gate: { name: "output gate", flopsPerElement: 5 },
      saved: 6 * inner + steps,
    };
  },
});
