/** Scenarios gone wrong at random: values out of place, keys that vanish, words from elsewhere. */
import { RandomStreams } from "../../src/base/random.ts";

/** A scenario document. */
export type Document = { [key: string]: unknown };

const serving = (more: object = {}): Document => ({
  name: "fuzz",
  cluster: { instance: "inf2.48xlarge", count: 1 },
  model: "llama-3.2-1b",
  workload: {
    kind: "inference",
    arrivals: { kind: "poisson", rate: "20/s" },
    input: { kind: "lognormal", mean: 200, p99: 800, max: 2000 },
    output: { kind: "uniform", min: 4, max: 32 },
    parallelism: { tensor: 2, replicas: 4 },
    batching: { kind: "continuous", maxBatch: 8 },
    requests: 40,
    ...more,
  },
  objectives: { ttftP99: "2 s", failedShare: "1%" },
  limits: { events: 20000, time: "1 h" },
});

const training = (more: object = {}, model: unknown = "llama-3.2-1b"): Document => ({
  name: "fuzz",
  cluster: { instance: "p5.48xlarge", count: 2, tiers: [{ instances: 2, oversubscription: 2 }] },
  model,
  workload: {
    kind: "training",
    sequenceLength: 1024,
    globalBatch: 64,
    tokens: "10M",
    parallelism: { tensor: 2, pipeline: 2, data: 4 },
    ...more,
  },
  objectives: { stepTime: "10 s" },
  limits: { events: 20000 },
});

/** What mutations begin with: together they name most keys. */
export const seeds: readonly Document[] = [
  serving(),
  serving({
    router: { kind: "prefix-affinity", slack: 4 },
    prefixCache: { blockTokens: 32, tiers: [{ name: "dram", capacity: "8 GiB", bandwidth: "20 GB/s" }] },
    conversation: { turns: { kind: "constant", tokens: 3 }, think: "1 s" },
    sharedPrefix: { tokens: 64, share: 0.5, kinds: 2 },
    failures: { mtbf: "20 s", detection: "1 s", repair: "2 s" },
    timeout: { queue: "5 s", total: "30 s" },
    maxOutstanding: 16,
    signalAge: "100 ms",
  }),
  serving({
    autoscaling: {
      policy: { kind: "target-tracking", target: 4 },
      min: 0,
      interval: "1 s",
      provision: "2 s",
      unit: "replica",
    },
    delivery: "whole",
    stages: { before: "10 ms", after: "5 ms", network: "20 ms" },
    order: "shortest-first",
  }),
  serving({ disaggregation: { prefillReplicas: 2 }, kvCache: { blockTokens: 32, preemption: "swap" } }),
  serving({
    classes: [
      { name: "chat", share: 3, priority: 1, objectives: { ttft: "1 s" } },
      { name: "batch", share: 1, input: { kind: "zipf", min: 8, max: 512, exponent: 1.1 } },
    ],
    regions: {
      places: [
        { name: "a", replicas: 2, share: 1 },
        { name: "b", replicas: 2, share: 2 },
      ],
      latency: "30 ms",
    },
  }),
  serving({
    speculation: { kind: "draft", model: "llama-3.2-1b", tokens: 3, acceptance: "80%" },
    precision: { weights: "int8", kvCache: "fp8" },
    adapters: { count: 4, rank: 8 },
    kernels: { "attention-decode": { speedup: 2 } },
  }),
  training(),
  training({
    parallelism: { tensor: 2, pipeline: 1, zero: 3, sequence: true },
    recompute: "full",
    precision: "fp8",
    compression: { kind: "power-sgd", rank: 4 },
    gradientBuckets: 4,
    offload: "optimizer",
    dataLoading: { sampleBytes: "4 MB", cpuTime: "10 ms" },
  }),
  training({
    schedule: { kind: "interleaved", chunks: 2 },
    failures: [{ of: "host", kind: "weibull", mtbf: "100 h", shape: 0.8, effect: "hang" }],
    checkpoints: { interval: "10 min", mode: "asynchronous", tiers: ["host", { tier: "fsx", every: "1 h" }] },
    recovery: { detection: "1 min", stuckAfter: "30 min", replacement: "automatic", spares: 1 },
    tokens: "100B",
  }),
  training(
    { lora: { rank: 8 }, optimizer: "adamw", microBatch: 2 },
    {
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
    },
  ),
  {
    name: "fuzz",
    cluster: { instance: "trn1.32xlarge", count: 2 },
    workload: {
      kind: "queue",
      jobs: {
        count: 40,
        rate: "30/h",
        accelerators: [1, 2, 16],
        duration: { kind: "lognormal", mean: "1 h", sigma: 1 },
        users: 3,
      },
      policy: "easy",
    },
  },
  {
    name: "fuzz",
    cluster: { instance: "p4d.24xlarge", count: 3, network: "flow" },
    jobs: [
      { name: "a", model: "llama-3.2-1b", workload: training().workload as object, instances: 2 },
      {
        name: "b",
        model: "llama-3.2-1b",
        workload: serving().workload as object,
        instances: [2, 2],
        start: "1 s",
      },
    ],
    limits: { events: 20000 },
  },
];

