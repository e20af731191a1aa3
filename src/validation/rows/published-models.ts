/**
 * Models that published tables name and the catalog has no entry for, written out as a scenario writes them: MPT
 * (llm-foundry's configurations), GPT-3 and Nemotron sizes of NeMo's tables, Llama 34B, Falcon 180B. Models run beyond the
 * context they were trained for are the catalog's with a longer one.
 */
import { findModel } from "../../models/find-model.ts";
import type { Model } from "../../models/model.ts";

/** A model as a scenario writes it: a catalog name or an object. */
export type WrittenModel = string | { name: string; [key: string]: unknown };

interface GptSize {
  layers: number;
  hidden: number;
  heads: number;
}

const mptVocabulary = 50_368;
/** llm-foundry scripts/train/yamls/pretrain. */
const mpt: Readonly<Record<string, GptSize>> = {
  "125m": { layers: 12, hidden: 768, heads: 12 },
  "350m": { layers: 24, hidden: 1024, heads: 16 },
  "760m": { layers: 24, hidden: 1536, heads: 12 },
  "1b": { layers: 24, hidden: 2048, heads: 16 },
  "3b": { layers: 32, hidden: 2560, heads: 20 },
  "7b": { layers: 32, hidden: 4096, heads: 32 },
  "13b": { layers: 40, hidden: 5120, heads: 40 },
  "30b": { layers: 48, hidden: 7168, heads: 56 },
  "70b": { layers: 80, hidden: 8192, heads: 64 },
};

function gpt(name: string, size: GptSize, vocabulary: number, maxTokens: number, tiedEmbeddings = true) {
  return { name, family: "gpt", ...size, vocabulary, maxTokens, tiedEmbeddings };
}

const written: Readonly<Record<string, WrittenModel>> = {
  "gpt3-5b": gpt("gpt3-5b", { layers: 24, hidden: 4096, heads: 32 }, 51_200, 2048),
  "gpt3-20b": gpt("gpt3-20b", { layers: 44, hidden: 6144, heads: 48 }, 51_200, 2048),
  "nemotron-3-8b": gpt("nemotron-3-8b", { layers: 32, hidden: 4096, heads: 32 }, 256_000, 4096, false),
  "nemotron-22b": gpt("nemotron-22b", { layers: 40, hidden: 6144, heads: 48 }, 256_000, 4096, false),
  "llama-34b": {
    name: "llama-34b",
    layers: 48,
    hidden: 8192,
    heads: 64,
    kvHeads: 8,
    ffn: 22_016,
    vocabulary: 32_000,
    maxTokens: 4096,
  },
  "falcon-180b": {
    name: "falcon-180b",
    layers: 80,
    hidden: 14_848,
    heads: 232,
    kvHeads: 8,
    headDim: 64,
    ffn: 59_392,
    gated: false,
    vocabulary: 65_024,
    maxTokens: 8192,
  },
};

/** The model that a table calls `name`, for sequences of `tokens` tokens. */
export function writtenModel(name: string, tokens: number, models: readonly Model[]): WrittenModel {
  const size = /^mpt-(.*)$/.exec(name)?.[1];
  if (size !== undefined && mpt[size]) return gpt(name, mpt[size], mptVocabulary, Math.max(2048, tokens));
  if (written[name] !== undefined) return written[name];
  const base = name.replace(/-long$/, "");
  const model = findModel(models, base);
  if (model === undefined) return base;
  if (model.maxTokens === undefined || model.maxTokens >= tokens) return model.name;
  return { from: model.name, name: `${model.name}-longer`, maxTokens: tokens };
}
