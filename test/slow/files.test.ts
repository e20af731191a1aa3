/** Trouble with files, and runs that are killed: a clear message and exit code 2, nothing half, nothing old. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, program, small, trnsim } from "../cli/trnsim.ts";

const isRoot = process.getuid?.() === 0;

describe("files", () => {
  test("an output folder that is a file, or may not be written to, is told by name", () => {
    const folder = folderWith({ "small.yaml": small, out: "" });
    const { code, stderr } = trnsim(["run", "small.yaml", "--out", "out"], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^out\/small: found a file where a folder is meant/);
    if (isRoot) return;
    mkdirSync(join(folder, "locked"));
    chmodSync(join(folder, "locked"), 0o500);
    const refused = trnsim(["run", "small.yaml", "--out", "locked"], folder);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("no leave to write")]);
  });

  test("a device that is full is told, with exit code 2", async () => {
    const folder = folderWith({ "small.yaml": small });
    const child = spawn(process.execPath, [program, "run", "small.yaml", "--json"], {
      cwd: folder,
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    });
    let told = "";
    child.stderr?.on("data", (text) => {
      told += text;
    });
    const code = await new Promise((done) => child.on("close", done));
    expect([code, told]).toEqual([2, expect.stringMatching(/standard output: ENOSPC/)]);
  });

  test("a device, which has no end, is no file; a pipe is one", () => {
    const folder = folderWith({ "small.yaml": small });
    for (const device of ["/dev/zero", "/dev/full", "/dev/null"])
      expect(trnsim(["run", device], folder)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${device}: found a device; expected a file that can be read`),
      });
    const piped = spawnSync(
      "bash",
      ["-c", `'${process.execPath}' '${program}' run --quiet --json --no-explain <(cat small.yaml)`],
      { cwd: folder },
    );
    expect(piped.status).toBe(0);
  });

  test("a table goes into a pipe as it goes into a file, and the pipe stays one", () => {
    const folder = folderWith({ "small.yaml": small });
    const compare = `'${process.execPath}' '${program}' compare --quiet small.yaml --csv`;
    const script = `${compare} out.csv && mkfifo pipe && { cat pipe & ${compare} pipe; wait; } && test -p pipe`;
    const { status, stdout } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
    const table = readFileSync(join(folder, "out.csv"), "utf8");
    expect([status, stdout.includes(table)]).toEqual([0, true]);
  });

  test("what an earlier run left is gone after the next, as are temporary files of runs that were killed", () => {
    const folder = folderWith({ "small.yaml": small });
    const results = join(folder, "results/small/base");
    trnsim(["run", "small.yaml", "--timeline", "--metrics", "--explain"], folder);
    const extras = ["timeline.json", "metrics.prom", "neuron-monitor.jsonl", "explanation.json"];
    expect(readdirSync(results)).toEqual(expect.arrayContaining(extras));
    writeFileSync(join(results, "summary.json.999999999.tmp"), "half");
    writeFileSync(join(results, "mine.txt"), "kept");
    trnsim(["run", "small.yaml", "--no-explain"], folder);
    expect(readdirSync(results).sort()).toEqual(
      ["deploy.json", "mine.txt", "provenance.json", "requests.csv", "resolved.yaml", "summary.json"].sort(),
    );
  });

  test("one wrong file does not keep the others from running, and the exit code tells of it", () => {
    const folder = folderWith({ "small.yaml": small, "wrong.yaml": small.replace("model:", "modle:") });
    const { code, stdout, stderr } = trnsim(["run", "wrong.yaml", "small.yaml", "--json"], folder);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toHaveLength(1);
    expect(stderr).toMatch(/wrong\.yaml:\d+:\d+: modle: found unknown key/);
    expect(existsSync(join(folder, "results/small/base/summary.json"))).toBe(true);
  });

  test("aliases that multiply and numbers beyond all sense are refused where they stand", () => {
    const alias = "a: &a [1,1,1,1,1,1,1,1,1]\n";
    const bomb = ["b", "c", "d", "e", "f"].reduce((text, name, index) => {
      const before = "abcdef"[index];
      return `${text}${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]\n`;
    }, alias);
    const folder = folderWith({
      "bomb.yaml": bomb,
      "large.yaml": small.replace("rate: 2/s }", "rate: 2/s }\n  requests: 1e300"),
    });
    const refused = trnsim(["run", "bomb.yaml"], folder);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/^bomb\.yaml:1:1: found aliases/),
    ]);
    const large = trnsim(["run", "large.yaml"], folder);
    expect([large.code, large.stderr]).toEqual([
      2,
      expect.stringMatching(/workload\.requests: found .*at most 1000000000000000000/),
    ]);
  });
});

describe("two runs into one folder", () => {
  const args = ["run", "small.yaml", "--no-explain"];
  const lock = "results/small/base/run.lock";

  test.each(["run", "compare"])(
    "`%s` is refused while another has the folder, before it simulates",
    (command) => {
      const folder = folderWith({ "small.yaml": small });
      mkdirSync(join(folder, "results/small/base"), { recursive: true });
      writeFileSync(join(folder, lock), `${process.pid} ${hostname()}\n`);
      const { code, stdout, stderr } = trnsim([command, "small.yaml"], folder);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(`${lock}: found a run of process ${process.pid}, which runs`);
      expect(readdirSync(join(folder, "results/small/base"))).toEqual(["run.lock"]);
    },
  );

  test("one that finds no room to write its lock leaves none", () => {
    const folder = folderWith({ "small.yaml": small });
    const command = `ulimit -f 0; exec '${process.execPath}' '${program}' ${args.join(" ")}`;
    const { status, stderr } = spawnSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" });
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${lock}: found`)]);
    expect(readdirSync(join(folder, "results/small/base"))).toEqual([]);
  });

  test("a lock of a process that is gone is taken over, one of another machine is not", () => {
    const folder = folderWith({ "small.yaml": small });
    mkdirSync(join(folder, "results/small/base"), { recursive: true });
    writeFileSync(join(folder, lock), `999999999 ${hostname()}\n`);
    expect(trnsim(args, folder).code).toBe(0);
    expect(existsSync(join(folder, lock))).toBe(false);
    writeFileSync(join(folder, lock), `${process.pid} elsewhere.example\n`);
    const { code, stderr } = trnsim(args, folder);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`process ${process.pid} on elsewhere.example`),
    ]);
  });

  test("of four that begin at once those that end well leave one whole result, and the others say why not", async () => {
    const folder = folderWith({ "small.yaml": small });
    const codes = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: "ignore" });
        return new Promise((done) => child.on("close", done));
      }),
    );
    expect(codes).toContain(0);
    expect(codes.filter((code) => code !== 0 && code !== 2)).toEqual([]);
    expect(readdirSync(join(folder, "results/small/base")).sort()).toEqual(
      ["deploy.json", "provenance.json", "requests.csv", "resolved.yaml", "summary.json"].sort(),
    );
  });

  test("two files with one name and variant, or one report, are refused: one would take the other's place", () => {
    const folder = folderWith({ "small.yaml": small, "again.yaml": small });
    const { code, stderr } = trnsim(["compare", "small.yaml", "again.yaml"], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^again\.yaml:1:7: name: found a second small\/base; the first is in small\.yaml/);
    mkdirSync(join(folder, "other"));
    writeFileSync(join(folder, "other/small.yaml"), small.replace("small", "other"));
    const reports = trnsim(["run", "small.yaml", "other/small.yaml", "--html"], folder);
    expect([reports.code, reports.stderr]).toEqual([2, expect.stringContaining("a second small.html")]);
  });
});

describe("two sweeps into one folder", () => {
  test("the second is refused while the first runs, and takes over where the first was killed", async () => {
    const folder = folderWith({ "small.yaml": small });
    const args = ["sweep", "small.yaml", "--set", "workload.arrivals.rate=1/s,2/s,3/s", "--workers", "1"];
    const lock = join(folder, "results/small/sweep.lock");
    mkdirSync(join(folder, "results/small"), { recursive: true });
    // A process that runs, and is no sweep: this one.
    writeFileSync(lock, `${process.pid}\n`);
    const second = trnsim(args, folder);
    expect([second.code, second.stderr]).toEqual([
      2,
      expect.stringContaining(`a sweep of process ${process.pid}`),
    ]);
    writeFileSync(lock, "999999999\n");
    const third = trnsim(args, folder);
    expect([third.code, third.stderr]).toEqual([0, ""]);
    expect(existsSync(lock)).toBe(false);
    expect(
      readFileSync(join(folder, "results/small/sweep/points.jsonl"), "utf8").trimEnd().split("\n"),
    ).toHaveLength(3);
  });
});
