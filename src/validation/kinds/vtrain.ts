/** Iteration times of Megatron-DeepSpeed on nodes of eight A100s, as published with vTrain. */
import type { Instance } from "../../hardware/instance.ts";
import { type ModelShape, modelFromShape } from "../../models/model-schema.ts";
import { type MeasurementKind, profileNamed, type ValidationCatalog } from "../measurement-kind.ts";
import { type Row, rowName } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { predictTraining, recomputeOf, type UnpricedTrainingRow } from "../rows/training-row.ts";
import { trainingScenario } from "../rows/training-scenario.ts";

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
  scenario: (row, catalog) =>
    trainingScenario(jobOf(row, catalog), {
      name: rowName(row, "vtrain"),
      model: shapeOf(row),
      profile: profileNamed(vtrain.profileName(row), catalog),
      base: rowInstance(row, catalog.instances),
    }),
  predict(row, profile, catalog) {
    const measured = row.need("iteration_ms");
    const { stepNs, floorNs } = predictTraining({ ...jobOf(row, catalog), profile });
    return [
      { metric: "iteration_ms", measured, predicted: stepNs / 1e6, bound: floorNs / 1e6, better: "less" },
    ];
  },
};

function shapeOf(row: Row): ModelShape {
  const [layers, hidden, heads] = ["layers", "hidden", "heads"].map((column) => row.need(column));
  const maxTokens = row.need("seq_len");
  return { name: `gpt-${layers}x${hidden}`, family: "gpt", layers, hidden, heads, vocabulary, maxTokens };
}

function jobOf(row: Row, catalog: ValidationCatalog): UnpricedTrainingRow {
  return {
    model: modelFromShape(shapeOf(row), []),
    instance: nodeOf(rowInstance(row, catalog.instances)),
    data: row.need("dp"),
    tensor: row.need("tp"),
    pipeline: row.need("pp"),
    globalBatch: row.need("global_batch"),
    microBatch: row.need("micro_batch"),
    sequenceLength: row.need("seq_len"),
    recompute: recomputeOf(row.text("recompute"), "none"),
    sequenceParallel: false,
    precision: "fp16",
  };
}

const nodes = new WeakMap<Instance, Instance>();

function nodeOf(instance: Instance): Instance {
  const known = nodes.get(instance) ?? {
    ...instance,
    scaleOut: { ...instance.scaleOut, bandwidth: nodeNetwork, latencyNs: 5000 },
  };
  nodes.set(instance, known);
  return known;
}