/** Kinds of workload made of others, and a queue that buys; from `laterSeeds` on, so that earlier seeds keep their scenario. */
const composed: readonly Document[] = [
  {
    name: "fuzz",
    cluster: { instance: "inf2.48xlarge", count: 1 },
    model: "llama-3.2-1b",
    workload: {
      kind: "roll-out",
      serving: {
        ...(serving({ requests: undefined, duration: "3 s" }).workload as object),
        kind: undefined,
        pools: [{ name: "new", instance: "inf2.xlarge", count: 2, tensor: 2, model: "llama-3.2-1b" }],
      },
      pool: "new",
      steps: [
        { share: "10%", for: "2 h" },
        { share: "100%", for: "10 h" },
      ],
      guard: { metric: "ttftP99", atMost: "1 s", worseBy: 0.5 },
    },
    limits: { events: 20000 },
  },
  {
    name: "fuzz",
    cluster: { instance: "trn1.32xlarge", count: 4 },
    model: "llama-3.2-1b",
    workload: {
      kind: "alignment",
      iterations: 50,
      prompts: 8,
      answers: 4,
      input: { kind: "constant", tokens: 128 },
      output: { kind: "lognormal", mean: 100, p99: 400, max: 500 },
      generation: { instances: 2, parallelism: { tensor: 2 }, batching: { kind: "continuous", maxBatch: 8 } },
      training: { sequenceLength: 1024, parallelism: { tensor: 2, zero: 1 } },
    },
    limits: { events: 20000, time: "30 d" },
  },
  {
    name: "fuzz",
    cluster: { instance: "trn1.32xlarge", count: 4 },
    workload: {
      kind: "pipeline",
      stages: [
        {
          name: "prepare",
          workload: { kind: "host-work", vcpuTime: "500 h" },
          cluster: { instance: "c6i.32xlarge", count: 2 },
          artefact: { size: "8 GB", bandwidth: "2 GB/s" },
        },
        {
          name: "train",
          needs: ["prepare"],
          model: "llama-3.2-1b",
          workload: {
            ...(training({ parallelism: { tensor: 2 } }).workload as object),
            failures: "trainium",
          },
          artefact: { size: "2 GB", bandwidth: "2 GB/s" },
        },
        {
          name: "serve",
          needs: ["train"],
          copies: 3,
          model: "llama-3.2-1b",
          workload: serving().workload,
          cluster: { instance: "inf2.48xlarge" },
        },
      ],
    },
    limits: { events: 50000 },
  },
  {
    name: "fuzz",
    cluster: { instance: "p4d.24xlarge", count: 2, pricing: "reserved-1y" },
    workload: {
      kind: "queue",
      region: "us-east-1",
      jobs: {
        count: 60,
        rate: "14/h",
        accelerators: [1, 2, 8, 16],
        duration: { kind: "lognormal", mean: "100 min", sigma: 1.2 },
        users: 3,
        priority: [0, 0, 1],
      },
      pools: [
        {
          name: "block",
          count: 2,
          region: "us-east-2",
          pricing: "capacity-block",
          from: "1 d",
          until: "2 d",
        },
        {
          name: "spot",
          count: 2,
          region: "eu-north-1",
          pricing: { option: "on-demand", discount: "65%" },
          reclaims: { mtbf: "1 d" },
        },
      ],
      policy: { kind: "priority", preempt: true },
      preemption: { notice: "1 min" },
      groups: { vision: ["user 0"] },
      quotas: { vision: 16 },
      checkpoints: { interval: "30 min", stall: "20 s", load: "1 min" },
    },
    limits: { events: 50000 },
  },
].map((document) => JSON.parse(JSON.stringify(document)) as Document);

