import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { foreignForms, namedFiles } from "../../src/scenario/foreign-forms.ts";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { parseOverride } from "../../src/scenario/override.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";

const valid = `name: chat
cluster:
  instance: trn2.48xlarge
model: llama-3.1-8b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 4/s }
  input: { kind: constant, tokens: 512 }
  output: { kind: constant, tokens: 64 }
  duration: 10 s
`;

const schema = catalogSchema(catalog, () => {
  throw new Error("no file is read here");
});

function read(text: string, set: string[] = []) {
  return readScenarios(text, schema, {
    file: "chat.yaml",
    overrides: set.map(parseOverride),
    fromFile: (path) => `/scenarios/${path}`,
    fromCommandLine: (path) => `/here/${path}`,
  });
}

/** A key that is refused is none of those that are due. */
function neverItself(line: string): string {
  const [, key = "", due = ""] = /unknown key "(.*?)"; expected one of ([^;]*)/.exec(line) ?? [];
  expect(due.split(", "), line).not.toContain(key || "no key");
  return line;
}

function problems(text: string, set: string[] = []): string[] {
  try {
    read(text, set);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split("\n").map(neverItself);
    throw error;
  }
  return [];
}

/** The valid scenario with lines replaced. */
function changed(changes: Record<string, string>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, valid);
}

test("a valid scenario has no problems", () => {
  expect(problems(valid)).toEqual([]);
});

test("an unknown key, a wrong unit, a misspelt chip and a negative rate are reported together with their places", () => {
  const text = changed({
    "instance: trn2.48xlarge": "instance: { from: trn2.48xlarge, chip: traniium2 }",
    "kind: inference": "kind: inference\n  batchin: continuous",
    "rate: 4/s": "rate: -4/s",
    "duration: 10 s": "duration: 10 GB",
  });
  const found = problems(text);
  expect(found).toHaveLength(4);
  expect(found[0]).toMatch(
    /^chat\.yaml:3:42: cluster\.instance\.chip: found "traniium2"; .*did you mean "trainium2"\?$/,
  );
  expect(found[1]).toMatch(
    /^chat\.yaml:7:3: workload\.batchin: found unknown key "batchin"; expected one of .*did you mean "batching"\?$/,
  );
  expect(found[2]).toBe(
    'chat.yaml:8:36: workload.arrivals.rate: found "-4/s"; expected a rate with its unit, such as "4/s", greater than zero',
  );
  expect(found[3]).toMatch(
    /^chat\.yaml:11:13: workload\.duration: found "10 GB"; expected a time with its unit/,
  );
});

test.each([
  ["instance: trn2.48xlarge", "instance: trn2.48xlarg", 'did you mean "trn2.48xlarge"?'],
  ["model: llama-3.1-8b", "model: lama-3.1-8b", 'did you mean "llama-3.1-8b"?'],
  ["kind: poisson", "kind: poison", 'did you mean "poisson"?'],
  ["kind: inference", "kind: inferense", 'did you mean "inference"?'],
  ["duration: 10 s", "router: least-outstandin", 'did you mean "least-outstanding"?'],
])("%s misspelt as %s suggests the right word", (from, to, hint) => {
  expect(problems(changed({ [from]: to })).join()).toContain(hint);
});

test("a bare number where a unit is due is an error", () => {
  expect(problems(changed({ "duration: 10 s": "duration: 10" }))[0]).toContain(
    'workload.duration: found 10; expected a time with its unit, such as "10 min"',
  );
});

test("a missing key is reported at the map that lacks it", () => {
  expect(problems(changed({ "model: llama-3.1-8b\n": "" }))[0]).toMatch(
    /^chat\.yaml:1:1: model: found nothing/,
  );
});

test("a document that is no map is told as such, once", () => {
  expect(problems("- a\n- b\n")).toEqual([
    "chat.yaml:1:1: found a list; expected a map: name, cluster, model, workload",
  ]);
  expect(problems("hello\n")).toEqual([
    'chat.yaml:1:1: found "hello"; expected a map: name, cluster, model, workload',
  ]);
});

