/** Measured columns that speak of the same figure under several names. */
import type { MeasuredFigure } from "../base/measured-figure.ts";

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
} as const satisfies Record<MeasuredFigure, readonly string[]>;

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
