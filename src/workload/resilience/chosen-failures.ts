/** What a job's failures are drawn from: the model or the causes that a scenario names, and how many units they strike. */
import type { z } from "zod";
import { type AnyPlugin, createPlugin, type PluginChoice } from "../../base/plugin.ts";
import type { Instance } from "../../hardware/instance.ts";
import {
  type FailureCause,
  type FailureModel,
  type FailureUnit,
  failureContract,
  struckBy,
} from "./failure-model.ts";
import type { resilienceOptions, WrittenCause } from "./resilience-options.ts";

/** A table of rates by name, or causes. */
export type WrittenFailures = z.output<z.ZodObject<ReturnType<typeof resilienceOptions>>>["failures"];

/** Whether an item of a list of failures is a cause, and not a table of them. */
export function isOneCause(written: WrittenCause | PluginChoice): written is WrittenCause {
  return "effect" in written;
}

/** The model that `written` names among `models`, or the causes that it lists; nothing fails without either. */
export function failureModel(
  models: readonly AnyPlugin<FailureModel>[],
  written: WrittenFailures,
): FailureModel {
  if (written === undefined) return { causes: [], source: "" };
  const table = (choice: PluginChoice) => createPlugin(models, choice, undefined, failureContract);
  if (!Array.isArray(written)) return table(written as PluginChoice);
  const own: FailureModel = { causes: written.filter(isOneCause).map(causeOf), source: "the scenario" };
  const tables = written.flatMap((each) => (isOneCause(each) ? [] : [table(each)]));
  const all = [...tables, ...(own.causes.length > 0 ? [own] : [])];
  return {
    source: all.map(({ source }) => source).join("; "),
    causes: all.flatMap(({ causes }) => causes),
  };
}

function causeOf({
  of,
  kind,
  mtbf,
  shape,
  effect,
  notice,
  slowdown,
  latency,
  bad,
  hosts,
  lasts,
  ...more
}: WrittenCause): FailureCause {
  return {
    name: `${kind === "planned" ? "planned " : ""}${effect === "crash" ? of : `${of} ${effect}`}`,
    of,
    mtbfNs: mtbf,
    ...(kind === "weibull" && { shape }),
    ...(kind === "planned" && { isPlanned: true }),
    ...(hosts !== undefined && { hosts }),
    ...(lasts > 0 && { lastsNs: lasts }),
    effect,
    ...(effect === "reclaim" && { noticeNs: notice }),
    ...(effect === "slow" && { slowdown }),
    ...(latency > 0 && { latencyNs: latency }),
    ...(bad !== undefined && { uneven: bad }),
    replaces: more.replaces ?? of !== "storage",
  };
}

/** Mean time between failures of what stands on so many chips of instances like this one, ns; Infinity where nothing fails. */
export function meanToFailureNs({ causes }: FailureModel, chips: number, instance: Instance): number {
  const units = unitsOf(chips, instance);
  return 1 / causes.reduce((rate, cause) => rate + struckBy(cause, units) / cause.mtbfNs, 0);
}

/** Units of each kind that a job on so many chips of instances like this one has, on part of each of `instances` perhaps. */
export function unitsOf(
  chips: number,
  instance: Instance,
  instances = Math.ceil(chips / instance.chips),
): Record<FailureUnit, number> {
  // A host is one server of an UltraServer.
  const hosts = Math.max(instances, Math.ceil((chips * instance.servers) / instance.chips));
  const cards = instances * Math.max(1, Math.min(instance.chips, instance.scaleOut.interfaces));
  return {
    chip: chips,
    hbm: chips,
    host: hosts,
    link: chips,
    card: cards,
    switch: instances,
    rack: instances,
    storage: 1,
    job: instances,
  };
}
