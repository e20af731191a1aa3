/**
 * A row of `published.csv` as the scenario that a planner would write for it: the hardware, the stack that the source ran,
 * the parallelism and the load as printed. What a row leaves out is left to the scenario's defaults.
 */
import type { Instance } from "../../hardware/instance.ts";
import { findModel } from "../../models/find-model.ts";
import type { Model } from "../../models/model.ts";
import { writtenModel } from "./published-models.ts";
import { type Row, rowName, UnpredictableRow } from "./row.ts";

/** A scenario before it is checked. */
export type WrittenScenario = Readonly<Record<string, unknown>>;

/** Requests beyond which an offline run has long been steady; published runs have up to 30,000. */
const offlineRequestsMax = 3000;

/** Stacks by words of the source, where a row names no software of its own. */
const stacks: readonly [source: RegExp, profile: string][] = [
  [/llm-foundry|fms-fsdp/i, "pytorch-fsdp"],
  [/Megatron-Bridge|performance_summary|performance_long/i, "megatron-core"],
  [/TensorRT-LLM/i, "trtllm"],
  [/DeepLearningExamples/i, "pytorch"],
];

/** The profile that prices `row`; undefined where its source names no stack. */
export function publishedProfile(row: Row): string | undefined {
  const source = row.text("source") ?? "";
  return stacks.find(([pattern]) => pattern.test(source))?.[1] ?? row.text("software");
}

/** The scenario of a training, offline, static or closed-loop row. */
export function publishedScenario(
  row: Row,
  catalog: { instances: readonly Instance[]; models: readonly Model[] },
): WrittenScenario {
  const software = publishedProfile(row);
  const gpus = row.number("gpus") ?? 1;
  const { instance, chips } = hardwareOf(row, gpus, catalog.instances);
  const tokens = ["seq_len", "in_len", "out_len"].reduce((sum, key) => sum + (row.number(key) ?? 0), 0);
  const kind = row.needText("kind");
  return {
    name: rowName(row, kind),
    cluster: { instance, count: Math.max(1, Math.floor(gpus / chips)), ...(software && { software }) },
    model: writtenModel(row.needText("model"), tokens, catalog.models),
    workload: kind === "training" ? trainingOf(row, layersOf(row, catalog.models)) : inferenceOf(row, kind),
  };
}

function layersOf(row: Row, models: readonly Model[]): number | undefined {
  return findModel(models, row.needText("model").replace(/-long$/, ""))?.stack?.layers;
}

/** Layers over stages that they do not divide into evenly: as even as whole layers go, the ends with the fewer. */
function stageLayers(layers: number, stages: number): number[] {
  const least = Math.floor(layers / stages);
  const more = layers - least * stages;
  const first = Math.floor((stages - more) / 2);
  return Array.from({ length: stages }, (_, stage) =>
    stage >= first && stage < first + more ? least + 1 : least,
  );
}

function trainingOf(row: Row, layers: number | undefined) {
  const whole = (key: string, otherwise = 1) => row.number(key) ?? otherwise;
  const extra = extraOf(row);
  const chunks = whole("vp");
  const lora = extra.lora;
  const isUneven = layers !== undefined && layers % whole("pp") !== 0;
  const stages = extra.stageLayers ?? (isUneven ? stageLayers(layers, whole("pp")) : undefined);
  const isInterleaved = chunks > 1 && !isUneven;
  return {
    kind: "training",
    globalBatch: whole("global_batch"),
    microBatch: whole("micro_batch"),
    parallelism: {
      data: whole("dp"),
      tensor: whole("tp"),
      pipeline: whole("pp"),
      expert: whole("ep"),
      context: whole("cp"),
      sequence: whole("tp") > 1,
      zero: whole("zero"),
      ...(stages !== undefined && { stageLayers: stages }),
      ...(extra.shardRanks !== undefined && { shardRanks: extra.shardRanks }),
    },
    precision: row.text("precision") ?? "bf16",
    recompute: row.text("recompute") ?? "none",
    ...(row.number("seq_len") !== undefined && { sequenceLength: row.number("seq_len") }),
    ...(isInterleaved && { schedule: { kind: "interleaved", chunks } }),
    ...(lora !== undefined && { lora: { rank: lora } }),
  };
}

function inferenceOf(row: Row, kind: string) {
  const whole = (key: string, otherwise = 1) => row.number(key) ?? otherwise;
  const extra = extraOf(row);
  const requests = kind === "offline" ? Math.min(whole("requests"), offlineRequestsMax) : whole("requests");
  const maxBatch = whole("max_batch");
  const prefillTokens = { offline: Math.max(8192, whole("in_len")), static: 1 << 20 }[kind] ?? 8192;
  const isLoop = kind !== "offline" && kind !== "static";
  return {
    kind: "inference",
    input: { kind: "constant", tokens: whole("in_len") },
    output: { kind: "constant", tokens: whole("out_len") },
    parallelism: {
      tensor: whole("tp"),
      replicas: 1,
      ...(whole("ep") > 1 && { expert: whole("ep") }),
      ...(extra.attentionGroups !== undefined && { attentionGroups: extra.attentionGroups }),
    },
    precision: { weights: row.text("precision") ?? "bf16", kvCache: row.text("kv_precision") ?? "bf16" },
    arrivals: isLoop ? { kind: "closed-loop", users: whole("users") } : { kind: "batch", size: requests },
    batching: {
      kind: "continuous",
      maxBatch,
      maxPrefillTokens: prefillTokens,
      ...(isLoop ? {} : { reserve: "answer" }),
    },
    requests,
  };
}

export function extraOf(row: Row): Readonly<Record<string, unknown>> {
  const text = row.text("extra");
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new UnpredictableRow(`extra is no JSON: ${text}`);
  }
}

/**
 * `h100-3200`: nodes of H100s with 3,200 Gb/s to the network; `a100-80-1chip`: one of an instance's chips; or an instance of
 * the catalog. Part of an instance keeps its share of the network.
 */
function hardwareOf(
  row: Row,
  gpus: number,
  instances: readonly Instance[],
): { instance: unknown; chips: number } {
  const written = row.needText("hardware");
  const named = instances.find(({ name }) => name === written);
  if (named !== undefined) return { instance: named.name, chips: named.chips };
  const [, chipName, speed] = /^(.*)-(\d+|1chip)$/.exec(written) ?? [];
  const base = instances
    .filter(
      ({ chip }) =>
        chip.name === chipName || (chip.name.startsWith(`${chipName}-`) && !/\d$/.test(chip.name)),
    )
    .sort((a, b) => b.chips - a.chips || b.scaleOut.bandwidth - a.scaleOut.bandwidth)[0];
  if (base === undefined) throw new UnpredictableRow(`no hardware "${written}" in the catalog`);
  if (speed === "1chip") {
    return { instance: { from: base.name, chips: 1, scaleUp: { kind: "none" } }, chips: 1 };
  }
  const isTraining = row.text("kind") === "training";
  if (isTraining && gpus < base.chips) {
    const gbits = (Number(speed) / base.chips) * gpus;
    return {
      instance: {
        from: base.name,
        name: `${written} x ${gpus}`,
        chips: gpus,
        networkBandwidth: `${gbits} Gb/s`,
      },
      chips: gpus,
    };
  }
  const isAsListed = Math.abs(base.scaleOut.bandwidth * 8 - Number(speed)) < 1;
  const instance = isAsListed ? base.name : { from: base.name, networkBandwidth: `${speed} Gb/s` };
  return { instance, chips: base.chips };
}
