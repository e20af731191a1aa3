/** The serving engine under loads whose mean times queueing theory knows: service times given, batch limit 1. */
import { deviation, mean } from "d3-array";
import { randomExponential } from "d3-random";
import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { arrivals } from "../../src/workload/inference/arrivals.ts";
import { GeneratedLoad } from "../../src/workload/inference/load-generator.ts";
import { plainRequests, RequestMaker } from "../../src/workload/inference/request-maker.ts";
import type { StepTimer } from "../../src/workload/inference/step-timer.ts";
import { serve, serviceTimer } from "./serving-builder.ts";

const oneToken = { draw: () => 1, mean: 1, longest: 1 };
const meanServiceNs = 1e9;

function poissonLoad(ratePerService: number, jobs: number, seed: number): GeneratedLoad {
  const process = createPlugin(
    arrivals,
    { kind: "poisson", rate: ratePerService / meanServiceNs },
    { random: new RandomStreams(seed).stream("arrivals") },
  );
  return new GeneratedLoad(process, plainRequests(oneToken, oneToken), {
    durationNs: Number.POSITIVE_INFINITY,
    requests: jobs,
  });
}

function exponentialService(seed: number): StepTimer {
  const draw = randomExponential.source(new RandomStreams(seed).stream("service"))(1 / meanServiceNs);
  return serviceTimer(() => draw());
}

/** Within three standard errors by batch means, in units of the mean service time. */
function expectMean(valuesMs: unknown[], expected: number): void {
  const values = valuesMs
    .slice(Math.floor(valuesMs.length / 20))
    .map((each) => (Number(each) * 1e6) / meanServiceNs);
  const size = Math.floor(values.length / 30);
  const batches = Array.from(
    { length: 30 },
    (_, index) => mean(values.slice(index * size, (index + 1) * size)) as number,
  );
  const standardError = (deviation(batches) as number) / Math.sqrt(30);
  expect(Math.abs((mean(batches) as number) - expected)).toBeLessThan(3 * standardError);
}

test.each([
  [0.5, 1 / (1 - 0.5)],
  [0.8, 1 / (1 - 0.8)],
])("M/M/1 at load %d: the mean time in the engine is 1/(1-rho)", (rho, expected) => {
  const { rows } = serve({
    timer: exponentialService(1),
    batching: { kind: "none" },
    load: poissonLoad(rho, 150_000, 1),
  });
  expectMean(
    rows.map(({ e2el_ms }) => e2el_ms),
    expected,
  );
});

test("M/D/1 at load 0.8: the mean wait is rho/(2(1-rho)) = 2", () => {
  const { rows } = serve({
    timer: serviceTimer(() => meanServiceNs),
    batching: { kind: "none" },
    load: poissonLoad(0.8, 150_000, 2),
  });
  expectMean(
    rows.map(({ queue_ms }) => queue_ms),
    2,
  );
});

test.each([
  [2, 0.8, 1.777778],
  [4, 0.9, 1.969383],
  [8, 0.9, 0.876916],
])(
  "M/M/%d at load %d: a central queue before the replicas has the Erlang C wait",
  (replicas, rho, expected) => {
    const { rows } = serve({
      timer: exponentialService(3),
      batching: { kind: "none" },
      router: "central-queue",
      replicas,
      load: poissonLoad(rho * replicas, 200_000, 3),
    });
    expectMean(
      rows.map(({ queue_ms }) => queue_ms),
      expected,
    );
  },
);

