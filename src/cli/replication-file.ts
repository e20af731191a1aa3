/**
 * Replications of a scenario that are done, kept until all of a command are: a comparison that is killed takes them again and
 * goes on with the next seed.
 *
 *     results/<scenario>/<variant>/replications.jsonl
 *       { schema, version, catalog_hash, first }      hash of the summary of the first, which is always run anew
 *       { ...summary of the next seed }               a line each, in the order of the seeds
 *
 * A line that a kill has torn is dropped, and so is everything where the first run is no longer what it was: another scenario,
 * catalog or file beside it. Whoever reads a summary reads its line, so that a kept one and a new one are the same.
 */
import { existsSync, readFileSync } from "node:fs";
import { contentHash } from "../base/hash.ts";
import type { Summary } from "../simulation/summary.ts";
import { appendText, remove, writeText } from "./files.ts";

/** The replications after the first of one scenario. */
export class ReplicationFile {
  readonly #path: string;
  readonly #kept: string[];

  constructor(path: string, first: Summary) {
    this.#path = path;
    const { version, catalog_hash: catalogHash } = first.simulator;
    const head = JSON.stringify({
      schema: "trnsim.replications/1",
      version,
      catalog_hash: catalogHash,
      first: contentHash(first),
    });
    const [found, ...lines] = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    // What stands behind the last line end is torn, or nothing.
    this.#kept = found === head ? lines.slice(0, -1) : [];
    writeText(path, [head, ...this.#kept, ""].join("\n"));
  }

  /** How many are there already. */
  get kept(): number {
    return this.#kept.length;
  }

  /** The summary number `index`, from 0: as it stands there, or as `simulate` gives it, which is on disk when this returns. */
  summary(index: number, simulate: () => Summary): Summary {
    let line = this.#kept[index];
    if (line === undefined) {
      line = JSON.stringify(simulate());
      appendText(this.#path, `${line}\n`);
    }
    return JSON.parse(line) as Summary;
  }

  /** All are done: nothing is left to be taken again. */
  close(): void {
    remove(this.#path);
  }
}
