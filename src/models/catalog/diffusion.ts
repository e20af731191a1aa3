/**
 * Text-to-image models as the network that denoises: U-Nets of Stable Diffusion and the transformer of PixArt-alpha. The
 * text encoder and the VAE run once an image, not once a step; their parameters count, their time is left to the workload.
 * Parameters: the weight files of each part on Hugging Face. Passes: steps of the pipeline's default sampler, twice for
 * classifier-free guidance.
 */
import type { ItemNetwork, UNet } from "../items/item-shape.ts";
import type { Model } from "../model.ts";
import { visionStack } from "../short-stack.ts";

const vae = 83.65e6;
/** CLIP ViT-L/14, OpenCLIP ViT-H/14 and OpenCLIP ViT-bigG/14 text encoders, T5 v1.1 XXL encoder. */
const clipLText = 123.06e6;
const clipHText = 340.39e6;
const clipBigGText = 694.66e6;
const t5XxlEncoder = 4.762e9;

function diffusion(
  names: Pick<Model, "name" | "title" | "aliases" | "source">,
  item: ItemNetwork,
  parameters: { network: number; others: number },
): Model {
  return {
    ...names,
    family: "diffusion",
    item,
    vocabulary: 0,
    maxTokens: 0,
    positions: 0,
    tiedEmbeddings: false,
    head: false,
    otherParameters: parameters.others,
    publishedParameters: parameters.network + parameters.others,
  };
}

const stableDiffusion15: UNet = {
  kind: "unet",
  imageSize: 512,
  passes: 2 * 50,
  latentChannels: 4,
  channels: [320, 640, 1280, 1280],
  transformerDepths: [1, 1, 1, 0],
  middleDepth: 1,
  blocksPerLevel: 2,
  // Eight heads at every level.
  headDims: [40, 80, 160, 160],
  contextTokens: 77,
  contextWidth: 768,
};

/** PixArt: 28 layers of attention to the image and then to a caption of 120 tokens (300 in Sigma). */
const pixArt = {
  kind: "diffusion-transformer",
  imageSize: 512,
  passes: 2 * 20,
  latentChannels: 4,
  patch: 2,
  captionTokens: 120,
  captionWidth: 4096,
  stack: visionStack(
    { layers: 28, hidden: 1152, heads: 16 },
    { layers: 28, sourceWidth: 1152, replacesSelf: false },
  ),
} as const;

/** Stable Diffusion 1.5, 2.1 and XL base, PixArt-alpha and -Sigma. */
export const diffusionModels: readonly Model[] = [
  diffusion(
    {
      name: "stable-diffusion-1.5",
      title: "Stable Diffusion 1.5",
      aliases: ["stable-diffusion-v1-5"],
      source: "unet/config.json of stable-diffusion-v1-5 on Hugging Face",
    },
    stableDiffusion15,
    { network: 859_520_964, others: clipLText + vae },
  ),
  diffusion(
    {
      name: "stable-diffusion-2.1",
      title: "Stable Diffusion 2.1",
      // Version 2 has the same network, and its inpainting five planes more on the way in.
      aliases: ["stable-diffusion-2", "stable-diffusion-2.1-base", "stable-diffusion-2-inpainting"],
      source: "unet/config.json of stabilityai/stable-diffusion-2-1 on Hugging Face",
    },
    { ...stableDiffusion15, imageSize: 768, headDims: [64, 64, 64, 64], contextWidth: 1024 },
    { network: 865_910_724, others: clipHText + vae },
  ),
  diffusion(
    {
      name: "stable-diffusion-xl-base",
      title: "Stable Diffusion XL base",
      aliases: ["stable-diffusion-xl", "stable-diffusion-xl-base-1.0", "sdxl-turbo"],
      source: "unet/config.json of stabilityai/stable-diffusion-xl-base-1.0 on Hugging Face",
    },
    {
      ...stableDiffusion15,
      imageSize: 1024,
      channels: [320, 640, 1280],
      transformerDepths: [0, 2, 10],
      middleDepth: 10,
      headDims: [64, 64, 64],
      contextWidth: 2048,
      // Pooled prompt (1,280) and six sizes coded in 256 each.
      conditioningWidth: 1280 + 6 * 256,
    },
    { network: 2_567_463_684, others: clipLText + clipBigGText + vae },
  ),
  diffusion(
    {
      name: "pixart-alpha",
      title: "PixArt-alpha",
      source: "transformer/config.json of PixArt-alpha/PixArt-XL-2-512x512 on Hugging Face; arXiv:2310.00426",
    },
    pixArt,
    { network: 611e6, others: t5XxlEncoder + vae },
  ),
  diffusion(
    {
      name: "pixart-sigma",
      title: "PixArt-Sigma",
      aliases: ["pixart-sigma-xl-2-512-ms", "pixart-sigma-xl-2-1024-ms"],
      source:
        "transformer/config.json of PixArt-alpha/PixArt-Sigma-XL-2-1024-MS on Hugging Face; arXiv:2403.04692",
    },
    { ...pixArt, imageSize: 1024, captionTokens: 300 },
    { network: 611e6, others: t5XxlEncoder + vae },
  ),
];
