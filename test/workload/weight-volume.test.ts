/** Weights that replicas read from a volume when they come up. */
import { expect, test } from "vitest";
import { record, summary } from "../laws/account-scenarios.ts";

/** Llama 3.1 8B in 16 bits, bytes. */
const weights = 2 * 8.03e9;

/** Seconds for which replicas of a whole instance warm up, in the mean of those that come up at once for `requests`. */
function warming(replicas: number, more: object = {}, network = "flow", tiers: object[] = []) {
  const run = record({
    cluster: {
      instance: "g5.48xlarge",
      count: replicas,
      network,
      tiers,
      storage: {
        models: { tier: "fsx-ssd-250", size: "4 TiB" },
        objects: { tier: "s3", size: "4 TiB" },
        small: { tier: "s3", size: "10 GB" },
      },
    },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "batch", size: 100 },
      input: { kind: "constant", tokens: 100 },
      output: { kind: "constant", tokens: 2000 },
      parallelism: { tensor: 8, replicas },
      batching: { kind: "continuous", maxBatch: 1 },
      autoscaling: {
        policy: { kind: "scheduled", plan: [{ at: "0 s", replicas }] },
        min: 0,
        initial: 0,
        interval: "1 s",
        provision: "10 s",
        loadBandwidth: "20 GB/s",
        ...more,
      },
    },
  });
  const { chip_seconds } = summary(run);
  return { seconds: (chip_seconds?.warming ?? 0) / 8 / replicas, transferUsd: run.result?.transferUsd };
}

test("a replica alone reads at what the volume gives, several that come up at once share it", () => {
  // 250 MB/s a TiB: 1 GB/s of 4 TiB, of which a card takes no more.
  const one = warming(1, { volume: "models" }).seconds - 10;
  expect(one).toBeCloseTo(weights / 1e9, 0);
  // The first is brought up by the first request, the three others a second later by the policy.
  const four = warming(4, { volume: "models" }).seconds - 10;
  expect(four / one).toBeGreaterThan(3.9);
  expect(four / one).toBeLessThan(4);
  expect(warming(1).seconds - 10).toBeLessThan(one / 5);
  // Each as if alone.
  expect(warming(4, { volume: "models" }, "analytic").seconds - 10).toBeCloseTo(one, 6);
});

test("weights cross the uplinks of the leaf: replicas under one that is narrow wait for each other, those under two do not", () => {
  const seconds = (replicas: number, instances: number, oversubscription: number) =>
    warming(replicas, {}, "flow", [{ instances, oversubscription }]).seconds - 10;
  // A leaf of one whose uplinks carry a fiftieth of its cards of 12.5 GB/s, of which software gets less.
  const alone = seconds(2, 1, 50);
  expect(alone).toBeGreaterThan(weights / (12.5e9 / 50));
  expect(alone).toBeLessThan(1.5 * (weights / (12.5e9 / 50)));
  expect(seconds(4, 1, 50)).toBeCloseTo(alone, 6);
  // A leaf of four has four times that for four, of whom the first comes up a second before the others.
  const together = seconds(4, 4, 50);
  expect(together).toBeLessThan(alone);
  expect(together).toBeGreaterThan(alone - 2);
  expect(seconds(4, 4, 200) / alone).toBeCloseTo(4, 1);
  expect(seconds(4, 4, 1)).toBeCloseTo(warming(4).seconds - 10, 6);
});

test("what requests of the volume cost is on the bill, for each replica that reads", () => {
  const usd = (replicas: number, volume: string) => warming(replicas, { volume }).transferUsd ?? 0;
  // In parts of 8 MiB.
  const requests = weights / 2 ** 23;
  expect(usd(1, "objects") / requests).toBeGreaterThan(1e-7);
  expect(usd(3, "objects") / usd(1, "objects")).toBeCloseTo(3, 9);
  expect(usd(3, "models")).toBe(0);
});

test("a volume that is not there is told with the nearest name, one that is too small with what it has to hold", () => {
  expect(() => warming(1, { volume: "model" })).toThrow(
    /autoscaling.volume: found model; expected the name of a volume of cluster.storage; did you mean "models"/,
  );
  expect(() => warming(1, { volume: "small" })).toThrow(
    "found small of 9.31 GiB; expected room for 15 GiB of weights",
  );
});
