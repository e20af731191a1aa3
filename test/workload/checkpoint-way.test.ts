/** Jobs that save and load beside others: alone as by the closed form, two at once on the same drives, cards or uplinks twice as long. */
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { partOf } from "../../src/cluster/part.ts";
import type { Storage } from "../../src/cluster/storage.ts";
import { World } from "../../src/cluster/world.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { type CheckpointPlace, checkpointPlace } from "../../src/workload/training/run/checkpoint-place.ts";
import { CheckpointWay } from "../../src/workload/training/run/checkpoint-way.ts";
import type { TrainingOptions } from "../../src/workload/training/training-options.ts";
import { record } from "../laws/account-scenarios.ts";

const instance = catalog.instances.find(({ name }) => name === "trn1.32xlarge") as Instance;
const drives = {
  reads: 2 * instance.storage.nvmeReadBandwidth,
  writes: 2 * instance.storage.nvmeWriteBandwidth,
};
const bytes = 64e9;
/** Storage out of the cluster that gives all that cards carry. */
const wide: CheckpointPlace = {
  reads: 1e6,
  writes: 1e6,
  isLocal: false,
  hostsMost: Number.POSITIVE_INFINITY,
  isOverCards: true,
  isToPeers: false,
  copies: [],
};

/** When moves of 64 GB at the same time are over, ns: each of a job of its own on the same two trn1. */
function moves(ways: readonly ("save" | "load")[], place: Partial<CheckpointPlace>): number[] {
  const cluster = buildCluster({ instance, count: 2 });
  const simulator = new Simulator();
  const world = new World(simulator, cluster, { jobs: ways.length });
  const full = { ...wide, ...place };
  const claimed = ways.map((_, owner) => {
    const by = { owner, instances: 2, each: instance.scaleOut.bandwidth };
    return CheckpointWay.claim(world, { cluster, offload: undefined }, { place: full, by, writers: 2 });
  });
  const endsNs: number[] = [];
  const target = {
    handle(code: number, now: number) {
      endsNs[code] = now;
    },
  };
  for (const [index, way] of ways.entries()) claimed[index]?.[way](bytes, target, index);
  expect(simulator.run().status).toBe("completed");
  return endsNs;
}

/** What the cards of the first instance give in one direction, bytes/ns. */
function cards(way: "save" | "load"): number {
  const { topology } = buildCluster({ instance, count: 2 }).network;
  const links = (way === "save" ? topology.exitsOf : topology.entriesOf)?.call(topology, 0) ?? [];
  return links.reduce((sum, link) => sum + topology.links[link]!.bandwidth, 0);
}

describe.each(["save", "load"] as const)("to %s", (way) => {
  const rate = way === "save" ? "writes" : "reads";

  test("alone takes bytes over what the drives, the cards or the tier give", () => {
    expect(moves([way], { isLocal: true, ...drives })[0]).toBeCloseTo(bytes / drives[rate], 3);
    expect(moves([way], {})[0]).toBeCloseTo(bytes / (2 * cards(way)), 3);
    expect(moves([way], { reads: 10, writes: 10 })[0]).toBeCloseTo(bytes / 10, 3);
    // A bandwidth that the scenario gives is that of the drives.
    expect(moves([way], { isLocal: true, reads: 5, writes: 5 })[0]).toBeCloseTo(bytes / 5, 3);
  });

  test("takes two jobs on the same drives or cards twice as long, and three three times", () => {
    for (const place of [{ isLocal: true, ...drives }, { isLocal: true, reads: 5, writes: 5 }, {}]) {
      const [alone] = moves([way], place) as [number];
      expect(moves([way, way], place)).toEqual([2, 2].map((times) => expect.closeTo(times * alone, 3)));
      expect(moves([way, way, way], place)[2]).toBeCloseTo(3 * alone, 3);
    }
  });

  test("takes two jobs as long as one where a tier that is theirs alone is slower than the cards", () => {
    expect(moves([way, way], { reads: 10, writes: 10 })).toEqual(
      [1, 1].map(() => expect.closeTo(bytes / 10, 3)),
    );
  });
});

describe.each(["save", "load"] as const)("to %s on storage above the switches", (way) => {
  const each = 8 * 12.5;

  /** When jobs on one instance each have moved 64 GB, ns, where a leaf of two instances has an uplink as wide as an eighth of one's cards. */
  function behindLeaf(instances: readonly number[], storage?: Storage): number[] {
    const tiers = [{ instances: 2, oversubscription: 16, latencyNs: 0 }];
    const cluster = buildCluster({ instance, count: 4, tiers });
    const simulator = new Simulator();
    const world = new World(simulator, cluster, { jobs: instances.length, storage });
    const place = { ...wide, reads: each, writes: each };
    const ends: number[] = [];
    const ways = instances.map((first, owner) => {
      const own = partOf(cluster, { instances: [first, first] });
      const by = { owner, instances: 1, firstInstance: first, each };
      const volume = storage && world.volume("shared");
      return CheckpointWay.claim(
        world,
        { cluster: own, offload: undefined },
        { place, by, writers: 1, volume },
      );
    });
    const target = { handle: (code: number, now: number) => (ends[code] = now) };
    for (const [index, each] of ways.entries()) each[way](bytes, target, index);
    expect(simulator.run().status).toBe("completed");
    return ends;
  }

  test("instances under one leaf share its uplink, those under two do not", () => {
    const { topology } = buildCluster({ instance, count: 2 }).network;
    const ofInstance = topology.exitsOf?.(0).reduce((sum, link) => sum + topology.links[link]!.bandwidth, 0);
    const aloneNs = bytes / ((ofInstance ?? 0) / 8);
    expect(behindLeaf([0])[0]).toBeCloseTo(aloneNs, 3);
    expect(behindLeaf([0, 1])).toEqual([2, 2].map((times) => expect.closeTo(times * aloneNs, 3)));
    expect(behindLeaf([0, 2])).toEqual([1, 1].map(() => expect.closeTo(aloneNs, 3)));
  });

  test("a volume is behind the same uplink, and shared whoever is above", () => {
    const storage = { shared: { tier: "fsx-ssd-250", size: 200 * 2 ** 40, used: 0, prefixes: 1 } } as Storage;
    const [both] = behindLeaf([0, 1], storage);
    expect(both).toBeCloseTo(behindLeaf([0, 1])[0] as number, 3);
  });
});

