/**
 * Language models that see images: LLaVA-1.5 puts 576 image tokens into the prompt, Llama 3.2 Vision attends to them in
 * eight layers of their own. Shapes: `config.json` on Hugging Face and the papers named.
 */
import { llamaModel } from "../architectures.ts";
import type { DenseLayer, ImageTower, Model } from "../model.ts";
import { visionStack } from "../short-stack.ts";

const dense = (inputs: number, outputs: number): DenseLayer => ({
  name: "image projector",
  inputs,
  outputs,
  bias: true,
});

/** CLIP ViT-L/14 at 336 pixels: 24 x 24 patches and a class token, which LLaVA drops. */
const llavaTower = (hidden: number): ImageTower => ({
  stack: visionStack({ layers: 24, hidden: 1024, heads: 16 }),
  patches: { patch: 14, imageSize: 336, channels: 3, tokens: 577 },
  tiles: 1,
  outputTokens: 576,
  projector: [dense(1024, hidden), dense(hidden, hidden)],
});

/**
 * Tile and gated position embeddings of the Llama 3.2 tower, for each of 9 aspect ratios of up to 4 tiles: one vector
 * before, one after, and one for each of the 1,601 tokens; and 8 more words in the input embedding.
 */
const tileEmbeddings = 9 * 4 * 1280 * (1 + 1 + 1601) + 8 * 4096;

/** LLaVA-1.5 7B and 13B, Llama 3.2 11B Vision. */
export const multimodalModels: readonly Model[] = [
  llamaModel({
    name: "llava-1.5-7b",
    title: "LLaVA-1.5 7B",
    aliases: ["llava-v1.5-7b"],
    layers: 32,
    hidden: 4096,
    heads: 32,
    ffn: 11_008,
    vocabulary: 32_064,
    maxTokens: 4096,
    publishedParameters: 7_063_427_072,
    model: { family: "multimodal", image: llavaTower(4096) },
    source: "config.json of llava-hf/llava-1.5-7b-hf on Hugging Face; Liu et al. 2023, arXiv:2310.03744",
  }),
  llamaModel({
    name: "llava-1.5-13b",
    title: "LLaVA-1.5 13B",
    aliases: ["llava-v1.5-13b"],
    layers: 40,
    hidden: 5120,
    heads: 40,
    ffn: 13_824,
    vocabulary: 32_064,
    maxTokens: 4096,
    publishedParameters: 13.35e9,
    model: { family: "multimodal", image: llavaTower(5120) },
    source: "config.json of llava-hf/llava-1.5-13b-hf on Hugging Face; Liu et al. 2023, arXiv:2310.03744",
  }),
  llamaModel({
    name: "llama-3.2-11b-vision",
    title: "Llama 3.2 11B Vision",
    layers: 40,
    hidden: 4096,
    heads: 32,
    kvHeads: 8,
    ffn: 14_336,
    vocabulary: 128_256,
    maxTokens: 131_072,
    publishedParameters: 10_670_220_835,
    stack: { crossAttention: { layers: 8, sourceWidth: 4096, replacesSelf: true } },
    model: {
      family: "multimodal",
      otherParameters: tileEmbeddings,
      image: {
        // 32 local and 8 global layers of the same shape.
        stack: visionStack({ layers: 40, hidden: 1280, heads: 16 }),
        patches: { patch: 14, imageSize: 560, channels: 3, tokens: 1601 },
        tiles: 4,
        outputTokens: 4 * 1601,
        // The outputs of five layers in between join that of the last.
        projector: [dense(6 * 1280, 4096)],
      },
    },
    source:
      "config.json of meta-llama/Llama-3.2-11B-Vision-Instruct on Hugging Face (the base model's images are of 448 pixels)",
  }),
];
