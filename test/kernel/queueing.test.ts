/** Queues whose mean times are known in closed form, simulated long enough to stand within three standard errors. */
import { deviation, mean } from "d3-array";
import { randomExponential } from "d3-random";
import { expect, test } from "vitest";
import { RandomStreams } from "../../src/base/random.ts";
import { FifoServer } from "../../src/kernel/fifo-server.ts";
import { ProcessorSharingServer } from "../../src/kernel/processor-sharing-server.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";

interface Station {
  submit(serviceNs: number, client: Target, code: number): void;
}

interface Outcome {
  systemNs: number[];
  serviceNs: number[];
  /** Time integral of the number present, by summing over state changes. */
  presentNs: number;
}

/** Poisson arrivals at `ratePerNs` before a station; the time each job spends in the system. */
function load(
  makeStation: (simulator: Simulator) => Station,
  options: { ratePerNs: number; service: () => number; jobs: number; seed: number },
): Outcome {
  const simulator = new Simulator();
  const station = makeStation(simulator);
  const gap = randomExponential.source(new RandomStreams(options.seed).stream("arrivals"))(options.ratePerNs);
  const arrivedNs: number[] = [];
  const outcome: Outcome = { systemNs: [], serviceNs: [], presentNs: 0 };
  let present = 0;
  let changedNs = 0;
  const change = (by: number, now: number) => {
    outcome.presentNs += present * (now - changedNs);
    changedNs = now;
    present += by;
  };
  const client: Target = {
    handle(job, now) {
      change(-1, now);
      outcome.systemNs[job] = now - arrivedNs[job]!;
    },
  };
  const source: Target = {
    handle(job, now) {
      change(1, now);
      arrivedNs.push(now);
      outcome.serviceNs.push(options.service());
      station.submit(outcome.serviceNs[job]!, client, job);
      if (job + 1 < options.jobs) simulator.schedule(gap(), source, job + 1);
    },
  };
  simulator.schedule(gap(), source, 0);
  simulator.run();
  return outcome;
}

/** Checks the mean by batch means: 30 batches are nearly independent, so their spread gives the standard error. */
function expectMean(samples: number[], expected: number): void {
  const warm = samples.slice(Math.floor(samples.length / 20));
  const batchLength = Math.floor(warm.length / 30);
  const batches = Array.from(
    { length: 30 },
    (_, index) => mean(warm.slice(index * batchLength, (index + 1) * batchLength)) as number,
  );
  const standardError = (deviation(batches) as number) / Math.sqrt(batches.length);
  expect(Math.abs((mean(batches) as number) - expected)).toBeLessThan(3 * standardError);
  expect(standardError).toBeLessThan(expected / 8);
}

const fifo = (servers: number) => (simulator: Simulator) =>
  new FifoServer(simulator, { name: "fifo", servers });
const exponential = (seed: number) => randomExponential.source(new RandomStreams(seed).stream("service"))(1);
const waits = (outcome: Outcome) => outcome.systemNs.map((system, job) => system - outcome.serviceNs[job]!);

test.each([
  [0.5, 1 / (1 - 0.5)],
  [0.8, 1 / (1 - 0.8)],
  [0.9, 1 / (1 - 0.9)],
])("M/M/1 at load %d has mean time in system 1/(1-rho)", (rho, expected) => {
  const outcome = load(fifo(1), { ratePerNs: rho, service: exponential(1), jobs: 300_000, seed: 1 });
  expectMean(outcome.systemNs, expected);
});

test.each([
  [0.5, 0.5],
  [0.8, 2],
  [0.9, 4.5],
])("M/D/1 at load %d has mean wait rho/(2(1-rho))", (rho, expected) => {
  expectMean(waits(load(fifo(1), { ratePerNs: rho, service: () => 1, jobs: 200_000, seed: 2 })), expected);
});

test.each([
  [2, 0.8, 1.777778],
  [4, 0.9, 1.969383],
  [8, 0.9, 0.876916],
  [16, 0.95, 0.975241],
])("M/M/%d at load %d has the Erlang C wait", (servers, rho, expected) => {
  const outcome = load(fifo(servers), {
    ratePerNs: rho * servers,
    service: exponential(3),
    jobs: 400_000,
    seed: 3,
  });
  expectMean(waits(outcome), expected);
});

test.each([
  ["deterministic", () => 1],
  ["exponential", exponential(4)],
  ["hyperexponential", hyperexponential(4)],
])("M/G/1 processor sharing with %s service has mean 1/(1-rho), whatever the law", (_, service) => {
  const station = (simulator: Simulator) => new ProcessorSharingServer(simulator, { name: "shared" });
  expectMean(load(station, { ratePerNs: 0.8, service, jobs: 300_000, seed: 5 }).systemNs, 1 / (1 - 0.8));
});

test("Little's law holds to float precision over a full busy run", () => {
  const outcome = load(fifo(1), { ratePerNs: 0.8, service: exponential(6), jobs: 50_000, seed: 6 });
  const totalSystemNs = outcome.systemNs.reduce((sum, each) => sum + each, 0);
  expect(Math.abs(outcome.presentNs / totalSystemNs - 1)).toBeLessThan(1e-9);
});

/** Mean 1, squared coefficient of variation 4, two balanced branches. */
function hyperexponential(seed: number): () => number {
  const random = new RandomStreams(seed).stream("branch");
  const unit = exponential(seed);
  const p = (1 + Math.sqrt((4 - 1) / (4 + 1))) / 2;
  return () => (random() < p ? unit() / (2 * p) : unit() / (2 * (1 - p)));
}
