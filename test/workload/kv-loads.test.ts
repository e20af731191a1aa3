/** What replicas load from outside while they compute, alone and beside each other. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import type { World } from "../../src/cluster/world.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { ColdStart } from "../../src/workload/inference/fleet/cold-start.ts";
import { kvWays } from "../../src/workload/inference/kv-ways.ts";
import type { OwnLinks } from "../../src/workload/inference/own-links.ts";
import { hostUses, KvLoads, type KvWays } from "../../src/workload/inference/replica/kv-loads.ts";
import type { PlacedReplicas } from "../../src/workload/inference/replica/placed-replicas.ts";
import { SharedCores } from "../../src/workload/inference/replica/shared-cores.ts";
import { StepClock } from "../../src/workload/inference/replica/step-clock.ts";
import { emptyCost } from "../../src/workload/inference/time/step-timer.ts";
import type { WorkloadSetting } from "../../src/workload/workload.ts";
import { record } from "../laws/account-scenarios.ts";

/** Hosts of two replicas each, whose memory gives 10 bytes/ns and each of whose cards 4. */
function hosts(cards = 1) {
  const simulator = new Simulator("loads");
  const sharing = new Sharing(simulator);
  const resources = new Map<string, number>();
  const named = (name: string, capacity: number) => {
    const known = resources.get(name) ?? sharing.add(capacity, () => name);
    resources.set(name, known);
    return known;
  };
  const ways: KvWays = {
    sharing,
    owner: 0,
    tier: named,
    hostMemory: (replica) => [{ resource: named(`memory ${replica >> 1}`, 10), part: 1 }],
    hostLink: () => [],
    fromStore: (replica) =>
      Array.from({ length: cards }, (_, card) => ({
        resource: named(`card ${replica >> 1}.${card}`, 4),
        part: 1 / cards,
      })),
  };
  return { simulator, ways };
}

/** Ends of steps that begin together, each computing for `computeNs` beside 800 bytes at 8 bytes/ns through the memory of its host. */
function stepEnds(replicas: readonly number[], computeNs: number): number[] {
  const { simulator, ways } = hosts();
  const ends: number[] = [];
  for (const replica of replicas) {
    const uses = hostUses(ways.hostMemory(replica), 800);
    const clock = new StepClock(
      simulator,
      { loads: new KvLoads({ ways, replica }) },
      {
        stepOver: (now) => ends.push(now),
      },
    );
    clock.begin(0, { ...emptyCost(), totalNs: computeNs }, 100, uses);
  }
  simulator.run();
  return ends;
}

test("a load takes its time alone where the memory of the host has room, and two share it where it has not", () => {
  expect(stepEnds([0], 30)).toEqual([100]);
  expect(stepEnds([0, 2], 30)).toEqual([100, 100]);
  // 1,600 bytes through a memory of 10 bytes/ns.
  for (const end of stepEnds([0, 1], 30)) expect(end).toBeCloseTo(160, 9);
});

test("computation that takes longer hides a load, alone or not", () => {
  expect(stepEnds([0], 170)).toEqual([170]);
  expect(stepEnds([0, 1], 170)).toEqual([170, 170]);
});

test("weights of replicas that come up together share the cards of their host", () => {
  const openNs = (replicas: readonly number[], cards = 1) => {
    const { simulator, ways } = hosts(cards);
    const ends: number[] = [];
    const plan = { provisionNs: 50, weights: { bytes: 1200, bandwidth: 3 }, compileNs: 7 };
    for (const replica of replicas) {
      new ColdStart(simulator, plan, { ways, replica }, (now) => ends.push(now)).start();
    }
    simulator.run();
    return ends;
  };
  expect(openNs([0])).toEqual([50 + 1200 / 3 + 7]);
  expect(openNs([0, 2])).toEqual([457, 457]);
  // 2,400 bytes over one card of 4 bytes/ns.
  for (const end of openNs([0, 1])) expect(end).toBeCloseTo(50 + 2400 / 4 + 7, 9);
  // Each takes half of its weights over either card: twice the loader's pace, and less than the memory gives.
  expect(openNs([0, 1], 2)).toEqual([457, 457]);
});

