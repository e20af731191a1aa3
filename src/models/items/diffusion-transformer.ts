/**
 * Operators of one pass of a diffusion transformer in the manner of PixArt-alpha: patches of the latent (1/8 of the
 * image's side) become tokens, every layer attends to them and to the prompt, and one shared network turns the time step
 * into the scales and shifts of all layers (adaLN-single). Source: Chen et al. 2023, arXiv:2310.00426. In DiT every block has
 * a network of its own for that (adaLN-zero), and a class takes the place of the prompt: Peebles and Xie 2023, arXiv:2212.09748.
 */

import { layerGroups } from "../operators/layer-operators.ts";
import type { Operator } from "../operators/operator.ts";
import { flatOperators } from "../operators/operator-group.ts";
import { wholeModel } from "../shard.ts";
import type { DiffusionTransformer } from "./item-shape.ts";

/** Width of the sinusoidal code of a time step. */
const timeCodeWidth = 256;
/** Scale, shift and gate of each of attention and feed-forward; scale and shift before the output. */
const modulations = 6;
const outputModulations = 2;

/** One pass over `images` latents of images of `imageSize` pixels a side, on one rank. */
export function diffusionTransformerOperators(
  network: DiffusionTransformer,
  images: number,
  imageSize: number,
): Operator[] {
  const { stack, patch, latentChannels, captionTokens, captionWidth } = network;
  const { hidden } = stack;
  const tokens = (imageSize / 8 / patch) ** 2;
  const patchWidth = latentChannels * patch ** 2;
  const dense = (name: string, rows: number, inputs: number, outputs: number): Operator => ({
    kind: "matmul",
    name,
    m: images * rows,
    k: inputs,
    n: outputs,
    count: 1,
    weights: true,
  });
  const work = {
    sequences: images,
    queryTokens: tokens,
    contextTokens: tokens,
    fromCache: false,
    sourceTokens: captionTokens,
  };
  return [
    dense("patch embedding", tokens, patchWidth, hidden),
    dense("time embedding", 1, timeCodeWidth, hidden),
    dense("time embedding", 1, hidden, hidden),
    ...(network.ownModulation
      ? [
          ...Array.from({ length: stack.layers }, () => dense("modulation", 1, hidden, modulations * hidden)),
          dense("modulation", 1, hidden, outputModulations * hidden),
        ]
      : [dense("modulation", 1, hidden, modulations * hidden)]),
    ...(captionTokens === 0
      ? []
      : [
          dense("caption projection", captionTokens, captionWidth, hidden),
          dense("caption projection", captionTokens, hidden, hidden),
        ]),
    ...flatOperators(layerGroups(stack, work, wholeModel)),
    // Noise and variance of each latent channel.
    dense("output projection", tokens, hidden, 2 * patchWidth),
  ];
}
