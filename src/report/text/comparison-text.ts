/** A comparison for a person: one table a question, a column a run, ratios to the first, where the time goes. */

import Table from "cli-table3";
import { group } from "d3-array";
import { metricText, percent } from "../../base/metric-text.ts";
import { runName } from "../../base/run-name.ts";
import { formatCount, formatTime, formatUsd, significant } from "../../base/units.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { ComparisonGroup, ComparisonRow } from "../../study/comparison.ts";
import type { HeldGroup } from "../../study/held-choices.ts";
import { plain, type Style } from "./style.ts";
import { wrap } from "./wrap.ts";

const sharesShown = 4;
const heldShown = 3;

/** A group, and what its runs would give under the choices of the first where that was asked. */
type ShownGroup = ComparisonGroup & Partial<Pick<HeldGroup, "held">>;

/** Tables of all groups. */
export function comparisonText(groups: readonly ShownGroup[], style: Style): string {
  const told = new Set<string>();
  return groups.map((group) => groupText(group, style, told)).join("\n\n");
}

/** Text of one group; a warning is `told` once, however many groups it concerns. */
function groupText(group: ShownGroup, style: Style, told: Set<string>): string {
  const [first] = group.runs;
  const cells = group.runs.map((run, index) => columnCells(group, run, index, style));
  const labels = [
    "",
    ...group.rows.map(directedTitle),
    ...objectiveRows(group).map(({ title }) => title),
    "Trust",
    "Time goes to",
  ];
  const stopped = group.runs
    .filter(({ status }) => status !== "completed")
    .map((run) => style.bad(`${runName(run)}: ${run.status}: ${run.reason ?? ""}`));
  const title =
    style.bold(group.scenario) + (first?.scenario.description ? `  ${first.scenario.description}` : "");
  const replicated = group.replications > 1 ? [style.dim(replicationsText(group))] : [];
  const notes = [...once(group.warnings, told), ...runNotes(group.runs, told)].map((warning) =>
    style.warn(`Warning: ${warning}`),
  );
  const choices = choiceTexts(group).map((text) => style.warn(`Chosen differently: ${text}`));
  const isEmpty = group.rows.length === 0;
  const tables = isEmpty
    ? []
    : columnsThatFit(labels, cells, style.width).map((columns) => tableText(labels, columns));
  const below = [...replicated, ...choices, ...heldLines(group, style), ...stopped, ...notes];
  const within = (text: string) => wrap(text, style.width);
  return [within(title), ...tables, ...spreadTexts(group, style), ...below.map(within)].join("\n");
}

/** What a tenth, a half and nine tenths of the replications keep to: a row a metric in which that can be seen, a column a run; no row without replications. */
export function spreadTable({ runs, rows, replications }: ComparisonGroup): {
  columns: string[];
  rows: string[][];
} {
  return {
    columns: [`10 / 50 / 90 % of ${replications} runs`, ...runs.map(runName)],
    rows: rows.flatMap((row) => {
      const cells = row.spreads.map((spread) =>
        spread === null ? [] : [spread.p10, spread.p50, spread.p90].map((value) => valueText(value, row)),
      );
      if (cells.every((texts) => new Set(texts).size <= 1)) return [];
      return [[directedTitle(row), ...cells.map((texts) => texts.join(" / ") || "-")]];
    }),
  };
}

function spreadTexts(group: ComparisonGroup, style: Style): string[] {
  const { columns, rows } = spreadTable(group);
  if (rows.length === 0) return [];
  const [labels = [], ...cells] = columns.map((title, at) => [title, ...rows.map((row) => row[at] ?? "")]);
  return columnsThatFit(labels, cells, style.width).map((each) => tableText(labels, each));
}

