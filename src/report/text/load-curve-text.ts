/** A load curve for a person: where it is full, then a line a load. */
import { metricText, percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { LoadCurve } from "../../study/load-curve.ts";
import { linesText } from "./lines.ts";
import type { Style } from "./style.ts";
import { textTable } from "./text-table.ts";

/** The saturation point in a sentence, for text and page alike. */
export function saturationText({ saturation, meets_objectives_to: within, points }: LoadCurve): string {
  const { rate, output_throughput: tokens, places } = saturation;
  const written = tokens === null || tokens === 0 ? "" : `${significant(tokens)} output tokens/s, `;
  const judged = points.some(({ objectives_met }) => objectives_met !== null);
  const verdict =
    within === null
      ? "; an objective is missed at every load tried"
      : `; every objective is met up to ${significant(within)}/s (${percent(within / rate)})`;
  return `full at ${significant(rate)} requests/s (${written}${significant(places, 9)} places taken)${judged ? verdict : ""}`;
}

/** Lines in the form of a run's, then a table. */
export function loadCurveText(curve: LoadCurve, style: Style): string {
  const judged = curve.points.some(({ objectives_met }) => objectives_met !== null);
  const head = ["Load", "Of full", "Output tokens/s", "TTFT median", "TTFT p99", "TPOT median", "TPOT p99"];
  const rows = curve.points.map((point) => [
    `${significant(point.rate)}/s`,
    percent(point.share),
    point.output_throughput ? significant(point.output_throughput) : "-",
    ...[point.median_ttft_ms, point.p99_ttft_ms, point.median_tpot_ms, point.p99_tpot_ms].map((value) =>
      metricText(value, "ms"),
    ),
    ...(judged ? [point.objectives_met ? style.good("met") : style.bad("missed")] : []),
  ]);
  const table = textTable([...head, ...(judged ? ["Verdict"] : [])], rows, {
    width: style.width,
    leftColumns: 0,
  });
  return `${linesText([["Load", saturationText(curve)]], style)}\n${table}`;
}
