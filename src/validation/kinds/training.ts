/** Pre-training on Trn1: sequences per second by nodes and parallelism. */
import { type MeasurementKind, profileNamed, type ValidationCatalog } from "../measurement-kind.ts";
import { type Row, rowName } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel, writtenRowModel } from "../rows/row-model.ts";
import { maskedTokens, predictTraining, type UnpricedTrainingRow } from "../rows/training-row.ts";
import { trainingScenario } from "../rows/training-scenario.ts";

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
  scenario: (row, catalog) =>
    trainingScenario(jobOf(row, catalog), {
      name: rowName(row, "training"),
      model: writtenRowModel(row, catalog.models, familyOf(row)),
      profile: profileNamed(training.profileName(row), catalog),
      base: rowInstance(row, catalog.instances),
    }),
  predict(row, profile, catalog) {
    const globalBatch = row.need("globalbatch");
    const measured = row.need("seq_per_s");
    const { stepNs, floorNs } = predictTraining({ ...jobOf(row, catalog), profile });
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

function jobOf(row: Row, catalog: ValidationCatalog): UnpricedTrainingRow {
  const model = rowModel(row, catalog.models, familyOf(row));
  const tensor = row.number("tp") ?? 1;
  const pipeline = row.number("pp") ?? 1;
  return {
    model,
    instance: rowInstance(row, catalog.instances),
    data: row.number("dp") ?? row.need("cores") / tensor / pipeline,
    tensor,
    pipeline,
    globalBatch: row.need("globalbatch"),
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
  };
}

function familyOf(row: Row): "encoder" | undefined {
  return isEncoder(row) ? "encoder" : undefined;
}

function isEncoder(row: Row): boolean {
  return /bert|vit/i.test(row.text("model") ?? "");
}
