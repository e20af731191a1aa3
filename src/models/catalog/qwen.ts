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

/** Qwen3 0.6B to 32B, 30B-A3B, 235B-A22B and Coder 480B-A35B; the language models of Qwen3-VL are the same. */
export const qwenModels: readonly Model[] = [
  qwen3(
    {
      name: "qwen3-8b",
      aliases: ["qwen3-vl-8b"],
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
      name: "qwen3-0.6b",
      layers: 28,
      hidden: 1024,
      heads: 16,
      kvHeads: 8,
      ffn: 3072,
      publishedParameters: 596_049_920,
      model: { tiedEmbeddings: true },
    },
    "0.6B",
  ),
  qwen3(
    {
      name: "qwen3-1.7b",
      layers: 28,
      hidden: 2048,
      heads: 16,
      kvHeads: 8,
      ffn: 6144,
      publishedParameters: 1_720_574_976,
      model: { tiedEmbeddings: true },
    },
    "1.7B",
  ),
  qwen3(
    {
      name: "qwen3-4b",
      aliases: ["qwen3-vl-4b"],
      layers: 36,
      hidden: 2560,
      heads: 32,
      kvHeads: 8,
      ffn: 9728,
      publishedParameters: 4_022_468_096,
      model: { tiedEmbeddings: true },
    },
    "4B",
  ),
  qwen3(
    {
      name: "qwen3-14b",
      layers: 40,
      hidden: 5120,
      heads: 40,
      kvHeads: 8,
      ffn: 17_408,
      publishedParameters: 14_768_307_200,
    },
    "14B",
  ),
  qwen3(
    {
      name: "qwen3-32b",
      aliases: ["qwen3-vl-32b"],
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
      aliases: ["qwen3-coder-30b-a3b", "qwen3-vl-30b-a3b"],
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
      aliases: ["qwen3-vl-235b-a22b"],
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
  qwen3(
    {
      name: "qwen3-coder-480b-a35b",
      layers: 62,
      hidden: 6144,
      heads: 96,
      kvHeads: 8,
      ffn: 0,
      publishedParameters: 480_154_875_392,
      stack: { experts: { count: 160, active: 8, ffn: 2560, shared: 0 } },
    },
    "Coder-480B-A35B-Instruct",
  ),
];
