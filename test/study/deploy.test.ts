/** What to deploy: every setting of a scenario is in the flags of every launcher, or told with the reason why not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlugin, type PluginChoice } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { writesText } from "../../src/models/model.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import { type Launch, launch } from "../../src/study/deploy/launcher.ts";
import { deploymentOf, launchers } from "../../src/study/deploy/launchers.ts";
import { type Setting, settingOf } from "../../src/study/deploy/setting.ts";
import { lengthContract } from "../../src/workload/inference/inference.ts";
import { folderWith, small, trnsim } from "../cli/trnsim.ts";

const schema = catalogSchema(catalog, () => "{}");
const same = (path: string) => path;

/** The setting of a scenario whose run chose nothing more than `chosen`, and `choices` of what it does not mention. */
function settingFor(
  written: object,
  chosen: Record<string, number> = {},
  choices: { key: string; value: number }[] = [],
  software = "none",
): Setting {
  const options = { file: "deploy.yaml", fromFile: same, fromCommandLine: same };
  const [entry] = readScenarios(JSON.stringify({ name: "deploy", ...written }), schema, options);
  const scenario = entry?.scenario as Scenario;
  const cluster = { ranks: 16 * scenario.cluster.count, instances: scenario.cluster.count };
  const summary = {
    chosen,
    choices,
    cluster,
    software,
    [scenario.workload?.kind as string]: {},
  } as unknown as Summary;
  return settingOf(scenario, summary, catalog.workloads) as Setting;
}

const degree = fc.constantFrom(1, 2, 4, 8);
const instance = fc.constantFrom("p5.48xlarge", "trn2.48xlarge", "g6.48xlarge", "inf2.48xlarge");

const serving = fc
  .record({
    instance,
    count: degree,
    tensor: degree,
    pipeline: degree,
    expert: degree,
    context: degree,
    attentionGroups: degree,
    replicas: degree,
    batching: fc.oneof(
      fc.record({
        kind: fc.constant("continuous"),
        maxBatch: fc.integer({ min: 100, max: 300 }),
        maxPrefillTokens: fc.integer({ min: 3000, max: 9000 }),
        compiledContext: fc.option(fc.integer({ min: 20000, max: 30000 }), { nil: undefined }),
      }),
      fc.record({
        kind: fc.constant("chunked-prefill"),
        maxBatch: fc.integer({ min: 100, max: 300 }),
        stepTokens: fc.integer({ min: 3000, max: 9000 }),
      }),
      fc.record({ kind: fc.constant("static"), maxBatch: fc.integer({ min: 100, max: 300 }) }),
    ),
    weights: fc.constantFrom("bf16", "fp16", "fp8", "int8", "mxfp4", "int4-g128"),
    kvCache: fc.constantFrom("bf16", "fp8", "int8"),
    input: fc.integer({ min: 1000, max: 5000 }),
    hasPrefixCache: fc.boolean(),
    speculation: fc.constantFrom(
      undefined,
      { kind: "eagle", tokens: 5, acceptance: 0.7 },
      { kind: "draft", model: "llama-3.1-8b", tokens: 6, acceptance: 0.7 },
      { kind: "medusa", heads: 3, acceptance: [0.7, 0.6, 0.5] },
    ),
  })
  .map(
    ({
      instance: name,
      count,
      batching,
      weights,
      kvCache,
      input,
      hasPrefixCache,
      speculation,
      ...degrees
    }) => ({
      cluster: { instance: name, count },
      model: "llama-3.1-70b",
      workload: {
        kind: "inference",
        arrivals: { kind: "poisson", rate: "1/s" },
        input: { kind: "constant", tokens: input },
        output: { kind: "constant", tokens: 10 },
        parallelism: degrees,
        batching,
        precision: { weights, kvCache },
        ...(hasPrefixCache && { prefixCache: {} }),
        ...(speculation && { speculation }),
      },
    }),
  );

