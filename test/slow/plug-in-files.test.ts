/** Files of a user's own that are no plug-ins, or break what they promise: what is wrong is told, and where. */
import { expect, test } from "vitest";
import { folderWith, trnsim } from "../cli/trnsim.ts";

const whole = `import { defineWorkload, quantity } from "trnsim";

class Wait {
  #endNs = 0;
  constructor(options, setting) { this.options = options; this.setting = setting; }
  start({ board, simulator }) {
    const { owner = 0 } = this.setting;
    board.begins(owner);
    const done = { handle: (code, now) => { this.#endNs = now; board.ends(owner); } };
    simulator.schedule(this.options.wait, done, 0);
  }
  result() { return { own: { wait_s: this.#endNs / 1e9 }, elapsedNs: this.#endNs }; }
}

export const workloads = [
  defineWorkload({
    name: "wait",
    help: "waits",
    needsNoModel: true,
    options: { wait: quantity.time() },
    metrics: [{ name: "wait_s", title: "Wait", unit: "s", better: "lower", isHeadline: true }],
    create: (options, setting) => new Wait(options, setting),
  }),
];
`;
const scenario = `name: wait
plugins: [./wait.ts]
cluster: { instance: trn2.48xlarge }
workload: { kind: wait, wait: 2 s }
`;

function run(from: string, to: string) {
  expect(whole).toContain(from);
  const folder = folderWith({ "wait.ts": whole.replace(from, to), "wait.yaml": scenario });
  return trnsim(["run", "wait.yaml", "--allow-plugins", "--no-explain"], folder);
}

test("one that is right runs", () => {
  const { code, stdout } = run("waits", "waits");
  expect([code, stdout]).toEqual([0, expect.stringMatching(/Wait +2 s/)]);
});

test.each([
  ["const workloads", "const workload", /^wait\.ts: found exports workload; .*did you mean "workloads"\?$/m],
  ["const workloads = [", "const workloads = {}; const others = [", /found workloads, which is no list/],
  ["result() {", "result( {", /^wait\.ts:12:\d+: found .*; expected a module that loads$/m],
  [
    "class Wait",
    "missing();\nclass Wait",
    /^wait\.ts:3:\d+: found missing is not defined; expected a module that loads$/m,
  ],
  [
    'from "trnsim"',
    'from "trnsimm"',
    /^wait\.ts: found Cannot find module 'trnsimm'; expected a module that loads$/m,
  ],
  [
    "quantity.time()",
    '"2 s"',
    /^wait\.ts: workloads: wait: options\.wait: found "2 s"; expected a schema, such as /m,
  ],
  [
    "options: {",
    "options: { kind: quantity.time(), ",
    /options\.kind: found a schema; expected another name/,
  ],
  ["board.begins(owner);", "throw new Error('no way');", /start throws Error: no way \(line 8\)/],
  [
    "this.#endNs = now;",
    "this.#endNs = now; missing();",
    /an event throws ReferenceError: missing is not defined \(line 9\)/,
  ],
  ["wait_s: this.#endNs / 1e9", "", /found nothing at own\.wait_s; expected every metric of the kind/],
])("%s written as %s is told", (from, to, problem) => {
  const { code, stdout, stderr } = run(from, to);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(problem);
});

test("a job that never says that it is over has stalled", () => {
  const { code, stdout } = run("board.ends(owner);", "");
  expect(code).toBe(4);
  expect(stdout).toMatch(
    /stalled: wait \(kind wait\) has not ended, and nothing happens any more: board\.ends/,
  );
});

test("what plan, run --load-curve and run --deploy do not know of a kind is told once, with its place", () => {
  const variants = "variants: [{ name: more, set: { cluster.count: 2 } }]\n";
  const folder = folderWith({ "wait.ts": whole, "wait.yaml": scenario + variants });
  for (const args of [["plan"], ["run", "--load-curve"]]) {
    const { code, stderr } = trnsim([...args, "wait.yaml", "--allow-plugins"], folder);
    expect(code).toBe(2);
    expect(stderr.match(/^wait\.yaml:4:19: workload\.kind: found "wait"; expected inference/gm)).toHaveLength(
      1,
    );
  }
  const { stdout } = trnsim(["run", "wait.yaml", "--deploy", "--allow-plugins"], folder);
  expect(stdout).toContain("no program is known here that starts a workload of kind wait");
});
