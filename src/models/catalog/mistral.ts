/**
 * Mistral 7B (v0.2: no sliding window), Mistral Small (24B of January 2025), Mistral Medium 3.5 and Mixtral 8x7B. No shape of
 * Mistral Medium was public before 3.5.
 */
import { llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";

const config = (repository: string) => `config.json of mistralai/${repository} on Hugging Face`;

/** Models of Mistral AI whose shapes are public; of Mistral Medium the inner width and the image encoder were not found. */
export const mistralModels: readonly Model[] = [
  llamaModel({
    name: "mistral-7b",
    title: "Mistral 7B",
    aliases: ["mistral-7b-instruct-v0.2", "mistral-7b-v0.1"],
    layers: 32,
    hidden: 4096,
    heads: 32,
    kvHeads: 8,
    ffn: 14_336,
    vocabulary: 32_000,
    maxTokens: 32_768,
    publishedParameters: 7_241_732_096,
    source: config("Mistral-7B-Instruct-v0.2"),
  }),
  llamaModel({
    name: "mistral-small",
    title: "Mistral Small 24B",
    aliases: ["mistral-small-24b-instruct-2501", "mistral-small-24b"],
    layers: 40,
    hidden: 5120,
    heads: 32,
    kvHeads: 8,
    headDim: 128,
    ffn: 32_768,
    vocabulary: 131_072,
    maxTokens: 32_768,
    publishedParameters: 23_572_403_200,
    source: config("Mistral-Small-24B-Instruct-2501"),
  }),
  llamaModel({
    name: "mixtral-8x7b",
    title: "Mixtral 8x7B",
    aliases: ["mixtral-8x7b-instruct-v0.1"],
    layers: 32,
    hidden: 4096,
    heads: 32,
    kvHeads: 8,
    ffn: 0,
    vocabulary: 32_000,
    maxTokens: 32_768,
    publishedParameters: 46_702_792_704,
    stack: { experts: { count: 8, active: 2, ffn: 14_336, shared: 0 } },
    source: config("Mixtral-8x7B-v0.1"),
  }),
];
