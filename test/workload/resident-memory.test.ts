/** What lies on a rank beside weights and cache: logits while tokens are chosen, and the networks beside a language model. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import { modelFromHuggingFace } from "../../src/models/huggingface.ts";
import type { Model } from "../../src/models/model.ts";
import { parameterCount } from "../../src/models/parameters.ts";
import { formatsOf, modelWeightBytes } from "../../src/models/weight-bytes.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";

const schema = catalogSchema(catalog, () => "");

function partsOf(instance: string, workload: object): Record<string, number> {
  const parsed = schema.parse({
    name: "case",
    cluster: { instance },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 1 },
      input: { kind: "constant", tokens: 64 },
      output: { kind: "constant", tokens: 4 },
      ...workload,
    },
  }) as unknown as Scenario;
  const record = simulate(
    parsed,
    simulationCatalog(catalog, () => ""),
  );
  return record.result?.memory?.parts as Record<string, number>;
}

const words = 128_256;

test.each([
  ["one GPU holds all words once", "p5.48xlarge", 1, words],
  ["a rank of eight GPUs holds its part, and all words gathered", "p5.48xlarge", 8, words / 8 + words],
  ["a rank of NxD Inference chooses among its own words", "trn2.48xlarge", 8, words / 8],
])("logits of a full batch in 32 bits: %s", (_, instance, tensor, held) => {
  const batching = { kind: "continuous", maxBatch: 48 };
  const { sampling } = partsOf(instance, { parallelism: { tensor, replicas: 1 }, batching });
  expect(sampling).toBe(48 * held * 4);
});

test("logits of every token that one step verifies are kept", () => {
  const batching = { kind: "continuous", maxBatch: 48 };
  const alone = { parallelism: { tensor: 1, replicas: 1 }, batching };
  const speculation = { kind: "eagle", tokens: 3, tree: 20, acceptance: 0.7 };
  const { sampling } = partsOf("p5.48xlarge", { ...alone, speculation });
  expect(sampling).toBe(48 * (20 + 1) * words * 4);
});

test("the image tower of Kimi K2.5 lies beside its language model, in 16 bits", () => {
  const kimi = findModel(catalog.models, "kimi-k2.5") as Model;
  const text = findModel(catalog.models, "kimi-k2") as Model;
  const [width, inner, layers] = [1152, 4304, 27];
  const patches = 14 ** 2 * 3 * width + width + 64 ** 2 * width;
  const layer = 4 * width ** 2 + 4 * width + 2 * width * inner + inner + width + 4 * width;
  const merged = 4 * width;
  const projector = 2 * width + merged ** 2 + merged + merged * 7168 + 7168;
  const tower = patches + layers * layer + 2 * width + projector;
  expect(parameterCount(kimi) - parameterCount(text)).toBe(tower);
  const { image: _, otherParameters: beside, ...alone } = kimi;
  const withoutTower = { ...alone, otherParameters: 0 };
  const bytes = (model: Model) => modelWeightBytes(model, formatsOf(model, {}));
  expect(beside).toBe(2 * width);
  expect(bytes(kimi) - bytes(withoutTower)).toBe(2 * tower);
});

test("formats that a file gives of the language model within it are read", () => {
  const text_config = {
    model_type: "mistral",
    hidden_size: 256,
    intermediate_size: 512,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    num_key_value_heads: 4,
    vocab_size: 1000,
    max_position_embeddings: 512,
    dtype: "float16",
    quantization_config: { quant_method: "fp8", modules_to_not_convert: ["lm_head"] },
  };
  const { stored } = modelFromHuggingFace({ model_type: "mistral3", text_config }, "nested");
  expect(stored?.weights).toBe("fp8");
  expect(stored?.families?.head).toBe("fp16");
});
