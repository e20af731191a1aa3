/**
 * Iteration times of Megatron-LM on A100, H100 and V100: the Selene tables and others. Rows that print no iteration time are
 * scored on tokens per second and GPU. Context-parallel ranks count as data-parallel ones on their part of each sequence,
 * which leaves out the attention between parts.
 */
import type { Instance } from "../../hardware/instance.ts";
import { type MeasurementKind, profileNamed, type ValidationCatalog } from "../measurement-kind.ts";
import { storageTypeOf } from "../rows/precision-names.ts";
import { type Row, rowName } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel, writtenRowModel } from "../rows/row-model.ts";
import { predictTraining, recomputeOf, type UnpricedTrainingRow } from "../rows/training-row.ts";
import { trainingScenario } from "../rows/training-scenario.ts";

/** Selene's nodes have eight 200 Gb/s InfiniBand cards. */
const seleneNetwork = 200;

export const gpuTraining: MeasurementKind = {
  name: "gpu_training",
  recognises: (columns) => columns.has("iter_time_s"),
  groups: (row) => ({
    instance: row.text("gpu") ?? "",
    software: "Megatron-LM",
    model: row.text("model") ?? "",
  }),
  profileName(row) {
    const gpu = row.text("gpu") ?? "";
    if (/v100/i.test(gpu)) return "megatron-v100";
    if (/p5\.|p5en/i.test(gpu)) return "pytorch-fsdp";
    return /h[12]00|b200/i.test(gpu) ? "megatron-core" : "megatron-lm";
  },
  scenario: (row, catalog) =>
    trainingScenario(jobOf(row, catalog), {
      name: rowName(row, "gpu-training"),
      model: writtenRowModel(row, catalog.models),
      profile: profileNamed(gpuTraining.profileName(row), catalog),
      base: rowInstance(row, catalog.instances),
    }),
  predict(row, profile, catalog) {
    const { stepNs, floorNs } = predictTraining({ ...jobOf(row, catalog), profile });
    const seconds = row.number("iter_time_s");
    if (seconds !== undefined) {
      const bound = floorNs / 1e9;
      return [{ metric: "iter_time_s", measured: seconds, predicted: stepNs / 1e9, bound, better: "less" }];
    }
    const tokens = globalBatchOf(row) * row.need("seq_len");
    const perGpu = (ns: number) => (tokens * 1e9) / ns / row.need("gpus");
    const measured = row.need("tok_per_s_per_gpu");
    const [predicted, bound] = [perGpu(stepNs), perGpu(floorNs)];
    return [{ metric: "tok_per_s_per_gpu", measured, predicted, bound, better: "more" }];
  },
};

function globalBatchOf(row: Row): number {
  return row.number("globalbatch") ?? row.need("gpus");
}

function jobOf(row: Row, catalog: ValidationCatalog): UnpricedTrainingRow {
  const tensor = row.number("tp") ?? 1;
  const pipeline = row.number("pp") ?? 1;
  const context = row.number("cp") ?? 1;
  return {
    model: rowModel(row, catalog.models),
    instance: onSelene(row, rowInstance(row, catalog.instances)),
    data: context * (row.number("dp") ?? row.need("gpus") / tensor / pipeline / context),
    tensor,
    pipeline,
    globalBatch: context * globalBatchOf(row),
    microBatch: row.number("microbatch"),
    sequenceLength: row.need("seq_len") / context,
    recompute: recomputeOf(row.text("recompute"), "none"),
    sequenceParallel: row.number("seq_parallel") === 1,
    precision: storageTypeOf(row.text("precision")),
    interleave: row.number("vp"),
  };
}

const selene = new WeakMap<Instance, Instance>();

function onSelene(row: Row, instance: Instance): Instance {
  if (!/selene|dgx/i.test(row.text("gpu") ?? "")) return instance;
  const known = selene.get(instance) ?? {
    ...instance,
    scaleOut: { ...instance.scaleOut, bandwidth: seleneNetwork, interfaces: 8, latencyNs: 5000 },
  };
  selene.set(instance, known);
  return known;
}
