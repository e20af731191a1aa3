/** Volumes that burst: credits as a token bucket, by hand, as a law, and in runs whose steps outlast them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { burstNs, creditsBetween, TokenBucket } from "../../src/cluster/token-bucket.ts";
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const mib = 2 ** 20 / 1e9;
const st1 = { baseline: 40 * mib, bandwidth: 250 * mib, creditBytes: 2 ** 40, filled: 1 };

/** Ends of transfers of `bytes`, each begun `restNs` after the one before, of at most `rate`, ns; others load the volume meanwhile. */
function transfers(
  plan: typeof st1,
  all: readonly { bytes: number; restNs: number }[],
  rate = 1e3,
  load = 0,
): number[] {
  const simulator = new Simulator();
  const sharing = new Sharing(simulator);
  const resource = sharing.add(plan.bandwidth, () => "volume");
  new TokenBucket(simulator, sharing, resource, plan);
  const ends: number[] = [];
  const left = [...all];
  const target = {
    handle(code: number, now: number): void {
      if (code === 1) ends.push(now);
      const next = left.shift();
      if (next === undefined) return;
      const rested = {
        handle: () =>
          sharing.run({ work: next.bytes, usage: { resources: [resource], rateMax: rate } }, target, 1),
      };
      if (load === 0) simulator.schedule(next.restNs, rested, 0);
      else {
        const others = { resources: [resource], rateMax: load };
        sharing.run({ work: load * next.restNs, usage: others }, rested, 0);
      }
    },
  };
  target.handle(0, 0);
  expect(simulator.run().status).toBe("completed");
  return ends;
}

test("a TiB of st1 bursts for 2^20 / 210 s, then gives its baseline, and gathers credits while it rests", () => {
  const burstS = 2 ** 20 / 210;
  const bytes = 2 * burstS * 250 * 2 ** 20;
  const [first] = transfers(st1, [{ bytes, restNs: 0 }]) as [number];
  expect(first / 1e9).toBeCloseTo(burstS + (burstS * 250) / 40, 3);
  // After a rest of 1,000 s there are 40,000 MiB of credits: 190 s of burst.
  const [, second] = transfers(st1, [
    { bytes, restNs: 0 },
    { bytes: 60_000 * 2 ** 20, restNs: 1e12 },
  ]) as [number, number];
  const fast = 40_000 / 210;
  expect((second - first) / 1e9 - 1000).toBeCloseTo(fast + (60_000 - fast * 250) / 40, 3);
});

