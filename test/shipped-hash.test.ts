import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog } from "../src/catalog.ts";

test("the built program knows the hash of its catalog, which is that of the sources", () => {
  const script = 'import("./dist/index.js").then(({ catalog }) => process.stdout.write(catalog.hash))';
  expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe(catalog.hash);
  const chunks = readdirSync("dist").filter((file) => /^chunk-.*\.js$/.test(file));
  expect(chunks.some((file) => readFileSync(`dist/${file}`, "utf8").includes(`"${catalog.hash}"`))).toBe(
    true,
  );
});
