/** Runs the built program as a user does, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "../../src/cli/run-command.ts";

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

/** The same within this process, which has the program loaded: for what does not hang on a process of its own. */
export async function trnsimHere(args: readonly string[], folder = temporaryFolder()) {
  const { argv, env, stdout, stderr } = process;
  const [writeOut, writeError, home] = [stdout.write, stderr.write, process.cwd()];
  const printed = { stdout: "", stderr: "" };
  const keep = (stream: keyof typeof printed) => (text: unknown) => {
    printed[stream] += String(text);
    return true;
  };
  process.chdir(folder);
  process.argv = [process.execPath, program, ...args];
  process.env = { ...env, NO_COLOR: "1" };
  process.exitCode = undefined;
  [stdout.write, stderr.write] = [keep("stdout"), keep("stderr")];
  try {
    await runCommand(process.argv);
    return { folder, code: Number(process.exitCode ?? 0), ...printed };
  } finally {
    process.chdir(home);
    process.argv = argv;
    process.env = env;
    process.exitCode = undefined;
    [stdout.write, stderr.write] = [writeOut, writeError];
  }
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