test("the closed form of one transfer, and of those that follow each other, is what the bucket plays", () => {
  const plans = fc.record({
    baseline: fc.integer({ min: 1, max: 10 }),
    more: fc.integer({ min: 0, max: 20 }),
    creditBytes: fc.integer({ min: 1, max: 5000 }),
    filled: fc.constantFrom(0, 0.5, 1),
  });
  const size = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(
      plans,
      size,
      size,
      fc.integer({ min: 1, max: 40 }),
      ({ more, ...plan }, bytes, restNs, rate) => {
        const written = { ...plan, bandwidth: plan.baseline + more };
        const [once] = transfers(written, [{ bytes, restNs: 0 }], rate) as [number];
        const atStart = { creditBytes: plan.creditBytes * plan.filled, rate };
        expect(once).toBeCloseTo(burstNs(bytes, written, atStart), 6);
        // Never faster than the burst, nor slower than the baseline.
        expect(once).toBeGreaterThanOrEqual((bytes / Math.min(rate, written.bandwidth)) * (1 - 1e-9));
        expect(once).toBeLessThanOrEqual((bytes / Math.min(rate, plan.baseline)) * (1 + 1e-9));
        const ends = transfers(
          written,
          Array.from({ length: 400 }, () => ({ bytes, restNs })),
          rate,
        );
        const steadyNs = (ends[399] as number) - (ends[398] as number) - restNs;
        const found = creditsBetween(bytes, written, { restNs, rate });
        const expected = burstNs(bytes, written, { creditBytes: found, rate });
        // A bucket that gains or loses little a round is not steady after 400.
        const isSteady =
          Math.abs((ends[399] as number) - 2 * (ends[398] as number) + (ends[397] as number)) <
          1e-9 * steadyNs;
        if (isSteady && steadyNs !== bytes / Math.min(rate, written.bandwidth))
          expect(steadyNs).toBeCloseTo(expected, 6);
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});

test("what others read between transfers gathers no credits", () => {
  // Of a baseline of 4 the others take 3: a rest of 600 gathers 600, with which 100 ns at 10 move 1,000; the other 500 take 125.
  const plan = { baseline: 4, bandwidth: 10, creditBytes: 1e6, filled: 0 };
  const [bytes, restNs] = [1500, 600];
  const ends = transfers(plan, Array(9).fill({ bytes, restNs }), 1e3, 3) as number[];
  expect((ends[8] as number) - (ends[7] as number) - restNs).toBeCloseTo(225, 6);
  const found = creditsBetween(bytes, plan, { restNs, load: 3 });
  expect(found).toBe(600);
  expect(burstNs(bytes, plan, { creditBytes: found })).toBeCloseTo(225, 9);
  // Whoever takes all of the baseline leaves nothing.
  expect(creditsBetween(bytes, plan, { restNs, load: 5 })).toBe(0);
});

const reader = (burst: object | undefined, more: object = {}) => {
  const played = record({
    model: "llama-3.2-1b",
    cluster: {
      instance: "trn1.32xlarge",
      count: 1,
      storage: {
        it: { tier: "fsx-ssd-125", size: "8 TiB", ...(burst && { burst }) },
        other: { tier: "fsx-ssd-1000", size: "8 TiB" },
      },
    },
    workload: {
      kind: "training",
      sequenceLength: 2048,
      globalBatch: 64,
      tokens: "2B",
      parallelism: { tensor: 8 },
      dataLoading: { sampleBytes: "100 MB", cpuTime: "0 s", volume: "it" },
      ...more,
    },
  });
  return summary(played).training as unknown as Record<string, number>;
};

test("a run whose input bursts is as fast as its credits allow, and leaps over steps without a difference", () => {
  // 6.4 GB a step: at 1 GB/s 6.4 s; at 4 GB/s 1.6 s, which the step hides.
  const [slow, fast] = [reader(undefined), reader({ credits: "100 TB" })];
  expect(slow.step_time_s).toBeCloseTo(6.4, 2);
  expect(fast.step_time_s).toBeLessThan(4);
  const credits = reader({ credits: "3 TB" });
  expect(credits.steps_played).toBeLessThan(100);
  // Credits of 3 TB spare 3 TB at the baseline; the bytes of all steps are 15,259 x 6.4 GB.
  const saved = (slow.time_to_train_s ?? 0) - (credits.time_to_train_s ?? 0);
  expect(saved / 3000).toBeCloseTo(1, 2);
});

test("checkpoints on the volume of the input find the credits that the input leaves", () => {
  const [interval, baseline, burst, sample] = [10, 1, 4, 0.01];
  const saved = (14 * 1_235_814_400) / 1e9;
  const stallS = (volume: string) => {
    const { checkpoint_stall_s: stall, step_time_s: step } = reader(
      { credits: "100 GB" },
      {
        dataLoading: { sampleBytes: `${1000 * sample} MB`, cpuTime: "0 s", volume },
        checkpoints: { interval: `${interval} s`, volume: "it" },
      },
    ) as { checkpoint_stall_s: number; step_time_s: number };
    const load = volume === "it" ? (64 * sample) / step : 0;
    const credits = interval * (baseline - load);
    const fastS = credits / (burst - baseline);
    expect(fastS * burst).toBeLessThan(saved);
    return { stall, expected: fastS + (saved - fastS * burst) / baseline };
  };
  for (const volume of ["it", "other"]) {
    const { stall, expected } = stallS(volume);
    expect(stall).toBeCloseTo(expected, 6);
  }
});

test("what a volume that bursts does not have is refused by name", () => {
  const storage = (it: object) => () =>
    record({
      model: "llama-3.2-1b",
      cluster: { instance: "trn1.32xlarge", count: 1, storage: { it } },
      workload: { kind: "training", sequenceLength: 2048, globalBatch: 64, parallelism: { tensor: 8 } },
    });
  expect(storage({ tier: "fsx-ssd-250", size: "1 TiB", burst: {} })).toThrow(
    /it\.burst.*how many fsx-ssd-250 gathers is not published/s,
  );
  expect(storage({ tier: "s3", size: "1 TiB", burst: { credits: "1 TB" } })).toThrow(
    "a tier that bursts: fsx-ssd-125, fsx-ssd-250, fsx-scratch-2, ebs-st1",
  );
  expect(
    storage({ tier: "fsx-intelligent-tiering", size: "1 TiB", bandwidth: "5 GB/s", usdPerGbMonth: 0.02 }),
  ).toThrow("a multiple of 4 GB/s");
  expect(storage({ tier: "ebs-gp3", size: "1 TiB", iops: 20000 })).toThrow(
    "at most 16000 a second of ebs-gp3",
  );
  expect(storage({ tier: "nvme", size: "1 TiB", connections: 3 })).toThrow(
    "connections of a tier that has them: s3, s3-express",
  );
});