test("a cold start that is given up opens nothing", () => {
  const { simulator, ways } = hosts();
  const plan = { provisionNs: 50, weights: { bytes: 1200, bandwidth: 3 } };
  const start = new ColdStart(simulator, plan, { ways, replica: 0 }, () => expect.unreachable());
  start.start();
  start.giveUp();
  simulator.run();
});

/** Mean time to the last token where eight replicas of one host are short of KV room and swap, ns. */
function meanE2eNs(network: string): number {
  const { result } = record({
    cluster: { instance: "p4d.24xlarge", count: 1, network },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 8 * 24 },
      input: { kind: "constant", tokens: 6000 },
      output: { kind: "constant", tokens: 900 },
      parallelism: { tensor: 1, replicas: 8 },
      router: "round-robin",
      batching: { kind: "continuous", maxBatch: 32 },
      kvCache: { preemption: "swap" },
    },
  });
  expect(result?.inference?.preemptions).toBeGreaterThan(0);
  return result?.inference?.e2el.mean as number;
}

test("replicas of one host that swap at once wait for its memory, which `analytic` leaves out", () => {
  // Eight links of 32 GB/s want more than the 192 GB/s of the host.
  expect(meanE2eNs("flow")).toBeGreaterThan(meanE2eNs("analytic"));
});

test("tiers in host memory have to fit it, those of all replicas on a host together", () => {
  const tiers = [{ name: "host", capacity: "200 GiB" }];
  const run = () =>
    record({
      cluster: { instance: "p4d.24xlarge", count: 1 },
      model: "llama-3.1-8b",
      workload: {
        kind: "inference",
        arrivals: { kind: "batch", size: 8 },
        input: { kind: "constant", tokens: 100 },
        output: { kind: "constant", tokens: 10 },
        parallelism: { tensor: 1, replicas: 8 },
        prefixCache: { tiers },
      },
    });
  expect(run).toThrow(
    /tiers\[0\]\.capacity: found 200 GiB for each of 8 replicas of a host; expected at most the 1\.13 TiB of its memory/,
  );
});

test("models that take turns on cores of one host wait for its memory where their weights come at the same time", () => {
  /** Ends of loads by two replicas that swap 800 bytes at 8 bytes/ns. */
  const begins = (replicas: readonly number[]) => {
    const { simulator, ways } = hosts();
    const turns: number[] = [];
    const swapping = { roomBytes: 800, weightsBytes: [800, 800], loadNs: [100, 100] };
    const all = replicas.map((replica) => {
      const cores = new SharedCores(simulator, { sliceNs: 0, swapping }, { ways, replica });
      const user = { takeTurn: (now: number) => turns.push(now), yieldFrom: () => {} };
      cores.join(0, user);
      cores.join(1, user);
      // The weights of model 0 are there, those of model 1 are not.
      expect(cores.enter(1, 0)).toBe(false);
      return cores;
    });
    simulator.run();
    return { turns, loading: all.map(({ loadingNs }) => loadingNs) };
  };
  expect(begins([0])).toEqual({ turns: [100], loading: [100] });
  const both = begins([0, 1]);
  for (const ns of [...both.turns, ...both.loading]) expect(ns).toBeCloseTo(160, 9);
});

test("a replica loads through the memory of every host that it stands on, one of another pool through none of them", () => {
  const instance = catalog.instances.find(({ name }) => name === "p5.48xlarge") as Instance;
  const cluster = buildCluster({ instance, count: 4 });
  const waysOf = (ranksPerReplica: number, replicas: number) =>
    kvWays(
      { resource: (name: string) => name, board: { jobs: 1 } } as unknown as World,
      { cluster } as WorkloadSetting,
      { ranksPerReplica, replicas } as PlacedReplicas,
      {} as OwnLinks,
      [],
      [],
    );
  // Eight ranks an instance: replicas on a quarter of one, on one, on two.
  for (const [ranks, replicas] of [
    [2, 5],
    [8, 3],
    [16, 1],
  ] as const) {
    const ways = waysOf(ranks, replicas);
    for (let replica = 0; replica < replicas + 2; replica++) {
      const standing = Array.from({ length: ranks }, (_, rank) => Math.floor((replica * ranks + rank) / 8));
      const hosts = replica < replicas ? [...new Set(standing)] : [];
      expect(ways.hostMemory(replica)).toEqual(
        hosts.map((host) => ({ resource: `host memory of instance ${host}`, part: 1 / hosts.length })),
      );
    }
  }
});
