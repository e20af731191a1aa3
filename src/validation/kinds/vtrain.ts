/** Iteration times of Megatron-DeepSpeed on nodes of eight A100s, as published with vTrain. */
import type { Instance } from "../../hardware/instance.ts";
import { gptModel } from "../../models/architectures.ts";
import type { MeasurementKind } from "../measurement-kind.ts";
import { rowInstance } from "../row-hardware.ts";
import { predictTraining, recomputeOf } from "../training-row.ts";

/** The nodes have 800 Gb/s to the network. */
const nodeNetwork = 100;
const vocabulary = 51_200;

export const vtrain: MeasurementKind = {
  name: "gpu_training_vtrain",
  recognises: (columns) => columns.has("iteration_ms"),
  groups: (row) => ({
    instance: row.text("instance_like") ?? "",
    software: "Megatron-DeepSpeed",
    model: `${row.text("layers")} x ${row.text("hidden")}`,
  }),
  profileName: () => "megatron-deepspeed",
  predict(row, profile, catalog) {
    const [layers, hidden, heads] = ["layers", "hidden", "heads"].map((column) => row.need(column));
    const measured = row.need("iteration_ms");
    const sequenceLength = row.need("seq_len");
    const model = gptModel({
      name: `gpt-${layers}x${hidden}`,
      title: `GPT of ${layers} layers x ${hidden}`,
      layers,
      hidden,
      heads,
      vocabulary,
      maxTokens: sequenceLength,
      publishedParameters: 12 * layers * hidden ** 2,
      source: "vTrain",
    });
    const { stepNs, floorNs } = predictTraining({
      model,
      instance: nodeOf(rowInstance(row, catalog.instances)),
      profile,
      data: row.need("dp"),
      tensor: row.need("tp"),
      pipeline: row.need("pp"),
      globalBatch: row.need("global_batch"),
      microBatch: row.need("micro_batch"),
      sequenceLength,
      recompute: recomputeOf(row.text("recompute"), "none"),
      sequenceParallel: false,
      precision: "fp16",
    });
    return [
      { metric: "iteration_ms", measured, predicted: stepNs / 1e6, bound: floorNs / 1e6, better: "less" },
    ];
  },
};

const nodes = new WeakMap<Instance, Instance>();

function nodeOf(instance: Instance): Instance {
  const known = nodes.get(instance) ?? {
    ...instance,
    scaleOut: { ...instance.scaleOut, bandwidth: nodeNetwork, latencyNs: 5000 },
  };
  nodes.set(instance, known);
  return known;
}
