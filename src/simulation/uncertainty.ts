/**
 * Error bands of the headline metrics of a run: the profile's residuals at the run's own chip, model, parallelism, batch,
 * lengths and formats. Throughput and cost go by the errors of measured throughput where a stack has some, else by those of the
 * step time that they follow from; end-to-end latency by those of first token and steps, each for its share.
 */
import { expertCount } from "../models/layer-kinds.ts";
import { writesText } from "../models/model.ts";
import { parameterCount } from "../models/parameters.ts";
import { errorBand, type Situation } from "../timing/error-band.ts";
import type { ColumnFamily } from "../timing/evidence.ts";
import type { Record } from "./simulate.ts";

/** A metric with its band: 90 % of measured values lie inside, or `coverage` of them where that band is too wide to say anything. */
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
  /** Figures whose errors it has, the closest first. */
  families: readonly ColumnFamily[];
  isRate?: boolean;
  /** Share of it that is the time to the first token; that share has the errors of first tokens. */
  firstShare?: number;
}

/** Bands of the headline metrics of `record`; null where no measurement speaks of any. */
export function errorBands(record: Record): ErrorBand[] | null {
  const { profile, result } = record;
  if (result === undefined) return null;
  const situation = situationOf(record);
  const bands = headlines(record).flatMap((headline): ErrorBand[] => {
    const { metric, value, families, isRate = false, firstShare = 0 } = headline;
    const band = errorBand(profile, families, isRate, situation);
    if (band === undefined || value === null || value === undefined) return [];
    const first = firstShare > 0 ? errorBand(profile, ["first"], false, situation) : undefined;
    const mixed = (of: "low" | "high") => {
      const [own, other] = [band[of], first?.[of] ?? band[of]];
      return own === null || other === null ? null : value * (own + firstShare * (other - own));
    };
    const { basis, extrapolated } = band;
    const coverage = Math.min(band.coverage, first?.coverage ?? 1);
    return [{ metric, value, low: mixed("low"), high: mixed("high"), coverage, basis, extrapolated }];
  });
  return bands.length > 0 ? bands : null;
}

function headlines({ result, cost, scenario }: Record): Headline[] {
  const ms = (ns: number | null | undefined) => (ns === null || ns === undefined ? null : ns / 1e6);
  const { inference, training } = result ?? {};
  const seconds = (inference?.durationNs ?? 0) / 1e9;
  const { usdPerMillionOutputTokens, usdPerMillionTotalTokens } = cost;
  // Networks that answer at once have no steps; their rates were measured as items a second.
  const answersAtOnce = scenario.model !== undefined && !writesText(scenario.model);
  const rates = answersAtOnce ? (["items"] as const) : (["rate", "step"] as const);
  const e2el = inference?.e2el.mean;
  const firstShare = e2el ? (inference?.ttft.mean ?? 0) / e2el : 0;
  return [
    ...(inference
      ? [
          { metric: "mean_tpot_ms", value: ms(inference.tpot.mean), families: ["step"] as const },
          {
            metric: "mean_ttft_ms",
            value: ms(inference.ttft.mean),
            families: answersAtOnce ? (["items"] as const) : (["first"] as const),
          },
          {
            metric: "mean_e2el_ms",
            value: ms(e2el),
            families: answersAtOnce ? (["items"] as const) : (["step"] as const),
            firstShare: answersAtOnce ? 0 : firstShare,
          },
          {
            metric: "output_throughput",
            // Sequences and images have no output tokens, and so no band of them.
            value:
              seconds > 0 && inference.totalOutputTokens > 0 ? inference.totalOutputTokens / seconds : null,
            families: rates,
            isRate: true,
          },
          {
            metric: "request_throughput",
            value: seconds > 0 ? inference.completed / seconds : null,
            families: rates,
            isRate: true,
          },
          { metric: "usd_per_million_output_tokens", value: usdPerMillionOutputTokens, families: rates },
        ]
      : []),
    ...(training
      ? [
          { metric: "step_time_s", value: training.stepNs / 1e9, families: ["training"] as const },
          {
            metric: "tokens_per_s",
            value: (training.tokensPerStep / training.stepNs) * 1e9,
            families: ["training"] as const,
            isRate: true,
          },
          {
            metric: "sequences_per_s",
            value: (training.sequencesPerStep / training.stepNs) * 1e9,
            families: ["training"] as const,
            isRate: true,
          },
          {
            metric: "usd_per_million_total_tokens",
            value: usdPerMillionTotalTokens,
            families: ["training"] as const,
          },
        ]
      : []),
  ];
}

/** What the profile's coverage is held against. */
function situationOf(record: Record): Situation {
  const { cluster, scenario, result } = record;
  const { chip } = cluster.device;
  const { model, workload } = scenario;
  const { precision } = (workload ?? {}) as { precision?: string | { weights?: string } };
  const chosen = Number(result?.chosen.tensor);
  return {
    chip: chip.derivedFrom ?? chip.name,
    model: model?.name,
    parameters: model && parameterCount(model),
    tensor: Number.isFinite(chosen) ? chosen : undefined,
    batch: result?.inference?.batchMean ?? undefined,
    tokens: sequenceTokens(record),
    experts: expertCount(model?.stack) > 0,
    weights: typeof precision === "string" ? precision : precision?.weights,
  };
}

/** Tokens of a training sequence; of a mean prompt with its answer. */
function sequenceTokens({ scenario, result }: Record): number | undefined {
  const { sequenceLength } = (scenario.workload ?? {}) as { sequenceLength?: number };
  if (sequenceLength !== undefined) return sequenceLength;
  const { completed, totalInputTokens, totalOutputTokens } = result?.inference ?? {};
  return completed ? ((totalInputTokens ?? 0) + (totalOutputTokens ?? 0)) / completed : undefined;
}
