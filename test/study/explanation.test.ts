import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { variableOf } from "../../src/cli/variables.ts";
import { explanationText } from "../../src/report/text/explanation-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import { parseOverride } from "../../src/scenario/override.ts";
import { readScenarios, type ScenarioEntry } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { explain } from "../../src/study/explanation.ts";

function entryOf(text: string): ScenarioEntry<Scenario> {
  const same = (path: string) => path;
  const schema = catalogSchema(catalog, (path) => readFileSync(path, "utf8"));
  const [entry] = readScenarios(text, schema, { file: "test", fromFile: same, fromCommandLine: same });
  return entry as unknown as ScenarioEntry<Scenario>;
}

const scenarios: [string, string][] = [
  [
    "serving",
    `
name: decode
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: closed-loop, users: 1 }
  input: { kind: constant, tokens: 16 }
  output: { kind: constant, tokens: 128 }
  requests: 4
`,
  ],
  [
    "training",
    `
name: step
cluster: { instance: trn1.32xlarge, count: 2 }
model: llama-3.1-8b
workload: { kind: training, sequenceLength: 2048, globalBatch: 64, parallelism: { tensor: 8 } }
`,
  ],
];

test.each(scenarios)(
  "the ranking of levers is that of simulating each with its flags again, and what a run tells unasked is a part of it: %s",
  (_, text) => {
    const entry = entryOf(text);
    const variable = variableOf(entry, catalog);
    const base = runEntry(entry, catalog).summary;
    const explanation = explain(variable, base, "all");
    const timeOf = ({ training, inference }: typeof base) =>
      training?.step_time_s ?? inference?.mean_e2el_ms ?? 0;
    const again = (explanation?.levers ?? []).map(({ lever, set, more }) => {
      const after = variable.simulate(set.map(parseOverride));
      expect(timeOf(after) / timeOf(base) - 1).toBeCloseTo(more, 9);
      return { lever, effect: Math.abs(more) };
    });
    expect(again.length).toBeGreaterThan(3);
    expect(again.map(({ effect }) => effect)).toEqual(
      again.map(({ effect }) => effect).sort((a, b) => b - a),
    );
    expect(explanation?.limitedBy).toBe(explanation?.levers[0]?.lever);
    for (const lever of explanation?.wouldNotHelp ?? []) {
      expect(again.find((each) => each.lever === lever)?.effect).toBeLessThan(0.001);
    }
    const unasked = explain(variable, base, "limits");
    const isWhole = ({ lever }: { lever: string }) => !lever.startsWith("kernel ");
    expect(unasked?.limitedBy).toBe(explanation?.limitedBy);
    expect(unasked?.levers).toEqual(
      explanation?.levers.filter(isWhole).map(({ less: _, ...moreOnly }) => moreOnly),
    );
  },
);

test("decode of one user is limited by HBM bandwidth or launches, and no link helps a single chip", () => {
  const entry = entryOf((scenarios[0] as [string, string])[1]);
  const explanation = explain(variableOf(entry, catalog), runEntry(entry, catalog).summary, "all");
  expect(["HBM bandwidth", "launch cost"]).toContain(explanation?.limitedBy);
  expect(explanation?.levers.map(({ lever }) => lever)).not.toContain("network bandwidth");
});

test.each([
  ["serving", "kernel gate-up-projection"],
  ["training", "kernel gate-up-projection-weight-gradient"],
])("operators are levers by name, the costliest of %s among them: %s", (name, lever) => {
  const entry = entryOf((scenarios.find(([each]) => each === name) as [string, string])[1]);
  const explanation = explain(variableOf(entry, catalog), runEntry(entry, catalog).summary, "all");
  const found = explanation?.levers.find((each) => each.lever === lever);
  expect(found?.set).toEqual([`workload.kernels.${lever.replace("kernel ", "")}={"speedup":1.1}`]);
  expect(explanation?.levers.filter((each) => each.lever.startsWith("kernel "))).toHaveLength(3);
  expect(found?.more).toBeLessThanOrEqual(0);
});

test("a kernel that the scenario replaces already is a lever, a tenth faster than it is", () => {
  const [, text] = scenarios[0] as [string, string];
  const entry = entryOf(`${text}  kernels: { rotary-embedding: { time: 100 us } }\n`);
  const explanation = explain(variableOf(entry, catalog), runEntry(entry, catalog).summary, "all");
  const own = explanation?.levers.find(({ lever }) => lever === "kernel rotary-embedding");
  expect(own?.more).toBeLessThan(-0.001);
  expect(own?.less).toBeGreaterThan(0.001);
});

test("of several jobs it is one whose time is explained, and the parts are of its time alone", () => {
  const entry = entryOf(`
name: two
cluster: { instance: trn2.48xlarge, count: 2 }
jobs:
  - name: chat
    model: llama-3.2-1b
    instances: 1
    workload: { kind: inference, arrivals: { kind: closed-loop, users: 1 }, input: 16, output: 64, requests: 4, parallelism: { tensor: 4 } }
  - name: tune
    model: llama-3.2-1b
    instances: 1
    workload: { kind: training, sequenceLength: 512, globalBatch: 64, tokens: 100k, parallelism: { tensor: 4 } }
`);
  const { summary } = runEntry(entry, catalog);
  const explanation = explain(variableOf(entry, catalog), summary, "limits")!;
  const job = summary.jobs!.find(({ name }) => name === explanation.job)!;
  expect(explanation.metric.startsWith(`${job.name}.`)).toBe(true);
  expect(explanation.time.length).toBeGreaterThan(0);
  for (const part of explanation.time) expect(job.attribution).toContainEqual(part);
  expect(explanationText(explanation, makeStyle(false))).toMatch(
    new RegExp(`Limited by.*, for ${job.name}; its time goes to ${explanation.time[0]!.what} `),
  );
});
