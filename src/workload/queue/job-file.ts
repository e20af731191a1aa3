/**
 * Jobs from a file: a CSV with the columns `submit_s`, `accelerators`, `duration_s` and, where they are known, `job`, `user`,
 * `group`, `region`, `priority`, `data_gb` and `data_region`, `workload` (what a job does, in place of its duration) and `outcome` (completed, failed or cancelled); or a Standard Workload Format log of a batch system (`;` comments, fields by position). Times are read to
 * the nanosecond, so that what ends and begins at the same written moment does so here.
 */

import { csvRows } from "../../base/csv-rows.ts";
import { elementAt } from "../../base/element-at.ts";
import { ScenarioError } from "../../base/errors.ts";
import { nearest, slipOf } from "../../base/nearest.ts";
import { WrongRows } from "../../base/wrong-rows.ts";
import { type JobOutcome, jobOutcomes, type QueuedJob } from "./queued-job.ts";

const nsPerSecond = 1e9;

/** Jobs of a file, and how many of its rows are of jobs that never ran, which are left out. */
export interface JobFile {
  jobs: QueuedJob[];
  unstarted: number;
}

/** Reads `text` of `file`. Throws a `ScenarioError` that names the first rows that are no jobs and says how many there are. */
export function readJobs(text: string, file: string): JobFile {
  const all = isSwf(text) ? swfRows(text) : columnRows(text, file);
  const rows = all.filter((row) => !("duration" in row && isUnstarted(row)));
  const wrong = new WrongRows(file);
  const jobs = rows.flatMap((row): QueuedJob[] => {
    if ("cutAt" in row) {
      const expected = `the ${swfFields} numbers of the Standard Workload Format`;
      wrong.add({ line: row.line, column: 1, found: `${row.cutAt} numbers`, expected });
      return [];
    }
    const { line, submit, accelerators, duration, dataGb = 0, dataRegion, workload, outcome } = row;
    const found = `submit ${submit}, accelerators ${accelerators}, duration ${duration}`;
    const isJob =
      Number.isFinite(row.priority ?? 0) &&
      Number.isFinite(submit) &&
      submit >= 0 &&
      Number.isSafeInteger(accelerators) &&
      accelerators > 0 &&
      (workload ? Number.isNaN(duration) : Number.isFinite(duration) && duration >= 0);
    if (!isJob) {
      const expected =
        workload && !Number.isNaN(duration)
          ? `no duration beside workload ${workload}, whose time is simulated`
          : "times in seconds, zero or more, a whole number of accelerators above zero, and a priority that is a number";
      wrong.add({ line, column: 1, found, expected });
      return [];
    }
    if (!(dataGb >= 0 && dataGb < Number.POSITIVE_INFINITY) || (dataGb > 0 && !dataRegion)) {
      const expected = "data_gb of zero or more, and the data_region where they are";
      wrong.add({ line, column: 1, found: `data_gb ${dataGb}, data_region ${dataRegion ?? ""}`, expected });
      return [];
    }
    if (outcome && !isOutcome(outcome)) {
      const hint = nearest(outcome, jobOutcomes);
      const expected = `one of ${jobOutcomes.join(", ")}`;
      wrong.add({ line, column: 1, found: `outcome ${outcome}`, expected, ...(hint && { nearest: hint }) });
      return [];
    }
    return [
      {
        index: 0,
        name: row.name || `job ${line}`,
        submitNs: Math.round(submit * nsPerSecond),
        accelerators,
        durationNs: Math.round(duration * nsPerSecond),
        user: row.user || "all",
        priority: row.priority ?? 0,
        ...(workload && { workload }),
        ...(row.group && { group: row.group }),
        ...(row.region && { region: row.region }),
        ...(dataGb > 0 && dataRegion && { data: { region: dataRegion, bytes: dataGb * 1e9 } }),
        ...(outcome && isOutcome(outcome) && { outcome }),
      },
    ];
  });
  wrong.throwAny(rows.length);
  if (jobs.length === 0) throw new ScenarioError([{ file, found: "no jobs", expected: "at least one" }]);
  jobs.sort((a, b) => a.submitNs - b.submitNs);
  return { jobs: jobs.map((job, index) => ({ ...job, index })), unstarted: all.length - rows.length };
}

/** Whether a log says of a job that it never ran. */
function isUnstarted({ isLogged, duration }: JobRow): boolean {
  return isLogged === true && duration === -1;
}

