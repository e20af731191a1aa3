/**
 * Operators of one pass of a Stable Diffusion U-Net, derived from its block structure:
 *
 *     residual block:     norm, SiLU, 3x3, + time, norm, SiLU, 3x3, + (1x1 of) input
 *     transformer block:  norm, 1x1, depth x (self-attention, cross-attention to the prompt, GEGLU), 1x1, + input
 *
 *     latent -> 3x3 -> level 0 -> /2 -> level 1 -> /2 -> ... -> middle -> ... -> x2 -> level 0 -> 3x3 -> noise
 *                        |________________ skip connections _______________________|
 *
 * Each block on the way up takes the concatenation with the output of its counterpart. Source: Rombach et al. 2022;
 * UNet2DConditionModel of Hugging Face diffusers.
 */
import { elementAt } from "../../base/element-at.ts";
import { layerOperators } from "../operators/layer-operators.ts";
import type { Operator } from "../operators/operator.ts";
import { wholeModel } from "../shard.ts";
import { expandStack } from "../short-stack.ts";
import type { UNet } from "./item-shape.ts";

/** Where in the network a block stands: images, side of the feature map, channels in and out. */
interface BlockShape {
  images: number;
  side: number;
  inChannels: number;
  outChannels: number;
}

function convolution(name: string, shape: BlockShape, kernel: number, stride = 1): Operator {
  const { images, side, inChannels, outChannels } = shape;
  const outHeight = side / stride;
  const outWidth = outHeight;
  return {
    kind: "convolution",
    name,
    images,
    inChannels,
    outChannels,
    kernel,
    outHeight,
    outWidth,
    stride,
    groups: 1,
  };
}

function perChannel(name: string, shape: BlockShape, channels: number, flopsPerElement: number): Operator {
  const elements = shape.images * shape.side ** 2 * channels;
  return { kind: "vector", name, elements, flopsPerElement, transfersPerElement: 2 };
}

function dense(name: string, rows: number, inputs: number, outputs: number): Operator {
  return { kind: "matmul", name, m: rows, k: inputs, n: outputs, count: 1, weights: true };
}

/** Group norm takes 7 operations an element, SiLU 5. */
const normAndActivationFlops = 12;

function residualBlock(unet: UNet, shape: BlockShape): Operator[] {
  const { images, inChannels, outChannels } = shape;
  const inner = { ...shape, inChannels: outChannels };
  return [
    perChannel("norm and SiLU", shape, inChannels, normAndActivationFlops),
    convolution("3x3 convolution", shape, 3),
    dense("time projection", images, timeWidth(unet), outChannels),
    perChannel("norm and SiLU", shape, outChannels, normAndActivationFlops),
    convolution("3x3 convolution", inner, 3),
    ...(inChannels === outChannels ? [] : [convolution("1x1 shortcut", shape, 1)]),
    perChannel("residual", shape, outChannels, 1),
  ];
}

function transformerBlock(
  unet: UNet,
  level: number,
  depth: number,
  images: number,
  side: number,
): Operator[] {
  if (depth === 0) return [];
  const hidden = elementAt(unet.channels, level);
  const headDim = elementAt(unet.headDims, level);
  const stack = expandStack({
    layers: depth,
    hidden,
    heads: hidden / headDim,
    kvHeads: hidden / headDim,
    headDim,
    ffn: 4 * hidden,
    gated: true,
    causal: false,
    biases: "all",
    norm: "layernorm",
    rotary: false,
    crossAttention: { layers: depth, sourceWidth: unet.contextWidth, replacesSelf: false },
  });
  const tokens = side ** 2;
  const work = {
    sequences: images,
    queryTokens: tokens,
    contextTokens: tokens,
    fromCache: false,
    sourceTokens: unet.contextTokens,
  };
  const layer = layerOperators(stack, elementAt(stack.runs, 0).layer, work, wholeModel);
  return [
    perChannel("group norm", { images, side, inChannels: hidden, outChannels: hidden }, hidden, 7),
    dense("transformer input projection", images * tokens, hidden, hidden),
    ...Array.from({ length: depth }, () => layer).flat(),
    dense("transformer output projection", images * tokens, hidden, hidden),
  ];
}

/** Width of the time-step embedding: four times the finest level's channels. */
function timeWidth(unet: UNet): number {
  return 4 * elementAt(unet.channels, 0);
}

function conditioning(unet: UNet, images: number): Operator[] {
  const width = timeWidth(unet);
  const further = unet.conditioningWidth;
  return [
    dense("time embedding", images, elementAt(unet.channels, 0), width),
    dense("time embedding", images, width, width),
    ...(further === undefined
      ? []
      : [dense("added embedding", images, further, width), dense("added embedding", images, width, width)]),
  ];
}

/** One pass over `images` latents of images of `imageSize` pixels a side, on one rank. */
export function unetOperators(unet: UNet, images: number, imageSize: number): Operator[] {
  const { channels, transformerDepths, blocksPerLevel, latentChannels } = unet;
  const operators = conditioning(unet, images);
  let side = imageSize / 8;
  let current = elementAt(channels, 0);
  const shapeTo = (outChannels: number, inChannels = current): BlockShape => ({
    images,
    side,
    inChannels,
    outChannels,
  });

  operators.push(convolution("input convolution", shapeTo(current, latentChannels), 3));
  const skips = [current];
  for (const [level, width] of channels.entries()) {
    for (let block = 0; block < blocksPerLevel; block++) {
      operators.push(...residualBlock(unet, shapeTo(width)));
      operators.push(...transformerBlock(unet, level, elementAt(transformerDepths, level), images, side));
      current = width;
      skips.push(width);
    }
    if (level < channels.length - 1) {
      operators.push(convolution("downsampling", shapeTo(width), 3, 2));
      side /= 2;
      skips.push(width);
    }
  }

  const deepest = channels.length - 1;
  operators.push(...residualBlock(unet, shapeTo(current)));
  operators.push(...transformerBlock(unet, deepest, unet.middleDepth, images, side));
  operators.push(...residualBlock(unet, shapeTo(current)));

  for (let level = deepest; level >= 0; level--) {
    const width = elementAt(channels, level);
    for (let block = 0; block <= blocksPerLevel; block++) {
      const skip = skips.pop() ?? 0;
      operators.push(...residualBlock(unet, shapeTo(width, current + skip)));
      operators.push(...transformerBlock(unet, level, elementAt(transformerDepths, level), images, side));
      current = width;
    }
    if (level > 0) {
      side *= 2;
      operators.push(convolution("upsampling", shapeTo(width), 3));
    }
  }
  operators.push(perChannel("norm and SiLU", shapeTo(current), current, normAndActivationFlops));
  operators.push(convolution("output convolution", shapeTo(latentChannels), 3));
  return operators;
}
