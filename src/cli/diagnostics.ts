/**
 * Problems for a person: each on a line that tools can read, and below it the line of the file with a caret. Only files that the
 * command line itself names are shown: what a scenario points at may be somebody else's.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { formatProblem, type Problem } from "../base/errors.ts";

const widest = 96;
const largestBytes = 1e6;

/** All of `problems`, with the lines of those of `files` that they stand in. */
export function diagnosticsText(problems: readonly Problem[], files: readonly string[]): string {
  const lines = new Map<string, string[]>();
  const lineOf = ({ file, line }: Problem): string | undefined => {
    if (file === undefined || line === undefined || !files.includes(file)) return undefined;
    if (!lines.has(file)) lines.set(file, linesOf(file));
    return lines.get(file)?.[line - 1];
  };
  const told = problems.map((problem) => {
    const text = lineOf(problem);
    const line = withGivenPaths(formatProblem(problem), files);
    return text === undefined ? line : `${line}\n${excerpt(problem, text)}`;
  });
  // Several variants may have the same one.
  return [...new Set(told)].join("\n");
}

/**
 * `text` with paths as the user gives them in `given`, the words of the command line: relative ones, though what a scenario
 * names is looked for by whole paths, unless some word gives that folder whole.
 */
function withGivenPaths(text: string, given: readonly string[]): string {
  const words = given.filter((word) => word !== process.argv[0] && word !== process.argv[1]);
  const folders = new Set([".", ...words.filter((word) => !isAbsolute(word)).map(dirname)]);
  const whole = [...folders]
    .map((folder) => ({ folder, path: `${resolve(folder)}/` }))
    .filter(({ path }) => path !== "/" && !words.some((word) => word.includes(path)))
    .sort((a, b) => b.path.length - a.path.length);
  return whole.reduce(
    (told, { folder, path }) => told.replaceAll(path, folder === "." ? "" : `${folder}/`),
    text,
  );
}

function linesOf(file: string): string[] {
  if (!existsSync(file) || statSync(file).size > largestBytes) return [];
  return readFileSync(file, "utf8").split(/\r?\n/);
}

/** The line and a caret under the column; of a long line the part around it. */
function excerpt({ line = 0, column = 1 }: Problem, text: string): string {
  const start = Math.max(0, Math.min(column - 1 - widest / 2, text.length - widest));
  const shown = `${start > 0 ? "..." : ""}${text.slice(start, start + widest)}${text.length > start + widest ? "..." : ""}`;
  const before = text.slice(start, column - 1).replace(/[^\t]/g, " ");
  const gutter = String(line);
  const length = /^[\w.$%+-]+/.exec(text.slice(column - 1))?.[0].length ?? 1;
  const caret = "^".repeat(Math.max(1, Math.min(length, widest)));
  return `  ${gutter} | ${shown}\n  ${" ".repeat(gutter.length)} | ${start > 0 ? "   " : ""}${before}${caret}`;
}
