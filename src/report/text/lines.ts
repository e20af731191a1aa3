/** What a run says of any kind of job, in the form of all its lines: choices, objectives, metrics of a kind's own. */
import { metricText, objectiveText } from "../../base/metric-text.ts";
import { formatTime } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { Style } from "./style.ts";
import { hanging } from "./wrap.ts";

/** A line of a run: what it is about, and what it says. */
export type Line = readonly [label: string, text: string];

/** Columns of a label, at least and at most; metrics of a kind's own may have longer ones, which stand out. */
const labelColumns = { least: 15, most: 28 };

/** `lines` below each other, their texts in one column; long ones go on within it on a terminal. */
export function linesText(lines: readonly Line[], { width }: Pick<Style, "width">): string {
  const longest = Math.max(...lines.map(([label]) => label.length));
  const columns = Math.min(labelColumns.most, Math.max(labelColumns.least, longest));
  return lines.map(([label, text]) => hanging(`  ${label.padEnd(columns)} `, text, width)).join("\n");
}

/** A time in ms as a text. */
export const inMs = (value: number | null) => (value === null ? "-" : formatTime(value * 1e6));

/** A part of a kind of workload of its own. */
export interface OwnFigures {
  [kind: string]: { [metric: string]: number | null } | undefined;
}

/** Metrics that a kind of workload defines for itself. */
export function ownLines(part: Pick<Summary, "own_metrics">): Line[] {
  return (part.own_metrics ?? []).flatMap(({ part: kind, name, title, unit }): Line[] => {
    const value = (part as unknown as OwnFigures)[kind]?.[name];
    return typeof value === "number" ? [[title, metricText(value, unit)]] : [];
  });
}

/** What was left open, and how it was settled. */
export function choiceLines({ choices }: Pick<Summary, "choices">, style: Style): Line[] {
  return choices.map(
    ({ key, value, why }, index): Line => [
      index === 0 ? "Chosen" : "",
      style.dim(`${key.replace(/^(workload|cluster)\./, "")} ${value}: ${why}`),
    ],
  );
}

export function objectiveLines({ objectives }: Pick<Summary, "objectives">, style: Style): Line[] {
  return objectives.map((result, index) => {
    const verdict = result.met ? style.good("met") : style.bad("missed");
    const text = `${objectiveText(result)}: ${verdict}${result.why === null ? "" : `; ${result.why}`}`;
    return [index === 0 ? "Objectives" : "", text];
  });
}
