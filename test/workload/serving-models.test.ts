/** What serving makes of a model: formats, degrees, what lies beside it, units, and what is told. */
import { describe, expect, it, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import { kvCacheBytes } from "../../src/models/kv-cache.ts";
import type { Model } from "../../src/models/model.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";

const files: Record<string, object> = {
  "fp8.json": {
    model_type: "qwen3",
    hidden_size: 5120,
    head_dim: 128,
    intermediate_size: 25_600,
    max_position_embeddings: 40_960,
    num_attention_heads: 64,
    num_hidden_layers: 64,
    num_key_value_heads: 8,
    vocab_size: 151_936,
    torch_dtype: "bfloat16",
    quantization_config: { quant_method: "fp8", fmt: "e4m3", weight_block_size: [128, 128] },
  },
  "partial.json": {
    model_type: "llama",
    hidden_size: 4096,
    num_attention_heads: 32,
    vocab_size: 32_000,
    intermediate_size: 11_008,
  },
  "qwen2.5-7b.json": {
    model_type: "qwen2",
    hidden_size: 3584,
    intermediate_size: 18_944,
    max_position_embeddings: 32_768,
    num_attention_heads: 28,
    num_hidden_layers: 28,
    num_key_value_heads: 4,
    vocab_size: 152_064,
    attention_sparsity: 0.5,
  },
};

const schema = catalogSchema(catalog, (path) => JSON.stringify(files[path]));

/** A run of a few requests on one p5.48xlarge. */
function run(model: unknown, workload: object = {}, cluster: object = {}) {
  const parsed = schema.parse({
    name: "case",
    cluster: { instance: "p5.48xlarge", ...cluster },
    model,
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 1 },
      input: { kind: "constant", tokens: 512 },
      output: { kind: "constant", tokens: 16 },
      ...workload,
    },
  }) as unknown as Scenario;
  return simulate(
    parsed,
    simulationCatalog(catalog, () => ""),
  );
}

const identity = { file: "case.yaml", variant: "base", hash: "", catalogHash: "" };

const alone = { parallelism: { tensor: 1, replicas: 1 } };
const partsOf = (model: unknown, workload: object = {}) =>
  run(model, { ...alone, ...workload }).result?.memory?.parts as Record<string, number>;

describe("formats of weights", () => {
  test("of a config.json hold: 64 layers of Qwen3-32B in fp8, embedding and head in bf16, and its matmuls run in fp8", () => {
    const record = run({ huggingface: "fp8.json" }, alone);
    const matrices = 64 * 487_587_840;
    const ends = 2 * 151_936 * 5120;
    const norms = 64 * (2 * 5120 + 2 * 128) + 5120;
    const scales = matrices * (4 / 128 ** 2);
    expect(record.result?.memory?.parts.weights).toBeCloseTo(matrices + scales + 2 * (ends + norms), -2);
    expect(record.result?.chosen.compute).toBe("fp8");
  });

  test("that a scenario gives leave embedding, head, norms and router in 16 bits unless it gives them too", () => {
    const bytes = (precision: object) => partsOf("llama-3.1-8b", { precision }).weights!;
    const ends = 2 * 128_256 * 4096;
    expect(bytes({ weights: "fp8" }) - bytes({ weights: "fp8", embeddings: "fp8" })).toBe(ends);
    expect(bytes({})).toBe(2 * 8_030_261_248);
  });

  test("of the experts alone count as their blocks do: MXFP4 is 4.25 bits", () => {
    const model = { from: "mixtral-8x7b", layers: 4 };
    const bytes = (precision: object) => partsOf(model, { precision }).weights!;
    const experts = 4 * 8 * 3 * 4096 * 14_336;
    expect(bytes({}) - bytes({ experts: "mxfp4" })).toBeCloseTo(experts * (2 - 4.25 / 8), -1);
  });
});

