/**
 * Azure LLM inference traces (AzurePublicDataset): CSV with `TIMESTAMP,ContextTokens,GeneratedTokens`; time stamps such
 * as `2023-11-16 18:15:46.6805900` have no zone and tenths of microseconds.
 */
import { parse } from "csv-parse/browser/esm/sync";
import { type Problem, ScenarioError } from "../../../base/errors.ts";
import { isRequest } from "./csv-rows.ts";
import { defineTrace, fromFirstArrival } from "./trace-reader.ts";

const header = "TIMESTAMP,ContextTokens,GeneratedTokens";
const stamp = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?$/;

export const azure = defineTrace({
  name: "azure",
  help: `CSV with ${header} (Azure LLM inference traces)`,
  options: {},
  create: () => ({
    recognises: (text) => text.replace(/^\uFEFF/, "").startsWith(header),
    read(text, file) {
      const options = {
        skip_empty_lines: true,
        relax_column_count: true,
        bom: true,
        info: true,
      };
      const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
      const problems: Problem[] = [];
      let firstSecond: number | undefined;
      const requests = rows.slice(1).map(({ record: [time, input, output], info }) => {
        const at = stampParts(time);
        const inputTokens = Number(input);
        const outputTokens = Number(output);
        if (at === undefined || !isRequest({ arrivalNs: 0, inputTokens, outputTokens })) {
          problems.push({
            file,
            line: info.lines,
            found: `"${[time, input, output].join(",")}"`,
            expected: `${header} such as 2023-11-16 18:15:46.6805900,374,44`,
          });
          return { arrivalNs: 0, inputTokens, outputTokens };
        }
        firstSecond ??= at.second;
        return { arrivalNs: (at.second - firstSecond) * 1e9 + at.fractionNs, inputTokens, outputTokens };
      });
      if (problems.length > 0) throw new ScenarioError(problems);
      return fromFirstArrival(requests);
    },
  }),
});

/** Whole seconds since 1970 and the rest in ns, apart, because a double cannot hold both to the ns. */
function stampParts(text: string | undefined): { second: number; fractionNs: number } | undefined {
  const match = stamp.exec(text ?? "");
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  return {
    second: Date.UTC(year, month - 1, day, hour, minute, second) / 1000,
    fractionNs: Number(`0.${match[7] ?? "0"}`) * 1e9,
  };
}
