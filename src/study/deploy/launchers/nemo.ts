/**
 * NeMo with Megatron models: `megatron_gpt_pretraining.py` and Hydra overrides, keys as in its `megatron_gpt_config.yaml` (NeMo
 * Framework User Guide 24.07, "Training with Predefined Configurations").
 */
import { byValue, flag, type Launcher, type Rule } from "../launcher.ts";
import { dataRule, scheduleRule, torchrun, trainingReasons } from "../training-rules.ts";

const key = (name: string): Rule => flag(name, "=");

export const nemo: Launcher = {
  name: "nemo",
  title: "NeMo",
  stack: "training",
  chips: ["gpu"],
  models: ["decoder"],
  software: ["megatron-core", "megatron-h100"],
  documentation: ["https://docs.nvidia.com/nemo-framework/user-guide/24.07/llms/gpt/trainingpredefined.html"],
  command: (setting) =>
    `${torchrun(setting, "megatron_gpt_pretraining.py")} trainer.devices=${setting.ranksPerInstance}`,
  rules: {
    "cluster.count": key("trainer.num_nodes"),
    "parallelism.data": dataRule,
    "parallelism.tensor": key("model.tensor_model_parallel_size"),
    "parallelism.pipeline": key("model.pipeline_model_parallel_size"),
    "parallelism.context": key("model.context_parallel_size"),
    "parallelism.expert": key("model.expert_model_parallel_size"),
    "parallelism.sequence": key("model.sequence_parallel"),
    "parallelism.asyncTensor": key("model.ub_tp_comm_overlap"),
    "parallelism.zero": byValue(
      {
        0: { isDefault: "every data rank keeps the whole optimizer" },
        1: { flags: ["model.optim.name=distributed_fused_adam"] },
      },
      (stage) => `stage ${stage} is not one of its Megatron models' (the distributed optimizer is stage 1)`,
    ),
    sequenceLength: (value) => ({
      flags: [`model.encoder_seq_length=${value}`, `model.data.seq_length=${value}`],
    }),
    globalBatch: key("model.global_batch_size"),
    microBatch: key("model.micro_batch_size"),
    tokens: (value, { values }) => {
      const steps = Number(value) / Number(values.get("sequenceLength")) / Number(values.get("globalBatch"));
      return { flags: [`trainer.max_steps=${Math.ceil(steps)}`] };
    },
    "schedule.kind": scheduleRule(
      { "1f1b": { isDefault: "1F1B" }, interleaved: { isDefault: "by its virtual stages" } },
      "NeMo",
    ),
    "schedule.chunks": key("model.virtual_pipeline_model_parallel_size"),
    recompute: byValue(
      {
        none: { flags: ["model.activations_checkpoint_granularity=null"] },
        selective: { flags: ["model.activations_checkpoint_granularity=selective"] },
        full: {
          flags: [
            "model.activations_checkpoint_granularity=full",
            "model.activations_checkpoint_method=uniform",
            "model.activations_checkpoint_num_layers=1",
          ],
        },
      },
      (what) => `no recomputation ${what}`,
    ),
    optimizer: (value, { values }) => {
      const isSharded = values.get("parallelism.zero") === 1;
      if (value === "adamw")
        return { flags: [`model.optim.name=${isSharded ? "distributed_fused_adam" : "fused_adam"}`] };
      return { why: `no optimizer ${value} for its Megatron models` };
    },
    offload: byValue(
      { false: { isDefault: "nothing is offloaded" } },
      () => "nothing is offloaded in pre-training",
    ),
    precision: byValue(
      {
        bf16: { flags: ["trainer.precision=bf16"] },
        fp16: { flags: ["trainer.precision=16"] },
        fp32: { flags: ["trainer.precision=32"] },
        fp8: { flags: ["trainer.precision=bf16", "model.fp8=True", "model.fp8_hybrid=True"] },
      },
      (type) => `no training in ${type}`,
    ),
    "compression.kind": byValue({ none: { isDefault: "none" } }, (kind) => `no compression ${kind}`),
  },
  reasons: {
    ...trainingReasons,
    gradientBuckets: "buckets are given by their size (model.optim.bucket_cap_mb), not by their number",
    samples: "the run is told in steps (trainer.max_steps)",
    recomputeShare: "layers that recompute are told by their number on a stage",
  },
};
