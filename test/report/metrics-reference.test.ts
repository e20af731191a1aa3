import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { metricsOf } from "../../src/study/summary-metrics.ts";

const file = "src/report/README.md";
const marks = ["<!-- metrics -->\n", "<!-- end of metrics -->"] as const;

/** The reference as the lists of metrics give it. */
function reference(): string {
  const way = { lower: "less", higher: "more" };
  const rows = metricsOf().map(
    ({ path, unit, better, meaning = "", objective, isHeadline }) =>
      `| ${isHeadline ? `**\`${path}\`**` : `\`${path}\``} | ${unit} | ${better ? way[better] : ""} | ${meaning} | ${objective ? `\`${objective}\`` : ""} |`,
  );
  return `| metric (headlines bold) | unit | better | meaning | objective |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}

test("the documentation of results lists every metric as it is defined (UPDATE_README=1 writes it)", () => {
  const text = readFileSync(file, "utf8");
  const [start, end] = [text.indexOf(marks[0]) + marks[0].length, text.indexOf(marks[1])];
  if (process.env.UPDATE_README === "1") {
    writeFileSync(file, text.slice(0, start) + reference() + text.slice(end));
    return;
  }
  expect(text.slice(start, end)).toBe(reference());
});
