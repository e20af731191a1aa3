/**
 * The folder of a run, `results/<scenario>/<variant>/`: summary, detail tables, the scenario as resolved, and where it
 * all came from. Everything but `provenance.json` is the same bytes for the same scenario, seed and version.
 */
import { hostname } from "node:os";
import { basename, join, relative } from "node:path";
import { stringify } from "yaml";
import { version } from "../base/version.ts";
import { csvPieces } from "../report/csv.ts";
import { jsonText } from "../report/json.ts";
import { resolvePaths } from "../scenario/variant.ts";
import { lock, readText, remove, writePieces, writeText } from "./files.ts";
import type { Run } from "./simulations.ts";

/** Facts of the process that made a result, which differ from run to run. */
export interface Provenance {
  startedAt: Date;
  wallSeconds: number;
}

/** Files of a run beside its summary and tables, by name: a timeline, an explanation. */
export type ExtraFiles = Readonly<Record<string, string>>;

/**
 * Claims the folders of `entries` below `out` for this process: two runs that wrote into one at the same time would leave files of
 * both. Throws a `ScenarioError` where one that runs has any of them, before anything is simulated.
 */
export function claimResultFolders(
  out: string,
  entries: readonly Pick<Run["entry"], "scenario" | "variant">[],
): void {
  for (const entry of entries) lock(join(folderOf(out, entry), "run.lock"), "run");
}

function folderOf(out: string, { scenario, variant }: Pick<Run["entry"], "scenario" | "variant">): string {
  return join(out, scenario.name, variant);
}

/**
 * Writes the folder of `run` below `out` and returns its path. What an earlier run left there and this one has not is removed;
 * the summary goes first and comes last, so that a folder with a summary is whole.
 */
export function writeResultFolder(
  out: string,
  run: Run,
  provenance: Provenance,
  extras: ExtraFiles = {},
): string {
  const { entry, record, summary } = run;
  const folder = folderOf(out, entry);
  const tables = Object.entries(record.result?.tables ?? {});
  const resolved = resolvePaths(entry.resolved, (path) => relative(folder, path));
  const files = ["resolved.yaml", ...tables.map(([name]) => `${name}.csv`), ...Object.keys(extras)];
  remove(join(folder, summaryFile));
  for (const name of filesOf(folder)) if (!files.includes(name)) remove(join(folder, name));
  writeText(
    join(folder, provenanceFile),
    jsonText({
      schema: "trnsim.provenance/1",
      version,
      catalog_hash: summary.simulator.catalog_hash,
      seed: summary.scenario.seed,
      scenario_hash: summary.scenario.hash,
      node: process.version,
      host: hostname(),
      command: process.argv.slice(2),
      folder: process.cwd(),
      file: entry.file,
      files,
      started_at: provenance.startedAt.toISOString(),
      wall_seconds: provenance.wallSeconds,
    }),
  );
  writeText(join(folder, "resolved.yaml"), stringify(resolved));
  for (const [name, table] of tables) writePieces(join(folder, `${name}.csv`), csvPieces(table));
  for (const [name, text] of Object.entries(extras)) writeText(join(folder, name), text);
  writeText(join(folder, summaryFile), jsonText(summary));
  return folder;
}

const summaryFile = "summary.json";
const provenanceFile = "provenance.json";

/** Names of the files that the last run in `folder` wrote, or began to; none where it is not known. */
function filesOf(folder: string): string[] {
  try {
    const { files } = JSON.parse(readText(join(folder, provenanceFile))) as { files?: unknown };
    const isName = (name: unknown): name is string => typeof name === "string" && basename(name) === name;
    return Array.isArray(files) ? files.filter(isName) : [];
  } catch {
    return [];
  }
}
