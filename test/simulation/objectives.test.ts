/** All requests are judged: an objective holds for what was asked, not for what survived. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog, catalogSchema } from "../../src/catalog.ts";
import { exitCodeOf, exitCodes } from "../../src/cli/exit-codes.ts";
import { type Run, runEntry } from "../../src/cli/simulations.ts";
import { Sample } from "../../src/metrics/sample.ts";
import { readScenarios } from "../../src/scenario/read-scenarios.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const modelTokens = 4096;

/** 200 prompts, of which `longWeight` in 10 are too long for the model. */
function run(longWeight: number, objectives: string, workload = ""): Run {
  const same = (path: string) => path;
  const text = `name: survivors
cluster: { instance: p5.48xlarge }
model: llama-2-7b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 5/s }
  input: { kind: empirical, values: [500, ${modelTokens + 1}], weights: [${10 - longWeight}, ${longWeight}] }
  output: { kind: constant, tokens: 64 }
  parallelism: { tensor: 1, replicas: 1 }
  requests: 200
${workload}
objectives: ${objectives}
`;
  const schema = catalogSchema(catalog, () => "");
  const [entry] = readScenarios(text, schema, { file: "test", fromFile: same, fromCommandLine: same });
  return runEntry(entry as never, catalog);
}

const objective = ({ summary }: Run, name: string) =>
  summary.objectives.find((each) => each.objective === name);

test("a percentile that falls on a request without an answer is infinite, so missed, and says how many there were", () => {
  const result = run(9, "{ ttftP99: 500 ms, outputThroughput: 1/s }");
  const { summary } = result;
  const { asked, completed, too_long: tooLong } = summary.requests ?? expect.unreachable();
  expect(asked).toBe(200);
  expect(completed + tooLong).toBe(asked);
  expect(tooLong).toBeGreaterThan(150);
  const share = `${(tooLong / asked) * 100} % got no answer`;
  expect(objective(result, "ttftP99")).toMatchObject({
    met: false,
    actual: null,
    why: expect.stringContaining(share),
  });
  // What is printed, and rates, are of those that were answered.
  expect(summary.inference?.p99_ttft_ms).toBeLessThan(500);
  expect(objective(result, "outputThroughput")).toMatchObject({ met: true, why: null });
  expect(summary.status).toBe("completed");
});

test("below the share of the unanswered a percentile is that of all requests, the unanswered last", () => {
  const result = run(3, "{ e2elP50: 10 s, e2elP99: 10 s }");
  const { inference } = result.record.result ?? expect.unreachable();
  const { asked, completed } = inference?.requests ?? expect.unreachable();
  const { e2el } = inference?.samples ?? expect.unreachable();
  expect(e2el.size).toBe(completed);
  const answeredAt = (place: number) => e2el.quantile(place / (completed - 1)) ?? Number.NaN;
  const place = 0.5 * (asked - 1);
  const expected = (answeredAt(Math.floor(place)) + answeredAt(Math.ceil(place))) / 2;
  expect(completed).toBeGreaterThan(place + 1);
  expect(objective(result, "e2elP50")?.actual).toBeCloseTo(expected / 1e6, 9);
  expect(expected / 1e6).toBeGreaterThan(result.summary.inference?.median_e2el_ms ?? Number.NaN);
  expect(objective(result, "e2elP99")?.actual).toBeNull();
});

test("failedShare allows its share; requests beyond it are infinitely late", () => {
  const first = run(2, "{ failedShare: 100 % }");
  const { asked, completed } = first.summary.requests ?? expect.unreachable();
  const failed = asked - completed;
  expect(objective(first, "failedShare")).toMatchObject({ actual: failed / asked, met: true });
  const allowed = run(2, `{ ttftP99: 500 ms, failedShare: ${failed / asked} }`);
  expect(objective(allowed, "ttftP99")).toMatchObject({ met: true, why: null });
  expect(objective(allowed, "ttftP99")?.actual).toBeCloseTo(
    allowed.summary.inference?.p99_ttft_ms ?? Number.NaN,
    9,
  );
  // The highest 3 of fewer than 200 are infinite, which a P99 reaches: its place is less than 2 from the top.
  const missed = run(2, `{ ttftP99: 500 ms, failedShare: ${(failed - 3) / asked} }`);
  expect(objective(missed, "failedShare")?.met).toBe(false);
  expect(objective(missed, "ttftP99")).toMatchObject({ met: false, actual: null });
});

test("requests that are refused or time out count as those that are too long do", () => {
  const { requests, objectives } = run(
    0,
    "{ ttftP99: 500 s }",
    "  maxOutstanding: 2\n  timeout: { total: 440 ms }\n  batching: { kind: continuous, maxBatch: 1 }",
  ).summary;
  const { asked, completed, rejected, timed_out: timedOut } = requests ?? expect.unreachable();
  expect(Math.min(rejected, timedOut)).toBeGreaterThan(0);
  expect(completed + rejected + timedOut).toBe(asked);
  expect(objectives[0]).toMatchObject({ met: false, actual: null });
});

test("a run that answered nothing is no completed run", () => {
  const { summary, record } = run(10, "{ ttftP99: 500 ms, requestThroughput: 1/s }");
  expect(summary.status).toBe("nothing-served");
  expect(summary.reason).toContain("200 too long");
  expect(exitCodeOf(record.status)).toBe(exitCodes.infeasible);
  expect(summary.objectives.map(({ actual, met }) => ({ actual, met }))).toEqual([
    { actual: null, met: false },
    { actual: null, met: false },
  ]);
});

