/**
 * Conversations like ShareGPT's, one JSON object a line or all in one array:
 * `{"conversations": [{"from": "human", "value": "..."}, ...]}`.
 * Every answer is a request whose prompt is all that was said before; a token is counted as four characters. The file has
 * no times, so all requests are there at the start, and closed loops or rates must come from elsewhere: `speed` and windows
 * do nothing here.
 */
import { z } from "zod";
import { ScenarioError } from "../../../../base/errors.ts";
import type { RequestSpec } from "../request.ts";
import { jsonLineRequests } from "./json-lines.ts";
import { defineTrace } from "./trace-reader.ts";

const charactersPerToken = 4;

const rowSchema = z.object({
  conversations: z.array(z.object({ from: z.string(), value: z.string() })),
});

export const sharegpt = defineTrace({
  name: "sharegpt",
  help: "JSON lines, or one array, with conversations [{from, value}] (ShareGPT); four characters a token, all at the start",
  options: {},
  create: () => ({
    recognises: (text) => /^\s*\[?\s*\{[\s\S]*"conversations"/.test(text.slice(0, 4096)),
    read: (text, file) =>
      jsonLineRequests(
        linesOf(text, file),
        file,
        "a conversation",
        rowSchema,
        ({ conversations }, session) => {
          const requests: RequestSpec[] = [];
          let characters = 0;
          for (const { from, value } of conversations) {
            if (/gpt|assistant|model/i.test(from) && characters > 0) {
              requests.push({
                arrivalNs: 0,
                inputTokens: Math.ceil(characters / charactersPerToken),
                outputTokens: Math.max(1, Math.ceil(value.length / charactersPerToken)),
                session,
              });
            }
            characters += value.length;
          }
          return requests;
        },
      ),
  }),
});

/** One conversation a line, where the file is one array of them. */
function linesOf(text: string, file: string): string {
  if (!text.trimStart().startsWith("[")) return text;
  try {
    return (JSON.parse(text) as unknown[]).map((each) => JSON.stringify(each)).join("\n");
  } catch {
    throw new ScenarioError([{ file, found: "an array that does not end well", expected: "JSON" }]);
  }
}
