/** A load curve for a person: where it is full, then a line a load. */
import { metricText, percent } from "../../base/metric-text.ts";
import { significant } from "../../base/units.ts";
import type { LoadCurve, LoadPoint } from "../../study/load-curve.ts";
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

interface Column {
  title: string;
  unit: "ms" | "count";
  of(point: LoadPoint): number | null;
}

/** Of what writes tokens; columns that no load fills are left out. */
const columns: readonly Column[] = [
  { title: "Output tokens/s", unit: "count", of: (point) => point.output_throughput || null },
  { title: "TTFT median", unit: "ms", of: (point) => point.median_ttft_ms },
  { title: "TTFT p99", unit: "ms", of: (point) => point.p99_ttft_ms },
  { title: "TPOT median", unit: "ms", of: (point) => point.median_tpot_ms },
  { title: "TPOT p99", unit: "ms", of: (point) => point.p99_tpot_ms },
];

/** Of what answers at once. */
const atOnce: readonly Column[] = [
  { title: "End to end median", unit: "ms", of: (point) => point.median_e2el_ms },
  { title: "End to end p99", unit: "ms", of: (point) => point.p99_e2el_ms },
];

/** Lines in the form of a run's, then a table. */
export function loadCurveText(curve: LoadCurve, style: Style): string {
  const judged = curve.points.some(({ objectives_met }) => objectives_met !== null);
  const shown = columns.filter(({ of }) => curve.points.some((point) => of(point)));
  const answers = shown.length > 0 ? shown : atOnce;
  const head = ["Load", "Of full", ...answers.map(({ title }) => title)];
  const rows = curve.points.map((point) => [
    `${significant(point.rate)}/s`,
    percent(point.share),
    ...answers.map(({ of, unit }) => metricText(of(point), unit)),
    ...(judged ? [point.objectives_met ? style.good("met") : style.bad("missed")] : []),
  ]);
  const table = textTable([...head, ...(judged ? ["Verdict"] : [])], rows, {
    width: style.width,
    leftColumns: 0,
  });
  return `${linesText([["Load", saturationText(curve)]], style)}\n${table}`;
}
