/** Reports as HTML files: the scripts that pages carry, and runs as pages show them. */

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { quantileSorted } from "d3-array";
import { ScenarioError } from "../base/errors.ts";
import { runName } from "../base/run-name.ts";
import { version } from "../base/version.ts";
import { scaleUpTopology } from "../cluster/scale-up.ts";
import type { Table } from "../metrics/table.ts";
import type { PageScripts } from "../report/html/page.ts";
import { runPage } from "../report/html/run-page.ts";
import type { Distribution, JobBar, RunView } from "../report/html/run-view.ts";
import { topologySvg } from "../report/topology-svg.ts";
import { compareRuns, type Replicated } from "../study/comparison.ts";
import type { Deployment } from "../study/deploy/launchers.ts";
import type { Explanation } from "../study/explanation.ts";
import type { LoadCurve } from "../study/load-curve.ts";
import { topologyFacts } from "../study/topology-facts.ts";
import { built } from "./built.ts";
import { readText } from "./files.ts";
import type { Run } from "./simulations.ts";

const quantiles = 201;
const latencyColumns = ["ttft", "tpot", "e2el"];

/** A run, what explains it, and how it bears load where that was asked. */
export interface ExplainedRun extends Run {
  explanation: Explanation | null;
  loadCurve?: LoadCurve | null | undefined;
  deploy?: Deployment | undefined;
}

/** The report of runs from these scenario files. */
export function runReport(
  files: readonly string[],
  runs: readonly ExplainedRun[],
  replicated: readonly Replicated[],
): string {
  const groups = compareRuns(replicated).map((group) => ({
    group,
    runs: group.runs.map((summary) => ({
      ...viewOf(runs.find((run) => run.summary === summary) as ExplainedRun),
      replications: replicated.find(([first]) => first === summary)?.slice(1),
    })),
  }));
  const sources = files.map((file) => ({ file: basename(file), text: readText(file) }));
  return runPage({ groups, sources, about: aboutText() }, pageScripts());
}

/** Runs of at most this many events are explained unasked: simulating each some eight times more takes seconds. */
const explainedEventsMax = 100_000;
/** And on at most this many ranks: each lever of the network wires and prices the whole cluster anew. */
const explainedRanksMax = 100_000;

/** Whether a run is short enough to be explained unasked. */
export function explains({ record }: Run): boolean {
  return record.events <= explainedEventsMax && record.cluster.ranks <= explainedRanksMax;
}

/** Path of the report of a scenario file in the folder `out`; `suffix` tells several reports of a file apart. */
export function reportPath(out: string, file: string, suffix = ""): string {
  return join(out, `${basename(file).replace(/\.ya?ml$/, "")}${suffix}.html`);
}

/** Throws a `ScenarioError` where the reports of two of these scenario files would be one. */
export function checkReportPaths(files: readonly string[]): void {
  const reported = new Map<string, string>();
  for (const file of new Set(files)) {
    const path = reportPath("", file);
    const first = reported.get(path);
    if (first !== undefined) {
      const found = `a second ${path} beside that of ${first}`;
      throw new ScenarioError([{ file, found, expected: "file names that differ, for --html" }]);
    }
    reported.set(path, file);
  }
}

/** What made a report. */
export function aboutText(): string {
  return `Simulated by trnsim ${version}. Every figure is a prediction; the error bands say how far measurements lay from such predictions.`;
}

/** The libraries and the drawing script, from where they are installed and built. */
export function pageScripts(): PageScripts {
  // Licence lines name where a library is at home; pages hold no address but those of sources.
  const library = (name: string, path: string) =>
    readFileSync(new URL(path, import.meta.resolve(name)), "utf8").replace(/^\/\/ https:\/\//gm, "// ");
  return {
    libraries: [library("d3", "../dist/d3.min.js"), library("@observablehq/plot", "../dist/plot.umd.min.js")],
    client: readFileSync(built("client.js"), "utf8").replace(/\n\/\/# sourceMappingURL.*/, ""),
  };
}

function viewOf({ summary, record, explanation, loadCurve, deploy }: ExplainedRun): RunView {
  return {
    name: runName(summary),
    summary,
    series: record.result?.series ?? [],
    distributions: distributionsOf(record.result?.tables.requests),
    jobs: jobBars(record.result?.tables ?? {}),
    explanation,
    loadCurve,
    deploy,
    linkDrawing: linkDrawingOf(record),
  };
}

/** The links between the chips of the first instance, coloured by use. */
function linkDrawingOf({ result, cluster }: Run["record"]): string | undefined {
  const { instance, ranks, ranksPerChip } = cluster;
  if (result?.links === undefined || instance.chips < 2) return undefined;
  const firstChip = ranksPerChip > 1 ? ranks : 0;
  const used = new Map(
    result.links.map(({ source, target, utilisation }) => [
      `${source - firstChip} ${target - firstChip}`,
      utilisation,
    ]),
  );
  return topologySvg(topologyFacts(scaleUpTopology(instance)), (from, to) => used.get(`${from} ${to}`));
}

/** Jobs of a queue, or times of the stages of a pipeline of jobs, from the tables that list them; none of other runs. */
function jobBars({ jobs, visits }: Readonly<Record<string, Table>>): JobBar[] {
  const bars = (
    table: Table | undefined,
    name: string,
    more: (cell: (column: string) => number, text: (column: string) => string) => object,
  ) => {
    const { columns = [], rows = [] } = table ?? {};
    const needed = [name, "start_s", "end_s"];
    if (!needed.every((column) => columns.includes(column))) return [];
    return [...rows].map((row): JobBar => {
      const cell = (column: string) => Number(row[columns.indexOf(column)]);
      const text = (column: string) => String(row[columns.indexOf(column)] ?? "");
      const span = { startSeconds: cell("start_s"), endSeconds: cell("end_s") };
      return { name: text(name), ...span, ...more(cell, text) };
    });
  };
  return [
    ...bars(jobs, "job", (cell, text) => ({
      accelerators: cell("accelerators"),
      waitSeconds: cell("wait_s"),
      ...(text("pool") && { pool: text("pool") }),
      ...(text("stopped_by") && { stoppedBy: text("stopped_by") }),
    })),
    ...bars(visits, "stage", () => ({})),
  ];
}

function distributionsOf(requests: Table | undefined): Distribution[] {
  if (requests === undefined) return [];
  const { columns } = requests;
  const rows = [...requests.rows];
  const status = columns.indexOf("status");
  return latencyColumns.flatMap((name): Distribution[] => {
    const column = columns.indexOf(`${name}_ms`);
    const values = rows
      .filter((row) => status < 0 || row[status] === "completed")
      .map((row) => row[column])
      .filter((value): value is number => typeof value === "number")
      .sort((a, b) => a - b);
    if (column < 0 || values.length === 0) return [];
    const valuesMs = Array.from(
      { length: quantiles },
      (_, index) => quantileSorted(values, index / (quantiles - 1)) as number,
    );
    return [{ name, valuesMs: valuesMs.map((value) => Number(value.toPrecision(6))) }];
  });
}
