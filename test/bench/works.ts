/** What the table of the bench is about. */
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { runEntry } from "../../src/cli/simulations.ts";
import { wire } from "../../src/cluster/wiring.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { linkCountOf } from "../../src/network/link.ts";
import { readScenarios, type ScenarioEntry } from "../../src/scenario/read-scenarios.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { holdRate } from "./hold.ts";
import { customersServed, scriptsServed } from "./mm1.ts";
import { permutationSolved, staggeredSolved } from "./network.ts";
import { fleetsSearched, trainingsSearched } from "./search.ts";
import { cpuSeconds, type Work } from "./work.ts";

const heldEvents = 2e6;

/** Simulates the scenario `text`; the time without reading it. */
function simulated(text: string) {
  const same = (path: string) => path;
  const schema = catalogSchema(catalog, () => "");
  const [entry] = readScenarios(text, schema, { file: "bench", fromFile: same, fromCommandLine: same });
  let completed = 0;
  const seconds = cpuSeconds(() => {
    const { summary } = runEntry(entry as unknown as ScenarioEntry<Scenario>, catalog);
    completed = summary.requests?.completed ?? 1;
  });
  return { pieces: completed, seconds };
}

const oneReplica = (requests: number) => `
name: one-replica
cluster: { instance: trn2.48xlarge, software: { from: nxdi, set: { prefillToContext: never } } }
model: llama-3.1-70b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 1.5/s }
  input: { kind: lognormal, mean: 1155, p99: 4142, max: 14050 }
  output: { kind: lognormal, mean: 211, p99: 601, max: 1000 }
  parallelism: { tensor: 64, replicas: 1 }
  batching: { kind: continuous, maxBatch: 32 }
  requests: ${requests}
`;

const fleet = (replicas: number) => `
name: fleet
cluster: { instance: trn2.48xlarge, count: ${Math.ceil(replicas / 8)}, software: { from: nxdi, set: { prefillToContext: never } } }
model: llama-3.1-8b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: ${10 * replicas}/s }
  input: { kind: constant, tokens: 200 }
  output: { kind: lognormal, mean: 40, p99: 150, max: 400 }
  parallelism: { tensor: 8, replicas: ${replicas} }
  batching: { kind: continuous, maxBatch: 64 }
  requests: ${300 * replicas}
`;

const step = (chips: number) => `
name: step
cluster: { instance: trn2u-ultraserver, count: ${chips / 64} }
model: { name: dense-1t, family: gpt, layers: 128, hidden: 25600, heads: 160, vocabulary: 51200 }
workload:
  kind: training
  sequenceLength: 2048
  globalBatch: ${(3 * chips) / 8}
  parallelism: { tensor: 32, pipeline: 32, sequence: true }
  recompute: full
`;

const queue = (jobs: number) => `
name: queue
cluster: { instance: trn1.32xlarge, count: 16 }
workload:
  kind: queue
  jobs:
    count: ${jobs}
    rate: 14/h
    accelerators: [1, 1, 1, 1, 2, 2, 4, 16, 16, 32]
    duration: { kind: lognormal, mean: 100 min, sigma: 1.2 }
    users: 12
  policy: easy
`;

/** An all-reduce as the runtime does it, priced for the first time; the fabric is wired before. */
function reduced(instances: number) {
  const instance = catalog.instances.find(({ name }) => name === "trn2u-ultraserver") as Instance;
  const network = wire({ instance, count: instances });
  const ranks = Array.from({ length: network.topology.endpoints }, (_, rank) => rank);
  const seconds = cpuSeconds(() => {
    network.collectiveNs({ operation: "all-reduce", bytes: 2 ** 26, ranks });
  });
  return { pieces: linkCountOf(network.topology), seconds };
}

/** In the order of the table. */
export const works: readonly Work[] = [
  {
    name: "hold model, pending events",
    sizes: [1e3, 1e4, 1e5, 1e6],
    unit: "events/s",
    run(pending) {
      const perMicrosecond = holdRate(pending, heldEvents);
      return { pieces: heldEvents, seconds: heldEvents / perMicrosecond / 1e6 };
    },
  },
  {
    name: "M/M/1, customers",
    sizes: [1e3, 1e4, 1e5, 1e6],
    unit: "customers/s",
    run: customersServed,
  },
  {
    name: "M/M/1 by scripts, customers",
    sizes: [1e3, 1e4, 1e5, 1e6],
    unit: "customers/s",
    run: scriptsServed,
  },
  {
    name: "max-min fair permutation, flows",
    sizes: [256, 1024, 4096],
    unit: "flows/s",
    run: permutationSolved,
  },
  {
    name: "staggered flows inside leaves, nodes",
    sizes: [256, 1024, 4096],
    unit: "flows/s",
    run: staggeredSolved,
  },
  {
    name: "serving on one 70B replica, requests",
    sizes: [1e2, 1e3, 1e4, 1e5, 1e6],
    unit: "requests/s",
    run: (requests) => simulated(oneReplica(requests)),
  },
  {
    name: "serving at constant load each, replicas",
    sizes: [1, 8, 80, 800],
    unit: "requests/s",
    run: (replicas) => simulated(fleet(replicas)),
  },
  {
    name: "training step of 1T parameters, chips",
    sizes: [1024, 9216, 98_304, 491_520],
    unit: "steps/s",
    run: (chips) => simulated(step(chips)),
  },
  {
    name: "all-reduce over UltraServers",
    sizes: [1, 4, 16, 64, 7808],
    unit: "links/s",
    run: reduced,
  },
  {
    name: "queue of a cluster, jobs",
    sizes: [1e2, 1e3, 1e4, 1e5],
    unit: "jobs/s",
    run(jobs) {
      return { pieces: jobs, seconds: simulated(queue(jobs)).seconds };
    },
  },
  {
    name: "search of training, combinations",
    sizes: [24, 216],
    unit: "combinations/s",
    run: trainingsSearched,
  },
  {
    name: "search of serving, combinations",
    sizes: [10, 100],
    unit: "combinations/s",
    run: fleetsSearched,
  },
];
