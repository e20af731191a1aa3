/**
 * Qwen-Bailian traces (Alibaba, "KVCache Cache in the Wild"): one JSON object a line with `timestamp` (s), `input_length`,
 * `output_length`, `hash_ids` (prefix blocks of 16 tokens), and `chat_id`, `parent_chat_id`, which make turns of conversations.
 */
import { z } from "zod";
import { blockRowSchema } from "./block-rows.ts";
import { jsonLineRequests } from "./json-lines.ts";
import { defineTrace } from "./trace-reader.ts";

const blockTokens = 16;

const rowSchema = blockRowSchema(blockTokens, { chat_id: z.int(), parent_chat_id: z.int().default(-1) });

export const bailian = defineTrace({
  name: "bailian",
  help: "JSON lines with chat_id, parent_chat_id, timestamp (s), input_length, output_length, hash_ids (Qwen-Bailian traces)",
  options: {},
  create: () => ({
    prefixBlockTokens: blockTokens,
    recognises: (text) => /^\s*\{[^\n]*"chat_id"/.test(text.slice(0, 4096)),
    read(text, file) {
      /** By chat, the first chat of its conversation. */
      const firsts = new Map<number, number>();
      return jsonLineRequests(text, file, "a Bailian request", rowSchema, (row) => {
        const session = firsts.get(row.parent_chat_id) ?? row.chat_id;
        firsts.set(row.chat_id, session);
        return [
          {
            arrivalNs: row.timestamp * 1e9,
            inputTokens: row.input_length,
            outputTokens: row.output_length,
            // The last block is not whole where the prompt ends within it, and then known to nobody.
            prefixBlocks: row.hash_ids.slice(0, Math.floor(row.input_length / blockTokens)),
            session,
          },
        ];
      });
    },
  }),
});
