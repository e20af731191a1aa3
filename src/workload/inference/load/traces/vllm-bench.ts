/**
 * What `vllm bench serve --save-result --save-detailed` writes: one JSON object with a list by request of `start_times` (s),
 * `input_lens` and `output_lens`, so that a load test is replayed as it was sent. Requests that failed (no answer, or an
 * error) are left out; the totals of the file are compared with the lists.
 */
import { z } from "zod";
import { type Problem, ScenarioError } from "../../../../base/errors.ts";
import type { RequestSpec } from "../request.ts";
import { defineTrace, fromFirstArrival } from "./trace-reader.ts";

const counts = z.array(z.int().min(0));

const resultSchema = z.object({
  start_times: z.array(z.number()).optional(),
  input_lens: counts.optional(),
  output_lens: counts.optional(),
  errors: z.array(z.string().nullable()).optional(),
  total_input_tokens: z.int().optional(),
  total_output_tokens: z.int().optional(),
});

export const vllmBench = defineTrace({
  name: "vllm-bench",
  help: "JSON of vllm bench serve --save-detailed with start_times (s), input_lens, output_lens; requests that failed are left out",
  options: {},
  create: () => ({
    recognises: (text) => /^\s*\{[\s\S]*"(total_input_tokens|input_lens)"\s*:/.test(text.slice(0, 4096)),
    read(text, file) {
      const { start_times, input_lens, output_lens, errors = [], ...totals } = resultOf(text, file);
      if (input_lens === undefined || output_lens === undefined)
        throw refusal(file, "a result without input_lens and output_lens", "one made with --save-detailed");
      if (start_times === undefined) {
        const expected =
          "when each request was sent, as newer vllm bench writes; or arrivals and lengths drawn";
        throw refusal(file, "a result without start_times", expected);
      }
      const lengths = [start_times.length, input_lens.length, output_lens.length];
      if (new Set(lengths).size > 1) {
        const found = `${lengths.join(", ")} start_times, input_lens, output_lens`;
        throw refusal(file, found, "one of each a request");
      }
      const requests = start_times.flatMap((seconds, index): RequestSpec[] => {
        const [inputTokens = 0, outputTokens = 0] = [input_lens[index], output_lens[index]];
        if (errors[index] || inputTokens === 0 || outputTokens === 0) return [];
        return [{ arrivalNs: seconds * 1e9, inputTokens, outputTokens }];
      });
      checkTotals(file, requests, totals);
      return fromFirstArrival(requests);
    },
  }),
});

function resultOf(text: string, file: string): z.output<typeof resultSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(file, "a result that does not end well", "JSON");
  }
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ScenarioError(
    parsed.error.issues.map(
      ({ path, message }): Problem => ({
        file,
        path: path.join("."),
        expected: `a vLLM bench result (${message})`,
      }),
    ),
  );
}

/** Throws where the totals of the file are not those of the requests that were answered. */
function checkTotals(
  file: string,
  requests: readonly RequestSpec[],
  {
    total_input_tokens,
    total_output_tokens,
  }: Partial<Record<`total_${"input" | "output"}_tokens`, number | undefined>>,
): void {
  const problems = [
    { path: "total_input_tokens", told: total_input_tokens, of: "inputTokens" as const },
    { path: "total_output_tokens", told: total_output_tokens, of: "outputTokens" as const },
  ].flatMap(({ path, told, of }): Problem[] => {
    const sum = requests.reduce((total, request) => total + request[of], 0);
    if (told === undefined || told === sum) return [];
    return [
      {
        file,
        path,
        found: String(told),
        expected: `${sum}, the sum over the ${requests.length} requests that were answered`,
      },
    ];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

function refusal(file: string, found: string, expected: string): ScenarioError {
  return new ScenarioError([{ file, found, expected }]);
}
