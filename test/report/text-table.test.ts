import { expect, test } from "vitest";
import { linesText } from "../../src/report/text/lines.ts";
import { makeStyle, plain } from "../../src/report/text/style.ts";
import { textTable } from "../../src/report/text/text-table.ts";
import { hanging } from "../../src/report/text/wrap.ts";

const head = ["figure", "source"];
const rows = [["memory.bandwidth", "the architecture guide of the second-generation chip"]];
const tableOf = (width: number) => textTable(head, rows, { width, leftColumns: 2 }).split("\n");

test("a table that fits keeps its cells on one line", () => {
  const natural = 1 + 3 * 2 + "memory.bandwidth".length + (rows[0]?.[1] ?? "").length;
  expect(tableOf(natural)).toHaveLength(5);
  expect(tableOf(natural)[0]).toHaveLength(natural);
  expect(tableOf(natural - 1)).toHaveLength(6);
});

test("a table that does not is cut to the width between words, and after hyphens", () => {
  const lines = tableOf(1 + 3 * 2 + 16 + 12).slice(3, -1);
  expect(lines.map((line) => line.split("│").map((cell) => cell.trim()))).toEqual([
    ["", "memory.bandwidth", "the", ""],
    ["", "", "architecture", ""],
    ["", "", "guide of the", ""],
    ["", "", "second-", ""],
    ["", "", "generation", ""],
    ["", "", "chip", ""],
  ]);
});

test("names are cut where nothing else helps, and no letter of any cell is lost, however narrow the terminal", () => {
  const lines = tableOf(20).slice(3, -1);
  const column = (index: number) => lines.map((line) => line.split("│")[index]?.replaceAll(" ", "")).join("");
  expect(column(1)).toBe("memory.bandwidth");
  expect(column(2)).toBe("thearchitectureguideofthesecond-generationchip");
});

test("a long name breaks before a dot or bracket once other columns are at their least", () => {
  const key = "workload[inference].batching[continuous].maxBatch";
  const table = textTable(["key", "meaning"], [[key, "how many"]], { width: 40, leftColumns: 2 }).split("\n");
  expect(table.every((line) => line.length <= 40)).toBe(true);
  const cells = table.slice(3, -1).map((line) => line.split("│")[1]?.trim());
  expect(cells).toEqual(["workload[inference]", ".batching[continuous]", ".maxBatch"]);
});

test("short cells and the words of titles stay whole while long cells and names give way", () => {
  const heads = ["Plan", "TTFT p99", "Trust"];
  const cells = [["3 x p5en.48xlarge, tensor 8, maxBatch 64", "929 ms", "near what was validated"]];
  const table = textTable(heads, cells, { width: 40, leftColumns: 1 }).split("\n");
  expect(table.every((line) => line.length <= 40)).toBe(true);
  const words = table.flatMap((line) => line.split(/[│ ]+/)).filter((word) => /\w/.test(word));
  for (const word of [...heads, ...cells.flat()].flatMap((text) => text.split(" "))) {
    expect(words, word).toContain(word);
  }
  expect(table.some((line) => line.includes("929 ms"))).toBe(true);
});

test("a text behind its label goes on under its beginning, within the terminal and word by word, colours aside", () => {
  const text = "decode memory 38.4 %, decode overhead 36.3 %, decode communication 10.9 %, prefill 2.69 %";
  const { warn } = makeStyle(true);
  for (let width = 50; width <= 130; width++) {
    const [first = "", ...more] = hanging("  Time goes to    ", warn(text), width).split("\n").map(plain);
    expect(Math.max(first.length, ...more.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(more.every((line) => /^ {18}\S/.test(line))).toBe(true);
    expect([first.slice(18), ...more.map((line) => line.trim())].join(" ")).toBe(text);
  }
  expect(hanging("  Time goes to    ", text, Number.POSITIVE_INFINITY)).toBe(`  Time goes to    ${text}`);
});

test("texts stand in one column behind the longest label, and apart from one that is longer still", () => {
  const lines = (...labels: string[]) =>
    linesText(
      labels.map((label) => [label, "."] as const),
      { width: Number.POSITIVE_INFINITY },
    )
      .split("\n")
      .map((line) => line.indexOf("."));
  expect(lines("Cost", "Time goes to")).toEqual([18, 18]);
  expect(lines("Cost", "New model's share")).toEqual([20, 20]);
  expect(lines("Cost", "x".repeat(40))).toEqual([31, 43]);
});
