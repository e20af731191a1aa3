/**
 * The Llama family of Meta, and Code Llama. Shapes: `config.json` of each model on Hugging Face; parameters: its weight
 * files.
 */
import { type ArchitectureShape, llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";

const config = (repository: string) => `config.json of meta-llama/${repository} on Hugging Face`;

/** Width and depth that several generations share. */
const size7b = { layers: 32, hidden: 4096, heads: 32 };
const size13b = { layers: 40, hidden: 5120, heads: 40, ffn: 13_824 };
const size70b = { layers: 80, hidden: 8192, heads: 64, kvHeads: 8, ffn: 28_672 };

/** Llama 3 and later: grouped queries and a vocabulary of 128 k words. */
const size8b3 = {
  ...size7b,
  kvHeads: 8,
  ffn: 14_336,
  vocabulary: 128_256,
  publishedParameters: 8_030_261_248,
};
const size70b3 = { ...size70b, vocabulary: 128_256, publishedParameters: 70_553_706_496 };

const llama2 = (
  size: Omit<ArchitectureShape, "title" | "source" | "vocabulary" | "maxTokens">,
  billions: string,
) =>
  llamaModel({
    title: `Llama 2 ${billions}`,
    source: config(`Llama-2-${billions.toLowerCase()}-hf`),
    vocabulary: 32_000,
    maxTokens: 4096,
    ...size,
  });

/** LLaMA 65B, Llama 2, 3, 3.1, 3.2 and 3.3 (text), Code Llama 13B and 34B. */
export const llamaModels: readonly Model[] = [
  llama2(
    {
      ...size7b,
      name: "llama-2-7b",
      ffn: 11_008,
      publishedParameters: 6_738_415_616,
      aliases: ["llama-7b", "vicuna-7b-v1.5", "vicuna-7b-v1.3"],
    },
    "7B",
  ),
  llama2(
    {
      ...size13b,
      name: "llama-2-13b",
      publishedParameters: 13_015_864_320,
      aliases: ["llama-13b", "vicuna-13b-v1.5", "vicuna-13b-v1.3"],
    },
    "13B",
  ),
  llama2(
    { ...size70b, name: "llama-2-70b", publishedParameters: 68_976_648_192, aliases: ["llama-70b"] },
    "70B",
  ),
  llamaModel({
    name: "llama-65b",
    title: "LLaMA 65B",
    layers: 80,
    hidden: 8192,
    heads: 64,
    ffn: 22_016,
    vocabulary: 32_000,
    maxTokens: 2048,
    publishedParameters: 65_285_660_672,
    source: "Touvron et al. 2023, arXiv:2302.13971",
  }),
  llamaModel({
    name: "code-llama-34b",
    title: "Code Llama 34B",
    layers: 48,
    hidden: 8192,
    heads: 64,
    kvHeads: 8,
    ffn: 22_016,
    vocabulary: 32_000,
    maxTokens: 16_384,
    publishedParameters: 33_743_970_304,
    source: "config.json of codellama/CodeLlama-34b-hf on Hugging Face",
  }),
  llamaModel({
    ...size13b,
    name: "code-llama-13b",
    title: "Code Llama 13B",
    vocabulary: 32_016,
    maxTokens: 16_384,
    publishedParameters: 13_016_028_160,
    source: "config.json of codellama/CodeLlama-13b-hf on Hugging Face",
  }),
  llamaModel({
    ...size8b3,
    name: "llama-3-8b",
    title: "Llama 3 8B",
    maxTokens: 8192,
    source: config("Meta-Llama-3-8B"),
  }),
  llamaModel({
    ...size70b3,
    name: "llama-3-70b",
    title: "Llama 3 70B",
    maxTokens: 8192,
    source: config("Meta-Llama-3-70B"),
  }),
  llamaModel({
    ...size8b3,
    name: "llama-3.1-8b",
    title: "Llama 3.1 8B",
    aliases: [
      "deepseek-r1-distill-llama-8b",
      "hermes-3-llama-3.1-8b",
      "llama-3.1-nemotron-nano-8b-v1",
      "llama-guard-3-8b",
    ],
    maxTokens: 131_072,
    source: config("Llama-3.1-8B"),
  }),
  llamaModel({
    ...size70b3,
    name: "llama-3.1-70b",
    title: "Llama 3.1 70B",
    aliases: ["hermes-3-llama-3.1-70b", "llama-3.1-nemotron-70b"],
    maxTokens: 131_072,
    source: config("Llama-3.1-70B"),
  }),
  llamaModel({
    name: "llama-3.1-405b",
    title: "Llama 3.1 405B",
    layers: 126,
    hidden: 16_384,
    heads: 128,
    kvHeads: 8,
    ffn: 53_248,
    vocabulary: 128_256,
    maxTokens: 131_072,
    publishedParameters: 405_853_388_800,
    source: config("Llama-3.1-405B"),
  }),
  llamaModel({
    name: "llama-3.2-1b",
    title: "Llama 3.2 1B",
    layers: 16,
    hidden: 2048,
    heads: 32,
    kvHeads: 8,
    ffn: 8192,
    vocabulary: 128_256,
    maxTokens: 131_072,
    publishedParameters: 1_235_814_400,
    model: { tiedEmbeddings: true },
    source: config("Llama-3.2-1B"),
  }),
  llamaModel({
    name: "llama-3.2-3b",
    title: "Llama 3.2 3B",
    layers: 28,
    hidden: 3072,
    heads: 24,
    kvHeads: 8,
    ffn: 8192,
    vocabulary: 128_256,
    maxTokens: 131_072,
    publishedParameters: 3_212_749_824,
    model: { tiedEmbeddings: true },
    source: config("Llama-3.2-3B"),
  }),
  llamaModel({
    ...size70b3,
    name: "llama-3.3-70b",
    title: "Llama 3.3 70B",
    aliases: ["deepseek-r1-distill-llama-70b"],
    maxTokens: 131_072,
    source: config("Llama-3.3-70B-Instruct"),
  }),
];