test("M/G/1-PS at load 0.8: a step cost proportional to the batch shares the engine, mean 1/(1-rho)", () => {
  // Every request needs 100 decode steps; a step takes (mean service / 100) x batch, so n requests run at 1/n each.
  const steps = 100;
  const process = createPlugin(
    arrivals,
    { kind: "poisson", rate: 0.8 / meanServiceNs },
    { random: new RandomStreams(4).stream("arrivals") },
  );
  const zero = { totalNs: 0, parts: new Float64Array(5) };
  const { rows } = serve({
    timer: {
      prefill: () => zero,
      decode: ({ slots }) => ({
        first: { totalNs: (slots * meanServiceNs) / steps, parts: new Float64Array(5) },
        growth: zero,
        validSteps: Number.MAX_SAFE_INTEGER,
      }),
      mixed: () => zero,
    },
    batching: { kind: "continuous", maxBatch: 1e6, maxPrefillTokens: 1e9 },
    load: new GeneratedLoad(
      process,
      plainRequests(oneToken, { draw: () => steps + 1, mean: steps + 1, longest: steps + 1 }),
      { durationNs: Number.POSITIVE_INFINITY, requests: 60_000 },
    ),
  });
  const values = rows.slice(3000).map(({ e2el_ms }) => (Number(e2el_ms) * 1e6) / meanServiceNs);
  // A newcomer waits for the running step, at most batch / 100 of a service time: 2 % beside the sampling error.
  expect(Math.abs((mean(values) as number) / 5 - 1)).toBeLessThan(0.08);
});

test("a closed loop of 5 users with think time 9 and service 1 has the response of exact MVA, 1.524277", () => {
  const process = createPlugin(
    arrivals,
    { kind: "closed-loop", users: 5, think: 9 * meanServiceNs },
    { random: new RandomStreams(5).stream("arrivals") },
  );
  const { rows } = serve({
    timer: exponentialService(5),
    batching: { kind: "none" },
    load: new GeneratedLoad(process, plainRequests(oneToken, oneToken), {
      durationNs: Number.POSITIVE_INFINITY,
      requests: 100_000,
    }),
  });
  expectMean(
    rows.map(({ e2el_ms }) => e2el_ms),
    1.524277,
  );
});

test.each([
  [5, 0.8, 0.088819],
  [10, 0.9, 0.050814],
])(
  "M/M/1/%d at load %d: a replica that takes no more turns away (1-rho) rho^K / (1 - rho^(K+1))",
  (capacity, rho, expected) => {
    expect(((1 - rho) * rho ** capacity) / (1 - rho ** (capacity + 1))).toBeCloseTo(expected, 6);
    const jobs = 200_000;
    const { rows } = serve({
      timer: exponentialService(6),
      batching: { kind: "none" },
      outstandingMax: capacity,
      load: poissonLoad(rho, jobs, 6),
    });
    const rejected = rows.filter(({ status }) => status === "rejected").length / jobs;
    expect(Math.abs(rejected / expected - 1)).toBeLessThan(0.05);
  },
);

test("two classes without preemption have Cobham's waits: 1.333333 for the urgent, 6.666667 for the other", () => {
  // Rates .4 and .4, exponential service 1: R = (.4 * 2 + .4 * 2) / 2 = .8; W1 = R / (1 - .4), W2 = R / ((1 - .4)(1 - .8)).
  const random = new RandomStreams(7);
  const process = createPlugin(
    arrivals,
    { kind: "poisson", rate: 0.8 / meanServiceNs },
    { random: random.stream("arrivals") },
  );
  const classes = [0, 1].map((priority) => ({ share: 1, priority, input: oneToken, output: oneToken }));
  const { rows } = serve({
    timer: exponentialService(7),
    batching: { kind: "none" },
    order: "priority",
    classes: [{ name: "urgent" }, { name: "other" }],
    load: new GeneratedLoad(process, new RequestMaker({ classes, random: random.stream("classes") }), {
      durationNs: Number.POSITIVE_INFINITY,
      requests: 300_000,
    }),
  });
  const waitsOf = (name: string) => rows.filter((row) => row.class === name).map(({ queue_ms }) => queue_ms);
  expectMean(waitsOf("urgent"), 0.8 / 0.6);
  expectMean(waitsOf("other"), 0.8 / (0.6 * 0.2));
});
