/** Qwen3, dense and mixture of experts; queries and keys are normalised per head. `config.json` of Qwen/* on Hugging Face. */
import { type ArchitectureShape, llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";

function qwen3(
  shape: Omit<ArchitectureShape, "title" | "source" | "vocabulary" | "maxTokens" | "headDim">,
  size: string,
): Model {
  return llamaModel({
    title: `Qwen3 ${size}`,
    headDim: 128,
    vocabulary: 151_936,
    maxTokens: 40_960,
    source: `config.json of Qwen/Qwen3-${size} on Hugging Face`,
    ...shape,
    stack: { queryKeyNorm: "head", ...shape.stack },
  });
}

/** Qwen3 8B, 32B, 30B-A3B and 235B-A22B. */
export const qwenModels: readonly Model[] = [
  qwen3(
    {
      name: "qwen3-8b",
      layers: 36,
      hidden: 4096,
      heads: 32,
      kvHeads: 8,
      ffn: 12_288,
      publishedParameters: 8_190_735_360,
    },
    "8B",
  ),
  qwen3(
    {
      name: "qwen3-32b",
      layers: 64,
      hidden: 5120,
      heads: 64,
      kvHeads: 8,
      ffn: 25_600,
      publishedParameters: 32_762_123_264,
    },
    "32B",
  ),
  qwen3(
    {
      name: "qwen3-30b-a3b",
      layers: 48,
      hidden: 2048,
      heads: 32,
      kvHeads: 4,
      ffn: 0,
      publishedParameters: 30_532_122_624,
      stack: { experts: { count: 128, active: 8, ffn: 768, shared: 0 } },
    },
    "30B-A3B",
  ),
  qwen3(
    {
      name: "qwen3-235b-a22b",
      layers: 94,
      hidden: 4096,
      heads: 64,
      kvHeads: 4,
      ffn: 0,
      publishedParameters: 235_093_634_560,
      stack: { experts: { count: 128, active: 8, ffn: 1536, shared: 0 } },
    },
    "235B-A22B",
  ),
];
