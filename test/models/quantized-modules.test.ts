/** Checkpoints that store some matrices of some layers in another format than the rest. */
import { expect, test } from "vitest";
import { modelFromHuggingFace } from "../../src/models/huggingface.ts";
import type { Model } from "../../src/models/model.ts";
import { forwardOperators } from "../../src/models/operators/forward-operators.ts";
import { totalWeightBytes } from "../../src/models/operators/operator.ts";
import { flatOperators } from "../../src/models/operators/operator-group.ts";
import { parameterCount } from "../../src/models/parameters.ts";
import { wholeModel } from "../../src/models/shard.ts";
import { familyBytes, formatsOf, modelWeightBytes } from "../../src/models/weight-bytes.ts";
import { storageBytes } from "../../src/models/weight-format.ts";

const hidden = 256;
const ffn = 768;
const layers = 4;
const vocabulary = 1000;
const llama = {
  model_type: "llama",
  torch_dtype: "bfloat16",
  hidden_size: hidden,
  intermediate_size: ffn,
  num_hidden_layers: layers,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  vocab_size: vocabulary,
  max_position_embeddings: 2048,
};
const keyWidth = (hidden / 8) * 2;
const attention = 2 * hidden * hidden + 2 * hidden * keyWidth;
const network = 3 * hidden * ffn;
/** Embedding and head, two norms a layer and one at the end: always in 16 bits. */
const kept = 2 * vocabulary * hidden + (2 * layers + 1) * hidden;

const quantized = (quantization: object, config: object = llama) =>
  modelFromHuggingFace({ ...config, quantization_config: quantization }, "partly wide");
const bytesOf = (model: Model) => modelWeightBytes(model, formatsOf(model, {}));
/** Bytes where all matrices of layers are in 8 bits but `wide` weights, which take one byte more. */
const narrowBut = (wide: number) => layers * (attention + network) + 2 * kept + wide;

test.each([
  ["nothing", ["lm_head"], 0, 1],
  ["one projection of one layer", ["model.layers.0.self_attn.q_proj", "lm_head"], hidden * hidden, 2],
  ["the network of one layer", ["model.layers.3.mlp"], network, 2],
  ["a layer, under the name of a larger model", ["model.language_model.layers.1"], attention + network, 2],
  [
    "two layers alike, which are one kind",
    ["model.layers.1.mlp.down_proj", "model.layers.2.mlp.down_proj"],
    2 * ffn * hidden,
    2,
  ],
  ["layers by an expression", ["re:model\\.layers\\.(0|3)\\.self_attn\\..*"], 2 * attention, 2],
  ["half of a fused matrix", ["model.layers.2.mlp.gate_proj"], hidden * ffn, 2],
  ["a projection in all layers", ["k_proj"], layers * hidden * keyWidth, 1],
  ["a family in all layers", ["re:.*self_attn.*"], layers * attention, 1],
  ["a name with a star", ["model.layers.*.mlp.up_proj"], layers * hidden * ffn, 1],
  ["layers of a tower, or beyond the last", ["vision_tower.layers.0.mlp", "model.layers.61.mlp"], 0, 1],
])("%s that stays wide is counted wide", (_, modules, wide, kinds) => {
  const model = quantized({ quant_method: "fp8", modules_to_not_convert: modules });
  expect(bytesOf(model)).toBe(narrowBut(wide));
  expect(new Set(model.stack?.runs.map(({ layer }) => JSON.stringify(layer))).size).toBe(kinds);
  expect(parameterCount(model)).toBe(layers * (attention + network) + kept);
  expect(model.reading?.notes).toEqual([]);
});

test("matrices are read in the formats they are stored in", () => {
  const modules = ["model.layers.0.self_attn.q_proj", "model.layers.3.mlp", "lm_head"];
  const model = quantized({ quant_method: "fp8", modules_to_not_convert: modules });
  const formats = formatsOf(model, {});
  const bytes = {
    weights: storageBytes[formats.weights],
    activations: 2,
    kvCache: 2,
    families: familyBytes(formats),
  };
  const work = { kind: "decode", sequences: 1, contextTokens: 10 } as const;
  const operators = flatOperators(forwardOperators(model, work, wholeModel));
  // A row of the embedding for the token, the head, and every matrix of the layers once.
  const matrices = narrowBut(hidden * hidden + network) - 2 * kept + 2 * vocabulary * hidden;
  expect(totalWeightBytes(operators, bytes)).toBe(matrices + 2 * hidden);
});

test("formats that a scenario writes are of all matrices", () => {
  const model = quantized({ quant_method: "fp8", modules_to_not_convert: ["model.layers.0.mlp"] });
  const all = (layers * (attention + network) + kept) * 2;
  expect(modelWeightBytes(model, formatsOf(model, { weights: "bf16" }))).toBe(all);
});

