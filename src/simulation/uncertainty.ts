/**
 * Error bands of headline metrics, from what calibration leaves over: 90 % of the measured rows behind a software profile
 * lie between `low` and `high` times its prediction. Outside the span that the rows cover nothing is known, so the band is
 * twice as wide (its ratios squared) and says so.
 */
import { parameterCount } from "../models/parameters.ts";
import type { Coverage, Residuals } from "../timing/software-profile.ts";
import type { Record } from "./simulate.ts";

/** A metric with its band. */
export interface ErrorBand {
  metric: string;
  value: number;
  low: number;
  high: number;
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
}

/** Measured columns that are rates: the band of a time is the inverse of theirs. */
const rateColumns = new Set(["seq_per_s", "throughput_tok_s", "throughput_inf_s"]);
const coverage = 0.9;

/** Bands of the headline metrics of `record`; null where the software was never measured. */
export function errorBands(record: Record): ErrorBand[] | null {
  const { fit } = record.profile;
  if (fit === undefined || record.result === undefined) return null;
  const extrapolated = fit.covers ? outsideOf(fit.covers, record) : null;
  const bands = headlines(record).flatMap(({ metric, value, columns }): ErrorBand[] => {
    const residuals = columns.flatMap(
      (column) => fit.residuals.find((each) => each.metric === column) ?? [],
    )[0];
    if (residuals === undefined || value === null || value === undefined) return [];
    const [low, high] = ratiosOf(residuals, extrapolated !== null);
    return [{ metric, value, low: value * low, high: value * high, coverage, basis: fit.rows, extrapolated }];
  });
  return bands.length > 0 ? bands : null;
}

function headlines({ result }: Record): Headline[] {
  const ms = (ns: number | null | undefined) => (ns === null || ns === undefined ? null : ns / 1e6);
  const { inference, training } = result ?? {};
  return [
    ...(inference
      ? [
          {
            metric: "mean_tpot_ms",
            value: ms(inference.tpot.mean),
            columns: ["tpot_p50_ms", "itl_ms", "tpot_ms", "token_time_ms"],
          },
          {
            metric: "mean_ttft_ms",
            value: ms(inference.ttft.mean),
            columns: ["ttft_p50_ms", "ttft_ms", "prompt_time_ms"],
          },
        ]
      : []),
    ...(training
      ? [
          {
            metric: "step_time_s",
            value: training.stepNs / 1e9,
            columns: ["seq_per_s", "iter_time_s", "iteration_ms"],
          },
        ]
      : []),
  ];
}

/** Measured over predicted, low and high; a rate's ratio turned over for the time it stands for. */
function ratiosOf({ metric, low, high }: Residuals, isWide: boolean): [number, number] {
  const [least, most] = rateColumns.has(metric) ? [1 / high, 1 / low] : [low, high];
  const power = isWide ? 2 : 1;
  return [Math.min(1, least) ** power, Math.max(1, most) ** power];
}

/** In words, what of `record` lies outside of `covers`. */
function outsideOf(covers: Coverage, { cluster, scenario, result }: Record): string | null {
  const chip = cluster.device.chip.derivedFrom ?? cluster.device.chip.name;
  const billions = scenario.model ? parameterCount(scenario.model) / 1e9 : Number.NaN;
  const tensor = Number(result?.chosen.tensor ?? 1);
  const beyond = (value: number, span: readonly [number, number] | undefined) =>
    span !== undefined && (value < span[0] * 0.8 || value > span[1] * 1.25);
  const parts = [
    covers.chips.includes(chip) ? undefined : `${chip} (measured: ${covers.chips.join(", ")})`,
    beyond(billions, covers.parameters)
      ? `${billions.toPrecision(3)} B parameters (measured: ${covers.parameters?.join(" to ")})`
      : undefined,
    beyond(tensor, covers.tensor) ? `tensor ${tensor} (measured: ${covers.tensor?.join(" to ")})` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(", ") : null;
}
