/** A written key that changes nothing is told as one without effect, and one that is told so changes nothing. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { summaryOf } from "../../src/simulation/summary.ts";

type Document = { [key: string]: unknown };

const noFile = () => "";
const schema = catalogSchema(catalog, noFile);
const simulation = simulationCatalog(catalog, noFile);

/** Everything a summary says of what happened, and its warnings. */
function outcome(document: Document) {
  const scenario = schema.parse(structuredClone(document)) as unknown as Scenario;
  const record = simulate(scenario, simulation, document);
  const source = { file: "told.yaml", variant: "base", hash: "", catalogHash: "" };
  // Events are how the simulator goes about it: a router that looks at old signals is woken to look.
  const { warnings, assumptions, choices, scenario: _, events, ...rest } = summaryOf(record, source);
  return { figures: JSON.stringify(rest), warnings };
}

/** `document` with `value` at the dotted path `key`. */
function put(document: Document, key: string, value: unknown): Document {
  const copy = structuredClone(document);
  const path = key.split(".");
  let holder = copy;
  for (const part of path.slice(0, -1)) {
    holder[part] ??= {};
    holder = holder[part] as Document;
  }
  holder[path.at(-1) as string] = value;
  return copy;
}

const serving = (more: object = {}): Document => ({
  name: "told",
  cluster: { instance: "inf2.48xlarge" },
  model: "llama-3.2-1b",
  workload: {
    kind: "inference",
    arrivals: { kind: "poisson", rate: "20/s" },
    input: { kind: "uniform", min: 100, max: 900 },
    output: { kind: "uniform", min: 4, max: 8 },
    parallelism: { tensor: 2, replicas: 4 },
    batching: { kind: "continuous", maxBatch: 8 },
    requests: 12,
    ...more,
  },
});

const training = (more: object = {}, model: unknown = "llama-3.2-1b"): Document => ({
  name: "told",
  cluster: { instance: "p5.48xlarge", count: 2 },
  model,
  workload: {
    kind: "training",
    sequenceLength: 1024,
    globalBatch: 16,
    tokens: "1M",
    parallelism: { tensor: 2, pipeline: 2, data: 4 },
    ...more,
  },
});

const withoutEnd = (more: object): Document => {
  const document = training(more);
  delete (document.workload as Document).tokens;
  return document;
};

const mixture = {
  name: "own",
  family: "decoder",
  layers: 4,
  hidden: 512,
  heads: 8,
  kvHeads: 2,
  ffn: 2048,
  vocabulary: 32000,
  maxTokens: 4096,
  experts: { count: 8, active: 2, ffn: 1024 },
};
const alone = { parallelism: { tensor: 2, replicas: 1 } };
const scaled = { policy: { kind: "target-tracking", target: 4 }, interval: "1 s", unit: "replica" };
const classes = [
  { name: "a", share: 1 },
  { name: "b", share: 1 },
];
const crash = { failures: [{ of: "host", mtbf: "1000 h" }], checkpoints: { interval: "10 min" } };

type Case = readonly [scenario: Document, key: string, one: unknown, other: unknown];

const byKey = (each: Case) => [each[1], each] as const;

/** Keys that a warning is about: of `no effect: workload.order, workload.router; why` these two. */
function toldKeys(warning: string): string[] {
  return warning.match(/\bworkload\.[\w.]*\w/g) ?? [];
}

/** Where a key changes nothing: two values that give the same. */
const inert: readonly Case[] = [
  [serving({ autoscaling: scaled }), "workload.autoscaling.initial", 4, 100],
  [serving({ autoscaling: scaled }), "workload.autoscaling.min", 4, 100],
  [serving({ classes }), "workload.classes.1.priority", 0, 5],
  [serving({ pools: [{ name: "p", instance: "inf2.xlarge" }] }), "workload.pools.0.weight", 1, 5],
  [serving({ batching: { kind: "static" } }), "workload.kvCache.preemption", "recompute", "swap"],
  [serving({ kvCache: { preemption: "recompute" } }), "workload.kvCache.swapBandwidth", "1 GB/s", "9 GB/s"],
  [
    serving({ regions: { places: [{ name: "a", replicas: 4, share: 1 }] } }),
    "workload.regions.latency",
    "30 ms",
    "90 ms",
  ],
  [
    serving({ ...alone, prefixCache: { tiers: [{ name: "host", capacity: "8 GiB" }] } }),
    "workload.prefixCache.tiers.0.shared",
    false,
    true,
  ],
  [serving({ sharedPrefix: { tokens: 512 } }), "workload.sharedPrefix.kinds", 1, 8],
  [serving({ prefixCache: {}, sharedPrefix: { tokens: 100 } }), "workload.sharedPrefix.kinds", 1, 8],
  [serving(), "workload.precision.experts", "bf16", "fp8"],
  [serving(), "workload.experts.imbalance", 1, 2],
  [serving(alone), "workload.signalAge", "0 s", "5 s"],
  [{ ...serving(), cluster: { instance: "p5.48xlarge" } }, "workload.batching.compiledContext", 1024, 4096],
  [training({ parallelism: { tensor: 4, pipeline: 4, data: 1 } }), "workload.parallelism.zero", 1, 3],
  [training({ recompute: "none" }), "workload.recomputeShare", "50%", "90%"],
  [training(), "workload.parallelism.contextExchange", "ring", "all-to-all"],
  [training({}, mixture), "workload.experts.imbalance", 1, 3],
  [withoutEnd({}), "workload.checkpoints", { interval: "1 h" }, { interval: "2 h" }],
  [withoutEnd({}), "workload.failures", [{ of: "host", mtbf: "9 h" }], [{ of: "host", mtbf: "90 h" }]],
  [training(crash), "workload.recovery.slowAfter", "1 h", "20 h"],
  [training(crash), "workload.recovery.stuckAfter", "10 min", "50 min"],
  [training(crash), "workload.recovery.unnoticed", "1 h", "20 h"],
  [training(crash), "workload.recovery.corruption", "1 h", "20 h"],
];

