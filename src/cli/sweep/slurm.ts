/**
 * Submits a sweep to Slurm: an array job, one task a shard, and a merge that waits until all of them have ended well. The
 * folder of the results must be on a file system that all nodes share (Lustre, EFS, NFS).
 */
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join, resolve } from "node:path";
import { ScenarioError } from "../../base/errors.ts";
import { writeText } from "../files.ts";

/** What is submitted. */
export interface SlurmSweep {
  /** Arguments of `trnsim sweep`, without those of the submission itself. */
  args: readonly string[];
  /** Folder of the sweep, where scripts and logs go too. */
  folder: string;
  tasks: number;
  /** Further flags of sbatch, such as `--partition=cpu`. */
  flags: readonly string[];
}

/** Writes both scripts, submits them, and returns the numbers of the two jobs. */
export function submitToSlurm({ args, folder, tasks, flags }: SlurmSweep): { array: string; merge: string } {
  const program = [process.execPath, ...process.execArgv, resolve(process.argv[1] as string)];
  const write = (name: string, directives: readonly string[], command: readonly string[]) => {
    const path = resolve(folder, name);
    const lines = [
      "#!/bin/bash",
      ...directives.map((directive) => `#SBATCH ${directive}`),
      `cd ${quoted(process.cwd())}`,
      `exec ${command.map(quoted).join(" ")}`,
    ];
    writeText(path, `${lines.join("\n")}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const log = (name: string) => `--output=${resolve(join(folder, name))}`;
  const arrayScript = write(
    "array.sbatch",
    ["--job-name=trnsim-sweep", `--array=1-${tasks}`, log("array-%a.log")],
    [...program, "sweep", ...args, "--quiet"],
  );
  const mergeScript = write(
    "merge.sbatch",
    ["--job-name=trnsim-merge", log("merge.log")],
    [...program, "sweep", "--merge", resolve(folder)],
  );
  const array = sbatch([...flags, arrayScript]);
  const merge = sbatch([...flags, `--dependency=afterok:${array}`, "--kill-on-invalid-dep=yes", mergeScript]);
  return { array, merge };
}

function sbatch(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("sbatch", ["--parsable", ...args], {
    encoding: "utf8",
  });
  if (error !== undefined || status !== 0) {
    const found = error ? "no sbatch on this machine" : stderr.trim();
    throw new ScenarioError([{ path: "--submit slurm", found, expected: "a submission that Slurm takes" }]);
  }
  return stdout.trim().split(";")[0] as string;
}

/** `text` as one word of a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