/** `cluster.pricing on-demand | capacity-block`; keys of one map in one line: `workload.parallelism.{data, tensor} 4, 2 | 8, 1`. */
export function choiceTexts({ choices }: Pick<ComparisonGroup, "choices">): string[] {
  const mapOf = (key: string) => key.slice(0, key.lastIndexOf("."));
  return [...group(choices, ({ key }) => mapOf(key))].map(([map, own]) => {
    const names = own.map(({ key }) => key.slice(map.length + 1));
    const [first] = own;
    const columns = (first?.values ?? []).map((_, run) =>
      own.map(({ values }) => values[run] ?? "-").join(", "),
    );
    return `${own.length === 1 ? first?.key : `${map}.{${names.join(", ")}}`} ${columns.join(" | ")}`;
  });
}

/** What the first headlines of each run would be with the choices of the first run. */
function heldLines({ runs, rows, held = [] }: ShownGroup, style: Style): string[] {
  return held.flatMap((run, index) => {
    if (run === null) return [];
    const kept = run.choices.map(({ key, value }) => `${key} ${value}`).join(", ");
    const figures = rows.flatMap((row, position) => {
      const [base, value] = [row.values[0], run.values[position]];
      if (row.better === null || !base || value === null || value === undefined) return [];
      return [`${row.title} ${valueText(value, row)} (${significant(value / base)}x)`];
    });
    const ending =
      run.status === "completed" ? figures.slice(0, heldShown).join(", ") : (run.why ?? run.status);
    return [style.dim(`${runName(runs[index] as Summary)} with ${kept}: ${ending}`)];
  });
}

/** A metric's title, with an arrow the way that is better: `Makespan ↓`; without one where neither way is. */
export function directedTitle({ title, better }: Pick<ComparisonRow, "title" | "better">): string {
  return better === null ? title : `${title} ${better === "lower" ? "↓" : "↑"}`;
}

/** In place of a figure that `run` does not have: dollars where nobody lists what its hardware costs. */
export function absentText({ unit }: Pick<ComparisonRow, "unit">, run?: Summary): string {
  return unit === "usd" && run?.cost.usd_per_hour === null ? "no price listed" : "-";
}

/** The cells of one run, its title first. */
function columnCells(group: ComparisonGroup, run: Summary, index: number, style: Style): string[] {
  const values = group.rows.map((row) => {
    const value = row.values[index];
    if (value === null || value === undefined) return absentText(row, run);
    const ratio = index > 0 && row.better !== null ? colouredRatio(row, index, style) : "";
    return `${valueText(value, row)}${ratio}`;
  });
  const verdicts = objectiveRows(group).map(({ verdicts }) => {
    const verdict = verdicts[index] ?? "-";
    return verdict === "met" ? style.good(verdict) : style.bad(verdict);
  });
  return [columnTitle(run), ...values, ...verdicts, trustCell(run, style), sharesText(run)];
}

/** The level in a column of its own, which a long one would widen. */
function trustCell({ trust, status }: Summary, style: Style): string {
  if (status === "out-of-memory") return style.bad("does not fit");
  if (trust === null) return "-";
  const text = trust.level.replace("near what was ", "near what was\n");
  return trust.level === "validated" ? style.good(text) : style.warn(text);
}

/** A row for every objective that some run has: whether each run meets it; null where it has none of the kind. */
export function objectiveRows({
  objectives,
  replications,
}: Pick<ComparisonGroup, "objectives" | "replications">): { title: string; verdicts: (string | null)[] }[] {
  return objectives.map(({ objective, unit, limits, met }) => {
    const texts = new Set(limits.flatMap((limit) => (limit === null ? [] : [metricText(limit, unit)])));
    return {
      title: `${objective} of ${[...texts].join(" or ")}`,
      verdicts: met.map((count) => {
        if (count === null) return null;
        if (count === replications) return "met";
        return count === 0 ? "missed" : `met in ${count} of ${replications}`;
      }),
    };
  });
}

