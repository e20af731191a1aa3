/** Files whose scenarios a check did not come to, which a CI's own pages must show beside those it compared. */
import { counted } from "../../base/counted.ts";
import { formatProblem, type Problem } from "../../base/errors.ts";

/** A file and what is wrong with it, the first first. */
export interface UnreadFile {
  file: string;
  /** 1-based, of the first; undefined where it has no place. */
  line: number | undefined;
  column: number | undefined;
  texts: readonly string[];
}

/** `problems` by their file, in the order of the files. */
export function unreadFiles(problems: readonly Problem[]): UnreadFile[] {
  const files = [...new Set(problems.map(({ file = "command line" }) => file))];
  return files.map((file) => {
    const own = problems.filter((problem) => (problem.file ?? "command line") === file);
    return { file, line: own[0]?.line, column: own[0]?.column, texts: own.map(formatProblem) };
  });
}

/** `1 of 2 scenarios as accepted, 1 file not read`. */
export function acceptedText(accepted: number, scenarios: number, unread: readonly UnreadFile[]): string {
  const rest = unread.length === 0 ? "" : `, ${counted(unread.length, "file")} not read`;
  return `${accepted} of ${counted(scenarios, "scenario")} as accepted${rest}`;
}
