/** One JSON object a line, each checked by a schema and turned into a request. */
import type { z } from "zod";
import { type Problem, ScenarioError } from "../../../base/errors.ts";
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
  const problems: Problem[] = [];
  const requests: RequestSpec[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const row = schema.safeParse(jsonOf(line));
    if (row.success) {
      for (const request of toRequests(row.data, index)) requests.push(request);
      return;
    }
    const issue = row.error.issues[0];
    problems.push({
      file,
      line: index + 1,
      path: issue.path.join("."),
      found: line.slice(0, 60),
      expected: `${what} (${issue.message})`,
    });
  });
  if (problems.length > 0) throw new ScenarioError(problems);
  return fromFirstArrival(requests);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
