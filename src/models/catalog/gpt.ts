/**
 * Decoders in the manner of GPT: GPT-2, OPT, the GPT-3 sizes of the Trainium pre-training examples, GPT-J, GPT-NeoX, BLOOM. OPT: Zhang et
 * al. 2022, arXiv:2205.01068, table 1. GPT-3: layers and widths of the example scripts of the AWS Neuron reference for
 * NeMo Megatron (`gpt_6.7b.sh`, `gpt_23b.sh`, `gpt_46b.sh`, `gpt_175b.sh`), sequences of 2,048. GPT-NeoX: Black et al.
 * 2022, arXiv:2204.06745, table 1.
 */
import { type ArchitectureShape, gptModel } from "../architectures.ts";
import type { Model } from "../model.ts";

type Size = Pick<ArchitectureShape, "layers" | "hidden" | "heads" | "publishedParameters" | "aliases">;

function opt(size: string, shape: Size): Model {
  return gptModel({
    ...shape,
    name: `opt-${size}`,
    title: `OPT ${size.toUpperCase()}`,
    vocabulary: 50_272,
    maxTokens: 2048,
    // Positions begin at 2.
    model: { positions: 2050 },
    source: `config.json of facebook/opt-${size} on Hugging Face`,
  });
}

function gpt2(name: string, title: string, shape: Size): Model {
  return gptModel({
    ...shape,
    name,
    title,
    vocabulary: 50_257,
    maxTokens: 1024,
    source: `config.json of openai-community/${name} on Hugging Face`,
  });
}

function gpt3(size: string, shape: Size): Model {
  return gptModel({
    ...shape,
    name: `gpt3-${size}`,
    title: `GPT-3 ${size.toUpperCase()}`,
    vocabulary: 50_257,
    maxTokens: 2048,
    source: `gpt_${size}.sh of aws-neuron/neuronx-nemo-megatron; vocabulary of GPT-2`,
  });
}

/** OPT 125M to 175B. (350M, of another form, is read from its `config.json`.) */
export const optModels: readonly Model[] = [
  opt("125m", { layers: 12, hidden: 768, heads: 12, publishedParameters: 125_239_296 }),
  opt("1.3b", { layers: 24, hidden: 2048, heads: 32, publishedParameters: 1_315_758_080 }),
  opt("2.7b", { layers: 32, hidden: 2560, heads: 32, publishedParameters: 2_651_596_800 }),
  opt("6.7b", { layers: 32, hidden: 4096, heads: 32, publishedParameters: 6_658_473_984 }),
  opt("13b", { layers: 40, hidden: 5120, heads: 40, publishedParameters: 12.853e9 }),
  opt("30b", { layers: 48, hidden: 7168, heads: 56, publishedParameters: 29.975e9 }),
  opt("66b", { layers: 64, hidden: 9216, heads: 72, publishedParameters: 65.72e9 }),
  opt("175b", { layers: 96, hidden: 12_288, heads: 96, publishedParameters: 174.6e9 }),
];

/** GPT-3 6.7B, 23B, 46B, 175B. */
export const gpt3Models: readonly Model[] = [
  gpt3("6.7b", { layers: 32, hidden: 4096, heads: 32, publishedParameters: 6.66e9 }),
  gpt3("23b", { layers: 28, hidden: 8192, heads: 64, publishedParameters: 23e9 }),
  gpt3("46b", { layers: 56, hidden: 8192, heads: 64, publishedParameters: 46e9 }),
  gpt3("175b", { layers: 96, hidden: 12_288, heads: 96, publishedParameters: 174.6e9 }),
];

/** GPT-2 in four sizes. */
export const gpt2Models: readonly Model[] = [
  gpt2("gpt2", "GPT-2", { layers: 12, hidden: 768, heads: 12, publishedParameters: 124_439_808 }),
  gpt2("gpt2-medium", "GPT-2 medium", {
    layers: 24,
    hidden: 1024,
    heads: 16,
    publishedParameters: 354_823_168,
  }),
  gpt2("gpt2-large", "GPT-2 large", {
    layers: 36,
    hidden: 1280,
    heads: 20,
    publishedParameters: 774_030_080,
  }),
  gpt2("gpt2-xl", "GPT-2 XL", { layers: 48, hidden: 1600, heads: 25, publishedParameters: 1_557_611_200 }),
];

/** Rotary positions; attention and feed-forward side by side. */
const sideBySide = {
  stack: { rotary: true, parallelFeedForward: true },
  model: { positions: 0, tiedEmbeddings: false },
};

/** GPT-J 6B, GPT-NeoX 20B, BLOOM 176B (positions by a bias on the scores). */
export const openGptModels: readonly Model[] = [
  gptModel({
    ...sideBySide,
    name: "gpt-j-6b",
    title: "GPT-J 6B",
    layers: 28,
    hidden: 4096,
    heads: 16,
    vocabulary: 50_400,
    maxTokens: 2048,
    publishedParameters: 6_050_882_784,
    source: "config.json of EleutherAI/gpt-j-6b on Hugging Face",
  }),
  gptModel({
    ...sideBySide,
    name: "gpt-neox-20b",
    title: "GPT-NeoX 20B",
    layers: 44,
    hidden: 6144,
    heads: 64,
    vocabulary: 50_432,
    maxTokens: 2048,
    publishedParameters: 20_554_567_680,
    source: "config.json of EleutherAI/gpt-neox-20b on Hugging Face",
  }),
  gptModel({
    name: "bloom-176b",
    title: "BLOOM 176B",
    aliases: ["bloom"],
    layers: 70,
    hidden: 14_336,
    heads: 112,
    vocabulary: 250_880,
    maxTokens: 2048,
    publishedParameters: 176_247_271_424,
    model: { positions: 0 },
    source: "config.json of bigscience/bloom on Hugging Face",
  }),
];
