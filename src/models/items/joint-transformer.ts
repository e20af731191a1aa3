/**
 * Operators of one pass of a diffusion transformer whose words and patches attend together (Esser et al. 2024,
 * arXiv:2403.03206: Stable Diffusion 3; FLUX). Double blocks have weights for either kind of token; single blocks, on the
 * tokens of both in one sequence, compute attention and feed-forward side by side. The time step and the pooled prompt
 * modulate every block: six vectors for either kind of token in a double block, three in a single one. Where nothing reads
 * the words after the last double block, they have two vectors there and no work after attention.
 */

import { type Operator, weightMatmul } from "../operators/operator.ts";
import type { JointTransformer } from "./item-shape.ts";

/** Width of the sinusoidal code of a time step. */
const timeCodeWidth = 256;
/** Pixels of an image that one latent has per side. */
const latentScale = 8;

/** One pass over `images` latents of images of `imageSize` pixels a side, on one rank. */
export function jointTransformerOperators(
  network: JointTransformer,
  images: number,
  imageSize: number,
): Operator[] {
  const { hidden, doubleBlocks, singleBlocks, patch, latentChannels, captionTokens, captionWidth } = network;
  const tokens = (imageSize / latentScale / patch) ** 2;
  const patchWidth = latentChannels * patch ** 2;
  const dense = (name: string, rows: number, inputs: number, outputs: number) =>
    weightMatmul(name, "other", images * rows, inputs, outputs);
  const times = (count: number, block: readonly Operator[]) =>
    Array.from({ length: count }, () => block).flat();
  const attention: Operator = {
    kind: "attention",
    name: "joint attention",
    sequences: images,
    queryTokens: tokens + captionTokens,
    contextTokens: tokens + captionTokens,
    heads: network.heads,
    kvHeads: network.heads,
    headDim: hidden / network.heads,
    causal: false,
    fromCache: false,
  };
  const side = (rows: number): [before: Operator[], after: Operator[]] => [
    [
      dense("modulation", 1, hidden, 6 * hidden),
      dense("query-key-value projection", rows, hidden, 3 * hidden),
    ],
    [
      dense("output projection", rows, hidden, hidden),
      dense("up projection", rows, hidden, 4 * hidden),
      dense("down projection", rows, 4 * hidden, hidden),
    ],
  ];
  const [imageBefore, imageAfter] = side(tokens);
  const [wordsBefore, wordsAfter] = side(captionTokens);
  const all = tokens + captionTokens;
  const early = network.wordsEndEarly ? 1 : 0;
  return [
    dense("patch embedding", tokens, patchWidth, hidden),
    dense("time embedding", 1, timeCodeWidth, hidden),
    dense("time embedding", 1, hidden, hidden),
    dense("pooled prompt embedding", 1, network.pooledWidth, hidden),
    dense("pooled prompt embedding", 1, hidden, hidden),
    ...(network.guidance
      ? [
          dense("guidance embedding", 1, timeCodeWidth, hidden),
          dense("guidance embedding", 1, hidden, hidden),
        ]
      : []),
    dense("caption projection", captionTokens, captionWidth, hidden),
    ...times(doubleBlocks - early, [...imageBefore, ...wordsBefore, attention, ...imageAfter, ...wordsAfter]),
    ...times(early, [
      ...imageBefore,
      dense("modulation", 1, hidden, 2 * hidden),
      dense("query-key-value projection", captionTokens, hidden, 3 * hidden),
      attention,
      ...imageAfter,
    ]),
    ...times(singleBlocks, [
      dense("modulation", 1, hidden, 3 * hidden),
      dense("joint input projection", all, hidden, 7 * hidden),
      attention,
      dense("joint output projection", all, 5 * hidden, hidden),
    ]),
    dense("modulation", 1, hidden, 2 * hidden),
    dense("output projection", tokens, hidden, patchWidth),
  ];
}
