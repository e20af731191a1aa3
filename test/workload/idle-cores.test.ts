/** Cores of a chip share its memory: those at work have what the idle ones leave, as far as their DMA engines carry it. */
import { expect, test } from "vitest";
import { catalog, catalogSchema, simulationCatalog } from "../../src/catalog.ts";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { partOf } from "../../src/cluster/part.ts";
import type { Scenario } from "../../src/simulation/scenario.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { clusterFor, replicaOf } from "../../src/validation/rows/replica.ts";
import { withIdleCores } from "../../src/workload/inference/replica/placement.ts";

const instanceNamed = (name: string) => catalog.instances.find((each) => each.name === name)!;
const bert = catalog.models.find(({ name }) => name === "bert-base")!;

/** Bandwidth of a rank's memory where `replicas` of one core are at work, in the part of an instance that `part` gives. */
function bandwidth(name: string, replicas: number, part = (whole: Cluster) => whole): number {
  const instance = instanceNamed(name);
  const { plan } = replicaOf({
    model: bert,
    instance,
    profile: catalog.profiles.find((each) => each.name === "neuron-1")!,
    tensor: 1,
    weights: "bf16",
    kvCache: "bf16",
    batch: 1,
    tokens: 128,
  });
  const cluster = part(clusterFor(instance, 1));
  return withIdleCores({ ...plan, replicas }, cluster).context.device.memoryBandwidth;
}

/** Answers a second of one core of `instance`, with `replicas` at work. */
function eachPerSecond(instance: string, replicas: number): number {
  const scenario = catalogSchema(catalog, () => "").parse({
    name: "idle",
    cluster: { instance, count: 1 },
    model: "bert-base",
    workload: {
      kind: "inference",
      arrivals: { kind: "closed-loop", users: replicas },
      input: { kind: "constant", tokens: 128 },
      parallelism: { tensor: 1, replicas },
      batching: "none",
      requests: 10 * replicas,
    },
  }) as unknown as Scenario;
  const record = simulate(
    scenario,
    simulationCatalog(catalog, () => ""),
  );
  const { completed, durationNs } = record.result!.inference!;
  return completed / (durationNs / 1e9) / replicas;
}

test("one core of an Inferentia reads four times as fast as each of four, two twice as fast, and of 16 chips all are at work", () => {
  const { bandwidth: whole } = instanceNamed("inf1.xlarge").chip.memory;
  expect([1, 2, 4].map((replicas) => bandwidth("inf1.xlarge", replicas))).toEqual([
    whole,
    whole / 2,
    whole / 4,
  ]);
  expect(bandwidth("inf1.24xlarge", 64)).toBe(whole / 4);
});

test("a job on one chip of several has what its own idle cores leave, and nothing where others compute there", () => {
  const { bandwidth: whole } = instanceNamed("inf1.6xlarge").chip.memory;
  const chip = { instances: [0, 0], ranks: [4, 7] } as const;
  expect(bandwidth("inf1.6xlarge", 1, (all) => partOf(all, chip))).toBe(whole);
  const shared = { memory: 0.5, time: 0.5 };
  expect(bandwidth("inf1.6xlarge", 1, (all) => partOf(all, { ...chip, shared }))).toBe(whole / 4);
});

test("an encoder answers sooner on the only core at work of an Inferentia, and no sooner on that of a Trainium, whose DMA engines bind", () => {
  expect(eachPerSecond("inf1.xlarge", 1)).toBeGreaterThan(1.5 * eachPerSecond("inf1.xlarge", 4));
  expect(eachPerSecond("trn1.2xlarge", 1) / eachPerSecond("trn1.2xlarge", 2)).toBeCloseTo(1, 2);
});