describe("the closed form of a job alone is what it takes beside one that it shares nothing with", () => {
  const leaf = (instances: number, oversubscription: number) => ({
    instances,
    oversubscription,
    latencyNs: 0,
  });
  const networks = {
    flat: [],
    "leaves that all jobs fill": [leaf(2, 16)],
    "a leaf that is not full": [leaf(3, 8)],
    "narrower buildings": [leaf(2, 2), leaf(4, 64)],
    "narrower leaves": [leaf(2, 64), leaf(4, 2)],
  };
  const cases = Object.entries(networks).flatMap(([name, tiers]) =>
    (["fsx", "host"] as const).flatMap((tier) =>
      [1, 3, 5].map((writers) => ({ name, tiers, tier, writers })),
    ),
  );

  test.each(cases)("$name, $writers of 5 instances to $tier", ({ tiers, tier, writers }) => {
    const cluster = buildCluster({ instance, count: 6, tiers });
    const own = partOf(cluster, { instances: [1, 5] });
    const options = {
      checkpoints: { interval: 1, mode: "synchronous", tiers: [tier], bandwidth: 1e6, writers },
    } as unknown as TrainingOptions;
    const place = checkpointPlace(options, { cluster: own }, {});
    for (const [way, direction] of [
      ["save", "writes"],
      ["load", "reads"],
    ] as const) {
      const simulator = new Simulator();
      const world = new World(simulator, cluster, { jobs: 2 });
      const by = { owner: 0, instances: 5, firstInstance: 1, each: instance.scaleOut.bandwidth };
      const claimed = CheckpointWay.claim(
        world,
        { cluster: own, offload: undefined },
        { place, by, writers },
      );
      let endNs = 0;
      claimed[way](bytes, { handle: (_, now) => (endNs = now) }, 0);
      expect(simulator.run().status).toBe("completed");
      expect(endNs / (bytes / place[direction])).toBeCloseTo(1, 9);
    }
  });
});

test("chips take no more over the links to their hosts than these carry, whatever cards and tier give", () => {
  const cluster = buildCluster({ instance, count: 2 });
  const own = partOf(cluster, { instances: [0, 1], ranks: [0, 1] });
  const simulator = new Simulator();
  const world = new World(simulator, cluster, { jobs: 2 });
  const by = { owner: 0, instances: 2, each: 100 };
  const way = CheckpointWay.claim(
    world,
    { cluster: own, offload: undefined },
    { place: wide, by, writers: 2 },
  );
  let savedNs = 0;
  way.save(bytes, { handle: (_, now) => (savedNs = now) }, 0);
  simulator.run();
  // One chip on each of two instances.
  expect(savedNs).toBeCloseTo(bytes / (2 * instance.chip.hostBandwidth), 3);
  const options = { checkpoints: { interval: "optimal", mode: "synchronous", tiers: ["fsx"] } };
  const { writes } = checkpointPlace(options as TrainingOptions, { cluster: own }, {});
  expect(writes).toBeCloseTo(2 * instance.chip.hostBandwidth, 9);
});

test("what is saved and what is loaded go different ways", () => {
  const [saved, loaded] = moves(["save", "load"], {});
  expect(saved).toBeCloseTo(bytes / (2 * cards("save")), 3);
  expect(loaded).toBeCloseTo(bytes / (2 * cards("load")), 3);
});

test("jobs side by side wait for their saves after each step, and for what they go on from, by the same closed form", () => {
  const job = (index: number) => ({
    name: `job-${index}`,
    model: "llama-3.2-1b",
    instances: [0, 1],
    ranks: [16 * index, 16 * index + 15],
    workload: {
      kind: "training",
      sequenceLength: 1024,
      globalBatch: 64,
      samples: 320,
      parallelism: { tensor: 4, zero: 1 },
      checkpoints: { interval: "1 ms", mode: "synchronous", tiers: ["fsx"], bandwidth: "10 GB/s" },
      resume: { done: 0 },
    },
  });
  const { jobs } = record({ cluster: { instance: "trn1.32xlarge", count: 2 }, jobs: [job(0), job(1)] });
  // Weights in 16 bits and the state of AdamW, of 1.24 billion parameters.
  const moveNs = (14 * 1_235_814_400) / 10;
  for (const { result } of jobs) {
    const { startupNs = 0, timeToTrainNs, stepNs = 0, steps = 0, stepsPlayed } = result?.training ?? {};
    const { resilience } = result?.training ?? {};
    expect(stepsPlayed).toBe(5);
    expect(resilience).toMatchObject({ interruptions: 0, checkpoints: 5 });
    expect(resilience?.uptimeFraction).toBeCloseTo(1 - startupNs / (timeToTrainNs ?? 0), 9);
    expect(startupNs).toBeCloseTo(moveNs, -3);
    const stalledNs = (timeToTrainNs ?? 0) - startupNs - steps * stepNs;
    // One after each step, the last too.
    expect(stalledNs).toBeCloseTo(5 * moveNs, -4);
  }
});
