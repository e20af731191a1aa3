/** Whoever writes a plug-in finds what types it in the library, and in the guide which list it goes into. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pluginKinds } from "../src/catalog.ts";
import * as library from "../src/index.ts";

const guide = readFileSync("scenarios/guides/plug-ins.md", "utf8");
const rows = guide.split("\n").filter((line) => line.startsWith("| `"));
const words = (row: string, column: number) =>
  [...(row.split("|")[column] ?? "").matchAll(/`(\w+)`/g)].map(([, word]) => word as string);

test("the guide's table has every list that a plug-in file may export", () => {
  const lists = rows.flatMap((row) => words(row, 1));
  expect(lists.sort()).toEqual([...pluginKinds, "workloads"].sort());
});

test("each list has a function of the library that types its plug-ins", () => {
  for (const row of rows) {
    const [lists, makers] = [words(row, 1), words(row, 2)];
    expect(makers).toHaveLength(lists.length);
    for (const maker of makers) expect(library, maker).toHaveProperty(maker, expect.any(Function));
  }
});
