/** Rows of a CSV trace by the names of its columns, each turned into a request or told as a problem of its line. */
import { parse } from "csv-parse/browser/esm/sync";
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import type { RequestSpec } from "../request.ts";
import { fromFirstArrival } from "./trace-reader.ts";

/** Requests of `text`; `toRequest` gives undefined for a row that is to be left out, and `expected` says what a row looks like. */
export function csvRequests(
  text: string,
  file: string,
  expected: string,
  toRequest: (row: Readonly<Record<string, string>>) => RequestSpec | undefined,
): RequestSpec[] {
  const rows: { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
    columns: true,
    skip_empty_lines: true,
    relax_column_count: true,
    bom: true,
    trim: true,
    info: true,
  });
  const problems: Problem[] = [];
  const requests: RequestSpec[] = [];
  for (const { record, info } of rows) {
    const request = toRequest(record);
    if (request === undefined) continue;
    if (isRequest(request)) requests.push(request);
    else problems.push({ file, line: info.lines, found: `"${Object.values(record).join(",")}"`, expected });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return fromFirstArrival(requests);
}

/** Whether its numbers are numbers, and its tokens whole ones. */
export function isRequest({
  arrivalNs,
  inputTokens,
  outputTokens,
  session = 0,
  priority = 0,
}: RequestSpec): boolean {
  return (
    Number.isFinite(arrivalNs) &&
    [inputTokens, outputTokens].every((tokens) => Number.isInteger(tokens) && tokens >= 1) &&
    [session, priority].every(Number.isInteger)
  );
}
