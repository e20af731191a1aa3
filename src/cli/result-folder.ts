/**
 * The folder of a run, `results/<scenario>/<variant>/`: summary, detail tables, the scenario as resolved, and where it
 * all came from. Everything but `provenance.json` is the same bytes for the same scenario, seed and version.
 */
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import { version } from "../base/version.ts";
import { csvPieces } from "../report/csv.ts";
import { jsonText } from "../report/json.ts";
import { resolvePaths } from "../scenario/variant.ts";
import { writePieces, writeText } from "./files.ts";
import type { Run } from "./simulations.ts";

/** Facts of the process that made a result, which differ from run to run. */
export interface Provenance {
  startedAt: Date;
  wallSeconds: number;
}

/** Writes the folder of `run` below `out` and returns its path. */
export function writeResultFolder(out: string, run: Run, provenance: Provenance): string {
  const { entry, record, summary } = run;
  const folder = join(out, entry.scenario.name, entry.variant);
  const resolved = resolvePaths(entry.resolved, (path) => relative(folder, path));
  writeText(join(folder, "resolved.yaml"), stringify(resolved));
  for (const [name, table] of Object.entries(record.result?.tables ?? {})) {
    writePieces(join(folder, `${name}.csv`), csvPieces(table));
  }
  writeText(
    join(folder, "provenance.json"),
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
      started_at: provenance.startedAt.toISOString(),
      wall_seconds: provenance.wallSeconds,
    }),
  );
  writeText(join(folder, "summary.json"), jsonText(summary));
  return folder;
}