test("what is infinite only ever raises a percentile", () => {
  const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 60 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, fc.nat(80), share, (latencies, infinite, q) => {
      const sample = new Sample();
      for (const latency of latencies) sample.add(latency);
      const all = [...latencies, ...new Array<number>(infinite).fill(Number.POSITIVE_INFINITY)];
      const upper = all.sort((a, b) => a - b)[Math.ceil(q * (all.length - 1))];
      const judged = sample.quantileBelow(infinite, q);
      expect(judged === undefined).toBe(upper === Number.POSITIVE_INFINITY);
      const plain = sample.quantile(q) ?? Number.NaN;
      if (judged !== undefined) expect(judged).toBeGreaterThanOrEqual(plain * (1 - 1e-12));
      if (infinite === 0) expect(judged).toBeCloseTo(plain, 3);
    }),
  );
});

test("a request that met its objectives costs the bill over those that did, and as much as any other where there are none", () => {
  // The median of all first tokens is a limit that part of the requests miss.
  const { summary: free } = run(1, "{}");
  const median = free.inference?.median_ttft_ms ?? Number.NaN;
  const { cost, inference } = run(1, `{ ttftP50: ${median} ms }`).summary;
  const perSecond = (cost.usd_per_hour ?? 0) / 3600;
  const { request_goodput: good, request_throughput: all } = inference as unknown as {
    request_goodput: number;
    request_throughput: number;
  };
  expect(good).toBeLessThan(0.7 * all);
  expect(cost.usd_per_million_good_requests).toBeCloseTo((1e6 * perSecond) / good, 6);
  expect(cost.usd_per_million_requests).toBeCloseTo((1e6 * perSecond) / all, 6);
  expect(free.cost.usd_per_million_good_requests).toBe(free.cost.usd_per_million_requests);
});

/** Two fleets, one of prompts four times as long, beside a training; `objectives` of the whole. */
function runJobs(objectives: string): Run["summary"] {
  const fleet = (name: string, input: number, instance: number) => `
  - name: ${name}
    model: llama-3.1-8b
    instances: [${instance}, ${instance}]
    workload:
      kind: inference
      arrivals: { kind: constant, rate: 2/s }
      input: ${input}
      output: 16
      requests: 20`;
  const text = `name: side-by-side
cluster: { instance: p5.48xlarge, count: 3 }
jobs:${fleet("short", 500, 0)}${fleet("long", 2000, 1)}
  - name: pretrain
    model: llama-3.1-8b
    instances: [2, 2]
    workload: { kind: training, tokens: 32768, sequenceLength: 2048, globalBatch: 8 }
objectives: ${objectives}
`;
  const same = (path: string) => path;
  const schema = catalogSchema(catalog, () => "");
  const [entry] = readScenarios(text, schema, { file: "test", fromFile: same, fromCommandLine: same });
  return runEntry(entry as never, catalog).summary;
}

test("an objective over several jobs is that of the worst of those that measure it, and of the whole for costs", () => {
  const summary = runJobs(
    "{ ttftP99: 10 s, outputThroughput: 1/s, stepTime: 1 ms, usdPerMonth: 1, memoryUse: 1 }",
  );
  const [short, long, pretrain] = summary.jobs ?? expect.unreachable();
  const found = Object.fromEntries(summary.objectives.map((each) => [each.objective, each]));
  const ttft = [short, long].map((job) => job?.inference?.p99_ttft_ms ?? Number.NaN);
  expect(ttft[1]).toBeGreaterThan(ttft[0] as number);
  expect(found.ttftP99).toMatchObject({ met: true, actual: ttft[1], why: "of long, the worst of 2 jobs" });
  const rates = [short, long].map((job) => job?.inference?.output_throughput ?? Number.NaN);
  expect(found.outputThroughput?.actual).toBe(Math.min(...rates));
  expect(found.stepTime).toMatchObject({ met: false, why: "of pretrain" });
  expect(found.stepTime?.actual).toBe(pretrain?.training?.step_time_s);
  expect(found.memoryUse).toMatchObject({ met: true, why: expect.stringContaining("the worst of 3 jobs") });
  expect(found.usdPerMonth).toMatchObject({ met: false, actual: summary.cost.usd_per_month, why: null });
});

test("an objective that nothing measures is missed, and says so", () => {
  const [usdTotal, traceTime] = runJobs("{ traceTime: 1 h, usdTotal: 1M }").objectives;
  expect(traceTime).toMatchObject({ met: false, actual: null, why: "none of the jobs measures it" });
  expect(usdTotal).toMatchObject({ met: true, why: null });
  expect(objective(run(0, "{ stepTime: 1 h }"), "stepTime")).toMatchObject({
    met: false,
    why: "this workload does not measure it",
  });
});

test("a fleet that nobody asks anything has failed nobody, and draws power and costs for as long as somebody might have come", () => {
  const { objectives, elapsed_s, cost, energy, chip_seconds } = summary(
    record({
      cluster: { instance: "trn1.32xlarge", count: 1, pricing: { usdPerHour: 6 } },
      model: "llama-3.1-8b",
      workload: {
        kind: "inference",
        arrivals: { kind: "poisson", rate: "0.0001/s" },
        input: { kind: "constant", tokens: 100 },
        output: { kind: "constant", tokens: 50 },
        parallelism: { tensor: 8 },
        duration: "10 min",
      },
      objectives: { failedShare: "1 %", ttftP99: "2 s" },
    }),
  );
  expect(objectives?.map(({ met }) => met)).toEqual([true, false]);
  expect([elapsed_s, chip_seconds?.idle]).toEqual([600, 16 * 600]);
  expect(cost.usd_total).toBeCloseTo(1, 9);
  expect(energy.kwh).toBeGreaterThan(0.3);
});
