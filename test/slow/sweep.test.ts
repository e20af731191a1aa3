/** Sweeps as a user runs them, killed and continued. Runs the built program; `npm test` builds first. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { program, temporaryFolder, trnsim } from "../cli/trnsim.ts";

const scenario = `name: tiny
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 2/s }
  input: { kind: uniform, min: 64, max: 256 }
  output: { kind: uniform, min: 8, max: 32 }
  duration: 60 s
`;
const axes = ["--set", "seed=1..6", "--set", "workload.batching.maxBatch=1..8 by x2"];

function folderWithScenario(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "tiny.yaml"), scenario);
  return folder;
}

const files = ["points.csv", "points.jsonl", "sweep.json"];
const contents = (folder: string) =>
  files.map((file) => readFileSync(join(folder, "results/tiny/sweep", file), "utf8"));

const whole = trnsim(["sweep", "tiny.yaml", ...axes], folderWithScenario());

test("a sweep writes a line and a row a point, in order", () => {
  const { code, folder, stdout } = whole;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^24 points: 24 completed/);
  const [csv = "", lines = ""] = contents(folder);
  expect(
    lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).index),
  ).toEqual([...Array(24).keys()]);
  expect(csv.split("\n")[0]).toMatch(/^index,scenario,variant,seed,workload.batching.maxBatch,status,/);
});

test("killed at any moment and continued, a sweep ends with the bytes of one that ran through", async () => {
  const folder = folderWithScenario();
  for (const afterMs of [400, 600]) {
    const child = spawn(process.execPath, [program, "sweep", "tiny.yaml", ...axes, "--workers", "2"], {
      cwd: folder,
    });
    await setTimeout(afterMs);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("close", resolve));
  }
  expect(trnsim(["sweep", "tiny.yaml", ...axes], folder).code).toBe(0);
  expect(contents(folder)).toEqual(contents(whole.folder));
  expect(existsSync(join(folder, "results/tiny/sweep/waiting.jsonl"))).toBe(false);
});

test("shards merge into the same bytes, and a missing one is named", () => {
  const folder = folderWithScenario();
  const shard = (index: number) =>
    trnsim(["sweep", "tiny.yaml", ...axes, "--workers", "1", "--shard", `${index}/3`], folder).code;
  expect([shard(1), shard(3)]).toEqual([0, 0]);
  const early = trnsim(["sweep", "--merge", "results/tiny/sweep"], folder);
  expect(early.code).toBe(2);
  expect(early.stderr).toMatch(/8 of 24 points missing.*run shard 2\/3 again/);
  expect(trnsim(["sweep", "--merge", "results"], folder).stderr).toMatch(
    /did you mean "results\/tiny\/sweep"/,
  );
  shard(2);
  expect(trnsim(["sweep", "--merge", "results/tiny/sweep"], folder).code).toBe(0);
  expect(contents(folder)).toEqual(contents(whole.folder));
});

test("a point that cannot run does not lose the others; a sweep of none that can is refused", () => {
  const some = trnsim(["sweep", "tiny.yaml", "--workers", "1", "--set", "seed=1,-2,3"], folderWithScenario());
  expect(some.code).toBe(2);
  expect(some.stdout).toMatch(/^3 points: 2 completed, 1 bad-input/);
  const none = trnsim(["sweep", "tiny.yaml", "--set", "workload.batchng=1,2"], folderWithScenario());
  expect(none.code).toBe(2);
  expect(none.stderr).toMatch(/did you mean "batching"/);
  expect(existsSync(join(none.folder, "results"))).toBe(false);
});

test("a folder that holds another sweep is left alone unless told to restart", () => {
  const { folder } = trnsim(
    ["sweep", "tiny.yaml", "--workers", "1", "--set", "seed=1,2"],
    folderWithScenario(),
  );
  const other = ["sweep", "tiny.yaml", "--set", "seed=3,4"];
  expect(trnsim(other, folder).stderr).toMatch(/another sweep.*--restart/);
  expect(trnsim([...other, "--restart"], folder).code).toBe(0);
});

test.each([
  ["cannot be found", undefined, "Cannot find module"],
  ["fails while it loads", 'throw new Error("half a file");', "half a file"],
  ["ends by itself", "process.exit(3);", "it ended by itself"],
  ["has nothing to call", "export const nothing = 0;", "No handler function"],
])("a sweep whose worker %s ends with a message, and leaves nothing that waits", (_, worker, message) => {
  const folder = folderWithScenario();
  const own = join(folder, "dist");
  cpSync(dirname(program), own, { recursive: true });
  symlinkSync(join(dirname(program), "../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const file = join(own, "sweep-worker.js");
  if (worker === undefined) rmSync(file);
  else writeFileSync(file, worker);
  const command = [join(own, basename(program)), "sweep", "tiny.yaml", "--workers", "2", ...axes];
  const ended = spawnSync(process.execPath, command, { cwd: folder, timeout: 20_000, encoding: "utf8" });
  expect(ended.stderr).toMatch(`found a thread that does not work: ${message}`);
  expect(ended.status).toBe(2);
});
