/** Volumes that jobs share: max-min by instance, bound by clients, requests or bandwidth, and room that is waited for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { limitsOf, type Storage, storageSchema, storageUsdPerHour } from "../../src/cluster/storage.ts";
import type { Volume, VolumeClient } from "../../src/cluster/volume.ts";
import { World } from "../../src/cluster/world.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { storageTiers } from "../../src/hardware/storage-tiers.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { lever } from "../../src/workload/training/run/volume-need.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const instance = catalog.instances.find(({ name }) => name === "trn1.32xlarge") as Instance;

function worldOf(written: object): { simulator: Simulator; volume: Volume } {
  const simulator = new Simulator();
  const storage = storageSchema.parse({ it: written });
  const world = new World(simulator, buildCluster({ instance, count: 1 }), { storage });
  return { simulator, volume: world.volume("it") as Volume };
}

/** When readers of `instances` each, of `each` bytes/ns, have read their bytes, ns. */
function reads(written: object, readers: readonly (Omit<VolumeClient, "owner"> & { bytes: number })[]) {
  const { simulator, volume } = worldOf(written);
  const ends: number[] = [];
  const target = {
    handle: (code: number, now: number) => {
      ends[code] = now;
    },
  };
  for (const [owner, { bytes: _, ...by }] of readers.entries()) volume.claim({ owner, ...by });
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

/** A tier that is bought in steps, at a price that is not known. */
const stepped = { bandwidth: "8 GB/s", usdPerGbMonth: 0.1 };

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
      const volume = { tier, size: "20 TiB", ...(tier.endsWith("tiering") && stepped) };
      const limits = limitsOf(storageSchema.parse({ it: volume }).it as never, instance);
      const capacity = Math.min(limits.bandwidth, limits.reads, limits.slots);
      const own = limits.own?.reads;
      const end = Math.max(...reads(volume, all));
      const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
      if (own === undefined) expect(end * capacity).toBeGreaterThanOrEqual(bytes * (1 - 1e-9));
      for (const { bytes: of, instances, each } of all) {
        const rate = instances * (own ?? Math.min(each, limits.clientBandwidth));
        expect(end).toBeGreaterThanOrEqual((of / rate) * (1 - 1e-9));
      }
    }),
    { numRuns: 60 },
  );
});

test("who finds no room waits in turn, and is told of when nobody gives any back", () => {
  const { volume } = worldOf({ tier: "s3", size: "100 GB", used: "40%" });
  const got: string[] = [];
  const of = (owner: number) => ({ owner, instances: 1, each: 1 });
  volume.take(50e9, of(0), () => got.push("first"));
  volume.take(50e9, of(1), () => got.push("second"));
  volume.take(1e9, of(2), () => got.push("third"));
  expect(got).toEqual(["first"]);
  expect(volume.unfinished()[0]).toBe("job 1 waits for 50.00 GB on volume it, which has 10.00 GB left");
  volume.give(50e9, of(0));
  expect(got).toEqual(["first", "second", "third"]);
});

test("every figure of a tier has its source, and what a volume costs follows its size", () => {
  for (const { name, clientBandwidth, usdPerGbMonth, bandwidthPerTib, bandwidth, attached } of storageTiers) {
    for (const figure of [clientBandwidth, usdPerGbMonth, bandwidthPerTib, bandwidth]) {
      if (figure === undefined) continue;
      expect(figure.source.length).toBeGreaterThan(5);
      // Drives come with their instance.
      expect(figure.value).toBeGreaterThan(name === "nvme" ? -1 : 0);
    }
    expect(clientBandwidth === undefined).toBe(attached !== undefined);
  }
  const storage = storageSchema.parse({ it: { tier: "s3", size: "730 TB" } });
  expect(storageUsdPerHour(storage, 4)).toBeCloseTo(0.023 * 1000, 6);
});

test("each instance pays for an EBS volume of its own, and for what of its bandwidth is more than comes with it", () => {
  const usd = (written: object, instances: number) =>
    storageUsdPerHour(storageSchema.parse({ it: { size: "730 GB", ...written } }), instances);
  expect(usd({ tier: "ebs-gp3" }, 1)).toBeCloseTo(0.08, 9);
  expect(usd({ tier: "ebs-gp3" }, 16)).toBeCloseTo(16 * 0.08, 9);
  // 0.04 a month for each MB/s: of 500 MB/s the 368.928 that are more than 125 MiB/s.
  const more = (0.04 * (500 - 125 * 1.048576)) / 730;
  expect(usd({ tier: "ebs-gp3", bandwidth: "500 MB/s" }, 2)).toBeCloseTo(2 * (0.08 + more), 9);
  expect(usd({ tier: "nvme" }, 16)).toBe(0);
});