test("a value of a wrong form is told what its key takes, by its keys where that is a map", () => {
  const told = (text: string) => problems(changed({ "model: llama-3.1-8b\n": text }))[0];
  expect(told("model: 3\n")).toMatch(/model: found 3; expected a text or a map/);
  expect(told("model: llama-3.1-8b\nobjectives: 3\n")).toMatch(
    /objectives: found 3; expected a map: stepTime, .*, \.\.\.$/,
  );
});

test("where one of several forms is due, the one that was meant is told what is wrong within it", () => {
  const told = (failures: string) => {
    const text = valid.replace(
      "kind: inference",
      `kind: inference\n  failures: { repair: 1 h, causes: ${failures} }`,
    );
    return problems(text).map((line) => line.split("workload.failures.")[1]);
  };
  expect(told("[{ of: hst, mtbf: 1 d }]")).toEqual([
    expect.stringMatching(/^causes\[0\]\.of: found "hst"; expected one of chip, .*did you mean "host"\?$/),
  ]);
  expect(told("opt")).toEqual([
    expect.stringMatching(/^causes: found "opt"; expected one of .*did you mean "opt-175b"\?$/),
  ]);
  expect(told("3")).toEqual([expect.stringMatching(/^causes: found 3; expected one of .*, or a list of/)]);
});

test("broken YAML is reported with its place", () => {
  expect(problems("name: [chat\n")[0]).toMatch(/^chat\.yaml:2:1: expected YAML/);
});

test("a problem in a variant points into the variant", () => {
  const text = `${valid}variants:\n  - name: big\n    set: { cluster.count: 0 }\n`;
  expect(problems(text)).toEqual([
    'chat.yaml:13:27: cluster.count: found 0; expected a count, such as 1024 or "2T", whole, greater than zero',
  ]);
});

test("a problem on the command line names --set", () => {
  expect(problems(valid, ["cluster.count=many"])[0]).toMatch(/^--set cluster\.count: found "many"/);
});

test("the base is the first variant unless base is false", () => {
  const variants = "variants:\n  - name: two\n    set: { cluster.count: 2 }\n";
  expect(read(valid + variants).map(({ variant }) => variant)).toEqual(["base", "two"]);
  expect(read(`${valid}base: false\n${variants}`).map(({ variant }) => variant)).toEqual(["two"]);
});

test("the command line wins over the variant, and the variant over the file", () => {
  const text = `${valid}variants:\n  - name: two\n    set: { cluster.count: 2 }\n`;
  const counts = (set: string[]) => read(text, set).map(({ scenario }) => scenario.cluster.count);
  expect(counts([])).toEqual([1, 2]);
  expect(counts(["cluster.count=5"])).toEqual([5, 5]);
});

test("an override opens a name in short form", () => {
  const [entry] = read(valid, [
    "workload.batching=continuous",
    "workload.batching.maxBatch=7",
    'cluster.instance.chip={ memoryBandwidth: "5.8 TB/s" }',
  ]);
  expect(entry!.scenario.workload).toMatchObject({ batching: { kind: "continuous", maxBatch: 7 } });
  expect(entry!.scenario.cluster.instance).toMatchObject({ chip: { memory: { bandwidth: 5800 } } });
});

test("paths resolve against the scenario's folder, those of the command line against the current one", () => {
  const trace = valid.replace("duration: 10 s", "trace: { file: t.csv }");
  const file = (set: string[]) =>
    (read(trace, set)[0]!.scenario.workload as { trace?: { file: string } }).trace?.file;
  expect(file([])).toBe("/scenarios/t.csv");
  expect(file(["workload.trace.file=t.csv"])).toBe("/here/t.csv");
});

test("the hash tells scenarios apart and does not depend on folders", () => {
  const hash = (set: string[]) => read(valid, set)[0]!.hash;
  expect(hash([])).toBe(hash([]));
  expect(hash([])).not.toBe(hash(["seed=2"]));
});

test("two runs of one name would share a result folder, so they are an error", () => {
  expect(problems(`${valid}---\n${valid}`)[0]).toContain(
    "found a second chat/base; expected names that differ",
  );
});

test("a unit of one letter that there is not is no slip of another, and none at all is no suggestion", () => {
  const [problem] = problems(valid.replace("tokens: 512", "tokens: 100G"));
  expect(problem).toMatch(/found "100G"; expected /);
  expect(problem).not.toContain("did you mean");
  expect(problems(valid.replace("duration: 10 s", "duration: 10 mins"))[0]).toMatch(/did you mean "10 min"/);
});

