/** Random scenarios of one to three jobs of any kind on one small cluster, and what of their worlds is seen from outside. */
import fc from "fast-check";
import { InfeasibleError, ScenarioError } from "../../src/base/errors.ts";
import { catalog, catalogSchema, makeCatalog, simulationCatalog } from "../../src/catalog.ts";
import type { Shortcuts, World } from "../../src/cluster/world.ts";
import type { EndedTask } from "../../src/kernel/sharing/sharing.ts";
import type { ExchangePlay } from "../../src/network/graph/exchange-run.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import type { RunRecord } from "../../src/simulation/run-record.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { defineWorkload } from "../../src/workload/workload.ts";

const noFile = () => {
  throw new Error("no file is read here");
};

/** A kind of a user's own: every instance works on its host's cores, and then reads from a store that all share. */
const stepsOnHosts = defineWorkload({
  name: "steps-on-hosts",
  help: "work of host cores, then a read from a store",
  needsNoModel: true,
  options: {},
  create: (_options, { cluster, owner = 0 }) => {
    let left = 2 * cluster.count;
    let endNs = 0;
    let startNs = 0;
    return {
      start(world) {
        world.board.begins(owner);
        startNs = world.simulator.now;
        const store = world.resource("store", 5);
        const client = {
          handle(instance: number, now: number) {
            left--;
            endNs = now - startNs;
            if (instance >= 0) {
              world.sharing.run({ work: 2e9, usage: { resources: [store] }, owner }, client, -1);
            }
            if (left === 0) world.board.ends(owner);
          },
        };
        for (let instance = 0; instance < cluster.count; instance++) {
          const cores = world.hostCores(cluster.firstInstance + instance, cluster.instance.vcpus);
          world.sharing.run({ work: 1e10, usage: { resources: [cores] }, owner }, client, instance);
        }
      },
      result: () => ({
        own: {},
        elapsedNs: endNs,
        busyFraction: 0,
        warnings: [],
        restsOn: [],
        chosen: {},
        tables: {},
        series: [],
      }),
    };
  },
});

const own = makeCatalog(catalog, [stepsOnHosts]);

/** What of a world is seen from outside. */
export interface Seen {
  world: World;
  tasks: EndedTask[];
  exchanges: { play: ExchangePlay; startNs: number; endNs: number }[];
  /** Most that a resource was loaded, over its capacity, at any moment. */
  loadMax: number;
}

/** The record of `scenario`, and its worlds: all jobs together, then each alone. Undefined where it is refused. */
export function seen(
  scenario: object,
  shortcuts?: Shortcuts,
): { record: RunRecord; worlds: Seen[] } | undefined {
  const path = (each: string) => each;
  const options = { file: "jobs.yaml", fromFile: path, fromCommandLine: path };
  const worlds: Seen[] = [];
  const look = (world: World) => {
    const all: Seen = { world, tasks: [], exchanges: [], loadMax: 0 };
    worlds.push(all);
    const { sharing, links } = world;
    links.exchanged = (play, startNs, endNs) => all.exchanges.push({ play, startNs, endNs });
    sharing.observe({
      ended: (task) => all.tasks.push(task),
      settled: () => {
        for (let resource = 0; resource < sharing.count; resource++) {
          all.loadMax = Math.max(all.loadMax, sharing.load(resource) / sharing.capacity(resource));
        }
      },
    });
  };
  try {
    const [entry] = readScenarios(JSON.stringify(scenario), catalogSchema(own, noFile), options);
    const { scenario: read, resolved } = entry as { scenario: unknown; resolved: unknown };
    const simulation = { ...simulationCatalog(own, noFile), shortcuts, look };
    return { record: simulate(read as Scenario, simulation, resolved), worlds };
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof InfeasibleError) return undefined;
    throw error;
  }
}

const experts = {
  name: "small-experts",
  family: "decoder",
  layers: 4,
  hidden: 1024,
  heads: 16,
  kvHeads: 4,
  ffn: 2048,
  vocabulary: 32_000,
  maxTokens: 4096,
  experts: { count: 8, active: 2, ffn: 2048 },
};