test("drives and EBS volumes give each instance what its own do, whatever the others and their cards", () => {
  const readers = [
    { bytes: 24e9, instances: 1, each: 0.001 },
    { bytes: 24e9, instances: 4, each: 0.001, firstInstance: 1 },
  ];
  // Four drives of 1,900 GB read 3 GB/s each.
  expect(reads({ tier: "nvme", size: "1 TB" }, readers)).toEqual([2e9, 0.5e9]);
  const [one, four] = reads({ tier: "ebs-gp3", size: "1 TB", bandwidth: "1 GB/s" }, readers) as [
    number,
    number,
  ];
  expect(one).toBeCloseTo(24e9, 0);
  expect(four).toBeCloseTo(6e9, 0);
  // trn1.32xlarge has 80 Gb/s to EBS, more than any volume gives.
  const limits = limitsOf(storageSchema.parse({ it: { tier: "ebs-io2", size: "1 TB" } }).it as never, {
    storage: { ...instance.storage, ebsBandwidth: 2 },
  });
  expect(limits.own?.reads).toBe(2);
});

test("jobs on one instance share its drives and its way to EBS, and a job with others on one of its instances waits for that", () => {
  // Drives read 12 GB/s: job 0 on instances 0 and 1, job 1 on instance 1 alone.
  const readers = (bytes: number) => [
    { bytes: 2 * bytes, instances: 2, each: 1 },
    { bytes, instances: 1, each: 1, firstInstance: 1 },
  ];
  expect(reads({ tier: "nvme", size: "1 TB" }, readers(12e9))).toEqual([2e9, 2e9]);
  // Four times the bytes of the one on two: the other is done after 2 s, at half of the drives, and leaves it all.
  const [both, one] = reads({ tier: "nvme", size: "1 TB" }, [
    { bytes: 96e9, instances: 2, each: 1 },
    { bytes: 12e9, instances: 1, each: 1, firstInstance: 1 },
  ]) as [number, number];
  expect(one).toBeCloseTo(2e9, 0);
  expect(both).toBeCloseTo(2e9 + (48e9 - 12e9) / 12, 0);
  // A volume of 1 GB/s each, of the way's 10.
  expect(reads({ tier: "ebs-gp3", size: "1 TB", bandwidth: "1 GB/s", iops: 16000 }, readers(1e9))).toEqual([
    2e9, 2e9,
  ]);
});

test("requests of an EBS volume bind it as they are bought and as large as they are, and cost what is more than comes with it", () => {
  const rate = (more: object) =>
    1e12 /
    (reads({ tier: "ebs-gp3", size: "1 TB", bandwidth: "1 GB/s", ...more }, [
      { bytes: 1e12, instances: 1, each: 100 },
    ])[0] as number);
  const blocks = (iops: number, bytes: number) => (iops * bytes) / 1e9;
  expect(rate({ iops: 3000 })).toBeCloseTo(blocks(3000, 2 ** 18), 9);
  expect(rate({})).toBeCloseTo(1, 9);
  expect(rate({ iops: 16000 })).toBeCloseTo(1, 9);
  expect(rate({ iops: 16000, requestSize: "4 KiB" })).toBeCloseTo(blocks(16_000, 4096), 9);
  const usd = (written: object) =>
    storageUsdPerHour(storageSchema.parse({ it: { size: "730 GB", ...written } }), 1);
  expect(usd({ tier: "ebs-gp3", iops: 16000 }) - usd({ tier: "ebs-gp3" })).toBeCloseTo(
    (0.005 * 13_000) / 730,
    9,
  );
  expect(usd({ tier: "ebs-io2", iops: 1000 }) - usd({ tier: "ebs-io2", iops: 500 })).toBeCloseTo(
    (0.065 * 500) / 730,
    9,
  );
});

