/** Measured figures and their predictions in words. */

import { percent } from "../../base/metric-text.ts";
import { formatTime, significant } from "../../base/units.ts";
import type { AccuracyChange } from "../../validation/evidence/accuracy.ts";
import type { ScoredRow } from "../../validation/evidence/score.ts";
import type { UnreadColumn } from "../../validation/rows/unread-columns.ts";

/** A value of a measured column with its unit: `12.3 ms`, `4,115 tok/s`. */
function measuredText(metric: string, value: number): string {
  const unit = timeUnit(metric);
  if (unit !== undefined) return formatTime(value * unit);
  return `${significant(value)} ${measuredUnit(metric)}`;
}

/** The unit of a measured column: `ms` of `ttft_p50_ms`, `tok/s` of `throughput_tok_s`. */
export function measuredUnit(metric: string): string {
  if (timeUnit(metric) !== undefined) return metric.slice(metric.lastIndexOf("_") + 1);
  return metric
    .replace(/^throughput_/, "")
    .replace(/_s$/, "/s")
    .replaceAll("_", " ");
}

/** Nanoseconds of the unit of a column of times; undefined for rates. */
function timeUnit(metric: string): number | undefined {
  if (metric.endsWith("_ms")) return 1e6;
  if (metric.endsWith("_us")) return 1e3;
  return metric === "iter_time_s" ? 1e9 : undefined;
}

/** `gs489: gpt-oss-120b on h100 under vllm, more than 128 at once: time per token measured 3.57 ms, predicted 9.9 ms, 2.8x too long, outside of its band of 8 ms to 12 ms`. */
export function rowSentence(row: ScoredRow): string {
  const { id, model, chip, instance, profile, load, figure, metric, measured, predicted, low, high } = row;
  const where = [
    ...(model === "" ? [] : [model]),
    `on ${chip ?? instance}`,
    ...(profile === "none" ? [] : [`under ${profile}`]),
  ].join(" ");
  const ratio = Math.max(predicted / measured, measured / predicted);
  const isTime = timeUnit(metric) !== undefined;
  const over = predicted > measured;
  const direction = isTime ? (over ? "too long" : "too short") : over ? "too high" : "too low";
  const band =
    low === null || high === null
      ? "which has no band"
      : `${low <= measured && measured <= high ? "inside" : "outside"} of its band of ${measuredText(metric, low)} to ${measuredText(metric, high)}`;
  return (
    `${id}: ${where}${load === null ? "" : `, ${load}`}: ${figure} measured ${measuredText(metric, measured)}, ` +
    `predicted ${measuredText(metric, predicted)}, ${significant(ratio)}x ${direction}, ${band}`
  );
}

/** `decode tpot_p50_ms: median error 3.9 % (4.1 %), inside the bands 94 % (93 %)`, what it was before in brackets. */
export function changeSentence({ name, before, now }: AccuracyChange): string {
  if (now === undefined) return `${name}: no longer measured`;
  if (before === undefined) return `${name}: new, median error ${percent(now.median)} over ${now.n}`;
  const was = (of: (score: NonNullable<AccuracyChange["now"]>) => string) =>
    of(now) === of(before) ? of(now) : `${of(now)} (was ${of(before)})`;
  return (
    `${name}: median error ${was(({ median }) => percent(median))}, mean ${was(({ mean }) => percent(mean))}, ` +
    `inside the bands ${was(({ inside }) => percent(inside))}, figures ${was(({ n }) => String(n))}`
  );
}

/** `tpot_p5O_ms of measured.csv is a column that nothing reads; did you mean "tpot_p50_ms"?` */
export function unreadText({ file, column, nearest: meant }: UnreadColumn): string {
  return `${column} of ${file} is a column that nothing reads; did you mean "${meant}"?`;
}
