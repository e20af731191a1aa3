/**
 * gpt-oss of OpenAI: 4 active experts; every other layer sees a window of 128 tokens; biases throughout and a learned sink in
 * each head's softmax. The released weights of the experts are MXFP4, the rest bf16. `config.json` of openai/gpt-oss-* on
 * Hugging Face; parameters from its weight files.
 */
import { llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";

const wide = { attention: "bf16", "feed-forward": "bf16", router: "bf16", norms: "bf16" } as const;

function gptOss(size: string, layers: number, experts: number, publishedParameters: number): Model {
  return llamaModel({
    name: `gpt-oss-${size}`,
    title: `gpt-oss-${size}`,
    layers,
    hidden: 2880,
    heads: 64,
    kvHeads: 8,
    headDim: 64,
    ffn: 0,
    vocabulary: 201_088,
    maxTokens: 131_072,
    publishedParameters,
    stack: {
      biases: "all",
      sinks: true,
      experts: { count: experts, active: 4, ffn: 2880, shared: 0 },
      slidingWindow: { tokens: 128, layers: layers / 2 },
    },
    model: {
      stored: {
        weights: "mxfp4",
        families: { ...wide, embeddings: "bf16", head: "bf16", other: "bf16", image: "bf16" },
      },
    },
    source: `config.json of openai/gpt-oss-${size} on Hugging Face`,
  });
}

/** gpt-oss-20b and gpt-oss-120b. */
export const gptOssModels: readonly Model[] = [
  gptOss("20b", 24, 32, 20_914_757_184),
  gptOss("120b", 36, 128, 116_829_156_672),
];
