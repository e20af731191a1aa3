/** The notebook cell of the README gives the figures that the command line gives. */
import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Summary } from "../../src/simulation/summary.ts";
import { folderWith, trnsim } from "../cli/trnsim.ts";

const root = new URL("../..", import.meta.url).pathname;

test("the cell prints a row a variant with the figures of run", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const cell = /## As a library[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const folder = folderWith({ "cell.ts": `${cell}console.log(JSON.stringify(rows));\n` });
  symlinkSync(join(root, "scenarios"), join(folder, "scenarios"));
  writeFileSync(
    join(folder, "run.mjs"),
    `import { createJiti } from ${JSON.stringify(import.meta.resolve("jiti"))};
await createJiti(import.meta.url, { alias: { trnsim: ${JSON.stringify(join(root, "dist/index.js"))} } }).import("./cell.ts");\n`,
  );
  const printed = execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" });
  const rows = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
  const runs = JSON.parse(
    trnsim(["run", "scenarios/quickstart.yaml", "--json", "--no-explain"], folder).stdout,
  );
  expect(rows).toEqual(
    (runs as Pick<Summary, "cluster" | "inference" | "cost">[]).map(({ cluster, inference, cost }) => ({
      instance: cluster.instance,
      tpot: inference?.median_tpot_ms,
      usd: cost.usd_per_million_output_tokens,
    })),
  );
}, 60_000);
