import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

test("the package is under 2 MB and holds the program, its types, the manual page, notices and scenarios, but no source", () => {
  const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" });
  const [{ size, files }] = JSON.parse(text) as [{ size: number; files: { path: string }[] }];
  expect(size).toBeLessThan(2e6);
  const paths = files.map(({ path }) => path);
  const named = [packageJson.bin.trnsim, packageJson.man, packageJson.exports["."].types];
  for (const path of [
    ...named,
    "dist/THIRD-PARTY-NOTICES.txt",
    "scenarios/quickstart.yaml",
    "scenarios/KEYS.md",
  ])
    expect(paths).toContain(path.replace(/^\.\//, ""));
  expect(paths.filter((path) => path.endsWith(".map"))).toEqual([]);
  expect(paths.filter((path) => path.startsWith("src/") && !path.endsWith(".md"))).toEqual([]);
});
