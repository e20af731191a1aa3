/**
 * NeuronX Distributed Training: `training_orchestrator.py` under torchrun, with Hydra overrides of its YAML settings, keys as of
 * the Neuron documentation ("YAML Configuration Settings").
 */
import { byValue, flag, type Launcher, onlyOne, type Rule } from "../launcher.ts";
import { dataRule, scheduleRule, torchrun, trainingReasons } from "../training-rules.ts";

const key = (name: string): Rule => flag(name, "=");

export const nxdTraining: Launcher = {
  name: "nxd-training",
  title: "NxD Training",
  stack: "training",
  chips: ["neuron"],
  models: ["decoder"],
  software: ["nxd-training"],
  documentation: [
    "https://awsdocs-neuron.readthedocs-hosted.com/en/latest/libraries/nxd-training/general/config_overview.html",
  ],
  command: (setting) =>
    `${torchrun(setting, 'training_orchestrator.py --config-name "$CONFIG"')} trainer.devices=${setting.ranksPerInstance}`,
  rules: {
    "cluster.count": key("trainer.num_nodes"),
    "cluster.lnc": key("trainer.lnc"),
    "parallelism.data": dataRule,
    "parallelism.tensor": key("distributed_strategy.tensor_model_parallel_size"),
    "parallelism.pipeline": key("distributed_strategy.pipeline_model_parallel_size"),
    "parallelism.context": onlyOne("sequences are shared among tensor ranks only (sequence_parallel)"),
    "parallelism.expert": onlyOne("the page of its settings names no expert degree"),
    "parallelism.sequence": key("distributed_strategy.sequence_parallel"),
    "parallelism.zero": byValue(
      {
        0: { flags: ["distributed_strategy.zero1=False"] },
        1: { flags: ["distributed_strategy.zero1=True"] },
      },
      (stage) => `states are sharded by ZeRO-1, not by stage ${stage}`,
    ),
    sequenceLength: key("model.encoder_seq_length"),
    globalBatch: key("data.global_batch_size"),
    microBatch: key("data.micro_batch_size"),
    tokens: (value, { values }) => {
      const steps = Number(value) / Number(values.get("sequenceLength")) / Number(values.get("globalBatch"));
      return { flags: [`trainer.max_steps=${Math.ceil(steps)}`] };
    },
    "schedule.kind": scheduleRule(
      { "1f1b": { isDefault: "1F1B" }, interleaved: { isDefault: "by its virtual stages" } },
      "NxD Training",
    ),
    "schedule.chunks": key("distributed_strategy.virtual_pipeline_model_parallel_size"),
    recompute: byValue(
      {
        none: { flags: ["model.activations_checkpoint_granularity=null"] },
        selective: { flags: ["model.activations_checkpoint_granularity=selective"] },
        full: { flags: ["model.activations_checkpoint_granularity=full"] },
      },
      (what) => `no recomputation ${what}`,
    ),
    optimizer: byValue(
      {
        adamw: { flags: ["model.optim.name=adamw_fp32OptState"] },
        "adamw-bf16": { flags: ["model.optim.name=adamw"] },
        sgd: { flags: ["model.optim.name=sgd"] },
      },
      (name) => `no optimizer ${name}`,
    ),
    offload: byValue({ false: { isDefault: "nothing is offloaded" } }, () => "nothing is offloaded"),
    precision: byValue(
      { bf16: { flags: ["precision.type=mixed_precision"] }, fp32: { flags: ["precision.type=fp32"] } },
      (type) => `no training in ${type}`,
    ),
    "compression.kind": byValue({ none: { isDefault: "none" } }, (kind) => `no compression ${kind}`),
  },
  reasons: {
    ...trainingReasons,
    gradientBuckets: "buckets are given by their size (bucket_size_collectives), not by their number",
    samples: "the run is told in steps (trainer.max_steps)",
    "checkpoints.interval": "told in steps (checkpoint_callback_params.every_n_train_steps)",
  },
};
