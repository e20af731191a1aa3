/** How much of the hardware is in use: engines at work, matmul peak, time bound by HBM, KV cache, the busiest link. */
import type { Summary } from "../../../simulation/summary.ts";
import { type Chart, seriesColours, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";

/** One group of bars a kind of use, a bar a run; none where no run uses any. */
export function hardwareUseChart(runs: readonly RunView[]): Chart[] {
  const bars = runs.flatMap(({ name, summary }) =>
    usesOf(summary).map(({ what, fraction }) => ({ run: name, what, fraction })),
  );
  const names = runs.map(({ name }) => name);
  // What no run uses at all is told by the table alone.
  const shown = bars.filter(({ what }) => bars.some((each) => each.what === what && each.fraction > 0));
  if (shown.length === 0) return [];
  const kinds = [...new Set(shown.map(({ what }) => what))];
  const chart: Chart = {
    title: "Use of the hardware",
    note: "Shares of the time, of the peak, or of the room there is.",
    plot: {
      height: kinds.length * (20 + 14 * names.length) + 60,
      marginLeft: 130,
      x: { label: "%", percent: true, grid: true, domain: [0, 100] },
      y: { label: null, axis: null, domain: names },
      fy: { label: null, domain: kinds, axis: "left" },
      color: { domain: names, range: seriesColours.slice(0, names.length), legend: true },
    },
    marks: [
      { mark: "barX", data: shown, options: { x: "fraction", y: "run", fy: "what", fill: "run", tip: true } },
      { mark: "ruleX", data: [{ zero: 0 }], options: { x: "zero" } },
    ],
    table: tableOfRows(bars),
  };
  return [chart];
}

function usesOf({ attribution, chip_seconds: states, training, inference, hottest_links: links }: Summary) {
  const share = (matches: (what: string) => boolean) =>
    attribution.filter(({ what }) => matches(what)).reduce((sum, { fraction }) => sum + fraction, 0);
  const heldSeconds = states.busy + states.idle + states.warming + states.failed;
  const uses: { what: string; fraction: number | null | undefined }[] = [
    { what: "at work", fraction: heldSeconds > 0 ? states.busy / heldSeconds : null },
    { what: "bound by HBM", fraction: share((what) => /memory/.test(what)) },
    { what: "bound by compute", fraction: share((what) => /compute|recompute/.test(what)) },
    {
      what: "waiting for links",
      fraction: share((what) => /communication|sends|gathers|exchange/.test(what)),
    },
    { what: "MFU", fraction: training?.mfu },
    { what: "KV cache, at most", fraction: inference?.max_kv_cache_use },
    { what: "busiest link", fraction: links?.[0]?.utilisation },
  ];
  return uses.flatMap(({ what, fraction }) => (typeof fraction === "number" ? [{ what, fraction }] : []));
}
