import { expect, test } from "vitest";
import { comparisonMarkdown, comparisonTable } from "../../src/report/text/comparison-table.ts";
import {
  choiceTexts,
  comparisonText,
  objectiveRows,
  spreadTable,
  valueText,
} from "../../src/report/text/comparison-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import { type ComparisonGroup, compareRuns } from "../../src/study/comparison.ts";

const run = (variant: string) =>
  ({
    scenario: { variant, name: "s", description: null },
    status: "completed",
    cluster: { instance: "trn2.48xlarge", instances: 1 },
    attribution: [{ what: "compute", fraction: 1 }],
    objectives: [],
    warnings: [],
    choices: [],
    cost: { usd_per_hour: 1 },
    trust: { level: "near what was validated", figures: [] },
  }) as never;

function groupOf(intervals: ComparisonGroup["rows"][number]["intervals"]): ComparisonGroup {
  const row = { name: "usd_per_hour", title: "$ per hour", unit: "usd" as const, better: "lower" as const };
  const rows = [{ ...row, values: [1, 2, 3], ratios: [1, 2, 3], intervals, spreads: [null, null, null] }];
  const runs = ["a", "b", "c"].map(run);
  return { scenario: "s", runs, replications: 3, rows, objectives: [], choices: [], warnings: [] };
}

test("a comparison wider than the terminal is split into tables that fit", () => {
  const lines = comparisonText([groupOf([null, null, null])], makeStyle(false, 70)).split("\n");
  expect(
    Math.max(...lines.filter((line) => /[│┌└]/.test(line)).map(({ length }) => length)),
  ).toBeLessThanOrEqual(70);
  expect(lines.filter((line) => line.startsWith("┌"))).toHaveLength(2);
});

test("choices that differ stand in one line for each map that holds their keys", () => {
  const choices = [
    { key: "cluster.pricing", values: ["on-demand", "capacity-block"] },
    { key: "workload.parallelism.tensor", values: [4, 1] },
    { key: "workload.parallelism.sequence", values: ["true", null] },
  ];
  expect(choiceTexts({ choices })).toEqual([
    "cluster.pricing on-demand | capacity-block",
    "workload.parallelism.{tensor, sequence} 4, true | 1, -",
  ]);
});

test("every form of a comparison says which way of a metric is better", () => {
  const group = groupOf([null, null, null]);
  const more = { ...group.rows[0]!, name: "rate", title: "Rate", better: "higher" as const };
  const neither = { ...more, name: "chips", title: "Chips", better: null };
  const groups = [{ ...group, rows: [...group.rows, more, neither] }];
  for (const text of [comparisonText(groups, makeStyle(false)), comparisonMarkdown(groups)])
    for (const label of ["$ per hour ↓ ", "Rate ↑ ", "Chips "]) expect(text).toContain(label);
  const { columns, rows } = comparisonTable(groups);
  const [metric, better] = [columns.indexOf("metric"), columns.indexOf("better")];
  expect(new Set([...rows].map((row) => `${row[metric]} ${row[better]}`))).toEqual(
    new Set(["usd_per_hour lower", "rate higher", "chips null"]),
  );
});

test("dollars of hardware without a price are told to have none; what is not known for another reason is a dash", () => {
  const group = groupOf([null, null, null]);
  const priced = (usd: number | null) => (each: Summary) =>
    ({ ...each, cost: { usd_per_hour: usd } }) as never;
  const [row] = group.rows;
  const rows = [row!, { ...row!, name: "tokens", unit: "/s" as const }].map((each) => ({
    ...each,
    values: [1, null, null],
    ratios: [1, null, null],
  }));
  const [first, second, third] = group.runs;
  const runs = [priced(1)(first!), priced(null)(second!), priced(1)(third!)];
  const markdown = comparisonMarkdown([{ ...group, runs, rows }]);
  expect(markdown).toMatch(/\$1\.00 \| no price listed \| - \|/);
  expect(markdown).toMatch(/\| \S*1\S* \| - \| - \|/);
  expect(comparisonText([{ ...group, runs, rows }], makeStyle(false)).match(/no price listed/g)).toHaveLength(
    1,
  );
});

test("runs that all stopped early have no table, only what stopped them", () => {
  const stopped = { ...groupOf([]), rows: [], warnings: [] };
  const runs = stopped.runs.map(
    (each) => ({ ...each, status: "out-of-memory", reason: "too large" }) as never,
  );
  const text = comparisonText([{ ...stopped, runs }], makeStyle(false));
  expect(text).not.toContain("│");
  expect(text).toContain("a: out-of-memory: too large");
});

