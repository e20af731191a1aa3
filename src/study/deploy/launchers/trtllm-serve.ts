/**
 * TensorRT-LLM: `trtllm-serve`, with what has no flag in a YAML file of LLM API options. Flags and keys as of its documentation
 * (nvidia.github.io/TensorRT-LLM, "trtllm-serve", "LLM API Reference").
 */
import { byValue, flag, type Launcher, onlyOne } from "../launcher.ts";
import { contextRule, instancesRule, servingReasons } from "../serving-rules.ts";

/** `config` as YAML, indented by `depth` levels. */
function yamlOf(config: Readonly<Record<string, unknown>>, depth = 0): string {
  return Object.entries(config)
    .map(([key, value]) =>
      typeof value === "object" && value !== null
        ? `${"  ".repeat(depth)}${key}:\n${yamlOf(value as Record<string, unknown>, depth + 1)}`
        : `${"  ".repeat(depth)}${key}: ${value}\n`,
    )
    .join("");
}

export const trtllmServe: Launcher = {
  name: "trtllm-serve",
  title: "TensorRT-LLM",
  stack: "inference",
  chips: ["gpu"],
  models: ["decoder", "multimodal"],
  software: ["trtllm", "trtllm-h100"],
  documentation: [
    "https://nvidia.github.io/TensorRT-LLM/commands/trtllm-serve/trtllm-serve.html",
    "https://nvidia.github.io/TensorRT-LLM/llm-api/reference.html",
  ],
  command: () => 'trtllm-serve "$MODEL"',
  rules: {
    "cluster.count": instancesRule,
    "parallelism.tensor": flag("--tp_size"),
    "parallelism.pipeline": flag("--pp_size"),
    "parallelism.expert": flag("--ep_size"),
    "parallelism.context": onlyOne("prompts are not divided over ranks by a flag of trtllm-serve"),
    "parallelism.attentionGroups": (value, { values }) => {
      if (value === 1) return { config: { enable_attention_dp: false } };
      return value === values.get("parallelism.tensor")
        ? { config: { enable_attention_dp: true } }
        : { why: "attention is data-parallel over all tensor ranks or none" };
    },
    "parallelism.replicas": (value) =>
      value === 1
        ? { isDefault: "one server" }
        : { why: `one server for each of the ${value} replicas, behind a balancer` },
    "precision.weights": byValue(
      {
        bf16: { config: { dtype: "bfloat16" } },
        fp16: { config: { dtype: "float16" } },
        fp32: { config: { dtype: "float32" } },
      },
      (type) => `a checkpoint quantised to ${type} (by ModelOpt) says so itself`,
    ),
    "precision.kvCache": byValue(
      {
        bf16: { config: { kv_cache_config: { dtype: "auto" } } },
        fp8: { config: { kv_cache_config: { dtype: "fp8" } } },
      },
      (type) => `no KV cache of ${type}`,
    ),
    "batching.kind": byValue(
      {
        continuous: { config: { enable_chunked_prefill: false } },
        "chunked-prefill": { config: { enable_chunked_prefill: true } },
      },
      (kind) => `TensorRT-LLM batches in flight; there is no ${kind}`,
    ),
    "batching.maxBatch": flag("--max_batch_size"),
    "batching.maxPrefillTokens": flag("--max_num_tokens"),
    "batching.stepTokens": flag("--max_num_tokens"),
    context: contextRule("--max_seq_len"),
    "batching.compiledContext": flag("--max_seq_len"),
    "order.kind": (value) =>
      value === "fcfs" ? { isDefault: "first come, first served" } : { why: `no scheduling policy ${value}` },
    "kvCache.blockTokens": (value) => ({ config: { kv_cache_config: { tokens_per_block: value } } }),
    "prefixCache.hbm": (value) => ({ config: { kv_cache_config: { enable_block_reuse: value } } }),
    "speculation.kind": byValue(
      {
        draft: { config: { speculative_config: { decoding_type: "Draft_Target" } } },
        eagle: { config: { speculative_config: { decoding_type: "Eagle" } } },
        medusa: { config: { speculative_config: { decoding_type: "Medusa" } } },
      },
      (kind) => `no decoding type ${kind}`,
    ),
    "speculation.tokens": (value) => ({ config: { speculative_config: { max_draft_len: value } } }),
    "speculation.heads": (value) => ({ config: { speculative_config: { num_medusa_heads: value } } }),
    "speculation.model": (value) => ({ config: { speculative_config: { speculative_model_dir: value } } }),
    "adapters.rank": (value) => ({ config: { lora_config: { max_lora_rank: value } } }),
    "adapters.resident": (value) => ({ config: { lora_config: { max_loras: value } } }),
  },
  reasons: {
    ...servingReasons,
    prefixCache: "one tier in host memory (kv_cache_config.host_cache_size), others through a connector",
    disaggregation: "servers of both kinds, joined by trtllm-serve disaggregated and a file of its own",
    "adapters.count": "adapters are named with the requests",
  },
  configured: (config) => ({
    flags: ["--extra_llm_api_options options.yaml"],
    before: `cat > options.yaml <<'END'\n${yamlOf(config)}END\n`,
  }),
};
