/** Volumes of other regions: the way there is shared by the jobs of a region, and every byte over it is paid for. */
import { expect, test } from "vitest";
import { record, summary } from "../laws/account-scenarios.ts";

const home = "us-east-1";
const sampleBytes = 50e6;
/** 640 samples in 10 steps. */
const samples = { steps: 10, batch: 64 };

const job = (name: string, region: string | undefined, more: object = {}) => ({
  name,
  region,
  model: "llama-3.2-1b",
  instances: 1,
  workload: {
    kind: "training",
    sequenceLength: 2048,
    globalBatch: samples.batch,
    tokens: samples.steps * samples.batch * 2048,
    parallelism: { tensor: 8 },
    dataLoading: { sampleBytes: "50 MB", cpuTime: "0 s", volume: "data" },
    ...more,
  },
});

const run = (jobs: readonly object[], volume: object = {}) =>
  record({
    cluster: {
      instance: "trn1.32xlarge",
      count: jobs.length,
      pricing: { usdPerHour: 0 },
      region: home,
      storage: {
        data: {
          tier: "s3",
          size: "1 TB",
          prefixes: 10,
          region: home,
          between: { bandwidth: "250 MB/s" },
          ...volume,
        },
      },
    },
    jobs,
  });

const steps = (of: ReturnType<typeof run>) =>
  of.jobs.map(({ result }) => (result?.training?.stepNs ?? Number.NaN) / 1e9);

/** 3.2 GB of a step at 250 MB/s. */
const alone = (samples.batch * sampleBytes) / 250e6;

test("jobs of one region share the way to the data, jobs of different regions have ways of their own", () => {
  const [near = 0] = steps(run([job("near", home)]));
  expect(near).toBeLessThan(alone / 2);
  const apart = steps(run([job("near", home), job("west", "us-west-2"), job("north", "eu-north-1")]));
  expect((apart[0] ?? 0) / near).toBeCloseTo(1, 1);
  // The input of the first step is no part of a step, and the last computes only.
  const mean = (loadS: number) => ((samples.steps - 1) * loadS + near) / samples.steps;
  for (const step of apart.slice(1)) expect(step / mean(alone)).toBeCloseTo(1, 2);
  // Shared, two take twice as long.
  const together = steps(run([job("one", "us-west-2"), job("other", "us-west-2")]));
  for (const step of together) expect(step / mean(2 * alone)).toBeCloseTo(1, 2);
});

/** USD for a byte in requests of 8 MiB. */
const [read, write] = [0.4e-6 / 2 ** 23, 5e-6 / 2 ** 23];

test("what crosses is paid by the byte, and in the region of the data its requests alone", () => {
  const requests = samples.steps * samples.batch * sampleBytes * read;
  const perJob = requests + samples.steps * samples.batch * sampleBytes * 0.02e-9;
  const of = run([job("near", home), job("west", "us-west-2"), job("north", "eu-north-1")]);
  const usd = of.jobs.map(({ result }) => result?.transferUsd);
  expect(usd[0]).toBeCloseTo(requests, 9);
  expect(usd[1]).toBeCloseTo(perJob, 9);
  expect(usd[2]).toBeCloseTo(perJob, 9);
  // The bucket itself costs 23 dollars a month.
  const { cost, elapsed_s } = summary(of);
  expect(cost.usd_total).toBeCloseTo(2 * perJob + requests + (23 / 730) * ((elapsed_s as number) / 3600), 9);
  const free = run([job("west", "us-west-2")], { between: { bandwidth: "1 GB/s", usdPerGb: 0 } });
  expect(free.jobs[0]?.result?.transferUsd).toBeCloseTo(requests, 9);
});

test("checkpoints that are saved in another region take its way, and are paid for, each and every time they are loaded", () => {
  const far = run([
    job("far", "us-west-2", {
      tokens: "2B",
      dataLoading: undefined,
      checkpoints: { interval: "10 min", volume: "data" },
      failures: [{ of: "host", mtbf: "3 h" }],
    }),
  ]);
  const { result } = far.jobs[0] ?? {};
  const { interruptions = 0, checkpoints = 0 } = result?.training?.resilience ?? {};
  expect(Math.min(interruptions, checkpoints)).toBeGreaterThan(0);
  const lost = result?.training?.lostNs.checkpoints ?? 0;
  // Each stands still for its bytes at 250 MB/s.
  const bytes = (lost / checkpoints) * 0.25;
  expect(result?.transferUsd).toBeCloseTo(
    checkpoints * bytes * (0.02e-9 + write) + interruptions * bytes * (0.02e-9 + read),
    6,
  );
});

test("a starved loader far from its data is told to come nearer", () => {
  const [far] = run([job("far", "us-west-2")]).jobs;
  expect(far?.result?.warnings.join()).toMatch(
    /the data loader is the bottleneck: .* data in us-west-2, or a wider way there/,
  );
});

test("a volume of another region without a way there is refused, and so are drives that are elsewhere", () => {
  expect(() => run([job("far", "us-west-2")], { between: undefined })).toThrow(
    /cluster\.storage\.data\.between: .* from us-east-1 to us-west-2/,
  );
  expect(() => run([job("near", home)], { region: undefined })).toThrow("a region of the volume");
  const drives = { tier: "nvme", prefixes: 1 };
  expect(() => run([job("far", "us-west-2")], drives)).toThrow("a volume of nvme is where its instances are");
  expect(steps(run([job("near", home)], { between: undefined })).length).toBe(1);
});