test("groups of modules have formats of their own, what no group has is wide", () => {
  const weights = (num_bits: number, type: string) => ({ num_bits, type });
  const model = quantized({
    quant_method: "compressed-tensors",
    config_groups: {
      group_0: { targets: ["re:.*self_attn.*"], weights: weights(8, "float") },
      group_1: {
        targets: ["re:.*layers\\.[0-2]\\.mlp.*"],
        weights: { ...weights(4, "int"), group_size: 32 },
      },
    },
    ignore: ["lm_head", "model.layers.1.self_attn.o_proj"],
  });
  const wideProjection = hidden * hidden;
  expect(bytesOf(model)).toBeCloseTo(
    (layers * attention + wideProjection) * 1 +
      3 * network * storageBytes["int4-g32"] +
      2 * network +
      2 * kept,
    3,
  );
});

test("experts that are named one by one are their share", () => {
  const experts = { num_local_experts: 8, num_experts_per_tok: 2 };
  const mixtral = { ...llama, model_type: "mixtral", ...experts };
  const modules = [0, 1, 2].map((expert) => `model.layers.2.block_sparse_moe.experts.${expert}.w2`);
  const none = bytesOf(quantized({ quant_method: "fp8" }, mixtral));
  const some = bytesOf(quantized({ quant_method: "fp8", modules_to_not_convert: modules }, mixtral));
  expect(some - none).toBeCloseTo(3 * ffn * hidden, 3);
});

test("ranks hold their part of what is wide", () => {
  const modules = ["model.layers.0.self_attn.k_proj"];
  const model = quantized({ quant_method: "fp8", modules_to_not_convert: modules });
  const plain = quantized({ quant_method: "fp8" });
  const onRank = (each: Model) => modelWeightBytes(each, formatsOf(each, {}), { tensor: 8, expert: 1 });
  // Two KV heads on eight ranks: each rank has a copy of one.
  expect(onRank(model) - onRank(plain)).toBeCloseTo((hidden * keyWidth) / 2, 6);
});

test("expressions that cannot be read, or would take for ever, are told", () => {
  for (const odd of ["re:(", "re:(a+)+$", `re:${".*".repeat(20)}`, "*a".repeat(20)]) {
    const model = quantized({ quant_method: "fp8", modules_to_not_convert: [odd] });
    expect(bytesOf(model)).toBe(narrowBut(0));
    expect(model.reading?.notes).toEqual([`${odd} cannot be read as an expression: of no module`]);
  }
});

test("what is no list of names, no group and no type is an error", () => {
  const wrong = (quantization: unknown) => () =>
    modelFromHuggingFace({ ...llama, quantization_config: quantization }, "odd");
  expect(wrong({ quant_method: "fp8", modules_to_not_convert: [1] })).toThrow(
    "quantization_config.modules_to_not_convert: found [1]; expected a list of texts",
  );
  expect(wrong("fp8")).toThrow('quantization_config: found "fp8"; expected a JSON object');
  expect(wrong({ quant_method: "compressed-tensors", config_groups: {} })).toThrow("at least one group");
  expect(() => modelFromHuggingFace({ ...llama, torch_dtype: 16 }, "odd")).toThrow("the name of a type");
});

test("rules of GPTQ change single modules, and leave others wide", () => {
  const gptq = { quant_method: "gptq", bits: 4, group_size: 128 };
  const plain = quantized(gptq);
  const four = storageBytes["int4-g128"];
  const ruled = quantized({
    ...gptq,
    dynamic: {
      "-:.*layers\\.0\\.self_attn\\.q_proj": {},
      "+:.*layers\\.3\\.mlp.*": { bits: 8 },
      ".*layers\\.1\\.mlp\\.up_proj": { group_size: 32 },
    },
  });
  const more =
    hidden * hidden * (2 - four) +
    network * (storageBytes.int8 - four) +
    hidden * ffn * (storageBytes["int4-g32"] - four);
  expect(bytesOf(ruled) - bytesOf(plain)).toBeCloseTo(more, 3);
});

test("of a checkpoint in mixed precision only the modules that it names are narrow, each in its format", () => {
  const named = (algorithm: string, module: string) =>
    Array.from({ length: layers }, (_, layer) => [
      `model.layers.${layer}.${module}`,
      { quant_algo: algorithm },
    ]);
  const mixed = quantized({
    quant_method: "modelopt",
    quant_algo: "MIXED_PRECISION",
    quantized_layers: Object.fromEntries([...named("FP8", "self_attn.o_proj"), ...named("NVFP4", "mlp")]),
  });
  const projected = hidden * hidden;
  const perLayer = projected + storageBytes.nvfp4 * network + 2 * (attention - projected);
  expect(bytesOf(mixed)).toBeCloseTo(layers * perLayer + 2 * kept, 3);
});

test("what is no format of a rule or of a named layer is told with its place", () => {
  const gptq = { quant_method: "gptq", bits: 4, group_size: 128, dynamic: { "+:.*mlp.*": { bits: 3 } } };
  expect(() => quantized(gptq)).toThrow(/quantization_config\.dynamic\.\+:\.\*mlp\.\*\.bits/);
  const quantized_layers = {
    "model.layers.0.mlp": { quant_algo: "NVFP4" },
    "model.layers.1.mlp": { quant_algo: "FP3" },
  };
  const mixed = { quant_method: "modelopt", quant_algo: "MIXED_PRECISION", quantized_layers };
  expect(() => quantized(mixed)).toThrow(/quantized_layers\.model\.layers\.1\.mlp\.quant_algo/);
});
