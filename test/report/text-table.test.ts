import { expect, test } from "vitest";
import { textTable } from "../../src/report/text/text-table.ts";

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
