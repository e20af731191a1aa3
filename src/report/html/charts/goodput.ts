/** What failures and checkpoints leave of the time of jobs: a waterfall from all of it to the useful part; and dollars by cause. */
import type { Summary } from "../../../simulation/summary.ts";
import { type Chart, tableOfRows } from "../chart.ts";
import type { RunView } from "../run-view.ts";

const rowPixels = 28;
const nameMargin = 120;

/** The waterfall of each run that loses time, and what its causes cost. */
export function goodputCharts(runs: readonly RunView[]): Chart[] {
  return runs.flatMap(({ name, summary }) => [...waterfall(name, summary), ...causeChart(name, summary)]);
}

interface LostTime {
  lost: Readonly<Record<string, number>>;
  /** Useful over all. */
  useful: number;
  causes: readonly { cause: string; interruptions: number; lost_usd: number | null }[];
}

/** What a kind of workload measures that tells what was lost. */
interface LosingPart {
  lost_s: LostTime["lost"];
  lost_accelerator_s: LostTime["lost"];
  goodput_fraction: number | null;
  causes: LostTime["causes"];
}

/** Time lost by the name of the loss: of a training run in s, of a queue in accelerator-seconds. */
function lostTime(summary: Summary): LostTime | undefined {
  for (const part of Object.values(summary as unknown as Record<string, Partial<LosingPart> | null>)) {
    const { lost_accelerator_s, lost_s, goodput_fraction: useful, causes = [] } = part ?? {};
    const lost = lost_accelerator_s ?? lost_s;
    if (lost && typeof useful === "number") return { lost, useful, causes };
  }
  return undefined;
}

/** Steps of a waterfall: from 1 down to `useful` by the losses in proportion, the largest first, then what is useful. */
export function waterfallSteps(lost: Readonly<Record<string, number>>, useful: number) {
  const all = Object.values(lost).reduce((sum, each) => sum + each, 0);
  const parts = Object.entries(lost)
    .filter(([, each]) => each > 0)
    .sort(([, a], [, b]) => b - a);
  let left = 1;
  const steps = parts.map(([name, each]) => {
    const from = left;
    left -= (each / all) * (1 - useful);
    return { what: name.replaceAll("_", " "), kind: "lost", from: left, to: from };
  });
  return [...steps, { what: "useful", kind: "useful", from: 0, to: useful }];
}

function waterfall(run: string, summary: Summary): Chart[] {
  const time = lostTime(summary);
  if (time === undefined) return [];
  const steps = waterfallSteps(time.lost, time.useful);
  return [
    {
      title: `${run}: goodput`,
      note: "All time that jobs hold their accelerators, less what each loss takes, the largest first; what is left is useful.",
      plot: {
        height: steps.length * rowPixels + 70,
        marginLeft: nameMargin,
        x: { label: "% of the time of jobs", percent: true, grid: true, domain: [0, 100] },
        y: { label: null, domain: steps.map(({ what }) => what) },
        color: { domain: ["useful", "lost"], range: ["var(--series-0)", "var(--series-1)"], legend: true },
      },
      marks: [
        { mark: "barX", data: steps, options: { x1: "from", x2: "to", y: "what", fill: "kind", tip: true } },
        { mark: "ruleX", data: [{ zero: 0 }], options: { x: "zero" } },
      ],
      table: tableOfRows(steps.map(({ what, from, to }) => ({ what, share: to - from }))),
    },
  ];
}

function causeChart(run: string, summary: Summary): Chart[] {
  const causes = (lostTime(summary)?.causes ?? []).filter(({ lost_usd: usd }) => usd !== null && usd > 0);
  if (causes.length === 0) return [];
  const sorted = [...causes].sort((a, b) => (b.lost_usd as number) - (a.lost_usd as number));
  return [
    {
      title: `${run}: dollars lost by cause`,
      note: "Accelerator-time that each cause of failures took, at the price of the run.",
      plot: {
        height: sorted.length * rowPixels + 70,
        marginLeft: nameMargin,
        x: { label: "$", grid: true, tickFormat: "~s" },
        y: { label: null, domain: sorted.map(({ cause }) => cause) },
      },
      marks: [
        {
          mark: "barX",
          data: sorted,
          options: { x: "lost_usd", y: "cause", fill: "var(--series-1)", tip: true },
        },
        { mark: "ruleX", data: [{ zero: 0 }], options: { x: "zero" } },
      ],
      table: tableOfRows(
        sorted.map(({ cause, interruptions, lost_usd: usd }) => ({ cause, interruptions, $: usd })),
      ),
    },
  ];
}
