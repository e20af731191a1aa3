/**
 * Mooncake traces (kvcache-ai/Mooncake, FAST'25): one JSON object a line with `timestamp` (ms), `input_length`,
 * `output_length`, `hash_ids` (prefix blocks of 512 tokens; equal ids are equal content).
 */
import { z } from "zod";
import { jsonLineRequests } from "./json-lines.ts";
import { defineTrace } from "./trace-reader.ts";

const blockTokens = 512;

const rowSchema = z
  .object({
    timestamp: z.number().min(0),
    input_length: z.int().min(1),
    output_length: z.int().min(1),
    hash_ids: z.array(z.int()).default([]),
  })
  .refine(({ input_length, hash_ids }) => hash_ids.length <= Math.ceil(input_length / blockTokens), {
    error: `no more hash_ids than blocks of ${blockTokens} tokens in input_length`,
    path: ["hash_ids"],
  });

export const mooncake = defineTrace({
  name: "mooncake",
  help: "JSON lines with timestamp (ms), input_length, output_length, hash_ids (Mooncake traces)",
  options: {},
  create: () => ({
    prefixBlockTokens: blockTokens,
    recognises(text) {
      const start = text.slice(0, 4096);
      return /^\s*\{[^\n]*"timestamp"[^\n]*"input_length"/.test(start) && !/"chat_id"/.test(start);
    },
    read: (text, file) =>
      jsonLineRequests(text, file, "a Mooncake request", rowSchema, (row) => [
        {
          arrivalNs: row.timestamp * 1e6,
          inputTokens: row.input_length,
          outputTokens: row.output_length,
          prefixBlocks: row.hash_ids,
        },
      ]),
  }),
});
