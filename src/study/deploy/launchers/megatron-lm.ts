/**
 * Megatron-LM under torchrun: `pretrain_gpt.py`. Flags as of `megatron/training/arguments.py` of its repository and PyTorch's
 * "torchrun (Elastic Launch)". ZeRO-1 is its distributed optimizer; stages 2 and 3 are Megatron FSDP.
 */
import { byValue, flag, type Launcher, type Rule, whenTrue } from "../launcher.ts";
import { dataRule, scheduleRule, sequencesOf, torchrun, trainingReasons } from "../training-rules.ts";

const fsdp = (strategy: string) => ({
  flags: ["--use-megatron-fsdp", `--data-parallel-sharding-strategy ${strategy}`],
});

const chunks: Rule = (value) => ({ flags: [`--num-virtual-stages-per-pipeline-rank ${value}`] });

export const megatronLm: Launcher = {
  name: "megatron-lm",
  title: "Megatron-LM",
  stack: "training",
  chips: ["gpu"],
  models: ["decoder"],
  software: ["megatron-core", "megatron-h100", "megatron-lm", "megatron-a100", "megatron-v100"],
  documentation: [
    "https://github.com/NVIDIA/Megatron-LM/blob/main/megatron/training/arguments.py",
    "https://docs.pytorch.org/docs/stable/elastic/run.html",
  ],
  command: (setting) => torchrun(setting, "pretrain_gpt.py $MODEL_ARGS"),
  rules: {
    "cluster.count": (value) => ({ isDefault: `torchrun --nnodes ${value}` }),
    "parallelism.data": dataRule,
    "parallelism.tensor": flag("--tensor-model-parallel-size"),
    "parallelism.pipeline": flag("--pipeline-model-parallel-size"),
    "parallelism.context": flag("--context-parallel-size"),
    "parallelism.expert": flag("--expert-model-parallel-size"),
    "parallelism.sequence": whenTrue("--sequence-parallel"),
    "parallelism.asyncTensor": whenTrue("--tp-comm-overlap"),
    "parallelism.contextExchange": byValue(
      { ring: { flags: ["--cp-comm-type p2p"] }, "all-to-all": { flags: ["--cp-comm-type a2a"] } },
      (way) => `no way ${way}`,
    ),
    "parallelism.zero": byValue(
      {
        0: { isDefault: "every data rank keeps the whole optimizer" },
        1: { flags: ["--use-distributed-optimizer"] },
        2: fsdp("optim_grads"),
        3: fsdp("optim_grads_params"),
      },
      (stage) => `no stage ${stage}`,
    ),
    sequenceLength: flag("--seq-length"),
    globalBatch: flag("--global-batch-size"),
    microBatch: flag("--micro-batch-size"),
    tokens: (value, setting) => ({ flags: [`--train-samples ${sequencesOf(Number(value), setting)}`] }),
    samples: flag("--train-samples"),
    "schedule.kind": scheduleRule(
      { "1f1b": { isDefault: "1F1B" }, interleaved: { isDefault: "by its virtual stages" } },
      "Megatron-LM",
    ),
    "schedule.chunks": chunks,
    recompute: byValue(
      {
        none: { isDefault: "nothing is recomputed" },
        selective: { flags: ["--recompute-granularity selective"] },
        full: {
          flags: ["--recompute-granularity full", "--recompute-method uniform", "--recompute-num-layers 1"],
        },
      },
      (what) => `no recomputation ${what}`,
    ),
    optimizer: byValue(
      { adamw: { flags: ["--optimizer adam"] }, sgd: { flags: ["--optimizer sgd"] } },
      (name) => `no optimizer ${name}`,
    ),
    offload: byValue(
      {
        false: { isDefault: "nothing is offloaded" },
        true: { flags: ["--optimizer-cpu-offload"] },
        optimizer: { flags: ["--optimizer-cpu-offload"] },
      },
      (what) => `weights are not offloaded (${what})`,
    ),
    gradientBuckets: (value) =>
      value === 1
        ? { isDefault: "one exchange after the last backward pass" }
        : {
            why: `buckets are given by their size (--overlap-grad-reduce --ddp-bucket-size), not by their number`,
          },
    precision: byValue(
      {
        bf16: { flags: ["--bf16"] },
        fp16: { flags: ["--fp16"] },
        fp32: { isDefault: "32 bits" },
        fp8: { flags: ["--bf16", "--fp8-format hybrid"] },
        mxfp8: { flags: ["--bf16", "--fp8-format e4m3", "--fp8-recipe mxfp8"] },
        nvfp4: { flags: ["--bf16", "--fp4-format e2m1"] },
      },
      (type) => `no training in ${type}`,
    ),
    compression: byValue({ none: { isDefault: "none" } }, (kind) => `no compression ${kind}`),
    "compression.kind": byValue({ none: { isDefault: "none" } }, (kind) => `no compression ${kind}`),
  },
  reasons: {
    ...trainingReasons,
    recomputeShare: "layers that recompute are told by their number on a stage (--recompute-method block)",
    "checkpoints.interval": "told in steps (--save-interval), which the time of a step makes of it",
  },
};