describe("degrees of parallelism", () => {
  test("of experts divide the experts and the tensor ranks", () => {
    const workload = { parallelism: { tensor: 1, expert: 64, replicas: 1 } };
    expect(() => run("qwen3-235b-a22b", workload)).toThrow(
      "workload.parallelism.expert: found 64; expected a divisor of the 128 experts and of the 1 tensor ranks: 1",
    );
    expect(() => run("llama-3.1-8b", { parallelism: { tensor: 8, expert: 2 } })).toThrow("has no experts");
  });

  test("that leave heads over are told, as what GPU software refuses and Neuron's pads", () => {
    const warnings = (model: unknown, tensor: number, instance: string) =>
      run(model, { parallelism: { tensor, replicas: 1 } }, { instance }).result?.warnings.join("\n");
    const qwen = { huggingface: "qwen2.5-7b.json", name: "qwen2.5-7b" };
    expect(warnings(qwen, 8, "p5.48xlarge")).toContain(
      "would not load: the 28 query and 4 KV heads of qwen2.5-7b",
    );
    expect(warnings("llama-2-7b", 3, "p5.48xlarge")).toContain("would not load");
    expect(warnings(qwen, 8, "trn1.32xlarge")).toContain("padded to 32, 14.3 % more attention");
    expect(warnings(qwen, 4, "p5.48xlarge")).not.toContain("would not load");
  });

  test("that are left open are among those that the software loads", () => {
    const big = { huggingface: "qwen2.5-7b.json", name: "qwen2.5-7b" };
    const record = run(big, { parallelism: { tensor: "auto", replicas: 1 } });
    expect([1, 2, 4]).toContain(record.result?.chosen.tensor);
  });

  test("of models that share chips are among those that the software loads all of them at", () => {
    const lengths = { input: { kind: "constant", tokens: 512 }, output: { kind: "constant", tokens: 16 } };
    const shared = (tensor: number | "auto") => ({
      input: undefined,
      output: undefined,
      parallelism: { tensor },
      precision: { weights: "fp8" },
      classes: [
        { ...lengths, name: "large", share: 0.5 },
        { ...lengths, name: "small", share: 0.5, model: "qwen2.5-7b" },
      ],
    });
    // Both fit eight GPUs, but the smaller one's 28 heads do not divide over them.
    expect(run("llama-3.1-405b", shared(8)).result?.warnings.join()).toContain(
      "would not load: the 28 query and 4 KV heads of qwen2.5-7b",
    );
    expect(run("llama-3.1-70b", shared("auto")).result?.chosen.tensor).toBe(2);
    expect(run("llama-3.1-405b", shared("auto")).status).toBe("out-of-memory");
  });
});

describe("memory of a replica", () => {
  test("holds the draft model too, and refuses both where they do not fit", () => {
    const speculation = { kind: "draft", model: "llama-3-70b", tokens: 8, acceptance: 0.8 };
    const record = run("llama-3.1-70b", { parallelism: { tensor: 2, replicas: 1 }, speculation });
    expect(record.status).toBe("out-of-memory");
    expect(record.infeasible?.message).toContain("131 GiB weights + 131 GiB beside the model");
  });

  test("refuses a draft with another vocabulary", () => {
    const speculation = { kind: "draft", model: "llama-3.2-1b", tokens: 4, acceptance: 0.8 };
    expect(() => run("llama-2-70b", { parallelism: { tensor: 8 }, speculation })).toThrow(
      "workload.speculation.model: found llama-3.2-1b of 128256 words; expected a draft with the vocabulary of llama-2-70b, 32000 words",
    );
  });

  test("holds one layer for EAGLE, whose embedding and head are the model's", () => {
    const beside = partsOf("llama-3.1-8b", { speculation: { kind: "eagle", acceptance: 0.8 } }).beside;
    const layer = 2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14_336 + 2 * 4096;
    expect(beside).toBe(2 * (layer + 4096));
  });

  test("holds the adapters that are resident: those of a full batch, or as many as are asked for", () => {
    const adapters = (options: object) =>
      partsOf("llama-3.1-8b", {
        adapters: { count: 1000, rank: 16, ...options },
        batching: { kind: "continuous", maxBatch: 64 },
      }).beside;
    // Query, key and value are one matrix, gate and up are one.
    const each = 32 * 16 * (4096 + 6144 + 8192 + 4096 + 28_672 + 14_336 + 4096) * 2;
    expect(adapters({})).toBe(64 * each);
    expect(adapters({ resident: 100 })).toBe(100 * each);
  });

  test("keeps the states of a full batch, which do not grow", () => {
    const states = partsOf("nemotron-3-nano-30b-a3b", {
      batching: { kind: "continuous", maxBatch: 8 },
    }).states;
    expect(states).toBe(8 * 23 * (64 * 64 * 128 * 4 + (64 * 64 + 2 * 8 * 128) * 3 * 2));
  });

  test("keeps in windowed layers what the window holds: gpt-oss-20b at 4,096 tokens", () => {
    const tokens = { input: { kind: "constant", tokens: 4080 }, output: { kind: "constant", tokens: 16 } };
    const used = partsOf("gpt-oss-20b", tokens).kv_cache;
    const model = findModel(catalog.models, "gpt-oss-20b") as Model;
    const block = 16 * 2 * 24 * 8 * 64 * 2;
    const held = kvCacheBytes(model, { tokens: 4096 }, 2);
    expect(used).toBeGreaterThanOrEqual(held);
    expect(used).toBeLessThan(held + block);
  });
});

