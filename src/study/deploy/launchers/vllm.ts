/**
 * vLLM: `vllm serve`. Flags as of its documentation (docs.vllm.ai, "Engine Arguments", "Data Parallel Deployment", "Speculative
 * Decoding"): replicas on one instance are data-parallel ranks behind vLLM's own balancer; with expert parallelism experts are
 * spread over all tensor and data ranks, no fewer.
 */
import { type Answer, byValue, flag, type Launcher, onlyOne, type Rule } from "../launcher.ts";
import { contextRule, instancesRule, orderRule, servingReasons } from "../serving-rules.ts";

const dtype = (name: string): Answer => ({ flags: [`--dtype ${name}`] });

/** Replicas of one instance. */
const replicas: Rule = (value, { instances }) => {
  const each = Number(value) / instances;
  if (!Number.isInteger(each))
    return { why: `${value} replicas over ${instances} instances: a server for each` };
  return { flags: [`--data-parallel-size ${each}`] };
};

const experts: Rule = (value, { values }) => {
  if (value === 1) return { isDefault: "tensor ranks share every expert" };
  const isAll = value === values.get("parallelism.tensor") && values.get("parallelism.replicas") === 1;
  return isAll
    ? { flags: ["--enable-expert-parallel"] }
    : { why: "vLLM spreads experts over all tensor and data ranks, no fewer" };
};

/** Chunks of prompts are part of every step: the budget is that of a step. */
export const vllmBatching: Launcher["rules"] = {
  "batching.kind": byValue(
    {
      continuous: { isDefault: "continuous batching" },
      "chunked-prefill": { flags: ["--enable-chunked-prefill"] },
    },
    (kind) => `vLLM batches continuously; there is no ${kind}`,
  ),
  "batching.maxBatch": flag("--max-num-seqs"),
  "batching.maxPrefillTokens": flag("--max-num-batched-tokens"),
  "batching.stepTokens": flag("--max-num-batched-tokens"),
  context: contextRule("--max-model-len"),
  "batching.compiledContext": flag("--max-model-len"),
  order: orderRule(["--scheduling-policy priority"]),
  "order.kind": orderRule(["--scheduling-policy priority"]),
};

/** One JSON text that gathers what is said of speculation. */
export const vllmSpeculation: Launcher["rules"] = {
  "speculation.kind": byValue(
    {
      draft: { config: { speculative: { method: "draft_model" } } },
      eagle: { config: { speculative: { method: "eagle" } } },
      medusa: { config: { speculative: { method: "medusa" } } },
    },
    (kind) => `no speculative method ${kind}`,
  ),
  "speculation.tokens": (value) => ({ config: { speculative: { num_speculative_tokens: value } } }),
  "speculation.heads": (value) => ({ config: { speculative: { num_speculative_tokens: value } } }),
  "speculation.model": (value) => ({ config: { speculative: { model: value } } }),
};

/** Prefix blocks in device memory, and LoRA adapters. */
export const vllmCache: Launcher["rules"] = {
  "kvCache.blockTokens": flag("--block-size"),
  "prefixCache.hbm": (value) => ({
    flags: [value === true ? "--enable-prefix-caching" : "--no-enable-prefix-caching"],
  }),
  "adapters.rank": (value) => ({ flags: ["--enable-lora", `--max-lora-rank ${value}`] }),
  "adapters.resident": (value) => ({ flags: ["--enable-lora", `--max-loras ${value}`] }),
};

export const vllm: Launcher = {
  name: "vllm",
  title: "vLLM",
  stack: "inference",
  chips: ["gpu"],
  models: ["decoder", "multimodal"],
  software: ["vllm", "vllm-h100", "splitwise-a100", "splitwise-h100"],
  documentation: [
    "https://docs.vllm.ai/en/latest/configuration/engine_args.html",
    "https://docs.vllm.ai/en/latest/serving/data_parallel_deployment.html",
  ],
  command: () => `vllm serve "$MODEL"`,
  rules: {
    "cluster.count": instancesRule,
    "parallelism.tensor": flag("--tensor-parallel-size"),
    "parallelism.pipeline": flag("--pipeline-parallel-size"),
    "parallelism.expert": experts,
    "parallelism.context": (value) =>
      value === 1
        ? { isDefault: "1 without a flag" }
        : { flags: [`--decode-context-parallel-size ${value}`] },
    "parallelism.attentionGroups": onlyOne(
      "data-parallel attention in vLLM is data parallelism of whole servers",
    ),
    "parallelism.replicas": replicas,
    "precision.weights": byValue(
      {
        bf16: dtype("bfloat16"),
        fp16: dtype("float16"),
        fp32: dtype("float32"),
        fp8: { flags: ["--quantization fp8"] },
      },
      (type) => `a checkpoint stored as ${type} says so itself`,
    ),
    "precision.kvCache": byValue(
      { bf16: { isDefault: "auto: as the model" }, fp8: { flags: ["--kv-cache-dtype fp8"] } },
      (type) => `no KV cache of ${type}`,
    ),
    ...vllmBatching,
    ...vllmSpeculation,
    ...vllmCache,
  },
  reasons: {
    ...servingReasons,
    prefixCache: "tiers are a KV connector's affair (--kv-transfer-config), which has settings of its own",
    disaggregation: "a KV connector's affair (--kv-transfer-config), with servers of both kinds",
    "adapters.count": "adapters are named one by one (--lora-modules)",
    "speculation.heads": "the head model says how many there are",
  },
  configured: ({ speculative }) => ({ flags: [`--speculative-config '${JSON.stringify(speculative)}'`] }),
};
