/** Puts the shards of a sweep together, once nothing is missing, into the files that a sweep in one piece would have written. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { csvLines } from "../../base/csv-text.ts";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { jsonText } from "../../report/json.ts";
import { columnsOf, rowOf, type SweepResult } from "../../study/sweep/sweep-point.ts";
import { readText, writeText } from "../files.ts";
import { type SweepManifest, wholeLines } from "./sweep-folder.ts";

const missingShown = 10;

const entriesOf = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

/** Names of the shards in `folder`. */
function shardsIn(folder: string): string[] {
  return entriesOf(folder).filter(
    (name) => /^shard-\d+-of-\d+$/.test(name) && existsSync(join(folder, name, "sweep.json")),
  );
}

/** Merges the shards in `folder`. Throws a `ScenarioError` that says which points are missing, of which shards. */
export function mergeShards(folder: string): { manifest: SweepManifest; results: SweepResult[] } {
  const shards = shardsIn(folder).map((name) => ({
    name,
    manifest: JSON.parse(readText(join(folder, name, "sweep.json"))) as SweepManifest,
  }));
  const [first] = shards;
  if (first === undefined) {
    throw new ScenarioError([
      {
        file: folder,
        found: "no shards",
        expected: "a folder with shard-1-of-n and so on",
        nearest: entriesOf(folder)
          .map((name) => join(folder, name, "sweep"))
          .find((below) => shardsIn(below).length > 0),
      },
    ]);
  }
  const { shard, ...manifest } = first.manifest;
  const whole = jsonText(manifest);
  const problems: Problem[] = [];
  const results = new Map<number, SweepResult>();
  for (const { name, manifest: own } of shards) {
    const { shard: _, ...rest } = own;
    if (jsonText(rest) !== whole) {
      problems.push({
        file: join(folder, name),
        found: "another sweep",
        expected: `the sweep of ${first.name}`,
      });
      continue;
    }
    for (const file of ["points.jsonl", "waiting.jsonl"]) {
      const path = join(folder, name, file);
      if (existsSync(path)) for (const result of wholeLines(path)) results.set(result.index, result);
    }
  }
  const missing = Array.from({ length: manifest.points }, (_, index) => index).filter(
    (index) => !results.has(index),
  );
  if (missing.length > 0) {
    const count = shard?.count ?? 1;
    const of = [...new Set(missing.map((index) => `${(index % count) + 1}/${count}`))];
    const shown = missing.slice(0, missingShown).join(", ");
    problems.push({
      file: folder,
      found: `${missing.length} of ${manifest.points} points missing (${shown}${missing.length > missingShown ? ", ..." : ""})`,
      expected: `all of them: run shard ${of.join(", ")} again`,
    });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  const ordered = [...results.values()].sort((a, b) => a.index - b.index);
  const rows = [columnsOf(manifest), ...ordered.map((result) => rowOf(result, manifest))];
  writeText(join(folder, "points.jsonl"), ordered.map((result) => `${JSON.stringify(result)}\n`).join(""));
  writeText(join(folder, "points.csv"), csvLines(rows));
  writeText(join(folder, "sweep.json"), whole);
  return { manifest, results: ordered };
}
