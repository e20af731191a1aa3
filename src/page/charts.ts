/** The charts of the page, drawn again as their points arrive. */
/// <reference lib="dom" />
import { dot, line, plot, ruleX } from "@observablehq/plot";
import { formatUsd, significant } from "../base/units.ts";
import { seriesColours, tableOfRows } from "../report/html/chart.ts";
import { htmlTable } from "../report/html/page.ts";
import type { BatchPoint, CurvePoint, LoadPoint } from "./curves.ts";
import { byId } from "./element.ts";

/** What is drawn: points of every column. */
export interface Curves {
  points: readonly CurvePoint[];
  names: readonly string[];
}

const height = 260;

/** Marks belong together by name; told outright, since a colour that is a text of its own would be guessed at. */
const bySeries = { z: "name" };

const tickFormat = (value: number) => significant(value);

/** Draws all charts to the width of their places. */
export function drawCharts({ points, names }: Curves): void {
  byId("charts").hidden = points.length === 0;
  if (points.length === 0) return;
  const colour = { domain: names, range: names.map((_, index) => seriesColours[index % 10]), legend: true };
  const draw = (id: string, axes: object, marks: Parameters<typeof plot>[0] & object) => {
    const place = byId(id);
    const width = Math.floor(place.clientWidth);
    const style = { background: "transparent", fontSize: "12px", overflow: "visible" };
    const shared = { width, height, marginLeft: 52, marginBottom: 42, color: colour, style, grid: true };
    place.replaceChildren(plot({ ...shared, ...axes, ...marks } as Parameters<typeof plot>[0]));
  };
  const loads = points.filter((point): point is LoadPoint => point.kind === "load");
  const tried = points.filter((point): point is BatchPoint => point.kind === "batch");
  const ends = [...new Map(loads.map(({ name, full }) => [name, { rate: full, name }])).values()];
  // Told beside the names: anywhere in the chart some curve runs.
  const legendText = (name: string) => {
    const full = ends.find((end) => end.name === name)?.rate;
    return full === undefined ? name : `${name}, full at ${significant(full)}/s`;
  };
  const batchTitle = ({ name, batch }: BatchPoint) => `${name}, batch ${batch}`;
  const priced = tried.filter(({ usd }) => usd !== null);

  draw(
    "chart-load",
    {
      x: { label: "requests/s", type: "log", tickFormat },
      y: { label: "time to first token or answer, ms (median; dots p99)", type: "log", tickFormat },
      color: { ...colour, tickFormat: legendText },
    },
    {
      marks: [
        ruleX(ends, { x: "rate", ...bySeries, stroke: "name", strokeDasharray: "4 3" }),
        line(loads, { x: "rate", y: "ttft", ...bySeries, stroke: "name", strokeWidth: 2 }),
        dot(loads, { x: "rate", y: "ttftP99", ...bySeries, fill: "name", r: 2.5, title: "name" }),
      ],
    },
  );
  draw(
    "chart-batch",
    { x: { label: "tokens/s a user sees" }, y: { label: "output tokens/s of a chip" } },
    { marks: marksOf(tried, "perUser", "perChip", batchTitle) },
  );
  draw(
    "chart-cost",
    {
      x: { label: "tokens/s a user sees" },
      y: { label: "$ per million output tokens", type: "log", tickFormat },
    },
    { marks: marksOf(priced, "perUser", "usd", batchTitle) },
  );
  list("chart-load", loads, ({ name, rate, share, ttft, ttftP99 }) => ({
    hardware: name,
    "requests/s": significant(rate),
    "of full": `${significant(100 * share)} %`,
    "first token or answer, median ms": significant(ttft),
    "p99 ms": significant(ttftP99),
  }));
  const trade = ({ name, batch, perUser }: BatchPoint) => ({
    hardware: name,
    batch,
    "tokens/s a user sees": significant(perUser),
  });
  list("chart-batch", tried, (point) => ({
    ...trade(point),
    "tokens/s of a chip": significant(point.perChip),
  }));
  list("chart-cost", priced, (point) => ({
    ...trade(point),
    "per million output tokens": formatUsd(point.usd as number),
  }));
}

/** The figures of a chart for who does not see it, hardware by hardware; `of` makes a line of a point. */
function list<Point extends CurvePoint>(
  id: string,
  points: readonly Point[],
  of: (point: Point) => Readonly<Record<string, string | number>>,
): void {
  const names = [...new Set(points.map(({ name }) => name))];
  const inTurn = names.flatMap((name) => points.filter((point) => point.name === name));
  byId(`${id}-figures`).innerHTML = htmlTable(tableOfRows(inTurn.map(of)));
}

function marksOf(points: BatchPoint[], x: string, y: string, title: (point: BatchPoint) => string) {
  return [
    line(points, { x, y, ...bySeries, stroke: "name", strokeWidth: 2 }),
    dot(points, { x, y, ...bySeries, fill: "name", r: 3, title }),
  ];
}