interface JobRow {
  line: number;
  /** Of a Standard Workload Format log, where -1 says that there is nothing. */
  isLogged?: boolean;
  submit: number;
  accelerators: number;
  duration: number;
  name?: string;
  user?: string | undefined;
  group?: string | undefined;
  region?: string | undefined;
  priority?: number;
  dataGb?: number;
  dataRegion?: string | undefined;
  workload?: string | undefined;
  outcome?: string | undefined;
}

function isOutcome(text: string): text is JobOutcome {
  return (jobOutcomes as readonly string[]).includes(text);
}

/** A row of a log that ends before its last field. */
interface CutRow {
  line: number;
  cutAt: number;
}

/** Numbers in every row of a log. */
const swfFields = 18;

/** What came of a job by its status; partial runs of jobs that were stopped (2 to 4) and unknown ones (-1) say nothing. */
const swfOutcomes: Readonly<Record<number, JobOutcome>> = { 0: "failed", 1: "completed", 5: "cancelled" };

/** A log of the Standard Workload Format begins with a comment, or has its 18 numbers in every line. */
function isSwf(text: string): boolean {
  const [first = ""] = text.trimStart().split("\n", 1);
  return first.startsWith(";") || /^\s*-?\d+(\s+-?[\d.]+){17}\s*$/.test(first);
}

/**
 * Fields: 1 number, 2 submit, 4 run time, 5 allocated processors, 8 requested ones, 11 status, 12 user, 13 group. Jobs whose
 * run time is -1 were cancelled before they began (status 5) or are not known to have run.
 */
function swfRows(text: string): (JobRow | CutRow)[] {
  return text.split("\n").flatMap((content, index): (JobRow | CutRow)[] => {
    const fields = content.trim();
    if (fields === "" || fields.startsWith(";")) return [];
    const line = index + 1;
    const values = fields.split(/\s+/).map(Number);
    if (values.length < swfFields) return [{ line, cutAt: values.length }];
    const field = (number: number) => elementAt(values, number - 1);
    return [
      {
        line,
        isLogged: true,
        submit: field(2),
        accelerators: field(5) > 0 ? field(5) : field(8),
        duration: field(4),
        name: `job ${field(1)}`,
        user: `user ${field(12)}`,
        group: `group ${field(13)}`,
        outcome: swfOutcomes[field(11)],
      },
    ];
  });
}

/** Columns that are read. */
const columnNames = [
  "submit_s",
  "accelerators",
  "duration_s",
  "job",
  "user",
  "group",
  "region",
  "priority",
  "data_gb",
  "data_region",
  "workload",
  "outcome",
];

/** Names of the columns of a CSV, as its first line has them. */
function headerOf(text: string): string[] {
  const [first = ""] = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1);
  return first.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

/** Columns of a CSV of jobs that nothing is read from; none of a log. */
export function unreadColumns(text: string): string[] {
  return isSwf(text) ? [] : headerOf(text).filter((name) => name !== "" && !columnNames.includes(name));
}

function columnRows(text: string, file: string): JobRow[] {
  const header = headerOf(text);
  const twice = columnNames.find((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice !== undefined) {
    const found = `column ${twice} twice`;
    throw new ScenarioError([{ file, line: 1, column: 1, found, expected: "every column once" }]);
  }
  const rows = csvRows(text, file);
  const [first] = rows;
  const needed = ["submit_s", "accelerators", header.includes("workload") ? "workload" : "duration_s"];
  const columns = Object.keys(first?.record ?? {});
  const lacking = needed.filter((column) => !columns.includes(column));
  if (first !== undefined && lacking.length > 0) {
    const found = `columns ${columns.join(", ")}`;
    const [meant] = columns.flatMap((column) => slipOf(column, lacking) ?? []);
    const expected = `columns ${needed.join(", ")}`;
    throw new ScenarioError([{ file, line: 1, column: 1, found, expected, nearest: meant }]);
  }
  const numberOf = (cell = "") => (cell.trim() === "" ? Number.NaN : Number(cell));
  return rows.map(({ record, info }) => ({
    line: info.lines,
    submit: numberOf(record.submit_s),
    accelerators: numberOf(record.accelerators),
    duration: numberOf(record.duration_s),
    name: record.job ?? "",
    user: record.user,
    group: record.group,
    region: record.region,
    priority: record.priority === undefined || record.priority === "" ? 0 : Number(record.priority),
    dataGb: record.data_gb === undefined || record.data_gb === "" ? 0 : Number(record.data_gb),
    dataRegion: record.data_region,
    workload: record.workload,
    outcome: record.outcome,
  }));
}
