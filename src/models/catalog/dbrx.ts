/** DBRX of Databricks: 16 experts, 4 active. `config.json` of databricks/dbrx-instruct on Hugging Face. */
import { llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";

/** DBRX. */
export const dbrxModels: readonly Model[] = [
  llamaModel({
    name: "dbrx",
    title: "DBRX",
    layers: 40,
    hidden: 6144,
    heads: 48,
    kvHeads: 8,
    ffn: 0,
    vocabulary: 100_352,
    maxTokens: 32_768,
    publishedParameters: 131_596_523_520,
    stack: {
      norm: "layernorm",
      normWithoutBias: true,
      experts: { count: 16, active: 4, ffn: 10_752, shared: 0 },
    },
    source: "config.json of databricks/dbrx-instruct on Hugging Face",
  }),
];
