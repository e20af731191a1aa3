/** Stacked bars, one a run: where the time goes, what the money is spent on, what fills the memory. */
import { metricName } from "../../../base/metric-text.ts";
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";
import { runAxis } from "./run-axis.ts";

interface Part {
  run: string;
  what: string;
  value: number;
}

/** Where the time of each run goes, as a share. */
export function timeShares(runs: readonly RunView[]): Chart {
  const parts = runs.flatMap(({ name, summary }) =>
    summary.attribution.map(({ what, fraction }): Part => ({ run: name, what, value: fraction })),
  );
  return stacked("Where the time goes", parts, { label: "% of the time", percent: true });
}

/** What the work costs, such as a million tokens, split as the time is. */
export function costShares(runs: readonly RunView[]): Chart {
  const parts = runs.flatMap(({ name, summary: { attribution, weighed_by } }) => {
    const usd = weighed_by.cost?.value ?? 0;
    return attribution.map(({ what, fraction }): Part => ({ run: name, what, value: fraction * usd }));
  });
  const priced = runs.find(({ summary }) => summary.weighed_by.cost);
  const label = priced?.summary.weighed_by.cost?.title ?? "$";
  return stacked("What the money is spent on", parts, { label });
}

/** What fills the memory of the fullest rank, GiB, with a line at its capacity; none where no run has such. */
export function memoryShares(runs: readonly RunView[]): Chart[] {
  const gib = 2 ** 30;
  const parts: Part[] = [];
  const capacities: { run: string; capacity: number }[] = [];
  const limits: { run: string; limit: number }[] = [];
  for (const { name, summary } of runs) {
    if (summary.memory === null) continue;
    for (const [key, bytes] of Object.entries(summary.memory as Record<string, number>)) {
      if (key === "capacity_bytes") {
        capacities.push({ run: name, capacity: bytes / gib });
        const use = summary.objectives.find(({ objective }) => objective === "memoryUse");
        if (use) limits.push({ run: name, limit: (use.limit * bytes) / gib });
      }
      if (
        key.endsWith("_bytes") &&
        key !== "capacity_bytes" &&
        key !== "per_device_bytes" &&
        key !== "needed_bytes"
      ) {
        parts.push({ run: name, what: metricName(key.replace(/_bytes$/, "")), value: bytes / gib });
      }
    }
  }
  if (parts.length === 0) return [];
  const chart = stacked("Memory of the fullest rank", parts, { label: "GiB" });
  const capacity = {
    mark: "tickX",
    data: capacities,
    options: { x: "capacity", y: "run", stroke: "currentColor", strokeWidth: 2, tip: true },
  };
  const limit = {
    mark: "tickX",
    data: limits,
    options: { x: "limit", y: "run", stroke: "currentColor", strokeDasharray: "1 3" },
  };
  return [
    {
      ...chart,
      note: `The line is the memory that software may use.${limits.length > 0 ? " Dotted: the objective." : ""}`,
      marks: [...chart.marks, capacity, limit],
    },
  ];
}

/** What fills the memory of a rank of each pipeline stage, GiB: a chart for each run that has several. */
export function stageShares(runs: readonly RunView[]): Chart[] {
  return runs.flatMap(({ name, summary }) => {
    const stages = summary.training?.memory_by_stage ?? [];
    const parts = stages.flatMap((held, stage) =>
      Object.entries(held).map(
        ([key, bytes]): Part => ({
          run: `stage ${stage + 1}`,
          what: metricName(key.replace(/_bytes$/, "")),
          value: bytes / 2 ** 30,
        }),
      ),
    );
    const title = `Memory of a rank by pipeline stage${runs.length > 1 ? `: ${name}` : ""}`;
    return parts.length === 0 ? [] : [stacked(title, parts, { label: "GiB" })];
  });
}

/** The largest parts by themselves and all others as one, so that no two share a colour. */
function distinguishable(parts: readonly Part[]): Part[] {
  const sums = new Map<string, number>();
  for (const { what, value } of parts) sums.set(what, (sums.get(what) ?? 0) + value);
  if (sums.size <= seriesColours.length) return [...parts];
  const largest = [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, seriesColours.length - 1)
    .map(([what]) => what);
  const own = parts.filter(({ what }) => largest.includes(what));
  const others = new Map<string, number>();
  for (const { run, what, value } of parts)
    if (!largest.includes(what)) others.set(run, (others.get(run) ?? 0) + value);
  return [...own, ...[...others].map(([run, value]) => ({ run, what: "other", value }))];
}

function stacked(
  title: string,
  parts: readonly Part[],
  { label, percent = false }: { label: string; percent?: boolean },
): Chart {
  const runs = [...new Set(parts.map(({ run }) => run))];
  const shown = distinguishable(parts);
  const kinds = [...new Set(shown.map(({ what }) => what))];
  const bar = { x: "value", y: "run", fill: "what", order: kinds, tip: true };
  const axis = runAxis(runs);
  return {
    title,
    plot: {
      height: runs.length * axis.rowPixels + 60,
      marginLeft: axis.marginLeft,
      x: { label, percent, grid: true, ...(percent && { domain: [0, 100] }) },
      y: { label: null, domain: runs },
      color: { domain: kinds, range: seriesColours.slice(0, kinds.length), legend: true },
    },
    marks: [
      axis.mark,
      { mark: "barX", data: shown, options: bar },
      { mark: "ruleX", data: [{ zero: 0 }], options: { x: "zero" } },
    ],
    table: tableOfRows(parts.map(({ run, what, value }) => ({ run, what, [label]: value }))),
  };
}
