/** Checkpoints beside the work on the instances' cards: what they cost steps, by a play of both on one card, and in a scenario. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { World } from "../../src/cluster/world.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { linkOf } from "../../src/network/link.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";
import { shareOf } from "../../src/workload/training/run/card-sharing.ts";
import { CheckpointTraffic } from "../../src/workload/training/run/checkpoint-traffic.ts";
import { record, summary } from "../laws/account-scenarios.ts";

/** When `steps` steps of `work` and an exchange of `exchange` on a card are over, beside a copy of `copy` from the start. */
function stepsBeside(
  steps: number,
  { work, exchange, copy }: { work: number; exchange: number; copy: number },
): number {
  const simulator = new Simulator();
  const sharing = new Sharing(simulator);
  const card = sharing.add(1, () => "card");
  const [worked, exchanged, copied] = [0, 1, 2];
  let left = steps;
  let endNs = 0;
  const target = {
    handle(code: number, now: number) {
      if (code === copied) return;
      if (code === worked)
        sharing.run({ work: exchange, usage: { resources: [card] }, owner: 0 }, target, exchanged);
      else {
        endNs = now;
        left--;
        if (left > 0) simulator.schedule(work, target, worked);
      }
    },
  };
  if (copy > 0) sharing.run({ work: copy, usage: { resources: [card] }, owner: 1 }, target, copied);
  simulator.schedule(work, target, worked);
  expect(simulator.run().status).toBe("completed");
  return endNs;
}

test("steps beside a copy take as much longer as its time on the card times the share of a step that waits for cards", () => {
  const size = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 20 }), (work, exchange, cycles) => {
      // A copy that is over with a step.
      const copy = cycles * (work + exchange);
      const alone = stepsBeside(cycles + 3, { work, exchange, copy: 0 });
      const beside = stepsBeside(cycles + 3, { work, exchange, copy });
      const times = new Map([["compute", work] as const, ["gradient exchange", exchange] as const]);
      const share = shareOf(times, new Set(["gradient exchange"]));
      expect(beside - alone).toBeCloseTo(copy * share, 6);
    }),
    { numRuns: 100, seed: 9 },
  );
});

test("a copy that is over within a step costs no more than one exchange besides", () => {
  const size = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 20_000 }), (work, exchange, copy) => {
      const steps = Math.ceil(copy / (work + exchange)) + 2;
      const more =
        stepsBeside(steps, { work, exchange, copy }) - stepsBeside(steps, { work, exchange, copy: 0 });
      expect(Math.abs(more - (copy * exchange) / (work + exchange))).toBeLessThanOrEqual(exchange + 1e-6);
    }),
    { numRuns: 100, seed: 10 },
  );
});

/** Stall of a checkpoint of Llama 3.1 8B on trn1 with data-parallel ranks over four instances, or other degrees, s. */
const stall = (
  checkpoints: object,
  {
    parallelism = data as object,
    count = 4,
    network = "flow",
    instance = "trn1.32xlarge" as string | object,
  } = {},
) => {
  const { training } = summary(
    record({
      model: "llama-3.1-8b",
      cluster: { instance, count, network },
      workload: {
        kind: "training",
        tokens: "20B",
        sequenceLength: 4096,
        globalBatch: 64,
        parallelism,
        checkpoints: { interval: "10 min", mode: "asynchronous", ...checkpoints },
      },
    }),
  );
  const { lost_s, checkpoints: made = 0 } = training as unknown as {
    lost_s: { checkpoints: number };
    checkpoints: number;
  };
  return lost_s.checkpoints / made;
};
const data = { tensor: 8, data: 8, zero: 1 };
const sharded = { parallelism: { ...data, zero: 3 } };
/** With cards half as wide as they are, gathers of weights are bound by them and not by the links between chips. */
const narrow = { from: "trn1.32xlarge", networkBandwidth: "0.5x" };

