/**
 * Kernels and whole graphs on NeuronCores, as profiles print them:
 *
 * - `decode_graph`: bandwidth at which one core reads weights and cache in the time of a decode step, of the model where the
 *   catalog has it, else of even shards of a usual one;
 * - `prefill_graph`: bytes that the profile counted over the time of the prompt's FLOPs. Where the catalog does not have the
 *   model, its parameters are taken from the bytes that were read, some of which are activations spilled;
 * - `gemm` and `attention_prefill` with a time: FLOPs at what NKI kernels reach of the core's peak in the row's type.
 *
 * Other rows (guides, release notes, element-wise kernels) state no call that operators here stand for, or a time on the
 * host's clock.
 */
import { type RankDevice, rankDevice } from "../../hardware/chip.ts";
import { findModel } from "../../models/find-model.ts";
import type { Model } from "../../models/model.ts";
import { forwardOperators } from "../../models/operators/forward-operators.ts";
import { operatorKvBytes, operatorWeightBytes } from "../../models/operators/operator.ts";
import type { OperatorGroup } from "../../models/operators/operator-group.ts";
import { groupsTime, totalNs } from "../../timing/forward-time.ts";
import { matmulPeak, movingBandwidth } from "../../timing/operator-time.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { MeasurementKind, Prediction, ValidationCatalog } from "../measurement-kind.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";

/** Of the peak of a core, by matmuls of thousands of rows and columns: .71 to .86 in bf16, .62 to .83 in fp32. */
const matmulShare = 0.75;
/** Of the peak, by attention of one head over this many tokens; longer ones reach no more. */
const attentionShare = 0.29;
const attentionTokens = 4096;
/** Graphs of 128, 512 and 2,048 tokens reach .20, .39 and .30 of the peak. */
const graphShares: readonly (readonly [tokens: number, share: number])[] = [
  [128, 0.2],
  [512, 0.4],
  [Number.POSITIVE_INFINITY, 0.3],
];

/** Of the bytes a prefill graph of `tokens` moves, those that are weights: .8 of 512 tokens, beside them scores that grow with their square. */
const weightShare = (tokens: number) => 1 / (1 + 0.25 * (tokens / 512) ** 2);

/** What a decoder has that the catalog does not know: the median of those profiled. */
const usual = { layers: 30, kvHeads: 16 };

export const operatorsNeuron: MeasurementKind = {
  name: "operators_neuron",
  recognises: (columns) => columns.has("op") && columns.has("achieved_gb_s") && columns.has("lnc"),
  groups: (row) => ({
    instance: row.text("chip") ?? "",
    software: row.text("software") ?? "",
    model: [row.text("op"), row.text("dtype")].filter(Boolean).join(" "),
  }),
  profileName: () => "nxdi",
  predict(row, profile, catalog) {
    const device = coreOf(row, catalog);
    switch (row.needText("op")) {
      case "decode_graph":
        return [bandwidth(row, decodeBandwidth(row, device, profile, catalog), device)];
      case "prefill_graph":
        return [bandwidth(row, row.need("bytes") / prefillNs(row, device, profile, catalog), device)];
      case "gemm":
        return [time(row, 2 * row.need("m") * row.need("n") * row.need("k"), matmulShare, device)];
      case "attention_prefill": {
        const tokens = row.need("tokens");
        const heads = (row.number("batch") ?? 1) * (row.number("heads") ?? 1);
        const flops = 4 * heads * tokens * (row.number("context") ?? tokens) * row.need("head_dim");
        return [time(row, flops, attentionShare * Math.min(1, Math.sqrt(tokens / attentionTokens)), device)];
      }
      default:
        throw new UnpredictableRow(`no operator here stands for "${row.text("op")}"`);
    }
  },
};

