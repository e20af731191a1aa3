/**
 * Requests in the form of LLMServingSim (KAIST): one JSON object a line with `input_toks`, `output_toks`, `arrival_time_ns`,
 * and in newer files the tokens themselves, of which only the number is read.
 */
import { z } from "zod";
import { jsonLineRequests } from "./json-lines.ts";
import { defineTrace } from "./trace-reader.ts";

const rowSchema = z
  .object({
    input_toks: z.int().min(1),
    output_toks: z.int().min(1),
    arrival_time_ns: z.number().min(0),
    input_tok_ids: z.array(z.unknown()).optional(),
  })
  .refine(({ input_toks, input_tok_ids = [] }) => [0, input_toks].includes(input_tok_ids.length), {
    error: "as many input_tok_ids as input_toks",
    path: ["input_tok_ids"],
  });

export const llmservingsim = defineTrace({
  name: "llmservingsim",
  help: "JSON lines with input_toks, output_toks, arrival_time_ns (LLMServingSim)",
  options: {},
  create: () => ({
    recognises: (text) => /^\s*\{[^\n]*"(input_toks|arrival_time_ns)"/.test(text.slice(0, 4096)),
    read: (text, file) =>
      jsonLineRequests(text, file, "an LLMServingSim request", rowSchema, (row) => [
        {
          arrivalNs: row.arrival_time_ns,
          inputTokens: row.input_toks,
          outputTokens: row.output_toks,
        },
      ]),
  }),
});
