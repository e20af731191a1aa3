/**
 * Azure LLM inference traces (AzurePublicDataset): CSV with `TIMESTAMP`, `ContextTokens`, `GeneratedTokens`. Stamps of 2023
 * have no zone and tenths of microseconds (`2023-11-16 18:15:46.6805900`), those of 2024 a zone and none where the second is
 * whole (`2024-05-10 00:00:01+00:00`); the multimodal one of 2025 has `NumImages` beside them, whose tokens are in the context.
 */

import { type CsvRow, csvRows } from "../../../../base/csv-rows.ts";
import { WrongRows } from "../../../../base/wrong-rows.ts";
import type { RequestSpec } from "../request.ts";
import { isRequest } from "./csv-requests.ts";
import { defineTrace, fromFirstArrival } from "./trace-reader.ts";

const columns = ["TIMESTAMP", "ContextTokens", "GeneratedTokens"];
const stamp = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))?$/;

export const azure = defineTrace({
  name: "azure",
  help: `CSV with ${columns.join(", ")} (Azure LLM inference traces of 2023 to 2025)`,
  options: {},
  create: () => ({
    recognises(text) {
      const header =
        text
          .replace(/^\uFEFF/, "")
          .split(/\r?\n/, 1)[0]
          ?.split(",") ?? [];
      return columns.every((column) => header.includes(column));
    },
    read(text, file) {
      const wrong = new WrongRows(file);
      let firstSecond: number | undefined;
      const rows = csvRows(text, file);
      const requests = rows.flatMap(({ record, info }): RequestSpec[] => {
        const at = stampParts(record.TIMESTAMP);
        const lengths = lengthsOf(record);
        if (at === undefined || !isRequest({ arrivalNs: 0, ...lengths })) {
          const found = `"${columns
            .map((column) => record[column])
            .join(",")
            .slice(0, 80)}"`;
          const expected = `${columns.join(",")} such as 2023-11-16 18:15:46.6805900,374,44`;
          wrong.add({ line: info.lines, found, expected });
          return [];
        }
        firstSecond ??= at.second;
        return [{ arrivalNs: (at.second - firstSecond) * 1e9 + at.fractionNs, ...lengths }];
      });
      wrong.throwAny(rows.length);
      return fromFirstArrival(requests);
    },
  }),
});

function lengthsOf({ ContextTokens, GeneratedTokens }: CsvRow) {
  return { inputTokens: Number(ContextTokens), outputTokens: Number(GeneratedTokens) };
}

/** Whole seconds since 1970 and the rest in ns, apart, because a double cannot hold both to the ns. */
function stampParts(text: string | undefined): { second: number; fractionNs: number } | undefined {
  const match = stamp.exec(text ?? "");
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zoneMinutes = (match[8] === "-" ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  return {
    second: Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - zoneMinutes * 60,
    fractionNs: Number(`0.${match[7] ?? "0"}`) * 1e9,
  };
}
