/**
 * Error bands of the headline metrics of a run: the profile's residuals at the run's own chip, model, parallelism, batch,
 * lengths and formats. Throughput and cost go by the errors of measured throughput where a stack has some, else by those of the
 * step time that they follow from; end-to-end latency by those of first token and steps, each for its share.
 */
import { writesText } from "../models/model.ts";
import type { ColumnFamily } from "../timing/column-family.ts";
import { errorBand } from "../timing/error-band.ts";
import { leastTrust, type Trust, type TrustLevel, trustIn } from "../timing/trust.ts";
import type { RunRecord } from "./run-record.ts";
import { situationOf } from "./run-situation.ts";

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
export function errorBands(record: RunRecord): ErrorBand[] | null {
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

/** How far the headline metrics of a run can be trusted. */
export interface RunTrust {
  /** The least of its figures'. */
  level: TrustLevel;
  figures: ({ metric: string } & Trust)[];
}

/** Trust in the headline metrics of `record`, by the rule of `timing/trust.ts`; null where the run gave none. */
export function runTrust(record: RunRecord): RunTrust | null {
  const { profile, result } = record;
  if (result === undefined) return record.jobs.some((job) => job.result) ? unlikeAnyMeasured : null;
  const situation = situationOf(record);
  const figures = headlines(record).flatMap(({ metric, value, families, isRate = false, firstShare = 0 }) => {
    if (value === null || value === undefined) return [];
    const trustOf = (own: readonly ColumnFamily[]) => {
      const band = errorBand(profile, own, isRate, situation);
      return trustIn(profile, own, situation, band !== undefined && band.low !== null);
    };
    const parts = [trustOf(families), ...(firstShare > 0 ? [trustOf(["first"])] : [])];
    const level = leastTrust(parts.map((part) => part.level)) as TrustLevel;
    return [{ metric, level, why: parts.find((part) => part.level === level)?.why ?? [] }];
  });
  const level = leastTrust(figures.map((figure) => figure.level));
  return level === undefined ? unlikeAnyMeasured : { level, figures };
}

/** Several jobs at once, and kinds of work that nobody measured whole. */
const unlikeAnyMeasured: RunTrust = { level: "estimate only", figures: [] };

function headlines({ result, cost, scenario }: RunRecord): Headline[] {
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
