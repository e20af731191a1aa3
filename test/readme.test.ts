/** What the README and the guides print and what the library promises are what the program does today. `UPDATE_README=1` writes both anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
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
