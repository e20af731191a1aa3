/** Figures of requests by class, turn, pool and region, for people: which of them wait, and how long. */
import { formatTime, significant } from "../../base/units.ts";
import { type GroupingName, groupings } from "../../metrics/inference-metrics.ts";
import type { Summary } from "../../simulation/summary.ts";

type Inference = NonNullable<Summary["inference"]>;
type Figures = NonNullable<Inference["classes"]>[number];

/** What one of a grouping's groups is called. */
const titles: Readonly<Record<GroupingName, string>> = {
  classes: "Class",
  turns: "Turn",
  pools: "Pool",
  regions: "Region",
};

/** A group of requests, by its kind and name. */
export interface TitledGroup {
  title: string;
  figures: Figures;
}

/** All groups of a run. */
export function requestGroups(inference: Inference): TitledGroup[] {
  return groupings.flatMap((grouping) =>
    (inference[grouping] ?? []).map((figures) => ({ title: `${titles[grouping]} ${figures.name}`, figures })),
  );
}

const inMs = (value: number | null) => (value === null ? "-" : formatTime(value * 1e6));

/** Columns of a group's figures: what they are, and as text. */
export const groupColumns: readonly { title: string; text(figures: Figures): string }[] = [
  { title: "answered", text: ({ completed }) => significant(completed, 9) },
  { title: "failed", text: ({ failed }) => significant(failed, 9) },
  { title: "TTFT median", text: ({ median_ttft_ms: value }) => inMs(value) },
  { title: "TTFT p99", text: ({ p99_ttft_ms: value }) => inMs(value) },
  { title: "TPOT median", text: ({ median_tpot_ms: value }) => inMs(value) },
  { title: "TPOT p99", text: ({ p99_tpot_ms: value }) => inMs(value) },
  { title: "end to end p99", text: ({ p99_e2el_ms: value }) => inMs(value) },
];

/** A line a group: its title, its figures. */
export function requestGroupLines(inference: Inference): [label: string, text: string][] {
  return requestGroups(inference).map(({ title, figures }) => {
    const texts = groupColumns.map((column) => [column.title, column.text(figures)] as const);
    const shown = texts.filter(
      ([name, text]) => text !== "-" && !(name === "failed" && figures.failed === 0),
    );
    return [title, shown.map(([name, text]) => `${name} ${text}`).join("   ")];
  });
}
