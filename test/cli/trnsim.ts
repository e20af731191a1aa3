/** Runs the built program as a user does, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;

/** Path of the built program. */
export const program = join(root, "dist/main.js");

/** A new empty folder. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "trnsim-"));
}

/** Path of a shipped scenario. */
export function scenario(name: string): string {
  return join(root, "scenarios", `${name}.yaml`);
}

/** Runs `trnsim` with these arguments and tells what it printed and how it exited. */
export function trnsim(args: string[], folder = temporaryFolder()) {
  const result = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
  });
  return { folder, code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Problems told on stderr, without the lines of the file below each. */
export function problemLines(stderr: string): string[] {
  return stderr.split("\n").filter((line) => line !== "" && !line.startsWith("  "));
}

/** A scenario that takes a moment. */
export const small = `name: small
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 2/s }
  input: { kind: uniform, min: 64, max: 256 }
  output: { kind: uniform, min: 8, max: 32 }
  duration: 30 s
`;

/** A new folder with these files. */
export function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
