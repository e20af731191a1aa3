/** Pre-training on Trn1: sequences per second by nodes and parallelism. */
import type { MeasurementKind } from "../measurement-kind.ts";
import type { Row } from "../row.ts";
import { rowInstance } from "../row-hardware.ts";
import { rowModel } from "../row-model.ts";
import { maskedTokens, predictTraining } from "../training-row.ts";

export const training: MeasurementKind = {
  name: "training",
  recognises: (columns) => columns.has("seq_per_s"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: `Neuron ${row.text("neuron_version") ?? ""}`,
    model: row.text("model") ?? "",
  }),
  profileName(row) {
    const model = row.text("model") ?? "";
    if (/bert|vit/i.test(model)) return "torch-neuronx-training";
    return /gpt/i.test(model) ? "nemo-neuron" : "nxd-training";
  },
  predict(row, profile, catalog) {
    const model = rowModel(row, catalog.models, isEncoder(row) ? "encoder" : undefined);
    const tensor = row.number("tp") ?? 1;
    const pipeline = row.number("pp") ?? 1;
    const globalBatch = row.need("globalbatch");
    const measured = row.need("seq_per_s");
    const { stepNs, floorNs } = predictTraining({
      model,
      instance: rowInstance(row, catalog.instances),
      profile,
      data: row.number("dp") ?? row.need("cores") / tensor / pipeline,
      tensor,
      pipeline,
      globalBatch,
      microBatch: row.number("microbatch") ?? 1,
      sequenceLength: row.need("seq_len"),
      recompute: isEncoder(row) ? "none" : "selective",
      sequenceParallel: tensor > 1,
      precision:
        /fp32/i.test(row.text("notes") ?? "") && !/autocast|bf16/i.test(row.text("dtype") ?? "")
          ? "fp32"
          : "bf16",
      zero: row.number("zero1") === 1 ? 1 : 0,
      logitTokens: maskedTokens(row, model),
    });
    const perSecond = (ns: number) => globalBatch / (ns / 1e9);
    return [
      {
        metric: "seq_per_s",
        measured,
        predicted: perSecond(stepNs),
        bound: perSecond(floorNs),
        better: "more",
      },
    ];
  },
};

function isEncoder(row: Row): boolean {
  return /bert|vit/i.test(row.text("model") ?? "");
}
