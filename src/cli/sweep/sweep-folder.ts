/**
 * The files of a sweep, `results/<file>/sweep/`, safe to kill at any moment:
 *
 *     sweep.json      what is swept; a folder holds one sweep
 *     points.jsonl    results in the order of the points, appended as they come
 *     points.csv      the same as rows of headline metrics
 *     waiting.jsonl   results whose predecessors are not there yet; gone when the sweep is done
 *
 * A line that a kill has torn is dropped on restart, and rows are made anew from lines, so that an interrupted and
 * continued sweep ends with the bytes of an uninterrupted one.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { csvLines } from "../../base/csv-text.ts";
import { ScenarioError } from "../../base/errors.ts";
import { jsonText } from "../../report/json.ts";
import type { OwnMetric } from "../../study/summary-metrics.ts";
import type { Shard } from "../../study/sweep/shard.ts";
import {
  columnsOf,
  rowOf,
  type SweepColumns,
  type SweepPoint,
  type SweepResult,
} from "../../study/sweep/sweep-point.ts";
import { appendText, remove, truncateFile, writeText } from "../files.ts";

/** What is swept: equal manifests have equal points. */
export interface SweepManifest extends SweepColumns {
  schema: "trnsim.sweep/1";
  version: string;
  catalog_hash: string;
  /** Hash of all points with their scenarios. */
  hash: string;
  /** Points of the whole sweep. */
  points: number;
  paths: string[];
  /** Of the kinds of workload that the points are of; absent where they have none of their own. */
  own_metrics?: OwnMetric[];
  /** Absent: the folder is of the whole sweep. */
  shard?: Shard;
}

/** The results of a folder, written as they come. */
export class SweepFolder {
  /** Results that were there when the folder was opened, by index. */
  readonly found = new Map<number, SweepResult>();
  readonly #points: readonly SweepPoint[];
  readonly #columns: SweepColumns;
  readonly #lines: string;
  readonly #rows: string;
  readonly #waitingFile: string;
  /** Results whose turn has not come, by index. */
  readonly #waiting = new Map<number, SweepResult>();
  #next = 0;

  /** Opens or makes the folder for `points`. Throws a `ScenarioError` when another sweep is in it. */
  constructor(folder: string, manifest: SweepManifest, points: readonly SweepPoint[]) {
    this.#points = points;
    this.#columns = manifest;
    this.#lines = join(folder, "points.jsonl");
    this.#rows = join(folder, "points.csv");
    this.#waitingFile = join(folder, "waiting.jsonl");
    const file = join(folder, "sweep.json");
    const text = jsonText(manifest);
    if (existsSync(file) && readFileSync(file, "utf8") !== text) {
      throw new ScenarioError([
        { file, found: "another sweep", expected: "an empty folder, or --restart to discard what is there" },
      ]);
    }
    writeText(file, text);
    this.#recover();
  }

  /** Adds a finished point; it is on disk when this returns. */
  add(result: SweepResult): void {
    this.#waiting.set(result.index, result);
    if (result.index !== this.#points[this.#next]?.index) appendText(this.#waitingFile, lineOf(result));
    this.#flush();
  }

  /** Ends a complete sweep. */
  close(): void {
    remove(this.#waitingFile);
  }

  #recover(): void {
    const done = existsSync(this.#lines) ? wholeLines(this.#lines) : [];
    for (const result of done) {
      if (result.index !== this.#points[this.#next]?.index) {
        const expected = `point ${this.#points[this.#next]?.index}`;
        throw new ScenarioError([{ file: this.#lines, found: `point ${result.index}`, expected }]);
      }
      this.found.set(result.index, result);
      this.#next++;
    }
    const rows = [columnsOf(this.#columns), ...done.map((result) => rowOf(result, this.#columns))];
    writeText(this.#rows, csvLines(rows));
    if (existsSync(this.#waitingFile)) {
      for (const result of wholeLines(this.#waitingFile)) {
        if (this.found.has(result.index)) continue;
        this.found.set(result.index, result);
        this.#waiting.set(result.index, result);
      }
    }
    this.#flush();
  }

  #flush(): void {
    for (;;) {
      const result = this.#waiting.get(this.#points[this.#next]?.index ?? -1);
      if (result === undefined) return;
      appendText(this.#lines, lineOf(result));
      appendText(this.#rows, csvLines([rowOf(result, this.#columns)]));
      this.#waiting.delete(result.index);
      this.#next++;
    }
  }
}

/** The results of a file's whole lines; what follows the last line end is cut off. */
export function wholeLines(file: string): SweepResult[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) truncateFile(file, end);
  const lines = bytes.subarray(0, end).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as SweepResult);
}

function lineOf(result: SweepResult): string {
  return `${JSON.stringify(result)}\n`;
}
