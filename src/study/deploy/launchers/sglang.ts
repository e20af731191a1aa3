/**
 * SGLang: `python -m sglang.launch_server`. Flags as of its documentation (docs.sglang.io, "Server Arguments"): with
 * `--enable-dp-attention` the `--dp-size` groups attend inside the tensor ranks; whole replicas go behind its gateway.
 */
import { type Answer, byValue, flag, type Launcher, onlyOne } from "../launcher.ts";
import { contextRule, instancesRule, orderRule, servingReasons } from "../serving-rules.ts";

const dtype = (name: string): Answer => ({ flags: [`--dtype ${name}`] });

export const sglang: Launcher = {
  name: "sglang",
  title: "SGLang",
  stack: "inference",
  chips: ["gpu"],
  models: ["decoder", "multimodal"],
  software: ["sglang", "sglang-h100"],
  documentation: ["https://docs.sglang.io/advanced_features/server_arguments.html"],
  command: () => 'python -m sglang.launch_server --model-path "$MODEL"',
  rules: {
    "cluster.count": instancesRule,
    "parallelism.tensor": flag("--tp-size"),
    "parallelism.pipeline": flag("--pp-size"),
    "parallelism.expert": flag("--ep-size"),
    "parallelism.context": onlyOne("prompts are not divided over ranks"),
    "parallelism.attentionGroups": (value) =>
      value === 1
        ? { isDefault: "1 without a flag" }
        : { flags: ["--enable-dp-attention", `--dp-size ${value}`] },
    "parallelism.replicas": (value) =>
      value === 1
        ? { isDefault: "one server" }
        : { why: `one server for each of the ${value} replicas, behind the SGLang Model Gateway` },
    "precision.weights": byValue(
      {
        bf16: dtype("bfloat16"),
        fp16: dtype("float16"),
        fp32: dtype("float32"),
        fp8: { flags: ["--quantization fp8"] },
        int8: { flags: ["--quantization w8a8_int8"] },
        mxfp4: { flags: ["--quantization mxfp4"] },
        mxfp8: { flags: ["--quantization mxfp8"] },
      },
      (type) => `a checkpoint stored as ${type} says so itself`,
    ),
    "precision.kvCache": byValue(
      { bf16: { flags: ["--kv-cache-dtype bf16"] }, fp8: { flags: ["--kv-cache-dtype fp8_e4m3"] } },
      (type) => `no KV cache of ${type}`,
    ),
    "batching.kind": byValue(
      {
        continuous: { flags: ["--chunked-prefill-size -1"] },
        "chunked-prefill": { isDefault: "prompts go in chunks" },
      },
      (kind) => `SGLang batches continuously; there is no ${kind}`,
    ),
    "batching.maxBatch": flag("--max-running-requests"),
    "batching.maxPrefillTokens": flag("--max-prefill-tokens"),
    "batching.stepTokens": flag("--chunked-prefill-size"),
    context: contextRule("--context-length"),
    "batching.compiledContext": flag("--context-length"),
    order: orderRule(["--enable-priority-scheduling"]),
    "order.kind": orderRule(["--enable-priority-scheduling"]),
    "kvCache.blockTokens": flag("--page-size"),
    "prefixCache.hbm": (value) =>
      value === true ? { isDefault: "the radix cache is on" } : { flags: ["--disable-radix-cache"] },
    "speculation.kind": byValue(
      {
        eagle: { flags: ["--speculative-algorithm EAGLE"] },
        draft: { flags: ["--speculative-algorithm STANDALONE"] },
      },
      (kind) => `no speculative algorithm ${kind}`,
    ),
    "speculation.tokens": flag("--speculative-num-steps"),
    "speculation.tree": flag("--speculative-num-draft-tokens"),
    "speculation.model": flag("--speculative-draft-model-path"),
    "adapters.rank": (value) => ({ flags: ["--enable-lora", `--max-lora-rank ${value}`] }),
    "adapters.resident": (value) => ({ flags: ["--enable-lora", `--max-loaded-loras ${value}`] }),
    maxOutstanding: flag("--max-queued-requests"),
  },
  reasons: {
    ...servingReasons,
    prefixCache: "tiers are the hierarchical cache's affair, which has settings of its own",
    disaggregation:
      "servers of both kinds (--disaggregation-mode prefill and decode), each with flags of its own",
    "adapters.count": "adapters are named one by one (--lora-paths)",
    "speculation.heads": "Medusa heads are not supported",
  },
};