test("an asynchronous checkpoint slows steps that exchange over cards, by no more than its bytes take there", () => {
  const trn1 = catalog.instances.find(({ name }) => name === "trn1.32xlarge") as Instance;
  const { topology } = buildCluster({ instance: trn1, count: 4 }).network;
  const cards = [0, 1, 2, 3].flatMap((instance) => topology.exitsOf?.(instance) ?? []);
  const perNs = cards.reduce((sum, link) => sum + linkOf(topology, link).bandwidth, 0) / 2;
  const bytes = 14 * 8.03e9;
  const drives = stall({ tiers: ["nvme"] });
  // The copy to the hosts, over the links of 64 chips.
  const copied = bytes / 64 / trn1.chip.hostBandwidth / 1e9;
  expect(drives / copied).toBeCloseTo(1, 3);
  for (const place of [{ tiers: ["host"] }, { tiers: ["fsx"], bandwidth: "20 GB/s" }]) {
    const more = stall(place, { ...sharded, instance: narrow }) - copied;
    expect(more).toBeGreaterThan(0.5 * (bytes / perNs / 1e9));
    expect(more).toBeLessThan(1.001 * (bytes / perNs / 1e9));
    // With all of their width, cards have room to spare.
    expect(stall(place, sharded) - copied).toBeLessThan(0.5 * more);
  }
  // Sums of gradients alone wait for cards at the end of a step: one that is over before costs nothing.
  expect(stall({ tiers: ["host"] })).toBeCloseTo(copied, 3);
  expect(stall({ tiers: ["fsx"], bandwidth: "12 GB/s" })).toBeGreaterThan(1.1 * copied);
});

test("the largest jobs take a share for a play, say so, and on smaller ones it is close to the play", () => {
  const told = (instance: string, count: number, network: string, parallelism: object, tiers = ["host"]) => {
    const { jobs } = record({
      model: "llama-3.1-8b",
      cluster: { instance, count, network },
      workload: {
        kind: "training",
        tokens: "20B",
        sequenceLength: 4096,
        globalBatch: 16 * count,
        parallelism,
        recompute: "full",
        checkpoints: { interval: "10 min", mode: "asynchronous", tiers, bandwidth: "20 GB/s" },
      },
    });
    const { assumptions = [], training } = jobs[0]?.result ?? {};
    const isShare = assumptions.some((text) => text.includes("share of a step that waits for cards"));
    return { isShare, goodput: training?.goodputFraction ?? 0 };
  };
  // More than 20,000 ranks.
  expect(told("trn1.32xlarge", 640, "flow", { tensor: 32, zero: 1 }).isShare).toBe(true);
  for (const [instance, parallelism, tiers] of [
    ["trn1.32xlarge", { tensor: 8, zero: 1 }, ["host"]],
    ["p4d.24xlarge", { tensor: 8, pipeline: 2, zero: 1 }, ["fsx"]],
  ] as const) {
    // In an analytic network nothing is played.
    const [played, share] = ["flow", "analytic"].map((network) =>
      told(instance, 4, network, parallelism, [...tiers]),
    );
    expect([played?.isShare, share?.isShare]).toEqual([false, true]);
    expect((share?.goodput ?? 0) / (played?.goodput ?? 1)).toBeCloseTo(1, 4);
  }
});

test("what is given is taken, and what does not leave an instance is not slowed", () => {
  expect(stall({ tiers: ["s3"], stall: "3 s" })).toBeCloseTo(3, 9);
  // One instance has a quarter of the links to hosts, and nothing else waits for its cards.
  const alone = stall({ tiers: ["s3"] }, { parallelism: { tensor: 32 }, count: 1 });
  expect(alone / stall({ tiers: ["nvme"] })).toBeCloseTo(4, 6);
});

