/** Faults that hide on a queue's instances, canaries on idle and busy ones, checks before jobs: shares by theory, and sums. */
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { HostHealth } from "../../src/workload/queue/host-health.ts";
import type { FailureCause } from "../../src/workload/resilience/failure-model.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const hour = 3600e9;

interface Figures {
  jobs: number;
  accelerator_s: number;
  interruptions: number;
  goodput_fraction: number;
  faults_found_idle: number;
  faults_found_busy: number;
  faults_brought: number;
  lost_accelerator_s: { [name: string]: number };
}

/** 600 jobs on ten instances each, submitted every 30 hours on average; a fault begins on an instance once in 1,000 h and hides for two. */
function queued(workload: object, mean = "10 h") {
  const of = record({
    cluster: { instance: "trn1.32xlarge", count: 10, pricing: { usdPerHour: 10 } },
    workload: {
      kind: "queue",
      jobs: { count: 600, rate: "0.0333333/h", accelerators: 160, duration: { kind: "constant", mean } },
      failures: [{ of: "host", mtbf: "1000 h", latency: "2 h" }],
      recovery: { detection: "0 s", replace: "0 s", restart: "0 s" },
      checkpoints: { interval: "1 h", stall: "0 s" },
      ...workload,
    },
  });
  return { of, figures: (summary(of) as unknown as { queue: Figures }).queue };
}

/** `found` is within three standard errors of a Poisson number of this mean. */
function expectCount(found: number, mean: number): void {
  expect(Math.abs(found - mean)).toBeLessThan(3 * Math.sqrt(mean));
}

const canaries = { every: "1 h", duration: "0 s", coverage: 0.9 };

describe("an instance that stood idle for a time t brings a fault to the next job", () => {
  const fault: FailureCause = {
    name: "fault",
    of: "host",
    mtbfNs: 1000 * hour,
    effect: "crash",
    latencyNs: hour,
    replaces: true,
  };
  const causes = [{ cause: fault, rate: 1 / (1000 * hour) }];
  const random = () => new RandomStreams(3).stream("idle-hosts");
  const count = 4000;
  const broughtBy = (health: HostHealth, atNs: number) =>
    Array.from({ length: count }, (_, index) => health.take(index, atNs)).filter((each) => each === fault)
      .length;

  test.each([1, 20, 300])("in 1 - e^(-r t) of cases without canaries, at %d h", (hours) => {
    const share = 1 - Math.exp(-hours / 1000);
    const found = broughtBy(new HostHealth(count, 0, { causes, random: random() }), hours * hour);
    expect(Math.abs(found - count * share)).toBeLessThan(3 * Math.sqrt(count * share * (1 - share)));
  });

  test.each([
    [24, 0.9],
    [24, 0.5],
    [60, 0.3],
  ])("in r T (1/2 + (1 - c) / c) of them with one every %d h that sees %d of faults", (every, coverage) => {
    const canary = { everyNs: every * hour, coverage };
    const health = new HostHealth(count, 0, { causes, canaries: canary, random: random() });
    const endNs = 40.5 * every * hour;
    for (let nextNs = health.nextFoundNs; nextNs <= endNs; nextNs = health.nextFoundNs) {
      for (const index of health.foundBy(nextNs)) health.free(index, nextNs, { isIdle: true });
    }
    // Mid-way between two canaries a fault has been there for T / 2, and for T more with each that missed it.
    const hiddenHours = every * (1 / 2 + (1 - coverage) / coverage);
    const share = hiddenHours / (1000 + hiddenHours);
    expectCount(broughtBy(health, endNs), count * share);
    // Each instance renews itself, after 1,000 h (exponential) and that; by t it has t/m + (v/m^2 - 1)/2 times, of mean m and variance v.
    const mean = 1000 + hiddenHours;
    const variance = 1000 ** 2 + every ** 2 * (1 / 12 + (1 - coverage) / coverage ** 2);
    expectCount(health.found, count * ((40.5 * every) / mean + (variance / mean ** 2 - 1) / 2));
  });

  test("and does so where a job left one behind, whatever the time", () => {
    const health = new HostHealth(2, 0, { causes: [{ cause: fault, rate: 1e-30 }], random: random() });
    for (const index of [0, 1]) expect(health.take(index, hour)).toBeUndefined();
    health.free(0, hour, { isIdle: true, cause: fault });
    health.free(1, hour, { isIdle: true });
    expect([0, 1].map((index) => health.take(index, hour))).toEqual([fault, undefined]);
    expect(health.brought).toBe(1);
  });
});

