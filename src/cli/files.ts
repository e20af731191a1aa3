/**
 * Files of the command line: reading with clear errors; writing so that a killed run leaves no half file, and what a killed run
 * left is removed by the next. Whatever a file system refuses is a `ScenarioError` with the path and the reason.
 */
import { constants } from "node:buffer";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { type Problem, ScenarioError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { formatBytes } from "../base/units.ts";

/** What people call the refusals of a file system. */
const refusals: { [code: string]: string } = {
  ENOENT: "no such file",
  EISDIR: "a folder",
  ENOTDIR: "a file where a folder is meant",
  EACCES: "no leave to write or read",
  EPERM: "no leave to write or read",
  EROFS: "a read-only file system",
  ENOSPC: "no space left on the device",
  EDQUOT: "no space left in the quota",
  EMFILE: "too many open files",
  ENAMETOOLONG: "a name that is too long",
};

/** Whether `error` is a file system's refusal. */
function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === "number";
}

/** What `act` on the file or folder `path` gives; its refusal as a `ScenarioError`. */
function tried<Value>(path: string, expected: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.code === "ENOENT" && expected === readable) throw new ScenarioError([missing(path)]);
    const found = refusals[error.code ?? ""] ?? String(error.code);
    throw new ScenarioError([{ file: path, found, expected }]);
  }
}

const readable = "a file that can be read";
const writable = "a place that can be written to";

/** A file that is not there: its folder is missing, or another name in it is meant. */
function missing(path: string): Problem {
  const folder = dirname(path);
  if (!existsSync(folder)) return { file: path, found: `no folder ${folder}`, expected: "a file" };
  const files = tried(folder, "a folder that can be read", () =>
    readdirSync(folder, { withFileTypes: true }),
  );
  const names = files.filter((each) => !each.isDirectory()).map(({ name }) => name);
  if (path.endsWith(".html")) {
    const expected = "a file to read: --html takes no name, a report is called after the first file";
    return { file: path, found: "nothing of this name", expected };
  }
  const meant = nearest(basename(path), names);
  return {
    file: path,
    found: "nothing of this name",
    expected: "a file",
    nearest: meant && join(folder, meant),
  };
}

/** The longest text that the language has. */
const textMost = constants.MAX_STRING_LENGTH;

/** Text of a file or of a pipe; a `ScenarioError` when it cannot be read, or has no end, as a device has. */
export function readText(path: string): string {
  return tried(path, readable, () => {
    const about = statSync(path);
    if (about.isCharacterDevice())
      throw new ScenarioError([{ file: path, found: "a device", expected: readable }]);
    if (about.size > textMost) {
      const found = `a file of ${formatBytes(about.size)}`;
      throw new ScenarioError([{ file: path, found, expected: `at most ${formatBytes(textMost)}` }]);
    }
    return readFileSync(path, "utf8");
  });
}

/** Bytes of a file; a `ScenarioError` when it cannot be read. */
export function readBytes(path: string): Uint8Array {
  return tried(path, readable, () => {
    if (statSync(path).isCharacterDevice())
      throw new ScenarioError([{ file: path, found: "a device", expected: readable }]);
    return readFileSync(path);
  });
}

/** What to call the model of a `config.json`: its folder's name, which is the model's on disk; else the file's own. */
export function modelName(path: string): string {
  const file = basename(path).replace(/\.json$/, "");
  return file === "config" ? basename(dirname(resolve(path))) : file;
}

/** Makes a folder and those above it, one by one: all at once, Node calls a read-only file system a missing file. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  tried(path, writable, () => {
    try {
      mkdirSync(path);
    } catch (error) {
      // Another process was first.
      if (!isRefusal(error) || error.code !== "EEXIST") throw error;
    }
  });
}

/** Writes `text` under a temporary name beside `path` and renames it, making folders on the way. */
export function writeText(path: string, text: string): void {
  writePieces(path, [text]);
}

/** Writes `pieces` one after the other, likewise. */
export function writePieces(path: string, pieces: Iterable<string>): void {
  if (isPipe(path)) {
    tried(path, writable, () => writeAll(path, pieces));
    return;
  }
  const folder = dirname(path);
  makeFolder(folder);
  removeLeftOvers(folder);
  const temporary = `${path}.${process.pid}.tmp`;
  tried(path, writable, () => {
    try {
      writeAll(temporary, pieces);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Whether there is something at `path` that takes bytes and keeps none: a pipe, a terminal, a device. */
function isPipe(path: string): boolean {
  const about = tried(path, writable, () => statSync(path, { throwIfNoEntry: false }));
  return about !== undefined && !about.isFile() && !about.isDirectory();
}

function writeAll(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

/** Adds `text` to the end of a file. */
export function appendText(path: string, text: string): void {
  tried(path, writable, () => appendFileSync(path, text));
}

/** Cuts a file off after `bytes`. */
export function truncateFile(path: string, bytes: number): void {
  tried(path, writable, () => truncateSync(path, bytes));
}

/** Removes a file, or a folder with all that is in it, if it is there. */
export function remove(path: string): void {
  tried(path, writable, () => rmSync(path, { recursive: true, force: true }));
}

/** Folders of this process that hold nothing of killed runs any more. */
const cleaned = new Set<string>();

/** Removes temporary files in `folder` whose writers are gone. */
function removeLeftOvers(folder: string): void {
  if (cleaned.has(folder)) return;
  cleaned.add(folder);
  for (const name of tried(folder, writable, () => readdirSync(folder))) {
    const [, writer] = /\.(\d+)\.tmp$/.exec(name) ?? [];
    if (writer !== undefined && !isAlive(Number(writer))) remove(join(folder, name));
  }
}

/** Whether another process with this number runs on this machine. */
function isAlive(process_: number): boolean {
  if (!Number.isInteger(process_) || process_ <= 0 || process_ === process.pid) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Locks of this process, which go when it ends. */
const held = new Set<string>();

/** After this long a lock that names nobody is not being written any more, ms. */
const begunMs = 10_000;

/**
 * Claims the file `path` for this process until it ends. Throws a `ScenarioError` where another process has it that runs, or may:
 * of one on another machine, which shares the file system, nobody here can tell. What is left of a process that is gone is taken over.
 */
export function lock(path: string, what: string): void {
  if (held.has(path)) return;
  const refuse = (found: string) =>
    new ScenarioError([{ file: path, found, expected: "one at a time in a folder" }]);
  makeFolder(dirname(path));
  if (existsSync(path)) {
    const [holder, machine = hostname()] = readText(path).trim().split(" ");
    if (holder === "" && Date.now() - tried(path, readable, () => statSync(path).mtimeMs) < begunMs)
      throw refuse(`another ${what} that has just begun`);
    if (machine !== hostname())
      throw refuse(`a ${what} of process ${holder} on ${machine}; remove this file if it no longer runs`);
    if (isAlive(Number(holder))) throw refuse(`a ${what} of process ${holder}, which runs`);
    remove(path);
  }
  const taken = tried(path, writable, () => {
    try {
      return openSync(path, "wx");
    } catch (error) {
      if (isRefusal(error) && error.code === "EEXIST") return undefined;
      throw error;
    }
  });
  if (taken === undefined) throw refuse(`another ${what} that has just begun`);
  try {
    tried(path, writable, () => writeFileSync(taken, `${process.pid} ${hostname()}\n`));
  } catch (error) {
    // On a full disk: what names nobody would keep the next one out.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(taken);
  }
  if (held.size === 0) process.once("exit", freeLocks);
  held.add(path);
}

function freeLocks(): void {
  for (const path of held) rmSync(path, { force: true });
}