describe("what is served", () => {
  const encoder = (tokens: number) =>
    run(
      "bert-large",
      {
        arrivals: { kind: "batch", size: 8 },
        input: { kind: "constant", tokens },
        output: { kind: "constant", tokens: 256 },
        parallelism: { tensor: 1, replicas: 2 },
      },
      { instance: "inf2.xlarge" },
    );

  it("by an encoder are sequences: no output tokens, no time or price of one", () => {
    const { inference, cost } = summaryOf(encoder(512), identity);
    expect(inference).toMatchObject({ unit: "sequences", completed: 8, total_output_tokens: 0 });
    expect(inference).toMatchObject({ output_throughput: null, mean_tpot_ms: null, max_kv_cache_use: null });
    expect(cost.usd_per_million_output_tokens).toBeNull();
    expect(cost.usd_per_million_requests).toBeGreaterThan(0);
  });

  it("is refused where it is longer than the encoder's positions", () => {
    const record = encoder(4096);
    expect(record.result?.inference).toMatchObject({ completed: 0, failed: 8 });
    expect(record.result?.warnings.join()).toContain("longer than the model (512 tokens) allows");
  });

  it("by an image network has no tokens at all", () => {
    const { inference, cost } = summaryOf(
      run("resnet-50", { input: undefined, output: undefined }),
      identity,
    );
    expect(inference).toMatchObject({
      unit: "images",
      completed: 1,
      total_input_tokens: 0,
      total_token_throughput: null,
    });
    expect(cost.usd_per_million_total_tokens).toBeNull();
  });
});

describe("a reader is told", () => {
  it("of ranks that have nothing to do", () => {
    expect(run("llama-3.1-8b", alone).result?.warnings).toContain(
      "7 of 8 ranks have nothing to do; their price and their idle power count all the same",
    );
  });

  it("of fields of a config.json that were not used", () => {
    const { warnings = [] } = run({ huggingface: "qwen2.5-7b.json" }, alone).result ?? {};
    expect(warnings.join()).toContain("not used, and may change size or speed: attention_sparsity");
  });

  it("of each size that a config.json lacks, and in which file", () => {
    const parsed = schema.safeParse({
      name: "case",
      cluster: { instance: "p5.48xlarge" },
      model: { huggingface: "partial.json" },
      workload: { kind: "inference", arrivals: { kind: "batch", size: 1 } },
    });
    const issues = parsed.error?.issues.map(({ path, message }) => [path.join("."), message]);
    const expected = "a whole number greater than zero, in partial.json";
    expect(issues).toEqual([
      ["model.num_hidden_layers", expected],
      ["model.max_position_embeddings", expected],
    ]);
  });
});
