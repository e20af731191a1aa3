/** A plug-in of the user beside the scenario. Runs the built program; `npm test` builds first. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, small, trnsim } from "../cli/trnsim.ts";

describe("plug-ins", () => {
  const router = `import { defineRouter, quantity } from "trnsim";
export const routers = [
  defineRouter({
    name: "always",
    help: "always the same replica",
    options: { replica: quantity.count({}) },
    create: ({ replica }) => ({ sharedLine: false, route: () => replica, changed() {} }),
  }),
];
`;
  const using = small
    .replace("inf2.xlarge", "inf2.24xlarge")
    .replace(
      "  duration",
      "  parallelism: { tensor: 2 }\n  router: { kind: always, replica: 3 }\n  duration",
    );

  test("a router in one TypeScript file beside the scenario takes part by its name", () => {
    const folder = folderWith({ "small.yaml": `${using}plugins: [./always.ts]\n`, "always.ts": router });
    const { code, stderr } = trnsim(["run", "small.yaml", "--allow-plugins"], folder);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [header = "", ...rows] = readFileSync(join(folder, "results/small/base/requests.csv"), "utf8")
      .trim()
      .split("\n");
    const column = header.split(",").indexOf("replica");
    expect(new Set(rows.map((row) => row.split(",")[column]))).toEqual(new Set(["3"]));
  });

  test("one with the name of a shipped one is refused by its file", () => {
    const text = router.replace('"always"', '"random"');
    const folder = folderWith({ "small.yaml": `${using}plugins: [./own.ts]\n`, "own.ts": text });
    const { code, stderr } = trnsim(["run", "small.yaml", "--allow-plugins"], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/own\.ts: routers: found "random"; expected a name that no other has/);
  });

  test.each([
    [
      "waits for ever as it is loaded",
      "await new Promise(() => {});",
      "",
      /an end of the process before that/,
    ],
    ["ends the process", "", "process.exit(0);", /an end of the process before that of the command/],
    ["throws what is no error", "throw undefined;", "", /found undefined, thrown; expected a module/],
    ["throws by a timer of its own", "", "setTimeout(() => { throw new Error('late'); });", undefined],
    ["leaves a promise that fails", "", "Promise.reject(new Error('late'));", undefined],
    ["keeps a timer", "setInterval(() => {}, 1000);", "", undefined],
  ])("one that %s neither fails with a stack nor keeps the process", (_, first, then, told) => {
    const text = router
      .replace("export", `${first}\nexport`)
      .replace("=> replica", `=> { ${then} return replica; }`);
    const folder = folderWith({ "small.yaml": `${using}plugins: [./always.ts]\n`, "always.ts": text });
    const { code, stdout, stderr } = trnsim(["run", "small.yaml", "--allow-plugins", "--no-explain"], folder);
    expect([code, stderr]).toEqual(told ? [2, expect.stringMatching(told)] : [0, ""]);
    expect(stderr).not.toMatch(/^ +at /m);
    if (told) expect(stderr).toContain("always.ts");
    else expect(stdout).toContain("Served");
  });

  test("without its file its name is unknown, and a file that exports no plug-ins is a problem", () => {
    expect(trnsim(["run", "small.yaml"], folderWith({ "small.yaml": using })).stderr).toContain(
      'found "always"',
    );
    const folder = folderWith({
      "small.yaml": `${using}plugins: [./always.ts]\n`,
      "always.ts": "export const a = 1;",
    });
    const { code, stderr } = trnsim(["run", "small.yaml", "--allow-plugins"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("expected a module that exports one or more of arrivals");
  });
});

describe("a topology and a collective of one's own", () => {
  const file = new URL("../../scenarios/plugins/circulant.ts", import.meta.url).pathname;
  const training = `name: own-wires
cluster:
  instance: trn1.2xlarge
  count: 8
  topology: { kind: circulant, size: 8, skip: 3 }
  collectives:
    inside: [{ algorithms: [ring] }]
    across: [{ algorithms: [{ kind: tree-of, fanout: 3 }] }]
model: llama-3.2-1b
workload:
  kind: training
  sequenceLength: 512
  globalBatch: 16
  parallelism: { data: 8, tensor: 2, zero: 0 }
  recompute: full
plugins: [./circulant.ts]
`;

  test("are those that the guide shows, and are timed by the command line", () => {
    const shown = readFileSync(new URL("../../scenarios/guides/plug-ins.md", import.meta.url), "utf8");
    const source = readFileSync(file, "utf8");
    const [, topologies = "?"] = /\n(export const topologies[\s\S]*?\n\];)\n/.exec(source) ?? [];
    expect(shown).toContain(`\`\`\`ts\n${topologies}\n\`\`\``);
    const args = `collective --topology circulant:size=16,skip=4 --bandwidth 50GB/s --latency 500ns --algorithm tree-of:fanout=15 --chunks 1 --sizes 1B --json --plugin ${file}`;
    const [row] = JSON.parse(trnsim(args.split(" ")).stdout);
    // Fifteen children of one rank, up and down again; the farthest is three hops away (6 = 4 + 1 + 1).
    expect(row.algorithm).toBe("tree-of:fanout=15");
    expect(row.time_ns).toBeGreaterThan(2 * 3 * 500);
    expect(row.time_ns).toBeLessThan(2 * 3 * 500 + 10);
    const facts = JSON.parse(
      trnsim(["topology", "circulant:size=16,skip=4", "--json", "--plugin", file]).stdout,
    );
    expect(facts).toMatchObject({ endpoints: 16, degree: { least: 4, most: 4 }, diameter: 3 });
  });

  test("wire the instances of a scenario and sum its gradients", () => {
    const source = readFileSync(file, "utf8");
    const step = (text: string) => {
      const folder = folderWith({ "own.yaml": text, "circulant.ts": source });
      const { code, stdout, stderr } = trnsim(
        ["run", "own.yaml", "--allow-plugins", "--json", "--quiet"],
        folder,
      );
      expect([code, stderr]).toEqual([0, ""]);
      return JSON.parse(stdout)[0].training.step_time_s as number;
    };
    const wide = step(training);
    const narrow = step(training.replace("skip: 3 }", 'skip: 3, linkBandwidth: "100 MB/s" }'));
    expect(narrow).toBeGreaterThan(2 * wide);
  });

  test("are told what is wrong with them by name", () => {
    const source = readFileSync(file, "utf8");
    const told = (text: string, plugin = source) => {
      const folder = folderWith({ "own.yaml": text, "circulant.ts": plugin });
      const { code, stderr } = trnsim(["run", "own.yaml", "--allow-plugins"], folder);
      expect(code).toBe(2);
      return stderr;
    };
    expect(told(training.replace("size: 8", "size: 10"))).toContain(
      "circulant:size=10,skip=3, which has 10 endpoints; expected an endpoint for each of the 8 instances",
    );
    expect(told(training.replace("skip: 3", "skip: 4"))).toContain("expected less than half the size");
    expect(told(training.replace("kind: circulant", "kind: circulent"))).toContain(
      'did you mean "circulant"?',
    );
    expect(told(training, source.replace("...up, ...down", "...up"))).toMatch(
      /collective tree-of of .*circulant\.ts.*rank \d ends with part 0 of \d ranks/,
    );
  });
});
