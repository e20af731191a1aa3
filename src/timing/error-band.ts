/**
 * How far a prediction may be off: 90 % of measured / predicted, from what a profile's calibration left over on models it
 * had not seen. Each way in which a situation lies outside of what was measured widens the band: its ratios are raised to a
 * higher power. A band wider than fourfold says nothing, and there is none then.
 */
import type { Coverage, Residuals, SoftwareProfile } from "./software-profile.ts";

/** What a prediction is made for; parts that are not known are taken as covered. */
export interface Situation {
  /** Catalog name of the chip. */
  chip: string;
  /** Parameters of the model. */
  parameters: number;
  tensor?: number;
  /** Sequences in a step. */
  batch?: number;
  /** Tokens of the longest sequence. */
  tokens?: number;
  /** Whether the model is a mixture of experts. */
  experts?: boolean;
  /** Storage of the weights. */
  weights?: string;
}

/** A band as ratios to the predicted value; `low` and `high` are null where nothing comparable was measured. */
export interface Band {
  low: number | null;
  high: number | null;
  /** The rows it comes from. */
  basis: string;
  /** What lies outside the measured span; null when nothing does. */
  extrapolated: string | null;
}

/** Measured columns that are rates: the band of a time is the inverse of theirs. */
const rateColumns = new Set([
  "seq_per_s",
  "sequences_per_s",
  "tok_per_s_per_gpu",
  "tokens_per_s_per_gpu",
  "throughput_tok_s",
  "output_tokens_per_s",
  "throughput_inf_s",
]);

/** Widening for each thing that lies outside. */
const powerEach = 0.2;
/** `high / low` beyond which a band says nothing. */
export const widestBand = 4;

/**
 * The band of a figure that the measured `columns` (closest first) speak of: a rate's for a rate, turned over for a time.
 * Undefined where the profile has no residuals of them.
 */
export function errorBand(
  profile: SoftwareProfile,
  columns: readonly string[],
  isRate: boolean,
  situation: Situation,
): Band | undefined {
  const { fit } = profile;
  if (fit === undefined) return undefined;
  const residuals = columns.flatMap(
    (column) => fit.residuals.find(({ metric }) => metric === column) ?? [],
  )[0];
  if (residuals === undefined) return undefined;
  const outside = fit.covers ? outsideOf(fit.covers, situation) : [];
  const [low, high] = ratiosOf(residuals, isRate, 1 + powerEach * outside.length);
  const extrapolated = outside.length > 0 ? outside.join(", ") : null;
  const isWide = high / low > widestBand;
  return { low: isWide ? null : low, high: isWide ? null : high, basis: fit.rows, extrapolated };
}

/** Measured over predicted, low and high. */
function ratiosOf({ metric, low, high }: Residuals, isRate: boolean, power: number): [number, number] {
  const [least, most] = rateColumns.has(metric) === isRate ? [low, high] : [1 / high, 1 / low];
  return [Math.min(1, least) ** power, Math.max(1, most) ** power];
}

/** In words, in what `situation` lies outside of `covers`. */
function outsideOf(covers: Coverage, situation: Situation): string[] {
  const beyond = (value: number | undefined, span: readonly [number, number] | undefined) =>
    value !== undefined && span !== undefined && (value < span[0] * 0.8 || value > span[1] * 1.25);
  const billions = situation.parameters / 1e9;
  const to = (span?: readonly [number, number]) => `measured: ${span?.join(" to ")}`;
  const { chip, tensor, batch, tokens, experts, weights } = situation;
  return [
    covers.chips.includes(chip) ? [] : `${chip} (measured: ${covers.chips.join(", ")})`,
    beyond(billions, covers.parameters)
      ? `${billions.toPrecision(3)} B parameters (${to(covers.parameters)})`
      : [],
    beyond(tensor, covers.tensor) ? `tensor ${tensor} (${to(covers.tensor)})` : [],
    beyond(batch, covers.batch) ? `batch ${batch} (${to(covers.batch)})` : [],
    beyond(tokens, covers.tokens) ? `${tokens} tokens (${to(covers.tokens)})` : [],
    experts && covers.experts === false ? "a mixture of experts (measured: dense models)" : [],
    weights !== undefined && covers.weights !== undefined && !covers.weights.includes(weights)
      ? `weights in ${weights} (measured: ${covers.weights.join(", ")})`
      : [],
  ].flat();
}
