/** Any CSV whose columns the scenario names: `columns: { arrival: t, unit: ms, input: prompt, output: answer }`. */
import { z } from "zod";
import { csvRows } from "../../../../base/csv-rows.ts";
import { ScenarioError } from "../../../../base/errors.ts";
import { nearest } from "../../../../base/nearest.ts";
import type { RequestSpec } from "../request.ts";
import { conversationNumbers, csvRequests } from "./csv-requests.ts";

const nsPerUnit = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

const column = (what: string) => z.string({ error: "the name of a column" }).meta({ description: what });

/** What the scenario says of the columns. */
export const namedColumnsSchema = z
  .strictObject({
    arrival: column(
      "Time of arrival, from any start; all requests are there at once when absent.",
    ).optional(),
    unit: z.enum(["s", "ms", "us", "ns"]).default("s").meta({ description: "Of the times of arrival." }),
    input: column("Tokens of the prompt."),
    output: column("Tokens of the answer."),
    session: column("Conversation, by any name; a row with none is one of its own.").optional(),
    priority: column("Less is more urgent, a whole number.").optional(),
  })
  .meta({ description: "Columns of any CSV, in place of a known form." });

/** The requests of `text` by its named columns. Throws a `ScenarioError` naming a column that is not there. */
export function namedColumnRequests(
  text: string,
  file: string,
  { unit, ...columns }: z.output<typeof namedColumnsSchema>,
): RequestSpec[] {
  const known = Object.keys(csvRows(text.split("\n", 2).join("\n"), file)[0]?.record ?? {});
  const missing = Object.entries(columns).flatMap(([what, name]) =>
    name === undefined || known.includes(name) ? [] : [{ what, name }],
  );
  if (missing.length > 0) {
    throw new ScenarioError(
      missing.map(({ what, name }) => ({
        path: `workload.trace.columns.${what}`,
        found: `"${name}"`,
        expected: `a column of the file: ${known.join(", ")}`,
        nearest: nearest(name, known),
      })),
    );
  }
  const { arrival, input, output, session, priority } = columns;
  const needed = [arrival, input, output, priority].filter((name) => name !== undefined);
  const conversationOf = conversationNumbers();
  return csvRequests(text, file, `numbers under ${needed.join(", ")}`, (row) => ({
    arrivalNs: arrival === undefined ? 0 : Number(row[arrival]) * nsPerUnit[unit],
    inputTokens: Number(row[input]),
    outputTokens: Number(row[output]),
    ...(session !== undefined && row[session] && { session: conversationOf(row[session]) }),
    ...(priority !== undefined && { priority: Number(row[priority]) }),
  }));
}