const training = fc
  .record({
    instance,
    count: degree,
    degrees: fc.record({
      data: degree,
      tensor: degree,
      pipeline: degree,
      expert: degree,
      context: degree,
      sequence: fc.boolean(),
      zero: fc.constantFrom(0, 1, 2, 3),
    }),
    sequenceLength: fc.integer({ min: 3000, max: 9000 }),
    globalBatch: fc.integer({ min: 100, max: 900 }),
    microBatch: degree,
    schedule: fc.constantFrom("gpipe", "1f1b", { kind: "interleaved", chunks: 3 }, "zero-bubble"),
    recompute: fc.constantFrom("none", "selective", "full"),
    optimizer: fc.constantFrom("adamw", "sgd", "lamb"),
    offload: fc.constantFrom(false, true, "parameters"),
    precision: fc.constantFrom("bf16", "fp16", "fp8", "fp32"),
  })
  .map(({ instance: name, count, degrees, ...workload }) => ({
    cluster: { instance: name, count },
    model: "llama-3.1-70b",
    workload: { kind: "training", tokens: "10B", parallelism: degrees, ...workload },
  }));

/** Settings of which brief or plan speak; each must be among the values. */
const needed = {
  inference: ["tensor", "pipeline", "expert", "context", "replicas"]
    .map((name) => `parallelism.${name}`)
    .concat("context", "batching.maxBatch", "precision.weights", "precision.kvCache", "cluster.count"),
  training: ["tensor", "pipeline", "data", "expert", "context", "zero"]
    .map((name) => `parallelism.${name}`)
    .concat("sequenceLength", "globalBatch", "microBatch", "recompute", "precision", "schedule.kind"),
};

/** Numbers that flags give in another form: per instance, in steps or sequences, or as a switch. */
const derived = [
  "tokens",
  "parallelism.replicas",
  "parallelism.expert",
  "parallelism.attentionGroups",
  "parallelism.zero",
];

/** Every setting once, with its number in the command, or with a reason. */
function expectWhole(setting: Setting, { expressed, not_expressible: missing, command }: Launch): void {
  const told = [...expressed, ...missing].map(({ key }) => key);
  expect(told.sort()).toEqual([...setting.values.keys()].sort());
  for (const { why } of missing) expect(why.length).toBeGreaterThan(8);
  for (const { key, value, flags, note } of expressed) {
    if (flags.length === 0) {
      expect(note).toBeTruthy();
      // What is meant by saying nothing is one, none, or the way of the program.
      if (
        typeof value === "number" &&
        !["cluster.count", "parallelism.data", "context", ...derived].includes(key)
      )
        expect(value).toBe(1);
      continue;
    }
    if (typeof value === "number" && !derived.includes(key)) expect(flags.join(" ")).toContain(String(value));
    for (const flag of flags) {
      const leaves = flag.startsWith("{") ? (flag.match(/[\w.-]+(?=[}\]])/g) ?? []) : [flag];
      for (const leaf of leaves) expect(command).toContain(leaf);
    }
  }
}

test.each(launchers.map((launcher) => [launcher.name, launcher] as const))(
  "%s says every setting of random scenarios, or why it cannot",
  (_, launcher) => {
    expect(launcher.documentation.length).toBeGreaterThan(0);
    const scenarios: fc.Arbitrary<object> = launcher.stack === "inference" ? serving : training;
    fc.assert(
      fc.property(scenarios, (written) => {
        const setting = settingFor(written);
        for (const key of needed[launcher.stack]) expect([...setting.values.keys()]).toContain(key);
        expectWhole(setting, launch(launcher, setting));
      }),
      { numRuns: 60, seed: 1 },
    );
  },
);

test("every kind of chip that scenarios name has launchers for serving and for training, where there are programs", () => {
  const names = (written: object) =>
    deploymentOf(settingFor(written)).launches.map(({ launcher }) => launcher);
  const serve = (on: string) => ({
    cluster: { instance: on },
    model: "llama-3.1-8b",
    workload: { kind: "inference", arrivals: { kind: "poisson", rate: "1/s" } },
  });
  const train = (on: string) => ({
    cluster: { instance: on },
    model: "llama-3.1-8b",
    workload: { kind: "training", sequenceLength: 512, globalBatch: 8 },
  });
  expect(names(serve("p5.48xlarge"))).toEqual(["vllm", "sglang", "trtllm-serve"]);
  expect(names(serve("trn2.48xlarge"))).toEqual(["vllm-neuron"]);
  expect(names(train("p5.48xlarge"))).toEqual(["megatron-lm", "nemo"]);
  expect(names(train("trn2.48xlarge"))).toEqual(["nxd-training"]);
});

