/**
 * What a command prints: results to stdout, everything else to stderr. With `--json` stdout holds the JSON and nothing
 * else. Colour only on a terminal, and not with `--no-color` or NO_COLOR.
 */
import { makeStyle, type Style } from "../report/text/style.ts";
import { type Progress, startProgress } from "./progress.ts";

/** Flags every command understands. */
export interface CommonFlags {
  json?: boolean;
  quiet?: boolean;
  color?: boolean;
}

/** The two streams of a command. */
export interface Console {
  style: Style;
  /** A result: stdout. */
  print(text: string): void;
  /** A remark: stderr, silent with `--quiet`. */
  note(text: string): void;
  /** A progress bar on stderr, for work of `total` pieces called `what`. */
  progress(total: number, what: string): Progress;
}

/** The console of this process under `flags`. */
export function processConsole(flags: CommonFlags): Console {
  const colour = flags.color !== false && process.env.NO_COLOR === undefined && process.stdout.isTTY === true;
  return {
    style: makeStyle(colour, process.stdout.isTTY === true ? process.stdout.columns : undefined),
    print: (text) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    note: (text) => {
      if (!flags.quiet) process.stderr.write(`${text}\n`);
    },
    progress: (total, what) => startProgress(flags, total, what),
  };
}
