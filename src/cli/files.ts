/** Files of the command line: reading with clear errors, writing so that a killed run leaves no half file. */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { ScenarioError } from "../base/errors.ts";

/** Text of a file; a `ScenarioError` when it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "a folder" : String(code);
    throw new ScenarioError([{ file: path, found, expected: "a file that can be read" }]);
  }
}

/** What to call the model of a `config.json`: its folder's name, which is the model's on disk; else the file's own. */
export function modelName(path: string): string {
  const file = basename(path).replace(/\.json$/, "");
  return file === "config" ? basename(dirname(resolve(path))) : file;
}

/** Writes `text` under a temporary name beside `path` and renames it, making folders on the way. */
export function writeText(path: string, text: string): void {
  writePieces(path, [text]);
}

/** Writes `pieces` one after the other, likewise. */
export function writePieces(path: string, pieces: Iterable<string>): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, "w");
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
