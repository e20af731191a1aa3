/**
 * Parameters that one token passes through, as the publishers of mixtures give them: rounded, and some count the embedding
 * (of which a token looks up one row) or the output head and some do not. Each line says what it counts and how it is
 * rounded, so that it can be held against the shape. Model cards and papers, from memory of them.
 */
import type { Model } from "../model.ts";
import { activeParameters, embeddingParameters, headParameters } from "../parameters.ts";

/** What a publisher counts. */
type Counted = "everything" | "all but the embedding" | "layers alone";

/** A published figure. */
export interface PublishedActive {
  /** Billions, as written. */
  billions: number;
  /** Digits after the point. */
  digits: number;
  counts: Counted;
  /** Towards zero, where rounding to the nearest would give another figure. */
  rounded?: "down";
}

const published: Readonly<Record<string, PublishedActive>> = {
  "mixtral-8x7b": { billions: 12.9, digits: 1, counts: "everything" },
  "deepseek-moe-16b": { billions: 2.8, digits: 1, counts: "everything" },
  "moonlight-16b-a3b": { billions: 2.24, digits: 2, counts: "layers alone" },
  "mistral-large-3-675b": { billions: 39, digits: 0, counts: "all but the embedding" },
  "qwen1.5-moe-a2.7b": { billions: 2.7, digits: 1, counts: "everything" },
  "qwen2-57b-a14b": { billions: 14, digits: 0, counts: "everything" },
  "olmoe-1b-7b": { billions: 1.3, digits: 1, counts: "everything" },
  "dots.llm1": { billions: 14, digits: 0, counts: "everything" },
  "mixtral-8x22b": { billions: 39, digits: 0, counts: "everything" },
  "phi-3.5-moe": { billions: 6.6, digits: 1, counts: "everything" },
  dbrx: { billions: 36, digits: 0, counts: "everything" },
  "qwen3-30b-a3b": { billions: 3.3, digits: 1, counts: "everything", rounded: "down" },
  "qwen3-235b-a22b": { billions: 22, digits: 0, counts: "everything" },
  "qwen3-coder-480b-a35b": { billions: 35, digits: 0, counts: "everything" },
  "qwen3-next-80b-a3b": { billions: 3, digits: 0, counts: "layers alone" },
  "qwen3.5-35b-a3b": { billions: 3, digits: 0, counts: "all but the embedding" },
  "qwen3.5-122b-a10b": { billions: 10, digits: 0, counts: "everything" },
  "qwen3.5-397b-a17b": { billions: 17, digits: 0, counts: "all but the embedding" },
  "gpt-oss-20b": { billions: 3.61, digits: 2, counts: "all but the embedding" },
  "gpt-oss-120b": { billions: 5.13, digits: 2, counts: "all but the embedding" },
  "deepseek-v2-lite": { billions: 2.4, digits: 1, counts: "all but the embedding", rounded: "down" },
  "deepseek-v2": { billions: 21, digits: 0, counts: "everything" },
  "deepseek-v3": { billions: 37, digits: 0, counts: "all but the embedding" },
  "deepseek-v3.2": { billions: 37, digits: 0, counts: "all but the embedding" },
  "kimi-k2": { billions: 32, digits: 0, counts: "all but the embedding" },
  "kimi-k2.5": { billions: 32, digits: 0, counts: "all but the embedding" },
  "kimi-linear-48b-a3b": { billions: 3, digits: 0, counts: "all but the embedding" },
  "glm-4.5": { billions: 32, digits: 0, counts: "layers alone" },
  "glm-4.5-air": { billions: 12, digits: 0, counts: "layers alone" },
  "glm-4.6": { billions: 32, digits: 0, counts: "layers alone" },
  "glm-4.7-flash": { billions: 3, digits: 0, counts: "layers alone" },
  "glm-5": { billions: 40, digits: 0, counts: "layers alone" },
  "llama-4-scout": { billions: 17, digits: 0, counts: "all but the embedding" },
  "llama-4-maverick": { billions: 17, digits: 0, counts: "all but the embedding" },
  "minimax-m2": { billions: 10, digits: 0, counts: "all but the embedding" },
  "nemotron-3-super-120b-a12b": { billions: 12, digits: 0, counts: "all but the embedding" },
  // The card gives 3.6 B with the embedding too.
  "nemotron-3-nano-30b-a3b": { billions: 3.2, digits: 1, counts: "all but the embedding" },
};

/** What the publisher of `model` says, where it is a mixture of the catalog. */
export function publishedActive({ name }: Pick<Model, "name">): PublishedActive | undefined {
  return published[name];
}

/** The shape's own count of what the publisher counts, in billions, rounded as there: 36.63 B of DeepSeek-V3 are 37. */
export function countedActive(model: Model, { counts, digits, rounded }: PublishedActive): number {
  const left = {
    everything: 0,
    "all but the embedding": embeddingParameters(model),
    "layers alone": embeddingParameters(model) + headParameters(model),
  }[counts];
  const scaled = ((activeParameters(model) - left) / 1e9) * 10 ** digits;
  return (rounded === "down" ? Math.floor(scaled) : Math.round(scaled)) / 10 ** digits;
}
