/**
 * The serving engine under loads whose mean times queueing theory knows. One server: a given service time per request and
 * batches of one. Processor sharing: no batch limit and a step cost proportional to the batch. Every mean must lie within
 * three standard errors (by batch means) of the known one, and the standard error within a stated part of it, so that a run
 * too short to tell does not pass.
 */

import { deviation, mean } from "d3-array";
import { randomExponential } from "d3-random";
import { expect, test } from "vitest";
import { createPlugin, type PluginChoice } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { arrivalContract } from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import { arrivals } from "../../src/workload/inference/load/arrivals.ts";
import { GeneratedLoad } from "../../src/workload/inference/load/load-generator.ts";
import { plainRequests, RequestMaker } from "../../src/workload/inference/load/request-maker.ts";
import { emptyCost } from "../../src/workload/inference/time/step-timer.ts";
import { type ServingOptions, serve, serviceTimer } from "../workload/serving-builder.ts";

const meanServiceNs = 1e9;
const oneToken = { draw: () => 1, mean: 1, longest: 1 };

interface Jobs {
  process: PluginChoice;
  jobs: number;
  seed: number;
  maker?: RequestMaker;
}

function loadOf({ process, jobs, seed, maker = plainRequests(oneToken, oneToken) }: Jobs): GeneratedLoad {
  const random = new RandomStreams(seed).stream("arrivals");
  return new GeneratedLoad(createPlugin(arrivals, process, { random }, arrivalContract), maker, {
    durationNs: Number.POSITIVE_INFINITY,
    requests: jobs,
  });
}

const poisson = (ratePerService: number): PluginChoice => ({
  kind: "poisson",
  rate: ratePerService / meanServiceNs,
});

/** Service laws of mean 1. */
const laws: Record<string, (random: () => number) => () => number> = {
  deterministic: () => () => 1,
  exponential: (random) => randomExponential.source(random)(1),
  // Squared coefficient of variation 4, balanced means: phases of rates 2 p and 2 (1 - p), p = (1 + sqrt(3/5)) / 2.
  hyperexponential: (random) => {
    const first = (1 + Math.sqrt(3 / 5)) / 2;
    const draw = randomExponential.source(random)(1);
    return () => (random() < first ? draw() / (2 * first) : draw() / (2 * (1 - first)));
  },
};

const lawOf = (name: string, seed: number) => laws[name](new RandomStreams(seed).stream("service"));

/** Servers that take one request at a time. */
function servers(law: string, load: Jobs, options: Partial<ServingOptions> = {}) {
  const draw = lawOf(law, load.seed);
  const timer = serviceTimer(() => draw() * meanServiceNs);
  return serve({ timer, batching: { kind: "none" }, load: loadOf(load), ...options });
}

/**
 * `values` in ms, the first twentieth left out, have the mean `expected` in service times: within three standard errors,
 * which are at most `errorMax` of it.
 */
function expectMean(values: unknown[], expected: number, errorMax: number): void {
  const services = values
    .slice(Math.floor(values.length / 20))
    .map((each) => (Number(each) * 1e6) / meanServiceNs);
  const size = Math.floor(services.length / 30);
  const batches = Array.from(
    { length: 30 },
    (_, index) => mean(services.slice(index * size, (index + 1) * size)) as number,
  );
  const standardError = (deviation(batches) as number) / Math.sqrt(30);
  expect(standardError).toBeLessThan(errorMax * expected);
  expect(Math.abs((mean(batches) as number) - expected)).toBeLessThan(3 * standardError);
}

test.each([
  [0.5, 60_000],
  [0.8, 100_000],
  [0.9, 150_000],
])("M/M/1 at load %d: the mean time in the engine is 1/(1-rho)", (rho, jobs) => {
  const { rows } = servers("exponential", { process: poisson(rho), jobs, seed: 1 });
  expectMean(
    rows.map(({ e2el_ms }) => e2el_ms),
    1 / (1 - rho),
    0.08,
  );
});

test("M/M/1 at load 0.5: the 99th percentile of the time in the engine is ln(100)/(1-rho)", () => {
  const { serving } = servers("exponential", { process: poisson(0.5), jobs: 100_000, seed: 8 });
  const p99 = (serving.recorder.metrics().e2el?.p99 as number) / meanServiceNs;
  // 1 % of 100,000 are 1,000 beyond it: some 3 % of the tail's mean of 2, were they independent.
  expect(Math.abs(p99 / (Math.log(100) / 0.5) - 1)).toBeLessThan(0.05);
});

test.each([
  ["deterministic", 0.5, 0.5, 60_000],
  ["deterministic", 0.8, 2, 100_000],
  ["deterministic", 0.9, 4.5, 120_000],
  ["hyperexponential", 0.5, 2.5, 120_000],
  ["hyperexponential", 0.8, 10, 200_000],
])(
  "M/G/1 with %s service at load %d: the mean wait is rho(1+cs2)/(2(1-rho)) = %d",
  (law, rho, wait, jobs) => {
    const variation = law === "deterministic" ? 0 : 4;
    expect((rho * (1 + variation)) / (2 * (1 - rho))).toBeCloseTo(wait, 12);
    const { rows } = servers(law, { process: poisson(rho), jobs, seed: 2 });
    expectMean(
      rows.map(({ queue_ms }) => queue_ms),
      wait,
      0.08,
    );
  },
);

