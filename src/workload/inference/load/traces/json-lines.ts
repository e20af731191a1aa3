/** One JSON object a line, each checked by a schema and turned into a request. */

import type { z } from "zod";
import { elementAt } from "../../../../base/element-at.ts";
import { WrongRows } from "../../../../base/wrong-rows.ts";
import type { RequestSpec } from "../request.ts";
import { fromFirstArrival } from "./trace-reader.ts";

/** Requests of `text`; a line may give several. `what` names a line in messages: "a Mooncake request". */
export function jsonLineRequests<Schema extends z.ZodType>(
  text: string,
  file: string,
  what: string,
  schema: Schema,
  toRequests: (row: z.output<Schema>, index: number) => RequestSpec[],
): RequestSpec[] {
  const wrong = new WrongRows(file);
  const requests: RequestSpec[] = [];
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const row = schema.safeParse(jsonOf(line));
    if (row.success) {
      for (const request of toRequests(row.data, index)) requests.push(request);
      return;
    }
    wrong.add({ line: index + 1, found: line.slice(0, 60), ...unlike(what, row.error) });
  });
  wrong.throwAny(lines.length);
  return fromFirstArrival(requests);
}

/** What keeps a line from being `what`. */
function unlike(what: string, { issues }: z.ZodError): { path: string; expected: string } {
  const { path: steps, message } = elementAt(issues, 0);
  const path = steps.join(".");
  const isMissing = message.endsWith("received undefined");
  if (isMissing && path === "") return { path, expected: `${what}, as JSON on one line` };
  return { path, expected: isMissing ? `${what}, which has it` : `${what} (${message})` };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
