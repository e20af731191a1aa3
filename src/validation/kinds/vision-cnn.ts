/** Image classifiers without attention on inf1 and inf2: one request at a time on each core, images copied in as floats. */
import { findModel } from "../../models/find-model.ts";
import { itemGroups } from "../../models/items/item-network.ts";
import type { Model } from "../../models/model.ts";
import { groupFlops } from "../../models/operators/operator-group.ts";
import { matmulPeak } from "../../timing/operator-time.ts";
import { passTimeNs } from "../../timing/pass-time.ts";
import type { MeasurementKind } from "../measurement-kind.ts";
import { cnnGroups } from "../rows/cnn-groups.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel } from "../rows/row-model.ts";
import { coresInUse, writtenPasses } from "./encoder.ts";

const floatBytes = 4;
const classes = 1000;

export const visionCnn: MeasurementKind = {
  name: "vision_cnn",
  recognises: (columns, rows) =>
    columns.has("throughput_inf_s") && rows.length > 0 && rows.every((row) => row.text("family") === "cnn"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: [row.text("framework"), row.text("neuron_version")].filter(Boolean).join(" "),
    model: row.text("model") ?? "",
  }),
  profileName: () => "torch-neuronx-cnn",
  scenario(row, catalog) {
    const model = findModel(catalog.models, row.needText("model"));
    if (model?.item === undefined) throw new UnpredictableRow(`no ${row.text("model")} in the catalog`);
    return writtenPasses(row, catalog, { software: "torch-neuronx-cnn", model: model.name });
  },
  predict(row, profile, catalog) {
    const { active, split, context } = coresInUse(row, rowInstance(row, catalog.instances), profile);
    const batch = (row.number("batch") ?? 1) / split;
    const { groups, side } = networkOf(row, catalog.models, batch);
    const work = {
      groups,
      passes: 1,
      inputBytes: 3 * batch * side ** 2 * floatBytes,
      outputBytes: batch * classes * floatBytes,
    };
    const perSecond = (ns: number) => (active * batch * 1e9) / ns;
    const floorNs = groupFlops(groups) / matmulPeak(context.device, context.precision.compute);
    return [
      {
        metric: "throughput_inf_s",
        measured: row.need("throughput_inf_s"),
        predicted: perSecond(passTimeNs(work, context)),
        bound: perSecond(floorNs),
        better: "more",
      },
    ];
  },
};

/** Operators of the row's network over `images` images, and their side. */
function networkOf(row: Row, models: readonly Model[], images: number) {
  const written = Number.parseInt(row.text("image_size") ?? "", 10) || undefined;
  const known = cnnGroups(row.needText("model"), images, written);
  if (known !== undefined) return known;
  const model = rowModel(row, models);
  if (model.item === undefined) throw new UnpredictableRow(`${model.name} is no convolutional network`);
  const side = written ?? model.item.imageSize;
  return { groups: itemGroups(model.item, images, side), side };
}