test("what stands behind a wrong name of a kind is told as if the nearest were meant", () => {
  const text = `name: a
cluster: { instance: trn2.48xlarge }
model: llama-3.1-8b
workload:
  kind: inferense
  arrivals: { kind: poison, rate: 4 parsecs }
  input: { kind: constant, tokens: 10 }
  output: { kind: constant, tokens: 10 }
`;
  expect(problems(text).map((line) => line.split(": ")[1])).toEqual([
    "workload.kind",
    "workload.arrivals.kind",
    "workload.arrivals.rate",
  ]);
});

test.each([
  ["model: llama-3.1-8b", "model: llama-3.1-8b\ntensor: 8", "workload.parallelism.tensor"],
  ["kind: inference", "kind: inference\n  ttftP99: 1 s", "objectives.ttftP99"],
  ["rate: 4/s", "rate: 4/s, duration: 1 s", "workload.duration"],
  ["duration: 10 s", "objectives: { ttftP99: 1 s }", 'objectives" beside "workload'],
  ["duration: 10 s", "maxBatch: 8", "workload.batching.maxBatch"],
  ["kind: poisson, rate: 4/s", "process: poisson, rate: 4/s", "poisson"],
  ["duration: 10 s", "weights: fp8", 'workload.sharing.weights" or "workload.precision.weights'],
  [
    "model: llama-3.1-8b",
    "model: llama-3.1-8b\nvariants: [{ name: a, set: {}, model: opt-66b }]",
    "variants[0].set.model",
  ],
])("%s written as %s is sent to where it is right", (from, to, hint) => {
  expect(problems(changed({ [from]: to })).join()).toContain(`did you mean "${hint}"?`);
});

test("a key that a job's workload does not take is not sent to the workload of a scenario without jobs", () => {
  const text = `name: two
cluster: { instance: p5.48xlarge }
jobs:
  - { name: a, model: llama-3.1-8b, workload: { kind: training, sequenceLength: 64, globalBatch: 8, requests: 4 } }
`;
  const [found] = problems(text);
  expect(found).toContain("jobs[0].workload.requests");
  expect(found).not.toContain('did you mean "workload.');
});

test("a key of the schema that is written at the top is sent to a place that takes it", () => {
  const properties = (map: unknown): [string, unknown][] =>
    Object.entries((map as { properties?: Record<string, unknown> } | undefined)?.properties ?? {});
  const top = properties(scenarioJsonSchema(schema));
  const known = new Set(top.map(([key]) => key));
  const deeper = top.flatMap(([, map]) => properties(map)).map(([key]) => key);
  const keys = [...new Set(deeper)].filter((key) => !known.has(key));
  expect(keys.length).toBeGreaterThan(10);
  const sent = problems(valid + keys.map((key) => `${key}: 1\n`).join("")).flatMap(
    (line) => /did you mean "([\w.]+\.\w+)"/.exec(line)?.[1] ?? [],
  );
  expect(sent.length).toBeGreaterThan(keys.length / 2);
  for (const place of sent) {
    const found = problems(valid, [`${place}=1`]).join();
    expect(found, place).not.toContain("unknown key");
  }
});

test("what every variant sets and the scenario as written lacks may be left out with base: false", () => {
  const text = `${changed({ "model: llama-3.1-8b\n": "" })}variants: [{ name: a, set: { model: opt-66b } }]\n`;
  expect(problems(text)).toEqual([expect.stringMatching(/model: found nothing; .*or "base: false", since/)]);
  expect(problems(`${text}base: false\n`)).toEqual([]);
});

test.each(["variants=[]", "base=false", "space={}", "plugins=[]"])(
  "--set %s is refused: what scenarios a file has is no value of one of them",
  (override) => {
    const key = override.split("=")[0];
    expect(problems(valid, [override])).toEqual([
      `${key}: found "${key}", which is of the whole file and cannot be overridden; expected keys of a scenario`,
    ]);
  },
);

