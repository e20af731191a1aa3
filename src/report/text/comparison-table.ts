/** A comparison as a table for other programs: CSV with one row a metric and run, and Markdown with a column a run. */

import { runName } from "../../base/run-name.ts";
import { significant } from "../../base/units.ts";
import type { Table } from "../../metrics/table.ts";
import type { ComparisonGroup } from "../../study/comparison.ts";
import { absentText, directedTitle, objectiveRows, spreadTable, valueText } from "./comparison-text.ts";

/** One row a scenario, run and metric. */
export function comparisonTable(groups: readonly ComparisonGroup[]): Table {
  const columns = [
    "scenario",
    "run",
    "instance",
    "metric",
    "unit",
    "better",
    "value",
    "ratio",
    "ratio_low",
    "ratio_high",
    "deviation",
    "p10",
    "p50",
    "p90",
    "trust",
  ];
  const rows = groups.flatMap(({ scenario, runs, rows }) =>
    rows.flatMap(({ name, unit, better, values, ratios, intervals, spreads }) =>
      runs.map((run, index) => [
        scenario,
        runName(run),
        run.cluster.instance,
        name,
        unit,
        better,
        values[index] ?? null,
        ratios[index] ?? null,
        intervals[index]?.low ?? null,
        intervals[index]?.high ?? null,
        spreads[index]?.deviation ?? null,
        spreads[index]?.p10 ?? null,
        spreads[index]?.p50 ?? null,
        spreads[index]?.p90 ?? null,
        run.trust?.level ?? null,
      ]),
    ),
  );
  return { columns, rows };
}

/** A heading and a table a group. */
export function comparisonMarkdown(groups: readonly ComparisonGroup[]): string {
  return groups
    .map((group) => {
      const { scenario, runs, rows, warnings, replications } = group;
      return [
        `## ${scenario}`,
        "",
        ...(runs[0]?.scenario.description ? [runs[0].scenario.description, ""] : []),
        `| | ${runs.map((run) => `${runName(run)} (${run.cluster.instances} x ${run.cluster.instance})`).join(" | ")} |`,
        `|---|${runs.map(() => "---:").join("|")}|`,
        ...rows.map((row) => {
          const cells = row.values.map((value, index) => {
            if (value === null) return absentText(row, runs[index]);
            const interval = row.intervals[index];
            const ratio = row.ratios[index];
            if (index === 0 || row.better === null || ratio === null || ratio === undefined)
              return valueText(value, row);
            const same = interval && !interval.significant;
            return `${valueText(value, row)} (${same ? "no significant difference" : `${significant(ratio)}x`})`;
          });
          return `| ${directedTitle(row)} | ${cells.join(" | ")} |`;
        }),
        ...objectiveRows(group).map(
          ({ title, verdicts }) => `| ${title} | ${verdicts.map((each) => each ?? "-").join(" | ")} |`,
        ),
        `| Trust | ${runs.map(({ trust }) => trust?.level ?? "-").join(" | ")} |`,
        "",
        ...(replications > 1 ? [`Means of ${replications} replications.`, "", ...spreadMarkdown(group)] : []),
        ...warnings.map((warning) => `> ${warning}\n`),
      ].join("\n");
    })
    .join("\n");
}

function spreadMarkdown(group: ComparisonGroup): string[] {
  const { columns, rows } = spreadTable(group);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|---|${columns
    .slice(1)
    .map(() => "---:")
    .join("|")}|`;
  return rows.length === 0 ? [] : [line(columns), rule, ...rows.map(line), ""];
}
