/**
 * BurstGPT traces: CSV with `Timestamp` (s), `Request tokens`, `Response tokens`, and more. Rows without an answer are
 * failed requests of the service and are left out.
 */
import { csvRequests } from "./csv-requests.ts";
import { defineTrace } from "./trace-reader.ts";

const header = /^\uFEFF?"?Timestamp"?,.*"?Request tokens"?,"?Response tokens"?/i;

export const burstgpt = defineTrace({
  name: "burstgpt",
  help: "CSV with Timestamp (s), Request tokens, Response tokens (BurstGPT traces); requests that failed, with no answer, are left out",
  options: {},
  create: () => ({
    recognises: (text) => header.test(text),
    read: (text, file) =>
      csvRequests(text, file, "a BurstGPT request such as 5,ChatGPT,472,18,490,...", (row) =>
        row["Response tokens"] === "0"
          ? undefined
          : {
              arrivalNs: Number(row.Timestamp) * 1e9,
              inputTokens: Number(row["Request tokens"]),
              outputTokens: Number(row["Response tokens"]),
            },
      ),
  }),
});
