/**
 * CLIP: an image tower and a causal text encoder that end in vectors of one space. Radford et al. 2021, arXiv:2103.00020,
 * table 20; `config.json` of openai/clip-vit-* on Hugging Face.
 */
import { gptModel } from "../architectures.ts";
import type { Model } from "../model.ts";
import { visionStack } from "../short-stack.ts";

function clip(
  text: { hidden: number; heads: number },
  vision: { layers: number; hidden: number; heads: number; patch: number; tokens: number },
  names: {
    name: string;
    title: string;
    aliases: readonly string[];
    publishedParameters: number;
    source: string;
  },
): Model {
  const projection = (inputs: number) => ({ name: "projection", inputs, outputs: text.hidden, bias: false });
  return gptModel({
    ...names,
    ...text,
    layers: 12,
    vocabulary: 49_408,
    maxTokens: 77,
    model: {
      family: "dual-encoder",
      head: false,
      outputLayers: [projection(text.hidden)],
      image: {
        stack: visionStack(vision),
        patches: { patch: vision.patch, imageSize: 224, channels: 3, tokens: vision.tokens },
        tiles: 1,
        outputTokens: 1,
        projector: [projection(vision.hidden)],
      },
    },
  });
}

/** CLIP ViT-B/32 and ViT-L/14. */
export const clipModels: readonly Model[] = [
  clip(
    { hidden: 512, heads: 8 },
    { layers: 12, hidden: 768, heads: 12, patch: 32, tokens: 50 },
    {
      name: "clip-vit-b-32",
      title: "CLIP ViT-B/32",
      aliases: ["clip-vit-base-patch32"],
      publishedParameters: 151_277_313,
      source: "config.json of openai/clip-vit-base-patch32 on Hugging Face",
    },
  ),
  clip(
    { hidden: 768, heads: 12 },
    { layers: 24, hidden: 1024, heads: 16, patch: 14, tokens: 257 },
    {
      name: "clip-vit-l-14",
      title: "CLIP ViT-L/14",
      aliases: ["clip-vit-large-patch14"],
      publishedParameters: 427_616_513,
      source: "config.json of openai/clip-vit-large-patch14 on Hugging Face",
    },
  ),
];
