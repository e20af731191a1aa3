/**
 * What a scenario and its run settle about a deployment, as flat paths and values: the options that a server or trainer could
 * be given, with what was left open as it was chosen. What describes the load or the data is none of them.
 */
import { type AnyPlugin, createPlugin, type PluginChoice } from "../../base/plugin.ts";
import { type Random, RandomStreams } from "../../base/random.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import type { Summary } from "../../simulation/summary.ts";
import { type LengthLaw, lengthContract } from "../../workload/inference/inference.ts";

/** A configuration to start. */
export interface Setting {
  workload: "inference" | "training";
  /** `gpu`, `neuron` and so on. */
  chipKind: string;
  model: string;
  instances: number;
  ranksPerInstance: number;
  layers: number | undefined;
  /** By path, in the order of the scenario's options. */
  values: ReadonlyMap<string, SettingValue>;
}

/** Parts of the options that are settings, by kind of workload. */
const parts: Readonly<Record<Setting["workload"], readonly string[]>> = {
  inference: [
    "parallelism",
    "precision",
    "batching",
    "order",
    "kvCache",
    "prefixCache",
    "speculation",
    "adapters",
    "disaggregation",
    "maxOutstanding",
    "timeout",
    "router",
    "autoscaling",
    "pools",
    "regions",
  ],
  training: [
    "parallelism",
    "sequenceLength",
    "globalBatch",
    "microBatch",
    "tokens",
    "samples",
    "schedule",
    "recompute",
    "recomputeShare",
    "optimizer",
    "offload",
    "gradientBuckets",
    "precision",
    "recipe",
    "compression",
    "lora",
    "experts",
    "checkpoints",
    "recovery",
  ],
};

/** Figures inside them that are measured, not set. */
const measured = /acceptance|imbalance|[bB]andwidth$|latency$|^recovery\.(detection|restart|replace)/;

/** The setting of a run of one job; undefined for kinds of workload that no launcher starts. */
export function settingOf(
  { cluster, model, workload }: Scenario,
  summary: Summary,
  lengths: readonly AnyPlugin<LengthLaw, { random: Random }>[],
): Setting | undefined {
  const kind = workload?.kind;
  if ((kind !== "inference" && kind !== "training") || model === undefined) return undefined;
  if (summary.inference === undefined && summary.training === undefined) return undefined;
  const { instance } = cluster;
  const options = workload as Readonly<Record<string, unknown>>;
  const values = new Map<string, SettingValue>([["cluster.count", cluster.count]]);
  if (cluster.lnc !== undefined) values.set("cluster.lnc", cluster.lnc);
  if (kind === "inference") for (const [key, value] of contextOf(options, lengths)) values.set(key, value);
  for (const part of parts[kind]) addValues(values, part, options[part]);
  // What was left open, as it was chosen.
  for (const [name, value] of Object.entries(summary.chosen)) {
    for (const key of [`parallelism.${name}`, name])
      if (values.has(key)) values.set(key, name === "sequence" ? value === "on" : value);
  }
  return {
    workload: kind,
    chipKind: instance.chip.kind,
    model: model.name,
    instances: cluster.count,
    ranksPerInstance: summary.cluster.ranks / summary.cluster.instances,
    layers: model.stack?.layers,
    values,
  };
}

/** Options that make prompts longer than their law says. */
const lengthening = ["trace", "images", "classes", "conversation", "sharedPrefix"];

/**
 * Tokens of the longest request, prompt and answer, that the laws of lengths can draw; words where only the load tells. Laws
 * without a maximum are planned for up to one prompt and one answer in a thousand, and what lies beyond is told.
 */
function contextOf(
  options: Readonly<Record<string, unknown>>,
  lengths: readonly AnyPlugin<LengthLaw, { random: Random }>[],
): [key: string, value: SettingValue][] {
  const { input, output } = options as { input?: PluginChoice; output?: PluginChoice };
  if (input === undefined || output === undefined || lengthening.some((key) => options[key]))
    return [["context", "the longest request of the load"]];
  const random = new RandomStreams(0).stream("deploy");
  const laws = [input, output].map((choice) => createPlugin(lengths, choice, { random }, lengthContract));
  const tokens = laws.reduce((sum, { most, longest }) => sum + (most ?? longest), 0);
  const isEndless = laws.some(({ most }) => most === undefined);
  return [
    ["context", tokens],
    ...(isEndless ? [["context.longer", "1 prompt or answer in 1,000"] as [string, string]] : []),
  ];
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

/** A value of a scenario. */
export type SettingValue = string | number | boolean;
