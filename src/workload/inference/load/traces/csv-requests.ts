/** Rows of a CSV trace by the names of its columns, each turned into a request or told as a problem of its line. */
import { type CsvRow, csvRows } from "../../../../base/csv-rows.ts";
import { WrongRows } from "../../../../base/wrong-rows.ts";
import type { RequestSpec } from "../request.ts";
import { fromFirstArrival } from "./trace-reader.ts";

/** Requests of `text`; `toRequest` gives undefined for a row that is to be left out, and `expected` says what a row looks like. */
export function csvRequests(
  text: string,
  file: string,
  expected: string,
  toRequest: (row: CsvRow) => RequestSpec | undefined,
): RequestSpec[] {
  const wrong = new WrongRows(file);
  const requests: RequestSpec[] = [];
  const rows = csvRows(text, file);
  for (const { record, info } of rows) {
    const request = toRequest(record);
    if (request === undefined) continue;
    if (isRequest(request)) requests.push(request);
    else
      wrong.add({ line: info.lines, found: `"${Object.values(record).join(",").slice(0, 80)}"`, expected });
  }
  wrong.throwAny(rows.length);
  return fromFirstArrival(requests);
}

/** Gives conversations, whatever they are called, numbers in the order in which they begin. */
export function conversationNumbers(): (name: string) => number {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
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
