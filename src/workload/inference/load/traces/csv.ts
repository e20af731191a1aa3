/** One's own trace: CSV with `arrival_s,input_tokens,output_tokens`, and `session`, `priority` where there are any. */
import { conversationNumbers, csvRequests } from "./csv-requests.ts";
import { defineTrace } from "./trace-reader.ts";

export const csv = defineTrace({
  name: "csv",
  help: "CSV with arrival_s,input_tokens,output_tokens and, optionally, session, priority",
  options: {},
  create: () => ({
    recognises: (text) => /^\uFEFF?arrival_s,/.test(text),
    read(text, file) {
      const conversationOf = conversationNumbers();
      return csvRequests(text, file, "numbers under arrival_s, input_tokens, output_tokens", (row) => ({
        arrivalNs: Number(row.arrival_s) * 1e9,
        inputTokens: Number(row.input_tokens),
        outputTokens: Number(row.output_tokens),
        ...(row.session ? { session: conversationOf(row.session) } : {}),
        ...(row.priority ? { priority: Number(row.priority) } : {}),
      }));
    },
  }),
});
