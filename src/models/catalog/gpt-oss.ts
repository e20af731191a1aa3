/**
 * gpt-oss of OpenAI: 128 experts, 4 active; every other layer sees a window of 128 tokens; biases throughout. The released
 * weights are MXFP4, which the scenario's precision says. `config.json` of openai/gpt-oss-120b on Hugging Face; parameters
 * from the model card, arXiv:2508.10925, table 1.
 */
import { llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";

/** gpt-oss-120b. */
export const gptOssModels: readonly Model[] = [
  llamaModel({
    name: "gpt-oss-120b",
    title: "gpt-oss-120b",
    layers: 36,
    hidden: 2880,
    heads: 64,
    kvHeads: 8,
    headDim: 64,
    ffn: 0,
    vocabulary: 201_088,
    maxTokens: 131_072,
    publishedParameters: 116.83e9,
    stack: {
      biases: "all",
      experts: { count: 128, active: 4, ffn: 2880, shared: 0 },
      slidingWindow: { tokens: 128, layers: 18 },
    },
    source: "config.json of openai/gpt-oss-120b on Hugging Face",
  }),
];