test("a variant takes a key away by setting it to null, and a key that is not there is missed", () => {
  const [variant] = read(
    `${valid}base: false\nvariants:\n  - name: whole\n    set: { workload.duration: null }\n`,
  );
  expect(variant!.resolved).not.toHaveProperty("workload.duration");
  expect(variant!.resolved).toHaveProperty("workload.arrivals");
  expect(problems(valid, ["workload.duraton=null"])).toEqual([
    'workload.duraton: found null; expected a key that the scenario has, to take it away; did you mean "duration"?',
  ]);
});

test("a constant of a software profile may be null, and is not taken away", () => {
  const [entry] = read(valid, ["cluster.software.from=nxdi", "cluster.software.set.flashFromTokens=null"]);
  expect(entry!.resolved).toHaveProperty("cluster.software.set.flashFromTokens", null);
});

test.each(Object.entries(namedFiles))(
  "a file %s is told by name, with where a scenario names it",
  (ending, { what, where }) => {
    const read = () =>
      readScenarios(
        "1,2\n",
        catalogSchema(catalog, () => ""),
        {
          file: `some${ending}`,
          fromFile: (path) => path,
          fromCommandLine: (path) => path,
        },
      );
    expect(read).toThrow(
      `some${ending}: found ${what} (${ending}); expected a scenario that names it: ${where}`,
    );
  },
);

test.each(foreignForms)(
  "$what is told by name in one line, with keys that a scenario has",
  ({ what, keys, instead }) => {
    const text = keys.map((key) => `${key}: 1\n`).join("");
    const found = problems(`${text}more: 2\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`found ${what}`);
    const schema = JSON.stringify(scenarioJsonSchema(catalogSchema(catalog, () => "")));
    for (const path of instead) {
      expect(found[0]).toContain(path);
      for (const key of path.split(".")) expect(schema, path).toContain(`"${key}":`);
    }
    const [, ...others] = keys.map((key) => `${key}: 1\n`);
    expect(problems(others.join(""))[0]).not.toContain(`found ${what}`);
  },
);

test("a Chakra trace is told by its file's name, whatever is in it", () => {
  const schema = catalogSchema(catalog, () => "");
  const options = {
    file: "gpt.0.et",
    fromFile: (path: string) => path,
    fromCommandLine: (path: string) => path,
  };
  expect(() => readScenarios("\u0000\u0012: {", schema, options)).toThrow(
    /gpt.0.et: found a Chakra execution trace/,
  );
});

test("a key that is right one step out, where it is missing, is sent there first", () => {
  for (const kind of ["inference", "training"]) {
    expect(
      problems(
        `name: a\ncluster: { instance: p5.48xlarge }\nworkload: { kind: ${kind}, model: llama-3.1-8b }\n`,
      ).join("\n"),
    ).toContain('did you mean "model" beside "workload"');
  }
});

test("a file in the place of a model's name is told how to be written", () => {
  const [told] = problems("name: a\ncluster: { instance: p5.48xlarge }\nmodel: ./own/config.json\n");
  expect(told).toContain(
    'found "./own/config.json"; expected a model of the catalog, or { huggingface: ./own/config.json }',
  );
});

test.each(catalog.failures.map(({ name }) => name))(
  "a map with the name of the table %s has the table's options, whatever a cause takes",
  (name) => {
    const training = (failures: string) =>
      problems(`name: train
cluster: { instance: p5.48xlarge }
model: llama-3.1-8b
workload: { kind: training, sequenceLength: 64, globalBatch: 8, tokens: 1M, failures: ${failures} }
`);
    for (const failures of [
      `[{ kind: ${name}, mtbf: 5 h }]`,
      `[{ of: host, kind: ${name} }]`,
      `{ kind: ${name}, of: host }`,
    ]) {
      const [found = "", ...others] = training(failures);
      expect(others).toEqual([]);
      expect(found).toMatch(
        /unknown key "(of|mtbf)"; expected (one of kind, \w+|no key beside kind: .* has no options)$/,
      );
      expect(found).not.toContain("effect");
    }
  },
);

test("a cause that stands alone is told that a list of causes is due", () => {
  const text = `name: train
cluster: { instance: p5.48xlarge }
model: llama-3.1-8b
workload: { kind: training, sequenceLength: 64, globalBatch: 8, tokens: 1M, failures: { of: host, mtbf: 5 h } }
`;
  expect(problems(text)).toEqual([
    expect.stringMatching(/workload\.failures: found \{"of.*or a list of them and of \{ of, mtbf/),
  ]);
});
