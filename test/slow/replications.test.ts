/** Replications that a kill stopped are taken again: the comparison is the bytes of one that ran through. */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { program, temporaryFolder, trnsim } from "../cli/trnsim.ts";

const text = `name: kept
cluster: { instance: trn1.32xlarge, count: 4 }
workload:
  kind: queue
  jobs: { count: 3000, rate: 20/h, accelerators: [1, 2, 16], duration: { mean: 30 min } }
variants:
  - name: easy
    set: { workload.policy: easy }
`;
const args = ["compare", "kept.yaml", "--replications", "6", "--json"];
const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0);

test("killed at the third replication and continued, with a torn line, it prints what an uninterrupted one does", async () => {
  const whole = temporaryFolder();
  writeFileSync(join(whole, "kept.yaml"), text);
  const through = trnsim(args, whole);
  expect(through.code).toBe(0);
  const folder = temporaryFolder();
  writeFileSync(join(folder, "kept.yaml"), text);
  const file = join(folder, "results/kept/base/replications.jsonl");
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  while (linesOf(file) < 3 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await ended;
  expect(linesOf(file)).toBeGreaterThanOrEqual(3);
  appendFileSync(file, '{"schema":"trnsim.summ');
  const again = trnsim(args, folder);
  expect(again.stderr).toMatch(/kept: \d+ replications are there already/);
  expect(again.stdout).toBe(through.stdout);
  expect(existsSync(file)).toBe(false);
});

test("replications of another scenario are not taken", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "kept.yaml"), text.replace("count: 3000", "count: 50"));
  const first = trnsim(args, folder);
  const file = join(folder, "results/kept/base/replications.jsonl");
  writeFileSync(file, '{"schema":"trnsim.replications/1","first":"other"}\n{"stale":true}\n');
  const again = trnsim(args, folder);
  expect(again.stderr).not.toMatch(/there already/);
  expect(again.stdout).toBe(first.stdout);
});
