/** What the README and the guides print and what the library promises are what the program does today. `UPDATE_README=1` writes both anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog } from "../src/catalog.ts";
import { apiReport } from "./api-report.ts";
import { expectShown, isLong } from "./readme-commands.ts";

test("the README and the guides show what their short commands print", () =>
  expectShown((command) => !isLong(command)));

test("the library exports what its report says, each name with its declaration", () => {
  const file = new URL("api-report.txt", import.meta.url);
  const report = apiReport();
  if (process.env.UPDATE_README) writeFileSync(file, report);
  expect(report).not.toContain("is declared nowhere");
  expect(report).toBe(readFileSync(file, "utf8"));
});

test("the README lists every kind of workload with scenarios that are there", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const rows = readme.slice(readme.indexOf("### What can run"), readme.indexOf("## Limits")).split("\n| `");
  const listed = rows.slice(2).map((row) => row.slice(0, row.indexOf("`")));
  expect(listed.sort()).toEqual(catalog.workloads.map(({ name }) => name).sort());
  for (const [, path] of rows.join().matchAll(/\]\((scenarios\/[^)]+)\)/g))
    expect(() => readFileSync(new URL(`../${path}`, import.meta.url))).not.toThrow();
});
