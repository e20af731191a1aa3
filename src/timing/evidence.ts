/**
 * What measurements say of a software profile: how far its predictions were off on rows that its constants had not seen, and
 * the span of configurations that those rows cover. Error bands come from it, and nothing else.
 */

import type { ErrorSpread } from "./error-spread.ts";

/** What was left out of a fit together: a fifth of the rows, or every row of one model, chip or source. */
export const groupings = ["rows", "model", "chip", "source"] as const;

export type Grouping = (typeof groupings)[number];

/** Errors of one measured column, each group predicted by constants fitted on the others. */
export interface Residuals {
  /** Measured column, such as `tpot_p50_ms`. */
  metric: string;
  leftOut: Grouping;
  rows: number;
  groups: number;
  /** Absolute errors, fractions of the measured value. */
  medianError: number;
  meanError: number;
  /** 90 % of measured / predicted, of a group like these that was not seen, and 80 %. */
  band: readonly [number, number];
  band80: readonly [number, number];
  /** Share of the rows inside of the band that the other groups alone would have given, and its median high / low. */
  inside: number;
  width: number;
  /** How errors go with the load, where others' do; bands are those at `spread.at`. */
  spread?: ErrorSpread | undefined;
}

/** Spans of measured configurations: [least, most]. */
export interface Coverage {
  chips: readonly string[];
  models: readonly string[];
  /** Billions of parameters. */
  parameters?: readonly [number, number] | undefined;
  tensor?: readonly [number, number] | undefined;
  batch?: readonly [number, number] | undefined;
  /** Tokens of a sequence: of a request's prompt and answer together. */
  tokens?: readonly [number, number] | undefined;
  /** Experts of a layer, and the inner width of one; absent where no mixture of experts was among them. */
  expertCount?: readonly [number, number] | undefined;
  expertWidth?: readonly [number, number] | undefined;
  /** Storage formats of the weights. */
  weights: readonly string[];
  /** Kinds of layers of the models, as `modelKinds` names them; of networks without a stack their family. */
  kinds: readonly string[];
  /** What rows had beside the ordinary, in the words of `Situation.features`. */
  features: readonly string[];
}

export interface Evidence {
  residuals: readonly Residuals[];
  /** Absent for what was learned on other stacks. */
  covers?: Coverage | undefined;
}

/** Columns that speak of the same figure under several names. */
export const columnFamilies = {
  step: ["tpot_p50_ms", "tpot_ms", "itl_ms", "token_time_ms", "latency_per_token_p50_ms"],
  first: ["ttft_p50_ms", "ttft_ms", "prompt_time_ms"],
  rate: ["output_tokens_per_s", "throughput_tok_s"],
  training: [
    "tokens_per_s_per_gpu",
    "tok_per_s_per_gpu",
    "seq_per_s",
    "sequences_per_s",
    "iter_time_s",
    "iteration_ms",
  ],
  items: ["throughput_inf_s"],
} as const satisfies Record<string, readonly string[]>;

export type ColumnFamily = keyof typeof columnFamilies;

/** The family of a measured column; undefined for columns that stand alone. */
export function familyOf(column: string): ColumnFamily | undefined {
  const families = Object.entries(columnFamilies) as [ColumnFamily, readonly string[]][];
  return families.find(([, columns]) => columns.includes(column))?.[0];
}

/** Measured columns that are rates: a time is off the other way. */
export function isRateColumn(column: string): boolean {
  const family = familyOf(column);
  if (family === "rate" || family === "items") return true;
  return family === "training" && column !== "iter_time_s" && column !== "iteration_ms";
}
