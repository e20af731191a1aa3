/** Volumes that jobs share: max-min by instance, bound by clients, requests or bandwidth, and room that is waited for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { limitsOf, storageSchema, storageUsdPerHour, type Volume } from "../../src/cluster/volume.ts";
import { World } from "../../src/cluster/world.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { storageTiers } from "../../src/hardware/storage-tiers.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const instance = catalog.instances.find(({ name }) => name === "trn1.32xlarge") as Instance;

function worldOf(written: object): { simulator: Simulator; volume: Volume } {
  const simulator = new Simulator();
  const storage = storageSchema.parse({ it: written });
  const world = new World(simulator, buildCluster({ instance, count: 1 }), { storage });
  return { simulator, volume: world.volume("it") as Volume };
}

/** When readers of `instances` each, of `each` bytes/ns, have read their bytes, ns. */
function reads(written: object, readers: readonly { bytes: number; instances: number; each: number }[]) {
  const { simulator, volume } = worldOf(written);
  const ends: number[] = [];
  const target = {
    handle: (code: number, now: number) => {
      ends[code] = now;
    },
  };
  for (const [owner, { bytes, ...by }] of readers.entries()) {
    volume.read(bytes, { owner, ...by }, target, owner);
  }
  expect(simulator.run().status).toBe("completed");
  return ends;
}

test("instances get equal parts, whatever the jobs that they belong to", () => {
  // 64 TiB of 250 MB/s each are 16 GB/s: 1 GB/s for each of 16 instances, until the smaller job is done.
  const volume = { tier: "fsx-ssd-250", size: "64 TiB" };
  const [small, large] = reads(volume, [
    { bytes: 4e9, instances: 4, each: 10 },
    { bytes: 24e9, instances: 12, each: 10 },
  ]) as [number, number];
  expect(small).toBeCloseTo(1e9, 0);
  expect(large).toBeCloseTo(1e9 + 12e9 / 16, 0);
});

test("a few clients are bound by what each takes, many by the requests of a prefix", () => {
  const one = (instances: number, prefixes: number) =>
    100e9 /
    (reads({ tier: "s3", size: "1 PiB", prefixes }, [{ bytes: 100e9, instances, each: 100 }])[0] as number);
  const requests = (5500 * 8 * 2 ** 20) / 1e9;
  expect(one(2, 1)).toBeCloseTo(2 * 12.5, 6);
  expect(one(60, 1)).toBeCloseTo(requests, 6);
  expect(one(60, 10)).toBeCloseTo(10 * requests, 6);
});

test("four clients of a file server are bound by their connections, sixty by its request slots", () => {
  const rate = (instances: number, more: object = {}) =>
    10e9 /
    (reads({ tier: "nfs", size: "10 TiB", ...more }, [{ bytes: 10e9, instances, each: 100 }])[0] as number);
  // Eight slots of 1 MiB for 2 ms each; 5 Gb/s a connection; a card of 100 Gb/s.
  const slots = (count: number) => (count * 2 ** 20) / 2e6;
  expect(rate(4)).toBeCloseTo(4 * 0.625, 6);
  expect(rate(60)).toBeCloseTo(slots(8), 6);
  expect(rate(60, { slots: 16 })).toBeCloseTo(slots(16), 6);
  expect(rate(60, { slots: 64 })).toBeCloseTo(12.5, 6);
  expect(() => storageSchema.parse({ it: { tier: "s3", size: "1 TiB", slots: 8 } })).toThrow(
    "slots of a tier",
  );
});

