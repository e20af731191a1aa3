/** Files of models that do not fit together: each is refused or named, none is read in silence. */
import { describe, expect, test } from "vitest";
import { modelFromHuggingFace } from "../../src/models/huggingface.ts";

const llama = {
  model_type: "llama",
  num_hidden_layers: 32,
  hidden_size: 4096,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 14_336,
  vocab_size: 128_256,
  max_position_embeddings: 8192,
};
const mixtral = { ...llama, model_type: "mixtral", num_local_experts: 8, num_experts_per_tok: 2 };
const nemotron = {
  ...llama,
  model_type: "nemotron_h",
  num_hidden_layers: 4,
  mamba_num_heads: 128,
  mamba_head_dim: 64,
  ssm_state_size: 128,
};

describe("refused, with what would do:", () => {
  test.each([
    [
      "heads that do not divide the width",
      { ...llama, num_attention_heads: 30, num_key_value_heads: 6 },
      "headDim: found 136.5",
    ],
    [
      "KV heads that do not divide the heads",
      { ...llama, num_key_value_heads: 7 },
      "num_key_value_heads: found 7; expected a divisor of the 32 heads",
    ],
    ["more KV heads than heads", { ...llama, num_key_value_heads: 64 }, "num_key_value_heads: found 64"],
    [
      "more active experts than there are",
      { ...mixtral, num_experts_per_tok: 9 },
      "num_experts_per_tok: found 9; expected at most the 8 experts",
    ],
    [
      "a list that leaves layers out",
      { ...llama, model_type: "qwen3", layer_types: ["full_attention"] },
      "layer_types: found a list of 1; expected one for each of the 32 layers",
    ],
    [
      "a nested list that leaves layers out",
      { model_type: "gemma3", text_config: { layer_types: ["full_attention"] } },
      "text_config.layer_types: found a list of 1; expected one for each of the 26 layers",
    ],
    [
      "a list of rotary layers that leaves some out",
      {
        ...llama,
        model_type: "llama4_text",
        num_local_experts: 4,
        num_experts_per_tok: 1,
        no_rope_layers: [1, 0],
      },
      "no_rope_layers: found a list of 2; expected one for each of the 32 layers",
    ],
    [
      "widths of layers of which some are left out, which would be of no width",
      { ...llama, model_type: "gemma3n_text", intermediate_size: [8192, 8192] },
      "intermediate_size: found a list of 2; expected one for each of the 32 layers",
    ],
    [
      "widths of no layer",
      { ...llama, model_type: "gemma3n_text", intermediate_size: [] },
      "intermediate_size: found []; expected a width, or one for each layer",
    ],
    [
      "a part that no pattern has",
      { ...nemotron, hybrid_override_pattern: "M-X*" },
      'hybrid_override_pattern: found "M-X*"',
    ],
    [
      "a pattern of another length",
      { ...nemotron, num_hidden_layers: 52, hybrid_override_pattern: "M-M*" },
      "num_hidden_layers: found 52; expected the 4 layers of the pattern",
    ],
    [
      "an unknown language model within",
      { model_type: "llava", text_config: { ...llama, model_type: "novel" } },
      'text_config.model_type: found "novel"',
    ],
    [
      "a type by the name of what every object has",
      { ...llama, model_type: "constructor" },
      'model_type: found "constructor"',
    ],
    [
      "bits that are not stored so",
      { ...llama, quantization_config: { quant_method: "gptq", bits: 3 } },
      '"gptq" of 3 bits; expected fp8, fbgemm_fp8, gptq or awq of 8 or 4 bits',
    ],
  ])("%s", (_, config, message) => {
    expect(() => modelFromHuggingFace(config, "odd")).toThrow(message);
  });
});

test.each([
  ["gemma3_text", "layer_types", "sliding_attention"],
  ["qwen3_next", "layer_types", "linear_attention"],
  ["modernbert", "layer_types", "sliding_attention"],
  ["minimax", "layer_types", "linear_attention"],
  ["granitemoehybrid", "layer_types", "mamba"],
])(
  "of %s a kind of layer in %s that is none is told with its place, not read as another",
  (type, field, near) => {
    const config = { model_type: type, num_hidden_layers: 2, [field]: [near, `${near}x`] };
    expect(() => modelFromHuggingFace(config, "odd")).toThrow(
      new RegExp(`${field}\\[1\\]: found "${near}x"; expected .*${near}.*did you mean "${near}"`),
    );
  },
);
