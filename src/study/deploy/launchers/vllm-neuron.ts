/**
 * NxD Inference under vLLM: `vllm serve` with its Neuron plug-in. Flags as of the Neuron documentation ("vLLM User Guide for NxD
 * Inference", "NxD Inference API Reference"): what is Neuron's own goes as `override_neuron_config` in `--additional-config`.
 */
import { byValue, flag, type Launcher, onlyOne, type Rule } from "../launcher.ts";
import { instancesRule, servingReasons } from "../serving-rules.ts";
import { vllmBatching, vllmCache, vllmSpeculation } from "./vllm.ts";

/** A key of NeuronConfig. */
const neuron =
  (key: string): Rule =>
  (value) => ({ config: { override_neuron_config: { [key]: value } } });

const list =
  (key: string): Rule =>
  (value) => ({ config: { override_neuron_config: { [key]: String(value).split(",").map(Number) } } });

export const vllmNeuron: Launcher = {
  name: "vllm-neuron",
  title: "NxD Inference (vLLM on Neuron)",
  stack: "inference",
  chips: ["neuron"],
  models: ["decoder", "multimodal"],
  software: ["nxdi"],
  documentation: [
    "https://awsdocs-neuron.readthedocs-hosted.com/en/latest/libraries/nxd-inference/developer_guides/vllm-user-guide-v1.html",
    "https://awsdocs-neuron.readthedocs-hosted.com/en/latest/libraries/nxd-inference/api-guides/api-guide.html",
  ],
  command: () => 'vllm serve "$MODEL"',
  rules: {
    ...vllmBatching,
    ...vllmSpeculation,
    ...vllmCache,
    "cluster.count": instancesRule,
    "cluster.lnc": neuron("logical_nc_config"),
    "parallelism.tensor": flag("--tensor-parallel-size"),
    "parallelism.pipeline": neuron("pp_degree"),
    "parallelism.expert": neuron("moe_ep_degree"),
    "parallelism.context": neuron("cp_degree"),
    "parallelism.attentionGroups": neuron("attention_dp_degree"),
    "parallelism.replicas": (value) =>
      value === 1
        ? { isDefault: "one server" }
        : {
            why: `one server for each of the ${value} replicas, on cores of its own (NEURON_RT_VISIBLE_CORES)`,
          },
    "precision.weights": byValue(
      {
        bf16: { config: { override_neuron_config: { torch_dtype: "bfloat16" } } },
        fp16: { config: { override_neuron_config: { torch_dtype: "float16" } } },
        fp32: { config: { override_neuron_config: { torch_dtype: "float32" } } },
        int8: { config: { override_neuron_config: { quantized: true, quantization_dtype: "int8" } } },
        fp8: { config: { override_neuron_config: { quantized: true, quantization_dtype: "f8e4m3" } } },
      },
      (type) => `no weights of ${type}`,
    ),
    "precision.kvCache": byValue(
      {
        bf16: { isDefault: "as the model" },
        fp8: { config: { override_neuron_config: { kv_cache_quant: true } } },
      },
      (type) => `no KV cache of ${type}`,
    ),
    "batching.contextBuckets": list("context_encoding_buckets"),
    "batching.batchBuckets": list("token_generation_batches"),
    "adapters.resident": onlyOne("LoRA on Neuron is told by a lora_serving_config of its own"),
  },
  reasons: {
    ...servingReasons,
    prefixCache: "no tiers outside the device",
    disaggregation: "servers of both kinds with a KV connector (--kv-transfer-config)",
    adapters: "LoRA on Neuron is told by a lora_serving_config of its own",
  },
  configured: ({ speculative, ...neuronConfig }) => ({
    flags: [
      ...(speculative ? [`--speculative-config '${JSON.stringify(speculative)}'`] : []),
      ...(Object.keys(neuronConfig).length > 0
        ? [`--additional-config '${JSON.stringify(neuronConfig)}'`]
        : []),
    ],
  }),
};
