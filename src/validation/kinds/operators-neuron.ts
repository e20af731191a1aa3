/**
 * Kernels and whole graphs on NeuronCores, as profiles print them:
 *
 * - `decode_graph`: bandwidth at which one core reads weights and cache in the time of a decode step, of the model where the
 *   catalog has it, else of even shards of a usual one;
 * - `prefill_graph`: bytes that the profile counted over the time of the prompt's FLOPs. Where the catalog does not have the
 *   model, its parameters are taken from the bytes that were read, some of which are activations spilled;
 * - kernels: what their engines have to do (`rows/neuron-kernel.ts`), as a time or a rate.
 *
 * Other rows (guides, release notes) state no call that operators here stand for, or a time on the host's clock.
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
import { neuronKernel } from "../rows/neuron-kernel.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";

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
        return [bandwidth(row, decodeBandwidth(row, device, profile, catalog), device, decodeSpread)];
      case "prefill_graph":
        return [
          bandwidth(row, row.need("bytes") / prefillNs(row, device, profile, catalog), device, prefillSpread),
        ];
      default:
        return [kernel(row, device)];
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

function bandwidth(row: Row, predicted: number, device: RankDevice, spread: Spread): Prediction {
  const bound = device.memoryBandwidth;
  return {
    metric: "achieved_gb_s",
    measured: row.need("achieved_gb_s"),
    predicted,
    bound,
    better: "more",
    band: band(predicted, spread),
  };
}

/** A kernel by the figure that the row prints: its time, or else the rate of its matmuls. */
function kernel(row: Row, device: RankDevice): Prediction {
  const { flops, ns } = neuronKernel(row, device);
  const [low, high] = row.text("op") === "gemm" ? matmulSpread : kernelSpread;
  const printed = row.number("time_us");
  if (printed === undefined) {
    const [predicted, measured] = [flops / ns / 1e3, row.need("achieved_tflops")];
    return {
      metric: "achieved_tflops",
      measured,
      predicted,
      better: "more",
      band: band(predicted, [1 / high, 1 / low]),
    };
  }
  const predicted = ns / 1e3;
  return {
    metric: "time_us",
    measured: printed,
    predicted,
    better: "less",
    band: band(predicted, [low, high]),
  };
}

/** Of a prediction, between which nine of ten measurements lie. */
type Spread = readonly [low: number, high: number];
const decodeSpread: Spread = [0.6, 1.4];
const prefillSpread: Spread = [0.57, 1.85];
const matmulSpread: Spread = [0.75, 1.4];
/** Kernels on the way to a tuned one are published beside it, and no row says how far on the way it is. */
const kernelSpread: Spread = [0.75, 3];

function band(predicted: number, [low, high]: Spread) {
  return { low: low * predicted, high: high * predicted };
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