describe("a queue of 600 jobs of 10 h on ten instances, the pool half idle", () => {
  const blind = queued({}).figures;
  const seen = queued({ canaries }).figures;
  const idle = queued({ canaries: { ...canaries, on: "idle" } }).figures;

  test("faults that begin on idle instances reach jobs, but for those that canaries find", () => {
    expect([blind.faults_found_idle, blind.faults_found_busy]).toEqual([0, 0]);
    expect(idle.faults_found_busy).toBe(0);
    expect(idle.faults_found_idle).toBeGreaterThan(60);
    // Two jobs in three find the pool idle, for 30 h on average (exponential); of 500 one leaves a fault that began in its last two.
    expectCount(blind.faults_brought, 6000 * (((2 / 3) * 30) / (1000 + 30) + 2 / 1000));
    // A fault is there for .61 h until a canary finds it, a job comes within that in one case of 50, and a third find no idle pool.
    expect(Math.max(idle.faults_brought, seen.faults_brought)).toBeLessThan(0.1 * blind.faults_brought);
  });

  test("as many strike or are found as begin, at work and idle", () => {
    // All the time of the pool, once in 1,000 h an instance; a job that a fault stops in its last hours leaves others where it was.
    const hours = (600 * 30 * 10) / 1000;
    for (const { interruptions, faults_found_idle } of [blind, seen, idle]) {
      expect(Math.abs(interruptions + faults_found_idle - hours)).toBeLessThan(4 * Math.sqrt(hours));
    }
  });

  test("what is found costs no work", () => {
    expect(idle.lost_accelerator_s.lost_work).toBeLessThan(blind.lost_accelerator_s.lost_work as number);
    expect(seen.lost_accelerator_s.lost_work).toBeLessThan(idle.lost_accelerator_s.lost_work as number);
  });
});

test("beside long jobs canaries find the share c (L/T) (1 - e^(-T/L)) / (1 - (1 - c) e^(-T/L))", () => {
  const { figures } = queued({ canaries: { ...canaries, on: "busy" } }, "60 h");
  const decay = Math.exp(-1 / 2);
  const share = (0.9 * 2 * (1 - decay)) / (1 - 0.1 * decay);
  const count = figures.interruptions;
  expectCount(count, (600 * 60 * 10) / 1000);
  const sigma = Math.sqrt((share * (1 - share)) / count);
  // Of 60 h the first and last two differ: brought and carried faults are found alike, for they have no memory.
  expect(Math.abs(figures.faults_found_busy / count - share)).toBeLessThan(3 * sigma);
});

describe("jobs that are checked, looked after, and stopped", () => {
  const checked = {
    canaries: { every: "2 h", duration: "6 min", coverage: 0.8 },
    preflight: { duration: "7 min", coverage: 0.5 },
    recovery: { detection: "1 min", replace: "10 min", restart: "5 min" },
    checkpoints: { interval: "1 h", stall: "1 min", load: "2 min" },
  };
  const spot = { name: "spot", count: 10, reclaims: { mtbf: "40 h", notice: "2 min", away: "1 h" } };

  test.each([
    ["alone", {}],
    ["on spot instances too", { pools: [spot] }],
  ])("hold their accelerators for what was useful and what was lost, %s", (_, more) => {
    const { of, figures } = queued({ ...checked, ...more });
    const lost = Object.values(figures.lost_accelerator_s).reduce((sum, each) => sum + each, 0);
    const useful = figures.goodput_fraction * figures.accelerator_s;
    expect((useful + lost) / figures.accelerator_s).toBeCloseTo(1, 9);
    expect(useful / (600 * 160 * 10 * 3600)).toBeCloseTo(1, 9);
    // A twentieth of the time of jobs, of which a 19th of their work.
    expect((figures.lost_accelerator_s.canaries as number) / useful).toBeGreaterThan(1 / 19 - 1e-9);
    expect(figures.lost_accelerator_s.preflight).toBeGreaterThan(600 * 160 * 7 * 60 - 1e-3);
    expect(of.account.in("failed")).toBeGreaterThan(0);
  });
});

test("accelerators that are part of an instance are refused where faults hide on whole ones", () => {
  expect(() =>
    queued({ accelerators: 150, jobs: { count: 1, rate: "1/h", duration: { mean: "1 h" } } }),
  ).toThrow("a multiple of 16, for faults that hide on whole instances");
});

test("checks of what cannot hide are told to find nothing, and cost their time", () => {
  const seen = { canaries: { every: "1 h", duration: "6 min" }, preflight: { duration: "6 min" } };
  const { of, figures } = queued({ ...seen, failures: [{ of: "host", mtbf: "1000000 h" }] });
  expect(of.result?.warnings.filter((text) => text.startsWith("no effect"))).toEqual(
    ["canaries", "preflight"].map(
      (name) => `no effect: workload.${name}.coverage; no cause has a latency in which it could be found`,
    ),
  );
  expect([figures.faults_found_busy, figures.faults_brought]).toEqual([null, null]);
  // 10 h of work in 9 of 10 parts of the time, and 6 min before.
  expect(figures.accelerator_s / (600 * 160 * 3600)).toBeGreaterThan(10 / 0.9 + 0.1 - 1e-9);
});
