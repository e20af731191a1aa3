/** Networks of clusters: shared prices of alike groups, switches that sum, and tables of algorithms of one's own. */
import { expect, test } from "vitest";
import { buildCluster, networkAmongFirst } from "../../src/cluster/cluster.ts";
import { idealLinks } from "../../src/cluster/link-software.ts";
import { networkOf, wire } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { flowCollectiveNs } from "../../src/network/flows/flow-collective.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

const named = (name: string) =>
  instances.find((instance) => instance.name === name) as (typeof instances)[number];
const ranks = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
const bytes = 1e8;

test("two instances under different leaves cross the narrow uplinks, however they are numbered", () => {
  const tiers = [{ instances: 2, oversubscription: 16, latencyNs: 1000 }];
  const plan = { instance: named("trn2.48xlarge"), count: 4, tiers };
  const network = wire(plan);
  const timeNs = (first: number) =>
    network.collectiveNs({ operation: "all-reduce", bytes, ranks: ranks(64 * first, 128) });
  expect(timeNs(2)).toBe(timeNs(0));
  expect(timeNs(1)).toBeGreaterThan(1.2 * timeNs(0));
  // The same by a network that has priced nothing before.
  expect(wire(plan).collectiveNs({ operation: "all-reduce", bytes, ranks: ranks(64, 128) })).toBe(timeNs(1));
});

test("a leaf that is not full is priced by itself", () => {
  const tiers = [{ instances: 4, oversubscription: 16, latencyNs: 1000 }];
  const network = wire({ instance: named("trn2.48xlarge"), count: 5, tiers });
  const pair = (one: number, other: number) =>
    network.collectiveNs({
      operation: "all-reduce",
      bytes,
      ranks: [64 * one, 64 * other],
      algorithm: "ring",
    });
  expect(pair(0, 1)).toBe(pair(2, 3));
  expect(pair(3, 4)).toBeGreaterThan(pair(2, 3));
});

test("groups that run at the same time in other instances share no links, whatever was asked before", () => {
  const network = wire({ instance: named("trn2.48xlarge"), count: 4 });
  const request = { operation: "all-reduce", bytes, ranks: [0, 64] } as const;
  const alone = network.collectiveNs(request);
  const crowded = network.collectiveNs({ ...request, simultaneous: [[1, 65]] });
  expect(crowded).toBeGreaterThan(1.5 * alone);
  expect(network.collectiveNs({ ...request, simultaneous: [[129, 193]] })).toBeCloseTo(alone, 6);
});

test("NVSwitch sums an all-reduce on request: S / B and a latency, not 2 (n-1)/n S / B; runtimes do not by themselves", () => {
  const instance = named("p5.48xlarge");
  const network = wire({ instance, count: 2, software: idealLinks });
  const request = { operation: "all-reduce", bytes, ranks: ranks(8, 8) } as const;
  const hop = instance.chip.scaleUp?.latencyNs ?? 0;
  const timeNs = network.collectiveNs({ ...request, algorithm: "in-network" });
  expect(timeNs).toBeCloseTo(bytes / 450 + hop, 6);
  expect(network.collective({ ...request, algorithm: "best" })?.algorithm).toBe("in-network");
  const usual = network.collective(request);
  expect(usual?.algorithm).not.toBe("in-network");
  expect(usual?.timeNs).toBeGreaterThan((2 * 7 * bytes) / 8 / 450);
  const flowNs = flowCollectiveNs(network.topology, { ...request, algorithm: "in-network", chunks: 1 });
  expect(flowNs).toBeCloseTo(timeNs, 6);
});

test("groups of two instances each sum in their own switch at the same time; no switch joins both", () => {
  const network = wire({ instance: named("p5.48xlarge"), count: 2, software: idealLinks });
  const request = { operation: "all-reduce", bytes, ranks: ranks(0, 8), algorithm: "in-network" } as const;
  expect(network.collectiveNs({ ...request, simultaneous: [ranks(8, 8)] })).toBe(
    network.collectiveNs(request),
  );
  expect(() => network.collectiveNs({ ...request, ranks: ranks(0, 16) })).toThrow(
    "in-network does no all-reduce among 16 ranks here",
  );
  const plain = new AnalyticNetwork(topologyOf("switch:8", { bandwidth: 450, latencyNs: 0 }));
  expect(() => plain.collectiveNs(request)).toThrow("in-network does no all-reduce");
});

