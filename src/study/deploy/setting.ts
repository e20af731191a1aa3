/**
 * What a scenario and its run settle about a deployment, as flat paths and values: the options that a server or trainer could
 * be given, with what was left open as it was chosen. What describes the load or the data is none of them.
 */
import type { ModelFamily } from "../../models/model.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { SettingValue } from "../../workload/launch-traits.ts";
import type { WorkloadKind } from "../../workload/workload.ts";
import { kindFigures } from "../kind-figures.ts";

/** A configuration to start. */
export interface Setting {
  /** Software that serves, or that trains. */
  stack: NonNullable<WorkloadKind["stack"]>;
  /** `gpu`, `neuron` and so on. */
  chipKind: string;
  model: string;
  family: ModelFamily;
  /** Name of the software profile that was simulated, without what a scenario set of it. */
  software: string;
  instances: number;
  ranksPerInstance: number;
  layers: number | undefined;
  /** By path, in the order of the scenario's options. */
  values: ReadonlyMap<string, SettingValue>;
}

/** Figures inside them that are measured, not set. */
const measured = /acceptance|imbalance|[bB]andwidth$|latency$|^recovery\.(detection|restart|replace)/;

/** The setting of a run of one job; undefined for kinds of workload that no launcher starts. */
export function settingOf(
  { cluster, model, workload }: Scenario,
  summary: Summary,
  kinds: readonly WorkloadKind[],
): Setting | undefined {
  const { name, stack = "training", launch } = kinds.find((kind) => kind.name === workload?.kind) ?? {};
  if (name === undefined || launch === undefined || model === undefined) return undefined;
  if (kindFigures(summary, name) === undefined) return undefined;
  const { instance } = cluster;
  const options = workload as Readonly<Record<string, unknown>>;
  const values = new Map<string, SettingValue>([["cluster.count", cluster.count]]);
  if (cluster.lnc !== undefined) values.set("cluster.lnc", cluster.lnc);
  for (const [key, value] of launch.derived?.(options) ?? []) values.set(key, value);
  for (const part of launch.settings) addValues(values, part, options[part]);
  // What was left open, as it was chosen, whether it is mentioned or not.
  for (const [name, value] of Object.entries(summary.chosen)) {
    for (const key of [`parallelism.${name}`, name])
      if (values.has(key)) values.set(key, name === "sequence" ? value === "on" : value);
  }
  for (const { key, value } of summary.choices) {
    const [root, part = "", ...rest] = key.split(".");
    const path = [part, ...rest].join(".");
    if (root === "workload" && launch.settings.includes(part) && !values.has(path)) values.set(path, value);
  }
  return {
    stack,
    chipKind: instance.chip.kind,
    model: model.name,
    family: model.family,
    software: summary.software.split(", changed")[0] as string,
    instances: cluster.count,
    ranksPerInstance: summary.cluster.ranks / summary.cluster.instances,
    layers: model.stack?.layers,
    values,
  };
}

function addValues(values: Map<string, SettingValue>, key: string, value: unknown): void {
  if (measured.test(key)) return;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean")
    values.set(key, value);
  else if (Array.isArray(value)) {
    const isPlain = value.every((each) => typeof each === "number" || typeof each === "string");
    if (isPlain && value.length > 0) values.set(key, value.join(","));
    else for (const [index, each] of value.entries()) addValues(values, `${key}.${index}`, each);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) addValues(values, `${key}.${name}`, each);
  }
}
