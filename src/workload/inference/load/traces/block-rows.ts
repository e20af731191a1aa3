/** Rows of traces that name the blocks of each prompt: `timestamp`, `input_length`, `output_length`, `hash_ids`. */
import { z } from "zod";

/** Looked through at once: an hour of conversations names a quarter of a million blocks, and each would be a check of its own. */
const wholeNumbers = z.custom<number[]>(
  (value) => Array.isArray(value) && value.every(Number.isSafeInteger),
  {
    error: "expected a list of whole numbers",
  },
);

/** The schema of a row whose ids are of blocks of `blockTokens` tokens, with the fields `more` beside them. */
export function blockRowSchema<More extends z.ZodRawShape>(blockTokens: number, more: More) {
  const row = z.object({
    timestamp: z.number().min(0),
    input_length: z.int().min(1),
    output_length: z.int().min(1),
    hash_ids: wholeNumbers.default([]),
  });
  return row.extend(more).refine(
    (value) => {
      const { input_length, hash_ids } = value as unknown as z.output<typeof row>;
      return hash_ids.length <= Math.ceil(input_length / blockTokens);
    },
    { error: `no more hash_ids than blocks of ${blockTokens} tokens in input_length`, path: ["hash_ids"] },
  );
}