test("a ratio that chance explains is called no significant difference", () => {
  const intervals = [
    null,
    { low: 0.9, high: 1.2, significant: false },
    { low: 2.5, high: 3.5, significant: true },
  ];
  const text = comparisonText([groupOf(intervals)], makeStyle(false));
  expect(text).toMatch(/\$2\.00 \(no significant difference\)/);
  expect(text).toMatch(/\$3\.00 \(3x, 2\.5-3\.5\)/);
});

test("a comparison says of every objective which runs meet it, in how many replications, and which have none of the kind", () => {
  const objectives = [
    {
      objective: "ttftP99",
      unit: "ms" as const,
      limits: [1500, 1500, 1500, null],
      met: [3, 0, 2, null],
    },
  ];
  const group = { ...groupOf([null, null, null, null]), objectives, runs: ["a", "b", "c", "d"].map(run) };
  expect(objectiveRows(group)).toEqual([
    { title: "ttftP99 of 1.5 s", verdicts: ["met", "missed", "met in 2 of 3", null] },
  ]);
  expect(comparisonText([group], makeStyle(false))).toMatch(
    /ttftP99 of 1\.5 s.*met.*missed.*met in 2 of 3.*-/,
  );
  expect(comparisonMarkdown([group])).toContain("| ttftP99 of 1.5 s | met | missed | met in 2 of 3 | - |");
});

test("an objective is met in as many replications as meet it", () => {
  const judged = (met: boolean) =>
    ({
      ...(run("a") as object),
      cost: {},
      objectives: [{ objective: "ttftP99", limit: 1500, unit: "ms", actual: 1, must: "stay-below", met }],
    }) as unknown as Summary;
  const [group] = compareRuns([[judged(true), judged(false), judged(true)]]);
  expect(group?.objectives).toEqual([{ objective: "ttftP99", unit: "ms", limits: [1500], met: [2] }]);
});

test("what several groups warn of is told once, with the runs of the first", () => {
  const warned = (name: string) => ({ ...(run(name) as object), warnings: ["no price"] }) as never;
  const groups = [
    { ...groupOf([null, null]), runs: [warned("a"), warned("b")], warnings: ["options differ"] },
    {
      ...groupOf([null, null]),
      runs: [warned("c"), warned("d")],
      warnings: ["options differ", "few answers"],
    },
  ];
  expect(comparisonText(groups, makeStyle(false)).match(/Warning: .*/g)).toEqual([
    "Warning: options differ",
    "Warning: a, b: no price",
    "Warning: few answers",
  ]);
});

test("counts too long to read are told in thousands of millions", () => {
  expect(valueText(1e12, { unit: "bytes/s" as never })).toBe("1 T");
  expect(valueText(28_111_161, { unit: "s" as never })).not.toContain("T");
  expect(valueText(123_456_789, { unit: "count" as never })).toBe("123,456,789");
});

test("figures that vary over replications are told with what a tenth, a half and nine tenths keep to", () => {
  const group = groupOf([null, null, null]);
  const spread = { deviation: 1, p10: 1, p50: 2, p90: 4, meanLow: 1.9, meanHigh: 2.3 };
  const [row] = group.rows;
  const varying = { ...group, rows: [{ ...row!, spreads: [spread, null, { ...spread, p10: 2, p90: 2 }] }] };
  const cells = ["$1.00 / $2.00 / $4.00", "-", "$2.00 / $2.00 / $2.00"];
  expect(spreadTable(varying)).toEqual({
    columns: ["10 / 50 / 90 % of 3 runs", "a", "b", "c"],
    rows: [["$ per hour \u2193", ...cells]],
  });
  for (const text of [comparisonText([varying], makeStyle(false)), comparisonMarkdown([varying])])
    for (const cell of cells) expect(text).toContain(` ${cell} `);
  const { columns, rows } = comparisonTable([varying]);
  expect([...rows][0]!.slice(columns.indexOf("deviation"), columns.indexOf("p90") + 1)).toEqual([1, 1, 2, 4]);
  const alike = { ...group, rows: [{ ...row!, spreads: [null, null, { ...spread, p10: 2, p90: 2 }] }] };
  for (const each of [group, alike]) {
    expect(spreadTable(each).rows).toEqual([]);
    expect(comparisonText([each], makeStyle(false))).not.toContain("10 / 50 / 90 %");
  }
});