const splits = fc.constantFrom(
  {},
  { tensor: 2, sequence: true },
  { tensor: 2, zero: 1 },
  { pipeline: 2 },
  { tensor: 2, pipeline: 2 },
  { zero: 3 },
  { tensor: 2, zero: 3 },
  { context: 2 },
);
const training = fc.record({
  model: fc.constant("llama-3.2-1b"),
  workload: fc.record(
    {
      kind: fc.constant("training"),
      sequenceLength: fc.constant(1024),
      steps: fc.constantFrom(1, 6),
      parallelism: splits,
      gradientBuckets: fc.constant(4),
      schedule: fc.constantFrom("gpipe", "zero-bubble").map((kind) => ({ kind })),
      stragglers: fc.constant({ jitter: 0.02 }),
      recompute: fc.constant("full"),
      offload: fc.constantFrom("optimizer", "parameters"),
      checkpoints: fc.constantFrom(
        ...[
          { tiers: ["fsx"] },
          { tiers: ["nvme", "s3"] },
          { tiers: ["host", "fsx"] },
          { volume: "shared" },
        ].map((to) => ({
          interval: "1 ms",
          ...to,
        })),
        { interval: "10 s", mode: "asynchronous", tiers: ["host", { tier: "s3", every: "20 s" }] },
        { interval: "10 s", mode: "asynchronous", volume: "shared" },
      ),
      resume: fc.constant({ done: 0.5 }),
      dataLoading: fc.constantFrom(
        { sampleBytes: "1 MB", cpuTime: "50 ms" },
        { sampleBytes: "20 MB", cpuTime: "1 ms", volume: "shared" },
      ),
    },
    { requiredKeys: ["kind", "sequenceLength", "steps", "parallelism", "recompute"] },
  ),
});
const mixture = fc.record({
  model: fc.constant(experts),
  workload: fc.record({
    kind: fc.constant("training"),
    sequenceLength: fc.constant(1024),
    steps: fc.constant(2),
    parallelism: fc.constantFrom({ expert: 4 }, { tensor: 2, expert: 2 }, { expert: 8, zero: 1 }),
  }),
});
const serving = fc.record({
  model: fc.constantFrom("llama-3.2-1b", "llama-3.1-8b"),
  workload: fc
    .record({
      arrivals: fc.constantFrom(
        { kind: "poisson", rate: "20/s" },
        { kind: "batch", size: 12 },
        { kind: "closed-loop", users: 6 },
      ),
      tensor: fc.constantFrom(1, 2),
      apart: fc.constantFrom(true, true, false),
      prompt: fc.constantFrom(500, 8000),
      swaps: fc.boolean(),
      adapters: fc.boolean(),
      // Features that go with most others, one or none of them.
      more: fc.constantFrom(
        {},
        { batching: { kind: "chunked-prefill", maxBatch: 4, stepTokens: 512 } },
        { prefixCache: { tiers: [{ name: "host", capacity: "unlimited" }] } },
        {
          autoscaling: {
            policy: { kind: "target-tracking", target: 2 },
            min: 1,
            interval: "1 s",
            provision: "0 s",
          },
        },
      ),
    })
    .map(({ arrivals, tensor, apart, prompt, swaps, adapters, more }) => ({
      kind: "inference",
      arrivals,
      requests: 12,
      input: { kind: "constant", tokens: prompt },
      output: { kind: "constant", tokens: 8 },
      parallelism: { tensor, replicas: 4 },
      ...(swaps && { kvCache: { preemption: "swap" } }),
      ...(adapters && { adapters: { count: 32, rank: 64, resident: 4 } }),
      ...(apart && { disaggregation: { prefillReplicas: 2 } }),
      ...(apart && "autoscaling" in more ? {} : more),
    })),
});
const alignment = fc.record({
  model: fc.constant("llama-3.2-1b"),
  workload: fc.constant({
    kind: "alignment",
    iterations: 2,
    simulated: 1,
    prompts: 0,
    answers: 4,
    input: { kind: "constant", tokens: 64 },
    output: { kind: "constant", tokens: 16 },
    generation: { parallelism: { tensor: 1 }, batching: { kind: "continuous", maxBatch: 8 } },
    training: { sequenceLength: 1024, parallelism: { tensor: 2, zero: 3 } },
  }),
});
const withoutModel = fc.record({
  workload: fc.constantFrom(
    { kind: "host-work", vcpuTime: "100 s" },
    { kind: "steps-on-hosts" },
    {
      kind: "queue",
      jobs: {
        count: 20,
        rate: "30/h",
        accelerators: [1, 2],
        duration: { kind: "lognormal", mean: "1 h", sigma: 1 },
      },
      policy: "easy",
    },
    {
      kind: "pipeline",
      stages: [
        {
          name: "prepare",
          workload: { kind: "host-work", vcpuTime: "10 h" },
          artefact: { size: "10 GB", bandwidth: "5 GB/s" },
        },
        { name: "work", needs: ["prepare"], workload: { kind: "host-work", time: "1 min" } },
      ],
    },
    {
      kind: "pipeline",
      stages: [
        {
          name: "train",
          model: "llama-3.2-1b",
          workload: {
            kind: "training",
            sequenceLength: 1024,
            globalBatch: 64,
            samples: 128,
            recompute: "full",
            parallelism: { tensor: 2 },
          },
          artefact: { size: "2 GB", bandwidth: "5 GB/s" },
        },
        {
          name: "serve",
          needs: ["train"],
          model: "llama-3.2-1b",
          workload: {
            kind: "inference",
            arrivals: { kind: "batch", size: 6 },
            input: { kind: "constant", tokens: 500 },
            output: { kind: "constant", tokens: 8 },
            parallelism: { tensor: 2 },
          },
        },
      ],
    },
    {
      kind: "queue",
      workloads: [
        {
          name: "tune",
          model: "llama-3.2-1b",
          workload: {
            kind: "training",
            sequenceLength: 1024,
            globalBatch: 64,
            samples: 640,
            recompute: "full",
            parallelism: { tensor: 2 },
          },
        },
      ],
      jobs: { count: 10, rate: "30/h", accelerators: [4], workload: ["tune"] },
      policy: "fifo",
    },
  ),
});