/** The first seed that may draw one of `composed`. */
export const laterSeeds = 10_000_000;

const odd: readonly unknown[] = [
  null,
  true,
  "",
  " ",
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  9007199254740992,
  1e9,
  3,
  "0",
  "-5 s",
  "1e400 s",
  "0 s",
  "1 ns",
  "900000 d",
  "5 parsecs",
  "50%",
  "200%",
  "1e30 GB/s",
  "0 GB",
  "1/s",
  "1e12/s",
  "1 B",
  [],
  [[]],
  {},
  { kind: "constructor" },
  { kind: "__proto__" },
  "constructor",
  "__proto__",
  "..",
  "/etc/passwd",
  "auto",
  "all",
  "x".repeat(5000),
  "\u0000",
  "💥",
  { from: "trn2.48xlarge", chip: { memoryBandwidth: "0 GB/s" } },
  [1, 2, 3],
  ["a"],
  7,
  64,
  1000000,
];

const factors = [0, 0.001, 0.1, 0.5, 2, 3, 7, 10, 100, 1e3, 1e6, 1e9, 1e15];

/** A number times another, whole where it was whole. */
function scaled(value: number, factor: number): number {
  return Number.isInteger(value) ? Math.ceil(value * factor) : value * factor;
}

interface Place {
  holder: { [key: string]: unknown };
  key: string;
}

function places(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Place["holder"], key });
    places((value as Place["holder"])[key], found);
  }
  return found;
}

/** The scenario number `seed`: one of the seeds with one to four mutations. */
export function fuzzed(seed: number): Document {
  const random = new RandomStreams(seed).stream("fuzz");
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const document = structuredClone(pick(seed < laterSeeds ? seeds : composed));
  const isWild = random() < 0.3;
  const mutations = 1 + Math.floor(random() * (isWild ? 4 : 2));
  for (let made = 0; made < mutations; made++) {
    const all = places(document);
    const { holder, key } = pick(all);
    const value = holder[key];
    // Most cases stay scenarios: amounts become other amounts.
    if (!isWild && typeof value === "number") holder[key] = scaled(value, pick(factors));
    else if (!isWild && typeof value === "string" && /\d/.test(value)) {
      holder[key] = value.replace(/[\d.]+/, (number) => String(Number(number) * pick(factors)));
    } else if (!isWild && random() < 0.5) delete holder[key];
    else if (random() < 0.6) holder[key] = structuredClone(pick(odd));
    else if (random() < 0.5) holder[`${key}${pick(["x", "s", " ", "."])}`] = value;
    else {
      const other = pick(all);
      holder[key] = structuredClone(other.holder[other.key]);
    }
  }
  // Without a limit forty million requests are simulated, which is no mistake and takes minutes.
  if (!("limits" in document)) document.limits = { events: 50_000 };
  return document;
}
