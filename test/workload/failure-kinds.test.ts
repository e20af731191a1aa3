/** Racks, storage, planned maintenance, warm hosts, collective timeouts, increments, and the same tables in serving. */
import { expect, test } from "vitest";
import { z } from "zod";
import type { Instance } from "../../src/hardware/instance.ts";
import { instances } from "../../src/hardware/instances.ts";
import { failureModel, meanToFailureNs, unitsOf } from "../../src/workload/resilience/chosen-failures.ts";
import { FailureStream } from "../../src/workload/resilience/failure-stream.ts";
import { failures as models } from "../../src/workload/resilience/failures.ts";
import { resilienceOptions } from "../../src/workload/resilience/resilience-options.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const hour = 3600e9;
const trn1 = instances.find(({ name }) => name === "trn1.32xlarge") as Instance;

function run(
  failures: object,
  recovery: object = {},
  checkpoints: object | null = { interval: "1 h", stall: "0 s" },
  cluster: object = {},
) {
  const { training } = summary(
    record({
      cluster: { instance: "trn1.32xlarge", count: 8, ...cluster },
      model: "llama-3.1-8b",
      workload: {
        kind: "training",
        tokens: "400B",
        sequenceLength: 4096,
        globalBatch: 128,
        parallelism: { tensor: 8, data: 32 },
        failures,
        ...(checkpoints && { checkpoints }),
        recovery: { detection: "1 min", replace: "1 h", restart: "1 min", ...recovery },
      },
    }),
  );
  return training as unknown as Record<string, number> & {
    lost_s: Record<string, number>;
    causes: { cause: string }[];
  };
}

test("planned maintenance takes units in turn, each once in its time, without anybody looking for a fault", () => {
  const { causes } = failureModel(models, [
    {
      of: "host",
      kind: "planned",
      mtbf: 800 * hour,
      shape: 1,
      effect: "crash",
      notice: 0,
      slowdown: 1,
      latency: 0,
      lasts: 0,
      replaces: false,
    },
  ]);
  const stream = new FailureStream(causes, unitsOf(128, trn1), () => 0.5);
  const strikes: number[] = [];
  for (let at = 0; strikes.length < 4; at = strikes.at(-1) as number) strikes.push(stream.next(at).atNs);
  expect(strikes.map((ns) => ns / hour)).toEqual([100, 200, 300, 400]);
  expect(stream.rate * hour).toBeCloseTo(1 / 100, 12);
  const planned = run([{ of: "host", kind: "planned", mtbf: "800 h", replaces: false, lasts: "2 h" }]);
  expect(planned.lost_s.detection).toBe(0);
  expect(planned.lost_s.replacement).toBeCloseTo((planned.interruptions as number) * 7200, 6);
  expect(planned.causes[0]?.cause).toBe("planned host");
});

test("a rack takes all its hosts along: they need as many spares, and there are as many fewer racks than hosts", () => {
  const { causes } = failureModel(models, [
    {
      of: "rack",
      kind: "exponential",
      mtbf: 1000 * hour,
      shape: 1,
      effect: "crash",
      notice: 0,
      slowdown: 1,
      latency: 0,
      lasts: 0,
      hosts: 3,
    },
  ]);
  expect(meanToFailureNs({ causes, source: "" }, 128, trn1) / hour).toBeCloseTo(1000 / 3, 9);
  const rack = [{ of: "rack", mtbf: "500 h", hosts: 4 }];
  const [two, four] = [2, 4].map((spares) => run(rack, { spares, repair: "1 min" }));
  expect(two?.lost_s.replacement).toBeCloseTo((two?.interruptions ?? 0) * 3600, 6);
  expect(four?.lost_s.replacement).toBe(0);
});

test("warm hosts stand in when no spare does, sooner than a new one", () => {
  const host = [{ of: "host", mtbf: "500 h" }];
  const warm = run(host, { warm: { hosts: 1, ready: "2 min" }, repair: "1 min" });
  expect(warm.lost_s.replacement).toBeCloseTo((warm.interruptions as number) * 120, 6);
  const both = run([{ of: "rack", mtbf: "500 h", hosts: 2 }], {
    spares: 1,
    warm: { hosts: 1, ready: "2 min" },
    repair: "1 min",
  });
  expect(both.lost_s.replacement).toBeCloseTo((both.interruptions as number) * 120, 6);
});

test("a hang is noticed by a collective's timeout where that comes before the detector, and storage that fails replaces no host", () => {
  const hang = [{ of: "host", mtbf: "500 h", effect: "hang" }];
  const noticed = (recovery: object) => {
    const { lost_s, interruptions = 1 } = run(hang, recovery);
    return (lost_s.detection as number) / interruptions;
  };
  expect(noticed({ stuckAfter: "30 min", collectiveTimeout: "10 min" })).toBeCloseTo(600, 6);
  expect(noticed({ stuckAfter: "5 min", collectiveTimeout: "10 min" })).toBeCloseTo(300, 6);
  expect(noticed({ collectiveTimeout: "10 min" })).toBeCloseTo(600, 6);
  const storage = run([{ of: "storage", mtbf: "100 h", lasts: "30 min" }], { spares: 3 });
  expect(storage.lost_s.replacement).toBeCloseTo((storage.interruptions as number) * 1800, 6);
  expect(() => run([{ of: "host", mtbf: "100 h", lasts: "1 h" }])).toThrow("replaces: false");
});

