/**
 * Timings of single GPU kernels: matmuls, attention, mixtures of experts, collectives. Priced by the kernel layer alone, the
 * one that operators of a scenario take where their software runs such kernels. `library` names the kernels' family.
 */
import { kernelFor } from "../../timing/kernels/kernel-library.ts";
import { kernelCase } from "../fit/kernel-cases.ts";
import { kernelFamily } from "../fit/kernel-family.ts";
import type { MeasurementKind } from "../measurement-kind.ts";

export const operators: MeasurementKind = {
  name: "operators",
  recognises: (columns) => columns.has("op") && columns.has("library") && columns.has("time_us"),
  groups: (row) => ({
    instance: row.text("gpu") ?? "",
    software: row.text("library") ?? "",
    model: [row.text("op"), row.text("dtype"), row.text("kv_dtype")].filter(Boolean).join(" "),
  }),
  profileName: () => null,
  predict(row, _, catalog) {
    const measured = row.need("time_us");
    const call = kernelCase(row, catalog.instances);
    const kernel = kernelFor(call.slot, kernelFamily(row), call.device.chip);
    const predicted = Math.max(call.timeNs(kernel.constants), call.floorNs) / 1e3;
    const band = { low: predicted * kernel.low, high: predicted * kernel.high };
    const bound = call.floorNs / 1e3;
    return [{ metric: "time_us", measured, predicted, bound, better: "less", band }];
  },
};
