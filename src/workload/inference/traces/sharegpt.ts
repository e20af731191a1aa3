/**
 * Conversations like ShareGPT's, one JSON object a line: `{"conversations": [{"from": "human", "value": "..."}, ...]}`.
 * Every answer is a request whose prompt is all that was said before; a token is counted as four characters. The file has
 * no times, so all requests are there at the start, and closed loops or rates must come from elsewhere: `speed` and windows
 * do nothing here.
 */
import { z } from "zod";
import type { RequestSpec } from "../request.ts";
import { jsonLineRequests } from "./json-lines.ts";
import { defineTrace } from "./trace-reader.ts";

const charactersPerToken = 4;

const rowSchema = z.object({
  conversations: z.array(z.object({ from: z.string(), value: z.string() })),
});

export const sharegpt = defineTrace({
  name: "sharegpt",
  help: "JSON lines with conversations [{from, value}] (ShareGPT); four characters a token, all at the start",
  options: {},
  create: () => ({
    recognises: (text) => /^\s*\{[^\n]*"conversations"/.test(text.slice(0, 4096)),
    read: (text, file) =>
      jsonLineRequests(text, file, "a conversation", rowSchema, ({ conversations }, session) => {
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
      }),
  }),
});
