/** Every key of a scenario and every metric of a result, for a terminal and as a document. */
import { quantityKinds, unitsOf } from "../../base/units.ts";
import type { ScenarioKey } from "../../scenario/key-reference.ts";
import type { SummaryMetric } from "../../study/summary-metrics.ts";
import { textTable } from "./text-table.ts";

/** A table of `keys` for lines of `width` columns. */
export function keysText(keys: readonly ScenarioKey[], width: number): string {
  const rows = keys.map((key) => [key.path, key.takes, defaultCell(key), key.description]);
  return textTable(["key", "takes", "default", "meaning"], rows, { width, leftColumns: 4 });
}

/** A table of `metrics` for lines of `width` columns. */
export function metricsText(metrics: readonly SummaryMetric[], width: number): string {
  const rows = metrics.map(({ path, unit, meaning = "", objective = "" }) => [
    path,
    unit,
    objective,
    meaning,
  ]);
  return textTable(["metric", "unit", "objective", "meaning"], rows, { width, leftColumns: 4 });
}

function defaultCell({ isRequired, default: value = "" }: ScenarioKey): string {
  return isRequired ? "required" : value;
}

/** The keys as a Markdown document: a table for each part of a scenario. */
export function keysMarkdown(keys: readonly ScenarioKey[]): string {
  const parts = new Map<string, ScenarioKey[]>();
  for (const key of keys) {
    const part = partOf(key.path);
    parts.set(part, [...(parts.get(part) ?? []), key]);
  }
  const units = quantityKinds.map(
    (kind) => `| ${kind} | ${unitsOf(kind).filter(Boolean).join(", ") || "none"} |`,
  );
  return [
    "# Every key of a scenario",
    "",
    "Written from the schema; `trnsim catalog keys PATH` shows a part of it. Options of one kind among several stand under the kind in",
    "brackets: `workload[inference].arrivals[poisson].rate` is `workload: { kind: inference, arrivals: { kind: poisson, rate: 4/s } }`.",
    "Items of a list stand under `[]`, names of your own under `NAME`. A plug-in brings keys of its own.",
    "",
    "| quantity | units |",
    "|---|---|",
    ...units,
    "",
    ...[...parts].flatMap(([part, own]) => [`## ${part}`, "", ...markdownTable(own), ""]),
  ].join("\n");
}

/** `cluster`, `workload[training]`, `jobs`: what a table is about. */
function partOf(path: string): string {
  const [, top = path] = /^(workload\[[\w-]+\]|[\w]+)/.exec(path) ?? [];
  return top;
}

function markdownTable(keys: readonly ScenarioKey[]): string[] {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  return [
    "| key | takes | default | meaning |",
    "|---|---|---|---|",
    ...keys.map(
      (key) =>
        `| \`${key.path}\` | ${cell(key.takes)} | ${cell(defaultCell(key))} | ${cell(key.description)} |`,
    ),
  ];
}