test("a table of one's own takes the place of the runtime's thresholds", () => {
  const rules = [
    { bytesMax: 1e7, algorithms: ["multi-ring"] },
    { bytesMax: Number.POSITIVE_INFINITY, algorithms: ["in-network", "ring"] },
  ];
  const instance = named("trn2.48xlarge");
  const chosen = (size: number, selection?: { inside: typeof rules; across: typeof rules }) =>
    wire({ instance, count: 1, collectives: selection ? { selection } : {} }).collective({
      operation: "all-reduce",
      bytes: size,
      ranks: ranks(0, 64),
    })?.algorithm;
  expect([1e6, 1e9].map((size) => chosen(size))).toEqual(["mesh", "multi-ring"]);
  // What does not suit, here a switch that sums, is passed over.
  expect([1e6, 1e9].map((size) => chosen(size, { inside: rules, across: rules }))).toEqual([
    "multi-ring",
    "ring",
  ]);
});

test("an all-reduce among 65 instances takes little more than among 64: Bruck's steps are one more", () => {
  const timeNs = (count: number) => {
    const network = wire({ instance: named("p5.48xlarge"), count, software: idealLinks });
    return network.collectiveNs({
      operation: "all-reduce",
      bytes: 1e9,
      ranks: ranks(0, 8 * count),
      algorithm: "hierarchical",
      chunks: 1,
    });
  };
  expect(timeNs(65) / timeNs(64)).toBeGreaterThan(1);
  expect(timeNs(65) / timeNs(64)).toBeLessThan(1.1);
});

test("instances that are wired alike have one network, whatever their chips compute; one figure of a link makes another", () => {
  const instance = named("trn2.48xlarge");
  const { chip, scaleOut } = instance;
  const on = (changed: Partial<typeof instance>) =>
    networkOf({ instance: { ...instance, ...changed }, count: 2, coresPerRank: 2 });
  const itself = on({});
  const alike = [
    { chip: { ...chip, peaks: { bf16: 1 } } },
    { chip: { ...chip, memory: { ...chip.memory, bytes: 1, usableBytes: 1 } } },
    { name: "mine", derivedFrom: instance.name, hostMemoryBytes: 1 },
  ];
  for (const changed of alike) expect(on(changed)).toBe(itself);
  const others = [
    { chip: { ...chip, memory: { ...chip.memory, bandwidth: 1 } } },
    { chip: { ...chip, cores: 4 } },
    { chip: { ...chip, coreGeneration: "NeuronCore-v2" } },
    { chip: { ...chip, scaleUp: { name: "", bandwidth: 1, latencyNs: 1 } } },
    { scaleUp: { kind: "ring", linkBandwidth: 1 } as const },
    { scaleOut: { ...scaleOut, latencyNs: 1 } },
    { scaleOut: { ...scaleOut, bandwidth: 1 } },
    { servers: 4 },
  ];
  expect(new Set([itself, ...others.map(on)]).size).toBe(1 + others.length);
});

test("ranks of one instance exchange among themselves as on an instance alone", () => {
  const ofKinds = new Map(instances.map((each) => [`${each.scaleUp.kind} of ${each.chip.kind}`, each]));
  for (const instance of ofKinds.values()) {
    const cluster = buildCluster({ instance, count: 2 });
    const { ranksPerInstance } = cluster;
    const count = Math.min(6, ranksPerInstance);
    const alone = networkAmongFirst(cluster, count);
    expect(alone.topology.endpoints).toBe(ranksPerInstance);
    for (const bytes of [4096, 2 ** 26]) {
      const request = { operation: "all-reduce", bytes, ranks: ranks(0, count) } as const;
      expect(alone.collectiveNs(request)).toBe(cluster.network.collectiveNs(request));
    }
    expect(alone.transferNs(4096, 0, count - 1)).toBe(cluster.network.transferNs(4096, 0, count - 1));
  }
  const whole = buildCluster({ instance: named("trn2.48xlarge"), count: 2 });
  expect(networkAmongFirst(whole, whole.ranksPerInstance + 1)).toBe(whole.network);
});
