/** `trnsim check` as CI meets it. Runs the built program; `npm test` builds first. */
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { folderWith, program, small, trnsim } from "../cli/trnsim.ts";

interface Action {
  inputs: { [name: string]: { default?: string } };
  runs: { steps: { run?: string; env?: { [name: string]: string } }[] };
}

/** The composite action that the guide shows. */
function shownAction(): Action {
  const guide = readFileSync(new URL("../../scenarios/guides/ci.md", import.meta.url), "utf8");
  const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return parse(blocks.find((block) => block.includes("using: composite")) ?? "") as Action;
}

/** Runs the action's own commands in `folder`, where `npx` gives the built program; the exit code of each. */
function runAction(folder: string, given: { [input: string]: string }): (number | null)[] {
  const { inputs, runs } = shownAction();
  const filledIn = (text: string) =>
    text.replace(
      /\$\{\{ inputs\.(\w+) \}\}/g,
      (_, name: string) => given[name] ?? inputs[name]?.default ?? "",
    );
  chmodSync(join(folder, "npx"), 0o755);
  return runs.steps.flatMap(({ run, env = {} }) => {
    if (run === undefined) return [];
    const own = Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filledIn(text)]));
    const environment = {
      ...own,
      PATH: `${folder}:${process.env.PATH}`,
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
    };
    return [spawnSync("bash", ["-e", "-c", run], { cwd: folder, env: environment }).status];
  });
}

describe("check", () => {
  const check = (folder: string, ...args: string[]) =>
    trnsim(["check", "small.yaml", "--baseline", "baselines", ...args], folder);

  test("fails without a baseline, passes after --update, and fails when a chip loses 3 % of its HBM bandwidth", () => {
    const folder = folderWith({ "small.yaml": small });
    expect(check(folder).code).toBe(1);
    expect(check(folder, "--update").code).toBe(0);
    expect(check(folder).code).toBe(0);
    const slower = check(
      folder,
      "--set",
      'cluster.instance={from: inf2.xlarge, chip: {memoryBandwidth: "795.4 GB/s"}}',
    );
    expect(slower.code).toBe(1);
    expect(slower.stdout).toContain("inference.median_tpot_ms");
    expect(check(folder, "--tolerance", "50%", "--set", "seed=1").code).toBe(0);
  });

  test("by the guide's action, a folder with nothing but scenarios and baselines passes, and fails when a figure moves", () => {
    const npx = `#!/bin/sh\n[ "$1 $2 $3" = "--yes --package trnsim.tgz" ] || exit 64\nshift 4\nexec ${process.execPath} ${program} "$@"\n`;
    const folder = folderWith({ "small.yaml": small, npx });
    check(folder, "--update");
    const given = { trnsim: "trnsim.tgz", scenarios: "small.yaml", arguments: "--baseline baselines" };
    expect(runAction(folder, given)).toEqual([0, 0]);
    const slower = { ...given, arguments: "--baseline baselines --set workload.batching.maxBatch=1" };
    expect(runAction(folder, slower)).toEqual([1, 0]);
    expect(readFileSync(join(folder, "check.xml"), "utf8")).toMatch(
      /<failure message="base {2}[\w.]+: .* -&gt; .*, worse/,
    );
    expect(readFileSync(join(folder, "summary.md"), "utf8")).toContain("0 of 1 scenario as accepted");
  });
});
