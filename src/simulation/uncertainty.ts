/**
 * Error bands of the headline metrics of a run: the profile's residuals at the run's own chip, model, parallelism, batch,
 * lengths and formats. Throughput, end-to-end latency and cost go by the residuals of throughput where a profile has them, else by
 * those of the step time that they follow from.
 */
import { expertCount } from "../models/layer-kinds.ts";
import { parameterCount } from "../models/parameters.ts";
import { errorBand, type Situation } from "../timing/error-band.ts";
import type { Record } from "./simulate.ts";

/** A metric with its band: 90 % of measured values lie inside. */
export interface ErrorBand {
  metric: string;
  value: number;
  /** Null where nothing comparable was measured. */
  low: number | null;
  high: number | null;
  /** Share of measured rows that lie inside. */
  coverage: number;
  /** The rows it comes from: `78 rows of inf2 / trn1 decode`. */
  basis: string;
  /** What lies outside the measured span; null when nothing does. */
  extrapolated: string | null;
}

interface Headline {
  metric: string;
  value: number | null | undefined;
  /** Measured columns that speak of it, the closest first. */
  columns: readonly string[];
  isRate?: boolean;
}

/** Bands of the headline metrics of `record`; null where the software was never measured. */
export function errorBands(record: Record): ErrorBand[] | null {
  const { profile, result } = record;
  if (result === undefined) return null;
  const situation = situationOf(record);
  const bands = headlines(record).flatMap(({ metric, value, columns, isRate = false }): ErrorBand[] => {
    const band = errorBand(profile, columns, isRate, situation);
    if (band === undefined || value === null || value === undefined) return [];
    const { low, high, basis, extrapolated } = band;
    const times = (ratio: number | null) => (ratio === null ? null : value * ratio);
    return [{ metric, value, low: times(low), high: times(high), coverage, basis, extrapolated }];
  });
  return bands.length > 0 ? bands : null;
}

const coverage = 0.9;
const stepColumns = ["tpot_p50_ms", "itl_ms", "tpot_ms", "token_time_ms"];
const firstColumns = ["ttft_p50_ms", "ttft_ms", "prompt_time_ms"];
const rateColumns = ["output_tokens_per_s", "throughput_tok_s", ...stepColumns];
const trainingColumns = [
  "tokens_per_s_per_gpu",
  "seq_per_s",
  "sequences_per_s",
  "iter_time_s",
  "iteration_ms",
  "tok_per_s_per_gpu",
];

function headlines({ result, cost }: Record): Headline[] {
  const ms = (ns: number | null | undefined) => (ns === null || ns === undefined ? null : ns / 1e6);
  const { inference, training } = result ?? {};
  const seconds = (inference?.durationNs ?? 0) / 1e9;
  const { usdPerMillionOutputTokens, usdPerMillionTotalTokens } = cost;
  return [
    ...(inference
      ? [
          { metric: "mean_tpot_ms", value: ms(inference.tpot.mean), columns: stepColumns },
          { metric: "mean_ttft_ms", value: ms(inference.ttft.mean), columns: firstColumns },
          { metric: "mean_e2el_ms", value: ms(inference.e2el.mean), columns: stepColumns },
          {
            metric: "output_throughput",
            value: seconds > 0 ? inference.totalOutputTokens / seconds : null,
            columns: rateColumns,
            isRate: true,
          },
          {
            metric: "usd_per_million_output_tokens",
            value: usdPerMillionOutputTokens,
            columns: rateColumns,
          },
        ]
      : []),
    ...(training
      ? [
          { metric: "step_time_s", value: training.stepNs / 1e9, columns: trainingColumns },
          {
            metric: "tokens_per_s",
            value: (training.tokensPerStep / training.stepNs) * 1e9,
            columns: trainingColumns,
            isRate: true,
          },
          {
            metric: "sequences_per_s",
            value: (training.sequencesPerStep / training.stepNs) * 1e9,
            columns: trainingColumns,
            isRate: true,
          },
          {
            metric: "usd_per_million_total_tokens",
            value: usdPerMillionTotalTokens,
            columns: trainingColumns,
          },
        ]
      : []),
  ];
}

/** What the profile's coverage is held against. */
function situationOf({ cluster, scenario, result }: Record): Situation {
  const { chip } = cluster.device;
  const { model, workload } = scenario;
  const { precision } = (workload ?? {}) as { precision?: string | { weights?: string } };
  const chosen = Number(result?.chosen.tensor);
  return {
    chip: chip.derivedFrom ?? chip.name,
    parameters: model ? parameterCount(model) : Number.NaN,
    tensor: Number.isFinite(chosen) ? chosen : undefined,
    batch: result?.inference?.batchMean ?? undefined,
    experts: expertCount(model?.stack) > 0,
    weights: typeof precision === "string" ? precision : precision?.weights,
  };
}
