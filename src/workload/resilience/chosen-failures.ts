/** What a job's failures are drawn from: the model or the causes that a scenario names, and how many units they strike. */
import type { z } from "zod";
import { type AnyPlugin, createPlugin, type PluginChoice } from "../../base/plugin.ts";
import type { Instance } from "../../hardware/instance.ts";
import { type FailureCause, type FailureModel, type FailureUnit, failureContract } from "./failure-model.ts";
import type { resilienceOptions } from "./resilience-options.ts";

/** A table of rates by name, or causes. */
export type WrittenFailures = z.output<z.ZodObject<ReturnType<typeof resilienceOptions>>>["failures"];

/** The model that `written` names among `models`, or the causes that it lists; nothing fails without either. */
export function failureModel(
  models: readonly AnyPlugin<FailureModel>[],
  written: WrittenFailures,
): FailureModel {
  if (written === undefined) return { causes: [], source: "" };
  if (!Array.isArray(written))
    return createPlugin(models, written as PluginChoice, undefined, failureContract);
  return {
    source: "the scenario",
    causes: written.map(
      ({ of, kind, mtbf, shape, effect, notice, slowdown, latency, bad, replaces }): FailureCause => ({
        name: effect === "crash" ? of : `${of} ${effect}`,
        of,
        mtbfNs: mtbf,
        ...(kind === "weibull" && { shape }),
        effect,
        ...(effect === "reclaim" && { noticeNs: notice }),
        ...(effect === "slow" && { slowdown }),
        ...(latency > 0 && { latencyNs: latency }),
        ...(bad !== undefined && { uneven: bad }),
        replaces,
      }),
    ),
  };
}

/** Units of each kind that a job on so many chips of instances like this one has. */
export function unitsOf(chips: number, instance: Instance): Record<FailureUnit, number> {
  const instances = Math.ceil(chips / instance.chips);
  // A host is one server of an UltraServer.
  const hosts = Math.ceil((chips * instance.servers) / instance.chips);
  const cards = instances * Math.max(1, Math.min(instance.chips, instance.scaleOut.interfaces));
  return {
    chip: chips,
    hbm: chips,
    host: hosts,
    link: chips,
    card: cards,
    switch: instances,
    rack: instances,
    job: instances,
  };
}
