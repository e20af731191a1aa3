/** Traces in the form of Vidur (Microsoft): CSV with `arrived_at` (s), `num_prefill_tokens`, `num_decode_tokens`. */
import { csvRequests } from "./csv-requests.ts";
import { defineTrace } from "./trace-reader.ts";

export const vidur = defineTrace({
  name: "vidur",
  help: "CSV with arrived_at (s), num_prefill_tokens, num_decode_tokens (Vidur)",
  options: {},
  create: () => ({
    recognises(text) {
      const [header = ""] = text.replace(/^\uFEFF/, "").split("\n", 1);
      return ["arrived_at", "num_prefill_tokens", "num_decode_tokens"].every((name) => header.includes(name));
    },
    read: (text, file) =>
      csvRequests(text, file, "numbers under arrived_at, num_prefill_tokens, num_decode_tokens", (row) => ({
        arrivalNs: Number(row.arrived_at) * 1e9,
        inputTokens: Number(row.num_prefill_tokens),
        outputTokens: Number(row.num_decode_tokens),
      })),
  }),
});