test.each(inert.map(byKey))("%s without effect is told", (key, [document, , one, other]) => {
  const [first, second] = [one, other].map((value) => outcome(put(document, key, value)));
  expect(second?.figures).toBe(first?.figures);
  const told = second?.warnings.filter((warning) => toldKeys(warning).some((each) => key.startsWith(each)));
  expect(told).toHaveLength(1);
});

/** Where the same keys, or their like, do change something. */
const working: readonly Case[] = [
  [serving({ autoscaling: scaled }), "workload.autoscaling.min", 1, 4],
  [serving(), "workload.sharedPrefix", undefined, { tokens: 512 }],
  [
    serving({ order: "priority", classes, ...alone, batching: "none", delivery: "whole" }),
    "workload.classes.0.priority",
    0,
    5,
  ],
  [
    serving({ router: "weighted", pools: [{ name: "p", instance: "inf2.xlarge" }] }),
    "workload.pools.0.weight",
    0,
    5,
  ],
  [training(), "workload.parallelism.zero", 1, 3],
  [
    training({ parallelism: { tensor: 2, pipeline: 2, data: 4, expert: 4 } }, mixture),
    "workload.experts.imbalance",
    1,
    2,
  ],
];

test.each(working.map(byKey))(
  "%s with an effect is not told as one without",
  (key, [document, , one, other]) => {
    const [first, second] = [one, other].map((value) => outcome(put(document, key, value)));
    expect(second?.figures).not.toBe(first?.figures);
    expect(second?.warnings.filter((warning) => warning.includes(`no effect: ${key}`))).toEqual([]);
  },
);

test("requests longer than the context that graphs are compiled for are refused, and short buckets are told", () => {
  const sequences = { input: { kind: "constant", tokens: 900 }, output: { kind: "constant", tokens: 8 } };
  const compiled = (compiledContext: number) => {
    const summary = outcome(serving({ ...sequences, batching: { kind: "continuous", compiledContext } }));
    return (JSON.parse(summary.figures) as { inference: { completed: number } }).inference.completed;
  };
  expect([compiled(907), compiled(908)]).toEqual([0, 12]);
  const buckets = { contextBuckets: [512], batchBuckets: [1, 4], maxBatch: 8 };
  const { warnings } = outcome(serving({ ...sequences, batching: { kind: "continuous", ...buckets } }));
  const told = warnings.filter((warning) => warning.includes("beyond it each counts as it is"));
  expect(told.map((warning) => warning.split(":")[0])).toEqual([
    "workload.batching.contextBuckets",
    "workload.batching.batchBuckets",
  ]);
});

test("more adapters in device memory than there are is an error", () => {
  const resident = (count: number) => () => outcome(serving({ adapters: { count: 4, resident: count } }));
  expect(resident(4)).not.toThrow();
  expect(resident(5)).toThrow(ScenarioError);
});

const openKinds: readonly Document[] = [
  training({ parallelism: { tensor: 2 } }),
  serving({ parallelism: {}, batching: { kind: "continuous" } }),
  serving({ autoscaling: { policy: { kind: "target-tracking", target: 4 }, provision: "10 s", min: 2 } }),
  {
    name: "told",
    cluster: { instance: "p5.48xlarge" },
    model: "llama-3.2-1b",
    workload: {
      kind: "alignment",
      iterations: 2,
      prompts: 8,
      input: { kind: "constant", tokens: 100 },
      output: { kind: "constant", tokens: 50 },
      generation: {},
      training: { sequenceLength: 1024 },
    },
  },
];

test.each(openKinds.map((document) => [(document.workload as Document).kind, document] as const))(
  "a choice that a run of %s tells is its key's: written there, it gives the same figures",
  (_, document) => {
    const scenario = schema.parse(structuredClone(document)) as unknown as Scenario;
    const source = { file: "told.yaml", variant: "base", hash: "", catalogHash: "" };
    const { choices } = summaryOf(simulate(scenario, simulation, document), source);
    const own = choices.filter(({ key }) => key.startsWith("workload."));
    expect(own.length).toBeGreaterThan(0);
    const { figures } = outcome(document);
    const spared = (text: string) => text.replace(/"(chosen|choices)":[{[].*?[}\]],/g, "");
    // As a file writes it: `true` is no text there.
    for (const { key, value } of own)
      expect(spared(outcome(put(document, key, parse(String(value)))).figures), key).toBe(spared(figures));
  },
);
