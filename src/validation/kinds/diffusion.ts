/**
 * Image generation on inf2: the two branches of classifier-free guidance run on the two cores of a chip, so that each core
 * makes one pass a denoising step.
 */
import { itemGroups } from "../../models/items/item-network.ts";
import { groupFlops } from "../../models/operators/operator-group.ts";
import { matmulPeak } from "../../timing/operator-time.ts";
import { passTimeNs } from "../../timing/pass-time.ts";
import type { MeasurementKind } from "../measurement-kind.ts";
import { UnpredictableRow } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { rowModel } from "../rows/row-model.ts";
import { coresInUse } from "./encoder.ts";

export const diffusion: MeasurementKind = {
  name: "diffusion",
  recognises: (columns) => columns.has("throughput_inf_s") && columns.has("steps"),
  groups: (row) => ({
    instance: row.text("instance") ?? "",
    software: [row.text("framework"), row.text("neuron_version")].filter(Boolean).join(" "),
    model: row.text("model") ?? "",
  }),
  profileName: () => "torch-neuronx-diffusion",
  predict(row, profile, catalog) {
    const model = rowModel(row, catalog.models);
    if (model.item === undefined) throw new UnpredictableRow(`${model.name} is no diffusion network`);
    const { context } = coresInUse(row, rowInstance(row, catalog.instances), profile);
    const side = Number.parseInt(row.text("image_size") ?? "", 10) || model.item.imageSize;
    const steps = row.number("steps") ?? model.item.passes / 2;
    const groups = itemGroups(model.item, row.number("batch") ?? 1, side).map((group) => ({
      ...group,
      repeat: 1,
    }));
    const work = { groups, passes: steps, inputBytes: 0, outputBytes: 3 * side ** 2 };
    const perSecond = (ns: number) => ((row.number("batch") ?? 1) * 1e9) / ns;
    const floorNs = (steps * groupFlops(groups)) / matmulPeak(context.device, context.precision.compute);
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
