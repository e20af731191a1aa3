/**
 * Mooncake traces (kvcache-ai/Mooncake, FAST'25): one JSON object a line with `timestamp` (ms), `input_length`,
 * `output_length`, `hash_ids` (prefix blocks of 512 tokens; equal ids are equal content).
 */
import { blockRowSchema } from "./block-rows.ts";
import { jsonLineRequests } from "./json-lines.ts";
import { defineTrace } from "./trace-reader.ts";

const blockTokens = 512;

const rowSchema = blockRowSchema(blockTokens, {});

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