test("increments save less and are read with all since the last whole one; one writer writes no faster than its cards", () => {
  const never = [{ of: "host", mtbf: "200 h" }];
  const stall = ({ checkpoint_stall_s }: Record<string, number>) => checkpoint_stall_s as number;
  const save = (more: object) =>
    run(never, {}, { interval: "1 h", tiers: ["fsx"], bandwidth: "10 GB/s", ...more });
  const [whole, parts] = [save({}), save({ incremental: { share: 0.2, fullEvery: 5 } })];
  expect(stall(parts) / stall(whole)).toBeCloseTo((1 + 4 * 0.2) / 5, 9);
  const loads = ({ lost_s, interruptions = 1 }: typeof whole) =>
    (lost_s.checkpoint_restore as number) / interruptions;
  // Some restarts are struck again and begin anew.
  expect(loads(parts) / loads(whole)).toBeCloseTo(1 + 2 * 0.2, 1);
  const written = (writers: number) => stall(run(never, {}, { interval: "1 h", tiers: ["s3"], writers }));
  // S3 gives each instance 12.5 GB/s: 112 GB from one instance, or from eight.
  expect(written(1) / written(8)).toBeCloseTo(8, 6);
  expect(() => written(9)).toThrow("at most the 8 instances of the job");
});

test("a checkpoint larger than the volume is refused, with what it needs", () => {
  const storage = { it: { tier: "fsx-ssd-1000", size: "100 GB" } };
  expect(() =>
    run([{ of: "host", mtbf: "100 h" }], {}, { interval: "1 h", volume: "it" }, { storage }),
  ).toThrow(
    /workload\.checkpoints\.volume.*room for two checkpoints of .*: one is kept until the next is complete/s,
  );
});

test("replicas fail at the rates of the table for what they stand on", () => {
  const causes = failureModel(models, { kind: "llama3-h100" } as never);
  const p5 = instances.find(({ name }) => name === "p5.48xlarge") as Instance;
  // 419 in 54 days on 2,048 instances: an instance in 6,335 h; a replica on one of its chips meets the host's share whole.
  expect(meanToFailureNs(causes, 8, p5) / hour).toBeCloseTo((2048 * 54 * 24) / 419, 6);
  const serve = (failures: object) => ({
    cluster: { instance: "p5.48xlarge", count: 1 },
    model: "llama-3.1-8b",
    workload: {
      kind: "inference",
      arrivals: { kind: "poisson", rate: "20/s" },
      input: { kind: "constant", tokens: 100 },
      output: { kind: "constant", tokens: 100 },
      duration: "10 min",
      parallelism: { tensor: 1, replicas: 8 },
      failures,
    },
  });
  const often = [{ of: "chip", mtbf: "3 min" }];
  const [named, given] = [{ causes: often }, { mtbf: "3 min" }].map(
    (each) => summary(record(serve({ ...each, repair: "20 s", retries: 0 }))).inference,
  );
  expect(named?.failed).toBeGreaterThan(0);
  expect(named).toEqual(given);
  expect(() => record(serve({ repair: "20 s" }))).toThrow("mtbf, or causes");
});

test("a rack larger than the job takes all of its hosts and no more", () => {
  const rack = [{ of: "rack", mtbf: "50 h", hosts: 1000 }];
  const { lost_s, interruptions } = run(rack, { spares: 8, repair: "1 min" });
  expect(interruptions).toBeGreaterThan(0);
  expect(lost_s.replacement).toBe(0);
});

test.each(models.map(({ name }) => name))(
  "%s in a list with causes of one's own strikes as often as both",
  (name) => {
    const own = { of: "host", effect: "reclaim", mtbf: "500 h" };
    const written = (failures: unknown) => {
      const schema = z.object(resilienceOptions(models));
      return failureModel(models, schema.parse({ failures }).failures);
    };
    const perHour = (failures: unknown) => hour / meanToFailureNs(written(failures), 128, trn1);
    const [table, alone] = [perHour(name), perHour([own])];
    expect(table).toBeGreaterThan(0);
    expect(perHour([name, own])).toBeCloseTo(table + alone, 12);
    expect(perHour([name])).toBe(table);
    const { causes, source } = written([own, name]);
    expect(causes.map(({ effect }) => effect)).toContain("reclaim");
    expect(source).toMatch(/.+; the scenario$/);
  },
);

test("software of a job fails on each of its instances: as often as hosts that fail as seldom", () => {
  const mean = (of: string, count: number) => {
    const { causes, source } = failureModel(models, [
      { ...{ of, kind: "exponential", mtbf: 100 * hour, shape: 1, effect: "crash", notice: 0 } },
    ] as never);
    return meanToFailureNs({ causes, source }, count * trn1.chips, trn1) / hour;
  };
  for (const count of [1, 16, 256]) {
    expect(mean("job", count)).toBeCloseTo(100 / count, 9);
    expect(mean("job", count)).toBe(mean("host", count));
  }
});