/** Erlang C: the chance to wait times 1/(c - a), a = rho c. */
function erlangWait(servers: number, rho: number): number {
  const offered = rho * servers;
  let blocking = 1;
  for (let count = 1; count <= servers; count++)
    blocking = (offered * blocking) / (count + offered * blocking);
  return blocking / (1 - rho * (1 - blocking)) / (servers - offered);
}

test.each([
  [2, 0.8, 1.777778, 80_000],
  [4, 0.9, 1.969383, 150_000],
  [8, 0.9, 0.876916, 150_000],
  [16, 0.95, 0.975241, 220_000],
])(
  "M/M/%d at load %d: a central queue before the replicas has the Erlang C wait %d",
  (replicas, rho, expected, jobs) => {
    expect(erlangWait(replicas, rho)).toBeCloseTo(expected, 6);
    const { rows } = servers(
      "exponential",
      { process: poisson(rho * replicas), jobs, seed: 3 },
      { router: "central-queue", replicas },
    );
    expectMean(
      rows.map(({ queue_ms }) => queue_ms),
      expected,
      0.1,
    );
  },
);

test.each(["deterministic", "exponential", "hyperexponential"])(
  "M/G/1-PS with %s service at load 0.8: a step cost proportional to the batch shares the engine, mean 1/(1-rho)",
  (law) => {
    // A step takes a thousandth of the mean service for each request in the batch, so that n requests run at 1/n each;
    // whoever comes waits for the end of a step, half a thousandth of a service for each.
    const steps = 1000;
    const draw = lawOf(law, 4);
    const answer = () => 1 + Math.max(1, Math.round(draw() * steps));
    const zero = emptyCost();
    const maker = plainRequests(oneToken, { draw: answer, mean: steps + 1, longest: 100 * steps });
    const { rows } = serve({
      timer: {
        prefill: () => zero,
        decode: ({ slots }) => ({
          first: { ...emptyCost(), totalNs: (slots * meanServiceNs) / steps },
          growth: zero,
          validSteps: Number.MAX_SAFE_INTEGER,
        }),
        mixed: () => zero,
      },
      batching: { kind: "continuous", maxBatch: 1e6, maxPrefillTokens: 1e9 },
      load: loadOf({ process: poisson(0.8), jobs: 50_000, seed: 4, maker }),
    });
    expectMean(
      rows.map(({ e2el_ms }) => e2el_ms),
      1 / (1 - 0.8),
      0.06,
    );
  },
);

/** Exact mean value analysis of `users` with think time 9 and service 1: response and throughput. */
function closedLoop(users: number): { response: number; throughput: number } {
  let inside = 0;
  let response = 0;
  let throughput = 0;
  for (let count = 1; count <= users; count++) {
    response = 1 + inside;
    throughput = count / (9 + response);
    inside = throughput * response;
  }
  return { response, throughput };
}

test.each([
  [5, 1.524277, 0.475092],
  [20, 11.012347, 0.999383],
])(
  "a closed loop of %d users has the response %d and the throughput %d of exact MVA",
  (users, response, throughput) => {
    expect(closedLoop(users).response).toBeCloseTo(response, 6);
    expect(closedLoop(users).throughput).toBeCloseTo(throughput, 6);
    const jobs = 60_000;
    const process = { kind: "closed-loop", users, think: 9 * meanServiceNs };
    const { rows, simulator } = servers("exponential", { process, jobs, seed: 5 });
    expectMean(
      rows.map(({ e2el_ms }) => e2el_ms),
      response,
      0.02,
    );
    // A sum of 60,000 services has a standard error of 1/sqrt(60,000) = 0.4 %.
    expect(Math.abs(jobs / (simulator.now / meanServiceNs) / throughput - 1)).toBeLessThan(3 * 0.0041);
  },
);

test.each([
  [5, 0.8, 0.088819],
  [10, 0.9, 0.050814],
])(
  "M/M/1/%d at load %d: a replica that takes no more turns away (1-rho) rho^K / (1 - rho^(K+1)) = %d",
  (capacity, rho, expected) => {
    expect(((1 - rho) * rho ** capacity) / (1 - rho ** (capacity + 1))).toBeCloseTo(expected, 6);
    const load = { process: poisson(rho), jobs: 150_000, seed: 6 };
    const { rows } = servers("exponential", load, { outstandingMax: capacity });
    // A request turned away counts as a service time of one, all others as none.
    expectMean(
      rows.map(({ status }) => (status === "rejected" ? meanServiceNs / 1e6 : 0)),
      expected,
      0.04,
    );
  },
);

test("two classes without preemption have Cobham's waits: 1.333333 for the urgent, 6.666667 for the other", () => {
  // Rates .4 and .4, exponential service 1: R = (.4 * 2 + .4 * 2) / 2 = .8; W1 = R / (1 - .4), W2 = R / ((1 - .4)(1 - .8)).
  const classes = [0, 1].map((priority) => ({ share: 1, priority, input: oneToken, output: oneToken }));
  const maker = new RequestMaker({ classes, random: new RandomStreams(9).stream("classes") });
  const { rows } = servers(
    "exponential",
    { process: poisson(0.8), jobs: 200_000, seed: 9, maker },
    { order: "priority", classes: [{ name: "urgent" }, { name: "other" }] },
  );
  const waitsOf = (name: string) => rows.filter((row) => row.class === name).map(({ queue_ms }) => queue_ms);
  expectMean(waitsOf("urgent"), 0.8 / 0.6, 0.03);
  expectMean(waitsOf("other"), 0.8 / (0.6 * 0.2), 0.08);
});
