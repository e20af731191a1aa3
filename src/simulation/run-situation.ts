/** The situation of a run, which its profile's coverage is held against. */

import type { FigureSource } from "../base/figure.ts";
import { named } from "../base/named-list.ts";
import type { PluginChoice } from "../base/plugin.ts";
import { significant } from "../base/units.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Chip } from "../hardware/chip.ts";
import { chips } from "../hardware/chips.ts";
import { expertSize } from "../models/layer-kinds.ts";
import { modelKinds } from "../models/model-kind.ts";
import { parameterCount } from "../models/parameters.ts";
import { fineTuning, type Situation } from "../timing/situation.ts";
import type { RunRecord } from "./run-record.ts";

/** What `record` was simulated for. */
export function situationOf(record: RunRecord): Situation {
  const { cluster, scenario, result } = record;
  const { chip } = cluster.device;
  const { model, workload } = scenario;
  const { precision } = (workload ?? {}) as { precision?: string | { weights?: string } };
  const chosen = Number(result?.chosen.tensor);
  return {
    chip: measuredAs(chip),
    model: model?.name,
    kinds: model && modelKinds(model),
    parameters: model && parameterCount(model),
    tensor: Number.isFinite(chosen) ? chosen : undefined,
    batch: result?.inference?.batchMean ?? undefined,
    tokens: sequenceTokens(record),
    experts: expertSize(model?.stack),
    weights: (typeof precision === "string" ? precision : precision?.weights) ?? model?.stored?.weights,
    isOwnHardware: isOwn(cluster),
    isSoftwareOpen: scenario.cluster.software === undefined,
    features: [
      ...(workload === undefined ? [] : featuresOf(workload)),
      ...strangeNetwork(cluster),
      ...strangeCollectives(cluster),
    ],
  };
}

/** Tokens of a training sequence; of a mean prompt with its answer; images have none. */
function sequenceTokens({ scenario, result }: RunRecord): number | undefined {
  const { sequenceLength } = (scenario.workload ?? {}) as { sequenceLength?: number };
  if (sequenceLength !== undefined) return sequenceLength;
  const { completed, totalInputTokens, totalOutputTokens } = result?.inference ?? {};
  const tokens = (totalInputTokens ?? 0) + (totalOutputTokens ?? 0);
  return completed && tokens > 0 ? tokens / completed : undefined;
}

/** A span of peaks and bandwidths about a chip's in which one derived from it counts as that chip. */
const likeBase = { least: 0.8, most: 1.25 };

/** The chip that measurements know `chip` as: the one it is derived from, unless efficiencies are fractions of quite other figures. */
function measuredAs({ name, derivedFrom, peaks, memory }: Chip): string {
  const base = derivedFrom === undefined ? undefined : named(chips, derivedFrom);
  if (base === undefined) return derivedFrom ?? name;
  const types = Object.keys(base.peaks) as (keyof typeof peaks)[];
  const ratios = [
    memory.bandwidth / base.memory.bandwidth,
    ...types.map((type) => (peaks[type] ?? 0) / (base.peaks[type] ?? 1)),
  ];
  return ratios.every((ratio) => ratio >= likeBase.least && ratio <= likeBase.most) ? base.name : name;
}

/** Whether any figure of the chip, of the links between the chips of an instance, or the wiring of the cluster, is the scenario's. */
function isOwn({ instance: { chip, sources }, plan }: Cluster): boolean {
  const isWritten = ({ status }: FigureSource) => status === "scenario";
  const links = Object.entries(sources).filter(([path]) => path.startsWith("scaleUp."));
  return (
    plan.topology !== undefined ||
    chip.derivedFrom !== undefined ||
    Object.values(chip.sources).some(isWritten) ||
    links.some(([, source]) => isWritten(source))
  );
}

/**
 * Bytes/ns of network for each chip that clusters of measured rows had, from Trn1's to the H100's: these clusters are not only
 * the catalog's, and cards of a scenario's own are covered where they are as fast.
 */
const measuredNetwork = [6.25, 50] as const;

/** In words, in what the cards of `cluster` are unlike those of any measured one; nothing where none are used. */
function strangeNetwork({ instance, count }: Cluster): string[] {
  const { chips, scaleOut, sources } = instance;
  const [least, most] = measuredNetwork;
  const perChip = scaleOut.bandwidth / chips;
  const isOwnCards = sources["scaleOut.bandwidth"]?.status === "scenario";
  if (count === 1 || !isOwnCards || (perChip >= least && perChip <= most)) return [];
  return [`a network of ${significant(perChip)} GB/s a chip (measured: ${least} to ${most})`];
}

/** Efficiencies of links were fitted to what runtimes choose by themselves. */
function strangeCollectives({ plan }: Cluster): string[] {
  return plan.collectives === undefined ? [] : ["collective algorithms that the runtime would not choose"];
}

/** Options beside the ordinary, by their path, and the words for them. */
const features: readonly [path: string, words: string][] = [
  ["speculation", "speculative decoding"],
  ["adapters", "LoRA adapters"],
  ["prefixCache", "a prefix cache"],
  ["disaggregation", "prefill apart from decode"],
  ["pools", "pools of other hardware"],
  ["images", "images in prompts"],
  ["precision.sparsity", "sparse weights"],
  ["lora", fineTuning],
  ["distillation", "distillation"],
  // Rounds of alignment: of what it takes only the step was measured.
  ["iterations", "answers of a serving engine in every step"],
  ["offload", "state on the host"],
  ["compression", "compressed gradients"],
];

function featuresOf(workload: PluginChoice): string[] {
  return features.flatMap(([path, words]) => (isAsked(valueAt(workload, path)) ? [words] : []));
}

function valueAt(workload: PluginChoice, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as { [key: string]: unknown } | undefined)?.[key], workload);
}

/** Whether an option is written: not none, not zero of it. */
function isAsked(value: unknown): boolean {
  if (value === undefined || value === 0 || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return (value as { kind?: string }).kind !== "none";
}
