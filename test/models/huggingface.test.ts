import { describe, expect, it, test } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import { huggingFaceModelTypes, modelFromHuggingFace } from "../../src/models/huggingface.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { parameterCount } from "../../src/models/parameters.ts";

const decoder = (layers: number, hidden: number, heads: number, kvHeads: number, vocabulary: number) => ({
  num_hidden_layers: layers,
  hidden_size: hidden,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  vocab_size: vocabulary,
  max_position_embeddings: 4096,
});
const bert = { ...decoder(12, 768, 12, 12, 30_522), intermediate_size: 3072, max_position_embeddings: 512 };

/** The fields of each catalog model's `config.json` that shapes follow from. */
const configs: [string, Record<string, unknown>][] = [
  ["llama-3.1-8b", { model_type: "llama", ...decoder(32, 4096, 32, 8, 128_256), intermediate_size: 14_336 }],
  [
    "mistral-7b",
    {
      model_type: "mistral",
      ...decoder(32, 4096, 32, 8, 32_000),
      intermediate_size: 14_336,
      sliding_window: 4096,
    },
  ],
  [
    "mixtral-8x7b",
    {
      model_type: "mixtral",
      ...decoder(32, 4096, 32, 8, 32_000),
      intermediate_size: 14_336,
      num_local_experts: 8,
      num_experts_per_tok: 2,
    },
  ],
  [
    "qwen3-8b",
    { model_type: "qwen3", ...decoder(36, 4096, 32, 8, 151_936), head_dim: 128, intermediate_size: 12_288 },
  ],
  [
    "qwen3-30b-a3b",
    {
      model_type: "qwen3_moe",
      ...decoder(48, 2048, 32, 4, 151_936),
      head_dim: 128,
      num_experts: 128,
      num_experts_per_tok: 8,
      moe_intermediate_size: 768,
    },
  ],
  [
    "gpt-oss-120b",
    {
      model_type: "gpt_oss",
      ...decoder(36, 2880, 64, 8, 201_088),
      head_dim: 64,
      intermediate_size: 2880,
      num_local_experts: 128,
      num_experts_per_tok: 4,
      sliding_window: 128,
    },
  ],
  [
    "opt-13b",
    {
      model_type: "opt",
      ...decoder(40, 5120, 40, 40, 50_272),
      ffn_dim: 20_480,
      max_position_embeddings: 2048,
    },
  ],
  [
    "gpt-neox-20b",
    { model_type: "gpt_neox", ...decoder(44, 6144, 64, 64, 50_432), intermediate_size: 24_576 },
  ],
  [
    "gpt3-6.7b",
    { model_type: "gpt2", n_layer: 32, n_embd: 4096, n_head: 32, vocab_size: 50_257, n_positions: 2048 },
  ],
  ["bert-base", { model_type: "bert", ...bert, type_vocab_size: 2 }],
  [
    "roberta-base",
    { model_type: "roberta", ...bert, vocab_size: 50_265, max_position_embeddings: 514, type_vocab_size: 1 },
  ],
  [
    "distilbert",
    {
      model_type: "distilbert",
      n_layers: 6,
      dim: 768,
      n_heads: 12,
      hidden_dim: 3072,
      vocab_size: 30_522,
      max_position_embeddings: 512,
    },
  ],
  [
    "t5-3b",
    {
      model_type: "t5",
      num_layers: 24,
      d_model: 1024,
      num_heads: 32,
      d_kv: 128,
      d_ff: 16_384,
      vocab_size: 32_128,
    },
  ],
  [
    "dbrx",
    {
      model_type: "dbrx",
      n_layers: 40,
      d_model: 6144,
      n_heads: 48,
      vocab_size: 100_352,
      max_seq_len: 32_768,
      attn_config: { kv_n_heads: 8 },
      ffn_config: { moe_num_experts: 16, moe_top_k: 4, ffn_hidden_size: 10_752 },
    },
  ],
];

describe("modelFromHuggingFace", () => {
  test.each(configs)("gives the catalog's shape of %s", (name, config) => {
    const known = findModel(models, name);
    const read = modelFromHuggingFace(config, "read");
    expect(read.family).toBe(known?.family);
    expect(parameterCount(read)).toBe(known && parameterCount(known));
  });

  it("keeps windows of the layers that have them", () => {
    const read = (name: string) => modelFromHuggingFace(configs.find(([each]) => each === name)?.[1], name);
    const windows = (model: Model | undefined) =>
      model?.stack?.runs.map(({ repeat, layer: { attention } }) =>
        attention[0]!.kind === "sliding-window" ? [repeat, attention[0]!.window] : [repeat],
      );
    expect(windows(read("mistral-7b"))).toEqual([[32, 4096]]);
    // Windowed first, as the library has it; spread evenly, as the short form does.
    expect(windows(read("gpt-oss-120b"))?.slice(0, 2)).toEqual([[1, 128], [1]]);
    expect(windows(findModel(models, "gpt-oss-120b"))?.slice(0, 2)).toEqual([[1], [1, 128]]);
  });

  it("counts the biases of Qwen2 on query, key and value only", () => {
    const fields = {
      ...decoder(24, 896, 14, 2, 151_936),
      intermediate_size: 4864,
      tie_word_embeddings: true,
    };
    // Qwen2.5-0.5B: 494,032,768 parameters.
    expect(parameterCount(modelFromHuggingFace({ model_type: "qwen2", ...fields }, "qwen2"))).toBe(
      494_032_768,
    );
  });

  it("reads a ViT without its classifier", () => {
    const vit = findModel(models, "vit-base");
    const read = modelFromHuggingFace({ ...bert, model_type: "vit" }, "vit");
    expect(parameterCount(read)).toBe((vit ? parameterCount(vit) : 0) - 769 * 1000);
  });

  it("names every field that is missing or wrong, with the nearest one found", () => {
    const config = {
      model_type: "gpt2",
      n_layers: 12,
      n_embd: -1,
      n_head: 12,
      vocab_size: 50_257,
      n_positions: 1024,
    };
    expect(() => modelFromHuggingFace(config, "typo")).toThrow(
      [
        'n_layer: found nothing; expected a whole number greater than zero; did you mean "n_layers"?',
        "n_embd: found -1; expected a whole number greater than zero",
      ].join("\n"),
    );
  });

  it("names the fields of inner objects by their path", () => {
    const config = {
      ...configs.find(([name]) => name === "dbrx")?.[1],
      ffn_config: { moe_num_experts: 16, moe_top_k: 4 },
    };
    expect(() => modelFromHuggingFace(config, "dbrx")).toThrow("ffn_config.ffn_hidden_size: found nothing");
  });

  it("names the known types where it does not know one, and what is no object at all", () => {
    expect(() => modelFromHuggingFace({ model_type: "lama" }, "lama")).toThrow(
      `model_type: found "lama"; expected a type that can be read (${huggingFaceModelTypes.join(", ")})`,
    );
    expect(() => modelFromHuggingFace([], "list")).toThrow("found []; expected a JSON object");
  });
});