describe("what is simulated and what is started", () => {
  const deployed = (on: string, model: string, software?: string) => {
    const workload = { kind: "inference", arrivals: { kind: "poisson", rate: "1/s" } };
    const cluster = { instance: on, ...(software && { software }) };
    return deploymentOf(settingFor({ cluster, model, workload }, {}, [], software));
  };

  test("no server of answers is told of a model that writes none, and that nothing is known is said", () => {
    const silent = catalog.models.filter((model) => !writesText(model));
    expect(silent.length).toBeGreaterThan(15);
    for (const { name, family } of silent)
      for (const on of ["inf2.xlarge", "p5.48xlarge"]) {
        const { launches, why } = deployed(on, name);
        expect([name, launches]).toEqual([name, []]);
        expect(why).toContain(`with ${name}, of the family ${family}`);
      }
    expect(deployed("c6i.32xlarge", "llama-3.1-8b").why).toMatch(/^no program is known here .* kind cpu$/);
  });

  test("programs name profiles that exist, with the names these had, and one that was simulated comes first", () => {
    const known = catalog.profiles.map(({ name }) => name);
    for (const { software } of launchers) {
      expect(known).toEqual(expect.arrayContaining([...software]));
      for (const { name, aliasOf } of catalog.profiles)
        if (aliasOf !== undefined) expect(software.includes(name)).toBe(software.includes(aliasOf));
    }
    for (const software of ["vllm", "sglang", "trtllm", "trtllm-h100", "pytorch-eager"]) {
      const told = deployed("p5.48xlarge", "llama-3.1-8b", software).launches.map((each) => each.simulated);
      expect(told).toEqual([software !== "pytorch-eager", false, false]);
    }
  });

  test("flags of a program that was not simulated say so", () => {
    const folder = folderWith({ "small.yaml": small });
    const as = (software: string, ...more: string[]) =>
      trnsim(["run", "small.yaml", "--set", `cluster.software=${software}`, ...more], folder).stdout;
    expect(as("tnx-2.18")).toContain("simulated was tnx-2.18, another program");
    expect(as("tnx-2.18", "--deploy")).toContain("not what was simulated (tnx-2.18)");
    expect(as("nxdi", "--deploy")).not.toContain("not what was simulated");
  });
});

describe("flags", () => {
  const setting = settingFor({
    cluster: { instance: "p5.48xlarge", count: 2 },
    model: "llama-3.1-70b",
    workload: {
      kind: "inference",
      arrivals: { kind: "poisson", rate: "1/s" },
      input: { kind: "constant", tokens: 900 },
      output: { kind: "constant", tokens: 100 },
      parallelism: { tensor: 4, replicas: 4 },
      batching: { kind: "chunked-prefill", maxBatch: 24, stepTokens: 1024 },
      precision: { weights: "fp8", kvCache: "fp8" },
      prefixCache: {},
    },
  });
  test.each([
    [
      "vllm",
      "--tensor-parallel-size 4|--data-parallel-size 2|--max-model-len 1000|--max-num-seqs 24|--max-num-batched-tokens 1024|--quantization fp8|--kv-cache-dtype fp8|--enable-prefix-caching",
    ],
    [
      "sglang",
      "--tp-size 4|--context-length 1000|--max-running-requests 24|--chunked-prefill-size 1024|--quantization fp8|--kv-cache-dtype fp8_e4m3",
    ],
    [
      "trtllm-serve",
      "--tp_size 4|--max_seq_len 1000|--max_batch_size 24|--max_num_tokens 1024|dtype: fp8|enable_block_reuse: true",
    ],
  ])("of %s are those of its documentation", (name, flags) => {
    const found = deploymentOf(setting).launches.find(({ launcher }) => launcher === name);
    for (const flag of flags.split("|")) expect(found?.command).toContain(flag);
  });
});