test("jobs that save beside each other's steps share cards and the volume, and cost each other no more than that", () => {
  const job = (name: string, instances: [number, number], volume: string) => ({
    name,
    model: "llama-3.1-8b",
    instances,
    workload: {
      kind: "training",
      tokens: "50M",
      sequenceLength: 4096,
      globalBatch: 64,
      parallelism: { ...data, zero: 3 },
      checkpoints: { interval: "20 s", mode: "asynchronous", volume },
    },
  });
  const run = (other: string) =>
    record({
      cluster: {
        instance: "trn1.32xlarge",
        count: 8,
        storage: {
          one: { tier: "s3", size: "1 PB", bandwidth: "20 GB/s" },
          two: { tier: "s3", size: "1 PB", bandwidth: "20 GB/s" },
        },
      },
      jobs: [job("one", [0, 3], "one"), job("other", [4, 7], other)],
    });
  const [apart, shared] = [run("two"), run("one")].map(({ jobs }) => jobs[0]?.result?.training);
  expect(shared?.stepsPlayed).toBeGreaterThan(10);
  // Its pace is known before its end: what it saved until then is told too.
  expect(shared?.stepsJumped).toBeGreaterThan(0);
  expect(shared?.resilience?.checkpoints).toBeGreaterThan(3);
  // Whom nobody meets goes on as alone.
  expect(apart?.stepsJumped).toBeGreaterThan(10);
  // With half of the volume each, a save lasts longer and takes as many bytes off the cards.
  expect((shared?.timeToTrainNs ?? 0) / (apart?.timeToTrainNs ?? 1)).toBeCloseTo(1, 2);
  expect(apart?.goodputFraction).toBeLessThan(1);
});

/** A checkpoint of `bytes` of a job on four trn1, two under each leaf switch, in a world where others may move. */
function checkpointOf(bytes: number, { isToPeers }: { isToPeers: boolean }) {
  const instance = catalog.instances.find(({ name }) => name === "trn1.32xlarge") as Instance;
  const tiers = [{ instances: 2, oversubscription: 8, latencyNs: 0 }];
  const cluster = buildCluster({ instance, count: 4, tiers });
  const simulator = new Simulator();
  const world = new World(simulator, cluster);
  const by = { owner: 0, instances: 4, each: instance.scaleOut.bandwidth };
  const kept = { reads: 1e6, writes: 1e6, hostsMost: 1, isOverCards: true, isToPeers };
  const way = { at: 0, to: kept, everyNs: 0 };
  const plan = { bytes, writers: 4, place: { ...kept, isLocal: false, copies: [] }, way, by };
  const traffic = CheckpointTraffic.claim(world, { cluster } as TrainingJob, plan) as CheckpointTraffic;
  const endsNs: number[] = [];
  const target = {
    handle(code: number, now: number) {
      endsNs[code] = now;
    },
  };
  return { cluster, world, simulator, traffic, target, endsNs };
}

test("the copy of a checkpoint to the hosts takes their links, with whatever else passes them", () => {
  const bytes = 64e9;
  const alone = checkpointOf(bytes, { isToPeers: true });
  alone.traffic.copy(alone.target, 0);
  alone.simulator.run();
  const { chips, instance } = alone.cluster;
  expect(alone.endsNs[0]).toBeCloseTo(bytes / (chips * instance.chip.hostBandwidth), 3);
  const beside = checkpointOf(bytes, { isToPeers: true });
  // Somebody else on the links of the first instance's chips, with as many streams.
  const ranks = Array.from({ length: beside.cluster.ranksPerInstance }, (_, rank) => rank);
  const way = beside.world.hostLinks.claim(beside.cluster, ranks, 1);
  beside.traffic.copy(beside.target, 0);
  const parts = way.parts();
  const usage = {
    resources: parts.map(({ resource }) => resource),
    amounts: parts.map(({ part }) => part),
    weight: chips,
  };
  beside.world.sharing.run({ work: bytes, usage, owner: 1 }, beside.target, 1);
  beside.simulator.run();
  expect(beside.endsNs[0]).toBeGreaterThan(1.2 * alone.endsNs[0]!);
});

test("a checkpoint takes the uplinks above the cards: all of them out of the cluster, few of them to peers", () => {
  const bytes = 64e9;
  const [out, peers] = [false, true].map((isToPeers) => {
    const { traffic, target, simulator, endsNs, cluster } = checkpointOf(bytes, { isToPeers });
    traffic.send(target, 0);
    simulator.run();
    const { topology } = cluster.network;
    const uplinks = topology.above?.(0).map((link) => linkOf(topology, link).bandwidth) ?? [];
    expect(uplinks).toHaveLength(1);
    return { endNs: endsNs[0]!, uplink: uplinks[0]! };
  });
  // Two leaves send half each; of peers, every second instance's is under the other leaf.
  expect(out!.endNs).toBeCloseTo(bytes / 2 / out!.uplink, 3);
  expect(peers!.endNs).toBeCloseTo(bytes / 4 / peers!.uplink, 3);
});