const job = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(training, training, mixture) },
  { weight: 4, arbitrary: serving },
  { weight: 1, arbitrary: alignment },
  { weight: 1, arbitrary: withoutModel },
);

/** Chips of an instance by its name, to be divided among jobs. */
const chipsOf = {
  "p4d.24xlarge": [8, 1],
  "g5.48xlarge": [8, 1],
  "trn1.32xlarge": [16, 2],
  "trn2.48xlarge": [16, 4],
} as const;

/** The workload of a job that gets `ranks`: what a step learns from is a multiple of them, whatever the degrees. */
function sized({ steps, ...workload }: { kind: string; steps?: number }, ranks: number) {
  const globalBatch = 4 * ranks;
  if (workload.kind === "alignment") return { ...workload, prompts: globalBatch / 4 };
  return steps === undefined ? workload : { ...workload, globalBatch, samples: steps * globalBatch };
}

/** Kinds that may have the same chips as others. */
const sharing = ["training", "inference"];

/** A scenario of one to three jobs on chips of their own, by instances or by ranks of all instances, or all on the same chips. */
export const jobScenarios = fc
  .record({
    instance: fc.constantFrom(...(Object.keys(chipsOf) as (keyof typeof chipsOf)[])),
    oversubscription: fc.constantFrom(1, 16, 256),
    byRanks: fc.constantFrom(true, true, false),
    onSameChips: fc.boolean(),
    jobs: fc.array(job, { minLength: 1, maxLength: 3 }),
    starts: fc.array(fc.constantFrom("0 s", "0 s", "50 ms"), { minLength: 3, maxLength: 3 }),
  })
  .map(({ instance, oversubscription, byRanks, onSameChips, jobs, starts }) => {
    const shareChips =
      byRanks && onSameChips && jobs.every(({ workload }) => sharing.includes(workload.kind));
    const count = byRanks ? 2 : 2 * jobs.length;
    const [chips, ranksEach] = chipsOf[instance];
    const cut = (place: number) => Math.floor((chips * place) / jobs.length) * ranksEach;
    const first = (index: number) => (shareChips ? 0 : cut(index));
    const end = (index: number) => (shareChips ? chips * ranksEach : cut(index + 1));
    return {
      name: "jobs",
      cluster: {
        instance,
        count,
        tiers: [{ instances: byRanks ? 1 : 3, oversubscription }],
        ...(JSON.stringify(jobs).includes('"volume"') && {
          storage: { shared: { tier: "fsx-ssd-250", size: "24 TiB", used: "50%" } },
        }),
      },
      jobs: jobs.map((each, index) => ({
        ...each,
        workload: sized(each.workload, byRanks ? 2 * (end(index) - first(index)) : 2 * chips * ranksEach),
        name: `job-${index}`,
        start: starts[index],
        ...(byRanks
          ? { instances: [0, 1], ranks: [first(index), end(index) - 1], shareChips }
          : { instances: [2 * index, 2 * index + 1] }),
      })),
    };
  });