describe("the longest request that a server is started for", () => {
  const served = (input: object, output: object) => {
    const load = { arrivals: { kind: "poisson", rate: "1/s" }, input, output };
    const workload = { kind: "inference", ...load, parallelism: { tensor: 8, replicas: 1 } };
    const setting = settingFor({ cluster: { instance: "p5.48xlarge" }, model: "llama-3.1-70b", workload });
    return deploymentOf(setting).launches.find(({ launcher }) => launcher === "vllm") as Launch;
  };

  test("is the longest that the laws of lengths can draw, where these have a maximum", () => {
    const { command, not_expressible: missing } = served(
      { kind: "lognormal", mean: 1155, p99: 4142, max: 6000 },
      { kind: "lognormal", mean: 211, p99: 601, max: 800 },
    );
    expect(command).toContain("--max-model-len 6800");
    expect(missing.filter(({ key }) => key.startsWith("context"))).toEqual([]);
  });

  test("is that of one in a thousand where they have none, and that it is refused beyond is told", () => {
    const { command, not_expressible: missing } = served(
      { kind: "exponential", mean: 1000 },
      { kind: "constant", tokens: 100 },
    );
    expect(command).toContain(`--max-model-len ${Math.round(1000 * Math.log(1000)) + 100}`);
    expect(missing.find(({ key }) => key === "context.longer")?.why).toContain("refuses them");
  });

  test("is never exceeded by a draw of a law that has one", () => {
    const laws: Record<string, object> = {
      constant: { tokens: 7 },
      uniform: { min: 2, max: 9 },
      lognormal: { mean: 100, p99: 400, max: 150 },
      normal: { mean: 10, deviation: 40 },
      zipf: { min: 1, max: 50, exponent: 1 },
      empirical: { values: [3, 30] },
    };
    const withMost = Object.entries(laws).map(([kind, options]) => {
      const random = new RandomStreams(1).stream("lengths");
      return createPlugin(catalog.lengths, { kind, ...options } as PluginChoice, { random }, lengthContract);
    });
    for (const law of withMost) {
      const drawn = Math.max(...Array.from({ length: 3000 }, () => law.draw()));
      expect(drawn).toBeLessThanOrEqual(law.most as number);
      expect(law.longest).toBeLessThanOrEqual(law.most as number);
    }
  });
});

test("degrees that a scenario does not mention are in the flags as they were chosen, and what is no setting is not", () => {
  const workload = { kind: "training", sequenceLength: 4096, globalBatch: 64 };
  const choices = [
    { key: "workload.parallelism.pipeline", value: 7 },
    { key: "workload.parallelism.expert", value: 5 },
    { key: "cluster.pricing", value: 3 },
  ];
  const scenario = { cluster: { instance: "p5.48xlarge" }, model: "qwen3-30b-a3b", workload };
  const setting = settingFor(scenario, { pipeline: 7, expert: 5 }, choices);
  const [first] = deploymentOf(setting).launches;
  expect(first?.command).toMatch(/pipeline-model-parallel-size 7\b/);
  expect(first?.command).toMatch(/expert-model-parallel-size 5\b/);
  expect([...setting.values.keys()].filter((key) => key.endsWith("pricing"))).toEqual([]);
});

test("run prints them with --deploy, as text and as JSON, and says that nobody has tried them", () => {
  const folder = folderWith({ "small.yaml": small });
  const text = trnsim(["run", "small.yaml", "--deploy"], folder).stdout;
  expect(text).toMatch(
    /generated, not tried[\s\S]*vllm serve "\$MODEL"[\s\S]*--tensor-parallel-size[\s\S]*not expressible: /,
  );
  const [{ deploy }] = JSON.parse(trnsim(["run", "small.yaml", "--deploy", "--json"], folder).stdout);
  expect(deploy).toMatchObject({ generated: true, launches: [{ launcher: "vllm-neuron" }] });
});