/** One logical core of the row's chip. */
function coreOf(row: Row, { instances }: ValidationCatalog): RankDevice {
  const name = (row.text("chip") ?? "").split(/[\s/(]/)[0]?.replace(/1$/, "");
  const chip = instances.find((each) => each.chip.name === name)?.chip;
  if (chip === undefined) throw new UnpredictableRow(`no chip "${row.text("chip")}" in the catalog`);
  return rankDevice(chip, row.number("lnc") ?? 1);
}

function bandwidth(row: Row, predicted: number, device: RankDevice): Prediction {
  const bound = device.memoryBandwidth;
  return {
    metric: "achieved_gb_s",
    measured: row.need("achieved_gb_s"),
    predicted,
    bound,
    better: "more",
    band: band(predicted),
  };
}

function time(row: Row, flops: number, share: number, device: RankDevice): Prediction {
  if (/host wall clock|calls, host timed/.test(row.text("notes") ?? ""))
    throw new UnpredictableRow("a time on the host's clock, dispatch and copies included");
  const peak = matmulPeak(device, computedIn(row)) * (row.number("cores") ?? 1);
  const predicted = flops / (peak * share) / 1e3;
  return {
    metric: "time_us",
    measured: row.need("time_us"),
    predicted,
    better: "less",
    band: band(predicted),
  };
}

/** What a row's matmuls run in: 32 bits unless the compiler casts them. */
function computedIn(row: Row): "fp32" | "bf16" {
  const type = row.text("dtype") ?? "";
  return /32/.test(type) && !/autocast bf16/.test(type) ? "fp32" : "bf16";
}

/** Nine of ten profiles lie in it. */
function band(predicted: number) {
  return { low: 0.6 * predicted, high: 1.4 * predicted };
}

function shardOf(row: Row) {
  return { tensor: row.number("ranks") ?? 1, expert: 1 };
}

/** The model of the row; of those that see or hear too, the one that writes, which alone takes part in these graphs. */
function modelOf(row: Row, { models }: ValidationCatalog): Model | undefined {
  const name = row.text("variant") ?? "";
  const model = findModel(models, name) ?? findModel(models, name.replace(/-(vl|omni)-/i, "-"));
  return model?.stack === undefined ? undefined : model;
}

function contextOf(device: RankDevice, { constants, behaviours }: SoftwareProfile) {
  const bytes = { weights: 2, activations: 2, kvCache: 2 };
  return {
    device,
    precision: { compute: "bf16", bytes } as const,
    constants,
    behaviours,
    exchangeNs: () => 0,
  };
}

/** Graphs are profiled on one core: what it waits for other cores is not told apart. */
function withoutExchanges(groups: readonly OperatorGroup[]): OperatorGroup[] {
  return groups.map((group) => ({ ...group, exchanges: [] }));
}

function decodeBandwidth(
  row: Row,
  device: RankDevice,
  profile: SoftwareProfile,
  catalog: ValidationCatalog,
): number {
  const model = modelOf(row, catalog);
  if (model === undefined) {
    const { weightBandwidthEfficiency, layerOverheadNs, cacheHeadNs } = profile.constants;
    const layerNs = layerOverheadNs + Math.ceil(usual.kvHeads / shardOf(row).tensor) * cacheHeadNs;
    const read = row.need("bytes");
    return read / (read / (movingBandwidth(device) * weightBandwidthEfficiency) + usual.layers * layerNs);
  }
  const context = contextOf(device, profile);
  const phase = { kind: "decode", sequences: 1, contextTokens: row.need("context") } as const;
  const groups = withoutExchanges(forwardOperators(model, phase, shardOf(row)));
  const bytes = groups.reduce(
    (sum, { operators, repeat }) =>
      sum +
      repeat *
        operators.reduce(
          (read, op) =>
            read +
            operatorWeightBytes(op, context.precision.bytes) +
            operatorKvBytes(op, context.precision.bytes),
          0,
        ),
    0,
  );
  return bytes / totalNs(groupsTime(groups, context));
}

function prefillNs(
  row: Row,
  device: RankDevice,
  profile: SoftwareProfile,
  catalog: ValidationCatalog,
): number {
  const tokens = row.need("tokens");
  const model = modelOf(row, catalog);
  if (model !== undefined) {
    const groups = forwardOperators(model, { kind: "prefill", sequences: 1, tokens }, shardOf(row));
    return totalNs(groupsTime(withoutExchanges(groups), contextOf(device, profile)));
  }
  const share = (graphShares.find(([most]) => tokens <= most) as (typeof graphShares)[0])[1];
  return (weightShare(tokens) * row.need("bytes") * tokens) / (matmulPeak(device, "bf16") * share);
}
