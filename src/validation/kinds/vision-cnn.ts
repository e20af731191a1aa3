/** Image classifiers without attention on inf1 and inf2: one request at a time on each core, images copied in as floats. */
import { itemGroups } from "../../models/item-network.ts";
import { groupFlops } from "../../models/operator-group.ts";
import { matmulPeak } from "../../timing/operator-time.ts";
import { passTimeNs } from "../../timing/pass-time.ts";
import type { MeasurementKind } from "../measurement-kind.ts";
import { UnpredictableRow } from "../row.ts";
import { rowInstance } from "../row-hardware.ts";
import { rowModel } from "../row-model.ts";
import { coresInUse } from "./encoder.ts";

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
  predict(row, profile, catalog) {
    const model = rowModel(row, catalog.models);
    if (model.item === undefined) throw new UnpredictableRow(`${model.name} is no convolutional network`);
    const { active, split, context } = coresInUse(row, rowInstance(row, catalog.instances), profile);
    const batch = (row.number("batch") ?? 1) / split;
    const side = Number.parseInt(row.text("image_size") ?? "", 10) || model.item.imageSize;
    const groups = itemGroups(model.item, batch, side);
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
