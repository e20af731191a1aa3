/**
 * BurstGPT traces: CSV with `Timestamp` (s), `Request tokens`, `Response tokens`, and more. Rows without an answer are
 * failed requests of the service and are left out.
 */
import { csvRequests } from "./csv-rows.ts";
import { defineTrace } from "./trace-reader.ts";

const header = /^\uFEFF?"?Timestamp"?,.*"?Request tokens"?,"?Response tokens"?/i;

export const burstgpt = defineTrace({
  name: "burstgpt",
  help: "CSV with Timestamp (s), Request tokens, Response tokens (BurstGPT traces)",
  options: {},
  create: () => ({
    recognises: (text) => header.test(text),
    read(text, file) {
      const answered = text
        .split(/\r?\n/)
        .filter((line, index) => index === 0 || !/,0,\d+,[^,]*$/.test(line));
      return csvRequests(
        answered.join("\n"),
        file,
        "a BurstGPT request such as 5,ChatGPT,472,18,490,...",
        (row) => ({
          arrivalNs: Number(row.Timestamp) * 1e9,
          inputTokens: Number(row["Request tokens"]),
          outputTokens: Number(row["Response tokens"]),
        }),
      );
    },
  }),
});