test("of volumes of their own jobs wait for no room but their own, as much as they have instances", () => {
  const { volume } = worldOf({ tier: "nvme", size: "100 GB" });
  const of = (owner: number, instances: number) => ({ owner, instances, each: 1, firstInstance: 4 * owner });
  for (const [owner, instances] of [
    [0, 1],
    [1, 2],
  ] as const)
    volume.claim(of(owner, instances));
  const got: string[] = [];
  volume.take(150e9, of(0, 1), () => got.push("first"));
  volume.take(150e9, of(1, 2), () => got.push("second"));
  expect(got).toEqual(["second"]);
  expect(volume.free(of(1, 2))).toBe(50e9);
  expect(volume.unfinished()).toEqual(["job 0 waits for 150.0 GB on volume it, which has 100.0 GB left"]);
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
const beside = (size: string, used: string, jobs: readonly object[], cluster: object = {}) =>
  record({
    cluster: {
      instance: "trn1.32xlarge",
      count: 2,
      storage: { it: { tier: "fsx-ssd-1000", size, used }, other: { tier: "s3", size: "1 TB" } },
      ...cluster,
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

test("what an instance gets from object storage its jobs share, and those on other instances do not", () => {
  const bucket = { tier: "s3", size: "1 PB", prefixes: 1000 };
  const client = limitsOf(
    storageSchema.parse({ it: bucket }).it as Storage[string],
    instance,
  ).clientBandwidth;
  const by = (firstInstance: number, instances: number) => ({
    instances,
    firstInstance,
    each: 100,
    bytes: 1e12 * instances,
  });
  const aloneNs = 1e12 / client;
  expect(reads(bucket, [by(0, 1)])).toEqual([expect.closeTo(aloneNs, 3)]);
  expect(reads(bucket, [by(0, 1), by(1, 1)])).toEqual([1, 1].map((of) => expect.closeTo(of * aloneNs, 3)));
  expect(reads(bucket, [by(0, 1), by(0, 1)])).toEqual([2, 2].map((of) => expect.closeTo(of * aloneNs, 3)));
  // A job's transfer is one task: on two instances it goes at the pace of the one that it shares.
  expect(reads(bucket, [by(0, 2), by(1, 2)])).toEqual([2, 2].map((of) => expect.closeTo(of * aloneNs, 3)));
});

test("of several limits below what steps need the narrowest is the one to widen", () => {
  const by = { owner: 0, instances: 4, each: 50 };
  const told = (written: object) => {
    const limits = limitsOf({ size: 1e14, used: 0, prefixes: 1, ...written } as Storage[string], instance);
    return lever({ source: { volume: { limits } as Volume, by }, bytes: 1, prefetch: true }, 30, false);
  };
  const s3 = { tier: "s3", prefixes: 50 };
  expect(told({ tier: "fsx-ssd-250", size: 12 * 2 ** 40 })).toMatch(/^a volume of 30 GB\/s or more/);
  expect(told({ ...s3, prefixes: 1, requestSize: 1e5 })).toMatch(/^more prefixes/);
  expect(told({ ...s3, connections: 2 })).toMatch(/^more connections than 2 an instance/);
  // An NFS server is bound by what it gives, by the slots of a client, or by all of its slots.
  expect(told({ tier: "nfs", slots: 4 })).toMatch(/^more request slots/);
  expect(told({ tier: "nfs", slots: 1e6 })).toMatch(/^more instances to read it/);
  expect(told({ tier: "nfs", slots: 1e6, bandwidth: 1 })).toMatch(/^a volume of 30 GB\/s or more/);
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

test("volumes that instances cannot have, or that cannot be bought, are refused where they stand", () => {
  const on = (name: string, tier: object, checkpoints: object = { volume: "it" }) => {
    const storage = { it: { tier: "nvme", size: "1 TB", ...tier }, away: { tier: "s3", size: "1 TB" } };
    return () => beside("1 TiB", "0%", [job("one", { checkpoints })], { instance: name, storage });
  };
  expect(on("inf2.48xlarge", {})).toThrow("another tier: inf2.48xlarge has no drives of its own");
  expect(on("trn1.32xlarge", { size: "9 TB" })).toThrow(
    /cluster\.storage\.it\.size.*at most the .* of the drives of trn1/s,
  );
  expect(on("trn1.32xlarge", { tier: "ebs-gp3", bandwidth: "2 GB/s" })).toThrow("1000 MiB/s of ebs-gp3");
  const copies = (volume: string, copyTo: string) => on("trn1.32xlarge", {}, { volume, copyTo });
  expect(copies("away", "it")).toThrow("checkpoints on a volume of hosts' own drives");
  expect(copies("it", "it")).toThrow("a volume that outlasts a host");
  expect(copies("it", "awya")).toThrow(/cluster.storage; did you mean "away"/);
});
