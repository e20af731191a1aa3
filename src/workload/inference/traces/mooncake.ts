/**
 * Mooncake traces (kvcache-ai/Mooncake, FAST'25): one JSON object a line with `timestamp` (ms), `input_length`,
 * `output_length`, `hash_ids` (prefix blocks of 512 tokens).
 */
import { z } from "zod";
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import type { RequestSpec } from "../request.ts";
import { defineTrace, fromFirstArrival } from "./trace-reader.ts";

const rowSchema = z.object({
  timestamp: z.number().min(0),
  input_length: z.int().min(1),
  output_length: z.int().min(1),
  hash_ids: z.array(z.int()).default([]),
});

export const mooncake = defineTrace({
  name: "mooncake",
  help: "JSON lines with timestamp (ms), input_length, output_length, hash_ids (Mooncake traces)",
  options: {},
  create: () => ({
    recognises: (text) => /^\s*\{[^\n]*"timestamp"[^\n]*"input_length"/.test(text.slice(0, 4096)),
    read(text, file) {
      const problems: Problem[] = [];
      const requests: RequestSpec[] = [];
      text.split("\n").forEach((line, index) => {
        if (line.trim() === "") return;
        const row = rowSchema.safeParse(jsonOf(line));
        if (row.success) {
          requests.push({
            arrivalNs: row.data.timestamp * 1e6,
            inputTokens: row.data.input_length,
            outputTokens: row.data.output_length,
            prefixBlocks: row.data.hash_ids,
          });
        } else {
          const issue = row.error.issues[0];
          problems.push({
            file,
            line: index + 1,
            path: issue.path.join("."),
            found: line.slice(0, 60),
            expected: `a Mooncake request (${issue.message})`,
          });
        }
      });
      if (problems.length > 0) throw new ScenarioError(problems);
      return fromFirstArrival(requests);
    },
  }),
});

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
