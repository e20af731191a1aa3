/** One folder for all that the tests write, removed when they have ended: what `tmpdir()` gives in every worker, and in their processes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes the folder; gives what removes it. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "trnsim-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