test("a volume gives all that it has while all want more, and never more", () => {
  const readers = fc.array(
    fc.record({
      bytes: fc.integer({ min: 1e9, max: 100e9 }),
      instances: fc.integer({ min: 1, max: 64 }),
      each: fc.constantFrom(0.5, 5, 50),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(readers, fc.constantFrom(...storageTiers.map(({ name }) => name)), (all, tier) => {
      const volume = { tier, size: "20 TiB" };
      const limits = limitsOf(storageSchema.parse({ it: volume }).it as never);
      const capacity = Math.min(limits.bandwidth, limits.reads, limits.slots);
      const end = Math.max(...reads(volume, all));
      const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
      expect(end * capacity).toBeGreaterThanOrEqual(bytes * (1 - 1e-9));
      for (const { bytes: own, instances, each } of all) {
        const rate = instances * Math.min(each, limits.clientBandwidth);
        expect(end).toBeGreaterThanOrEqual((own / Math.max(rate, 0)) * (1 - 1e-9));
      }
    }),
    { numRuns: 60 },
  );
});

test("who finds no room waits in turn, and is told of when nobody gives any back", () => {
  const { volume } = worldOf({ tier: "s3", size: "100 GB", used: "40%" });
  const got: string[] = [];
  volume.take(50e9, 0, () => got.push("first"));
  volume.take(50e9, 1, () => got.push("second"));
  volume.take(1e9, 2, () => got.push("third"));
  expect(got).toEqual(["first"]);
  expect(volume.unfinished()[0]).toBe("job 1 waits for 50.00 GB on volume it, which has 10.00 GB left");
  volume.give(50e9);
  expect(got).toEqual(["first", "second", "third"]);
});

test("every figure of a tier has its source, and what a volume costs follows its size", () => {
  for (const { clientBandwidth, usdPerGbMonth, bandwidthPerTib } of storageTiers) {
    for (const figure of [clientBandwidth, usdPerGbMonth, bandwidthPerTib ?? clientBandwidth]) {
      expect(figure.source.length).toBeGreaterThan(5);
      expect(figure.value).toBeGreaterThan(0);
    }
  }
  const storage = storageSchema.parse({ it: { tier: "s3", size: "730 TB" } });
  expect(storageUsdPerHour(storage)).toBeCloseTo(0.023 * 1000, 6);
});

const job = (name: string, more: object) => ({
  name,
  model: "llama-3.2-1b",
  instances: 1,
  workload: {
    kind: "training",
    sequenceLength: 2048,
    globalBatch: 64,
    tokens: "20M",
    parallelism: { tensor: 8 },
    ...more,
  },
});
const loading = { dataLoading: { sampleBytes: "50 MB", cpuTime: "0 s", volume: "it" } };
const saving = { checkpoints: { interval: "1 s", volume: "it" } };
const beside = (size: string, used: string, jobs: readonly object[]) =>
  record({
    cluster: {
      instance: "trn1.32xlarge",
      count: 2,
      storage: { it: { tier: "fsx-ssd-1000", size, used }, other: { tier: "s3", size: "1 TB" } },
    },
    jobs,
  });

test("a starved data loader is named with the lever that mends it, and a volume of its own mends it", () => {
  // Alone the input of a step takes nine tenths of the step, at 12 GB/s.
  const step = beside("12 TiB", "0%", [job("alone", {})]).result?.training?.stepNs ?? 0;
  const sampleBytes = `${Math.round((0.9 * 12 * step) / 64)} B`;
  const hidden = { dataLoading: { ...loading.dataLoading, sampleBytes } };
  const [shared, apart] = [saving, { checkpoints: { interval: "1 s", volume: "other" } }].map((other) =>
    beside("12 TiB", "0%", [job("reader", hidden), job("saver", other)]),
  ) as [ReturnType<typeof beside>, ReturnType<typeof beside>];
  const [reader] = shared.jobs;
  const text = (reader?.result?.warnings ?? []).find((each) => each.startsWith("the data loader"));
  expect(reader?.slowdown).toBeGreaterThan(1.01);
  expect(text).toMatch(/^the data loader is the bottleneck: .* waits for volume it, .* would mend it$/);
  expect(apart.jobs[0]?.slowdown).toBeCloseTo(1, 6);
  expect(apart.jobs[0]?.result?.warnings.filter((each) => each.startsWith("the data loader"))).toEqual([]);
});

test("of a lone job the steps take as long as its volume needs for their input", () => {
  const played = beside("1 TiB", "0%", [{ ...job("reader", loading), instances: 2 }]);
  // 64 sequences of 50 MB at 1 GB/s are 3.2 s, far more than the step.
  expect((played.result?.training?.stepNs ?? 0) / 3.2e9).toBeGreaterThan(0.99);
  expect(played.result?.training?.stepsJumped).toBeGreaterThan(0);
});

test("a full volume stalls those who save to it, and says so", () => {
  const full = beside("1 TiB", "99.9%", [job("one", saving), job("other", saving)]);
  expect(full.status).toBe("stalled");
  expect(full.reason).toMatch(/job 0 waits for .* on volume it, .*; job 1 waits/);
  expect(summary(full).status).toBe("stalled");
});

test("a volume that does not exist is told with the nearest that does", () => {
  const wrong = { dataLoading: { sampleBytes: "1 MB", cpuTime: "0 s", volume: "othr" } };
  expect(() => beside("1 TiB", "0%", [job("one", wrong)])).toThrow(/cluster.storage; did you mean "other"/);
});