/** Splits the columns into tables no wider than `width`; a column that is too wide by itself stands alone. */
function columnsThatFit(
  labels: readonly string[],
  columns: readonly string[][],
  width: number,
): string[][][] {
  const frame = 3;
  const widthOf = (cells: readonly string[]) => frame + Math.max(...cells.map(stringWidth));
  const tables: string[][][] = [];
  let left = 0;
  for (const column of columns) {
    const own = widthOf(column);
    const current = tables.at(-1);
    if (current === undefined || own > left) {
      tables.push([column]);
      left = width - widthOf(labels) - 1 - own;
    } else {
      current.push(column);
      left -= own;
    }
  }
  return tables;
}

/** Columns that a text of several lines takes, colours aside. */
function stringWidth(text: string): number {
  return Math.max(
    ...plain(text)
      .split("\n")
      .map(({ length }) => length),
  );
}

function tableText(labels: readonly string[], columns: readonly string[][]): string {
  const table = new Table({
    head: [labels[0] as string, ...columns.map(([title]) => title as string)],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", ...columns.map(() => "right" as const)],
  });
  labels.slice(1).forEach((label, row) => {
    table.push([label, ...columns.map((cells) => cells[row + 1] as string)]);
  });
  return table.toString();
}

function columnTitle(run: Summary): string {
  const { cluster } = run;
  return `${runName(run)}\n${cluster.instances} x ${cluster.instance}`;
}

function colouredRatio(row: ComparisonRow, index: number, style: Style): string {
  const ratio = row.ratios[index] ?? 1;
  const text = ratioText(row, index);
  if (row.intervals[index]?.significant === false || Math.abs(ratio - 1) < 0.005) return style.dim(text);
  return ratio > 1 === (row.better === "higher") ? style.good(text) : style.bad(text);
}

/** The ratio of a run to the first, with its interval where there is one: ` (4x, 3.9-4.1)`; empty where there is none. */
export function ratioText(row: ComparisonRow, index: number): string {
  const ratio = row.ratios[index];
  const interval = row.intervals[index];
  if (ratio === null || ratio === undefined) return "";
  if (interval && !interval.significant) return " (no significant difference)";
  const isExact = interval && interval.high / interval.low < 1.0005;
  const within = interval && !isExact ? `, ${significant(interval.low)}-${significant(interval.high)}` : "";
  return ` (${significant(ratio)}x${within})`;
}

/** How a comparison of several replications is to be read. */
export function replicationsText({ replications }: ComparisonGroup): string {
  return `means of ${replications} replications with common random numbers; ratios with 95 % intervals; where the time goes is of the first`;
}

/** A metric's value with its unit, for people; rates and counts without, because their titles say it. */
export function valueText(value: number, { unit }: Pick<ComparisonRow, "unit">): string {
  switch (unit) {
    case "ms":
      return formatTime(value * 1e6);
    case "s":
      return formatTime(value * 1e9);
    case "fraction":
      return percent(value);
    case "usd":
      return formatUsd(value);
    case "W":
    case "kW":
    case "kWh":
      return `${significant(value)} ${unit}`;
    default:
      if (Math.abs(value) >= 1e10) return formatCount(value);
      return significant(value, Math.max(3, Math.ceil(Math.log10(Math.max(1, value)))));
  }
}

function sharesText({ attribution }: Summary): string {
  return attribution
    .slice(0, sharesShown)
    .map(({ what, fraction }) => `${what} ${percent(fraction)}`)
    .join("\n");
}

/** Warnings of single runs that were not `told` before, each once, with the runs it concerns. */
function runNotes(runs: readonly Summary[], told: Set<string>): string[] {
  const names = new Map<string, string[]>();
  for (const run of runs) {
    for (const warning of run.warnings) names.set(warning, [...(names.get(warning) ?? []), runName(run)]);
  }
  return once([...names.keys()], told).map((warning) => `${names.get(warning)?.join(", ")}: ${warning}`);
}

/** The warnings that were not `told` before. */
function once(warnings: readonly string[], told: Set<string>): string[] {
  const fresh = warnings.filter((warning) => !told.has(warning));
  for (const warning of fresh) told.add(warning);
  return fresh;
}
