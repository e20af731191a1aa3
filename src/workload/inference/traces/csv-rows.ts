/** Rows of a CSV trace by the names of its columns, each turned into a request or told as a problem of its line. */
import { parse } from "csv-parse/browser/esm/sync";
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import type { RequestSpec } from "../request.ts";
import { fromFirstArrival } from "./trace-reader.ts";

/** Requests of `text`; `toRequest` gives undefined for a row that is none, and `expected` says what a row looks like. */
export function csvRequests(
  text: string,
  file: string,
  expected: string,
  toRequest: (row: Readonly<Record<string, string>>) => RequestSpec | undefined,
): RequestSpec[] {
  const rows: Record<string, string>[] = parse(text, {
    columns: true,
    skip_empty_lines: true,
    relax_column_count: true,
    bom: true,
    trim: true,
  });
  const problems: Problem[] = [];
  const requests: RequestSpec[] = [];
  rows.forEach((row, index) => {
    const request = toRequest(row);
    const isWhole =
      request !== undefined &&
      Number.isFinite(request.arrivalNs) &&
      request.inputTokens >= 1 &&
      request.outputTokens >= 1;
    if (isWhole) requests.push(request);
    else problems.push({ file, line: index + 2, found: `"${Object.values(row).join(",")}"`, expected });
  });
  if (problems.length > 0) throw new ScenarioError(problems);
  return fromFirstArrival(requests);
}
