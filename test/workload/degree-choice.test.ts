/** How degrees of parallelism that a scenario leaves open are chosen; that the choice is good `test/slow/degree-choice.test.ts` shows. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { arrivalContract } from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import { arrivals } from "../../src/workload/inference/load/arrivals.ts";
import { expectedArrivals, tracedLoad } from "../../src/workload/inference/load/expected-load.ts";
import { chooseDegree, type DegreeCandidate } from "../../src/workload/inference/replica/degree-choice.ts";
import { expectedQueue } from "../../src/workload/inference/replica/expected-queue.ts";
import type { PlacedReplicas } from "../../src/workload/inference/replica/placed-replicas.ts";
import { emptyCost, type StepTimer } from "../../src/workload/inference/time/step-timer.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const degrees = [1, 2, 4, 8, 16, 32];

describe("the queue that is expected", () => {
  const perServer = 0.5;
  const servers = (slots: number) => ({ slots, rate: (running: number) => running * perServer });

  test("is Erlang's of a rate at alike servers", () => {
    const [count, rate] = [3, 1.2];
    const { running, waitNs } = expectedQueue({ ratePerNs: rate }, servers(count));
    const offered = rate / perServer;
    const terms = [1, offered, offered ** 2 / 2];
    const last = (offered ** 3 / 6) * (count / (count - offered));
    const mayWait = last / (terms.reduce((a, b) => a + b) + last);
    expect(running).toBeCloseTo(offered, 10);
    const left = 0.01;
    expect(waitNs(1 - left)).toBeCloseTo(Math.log(mayWait / left) / (count * perServer - rate), 10);
    expect(waitNs(0.2)).toBe(0);
    expect(expectedQueue({ ratePerNs: 1.5 }, servers(count)).waitNs(0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  test("of users obeys Little's law, and without waiting is each user's own round", () => {
    const times = { users: fc.integer({ min: 1, max: 200 }), slots: fc.integer({ min: 1, max: 50 }) };
    fc.assert(
      fc.property(
        fc.record({ ...times, thinkNs: fc.double({ min: 0.1, max: 100, noNaN: true }) }),
        ({ users, slots, thinkNs }) => {
          const { throughput, running, waitNs } = expectedQueue({ users, thinkNs }, servers(slots));
          expect(throughput).toBeCloseTo(running * perServer, 8);
          expect(throughput * thinkNs + running).toBeLessThanOrEqual(users * (1 + 1e-9));
          if (slots < users) return;
          expect(throughput).toBeCloseTo(users / (thinkNs + 1 / perServer), 8);
          expect(waitNs(0.99)).toBe(0);
        },
      ),
    );
  });

  test("of a million is that of ten thousand a hundredth as large", () => {
    const [small, large] = [10_000, 1_000_000].map((users) =>
      expectedQueue({ users, thinkNs: 5 }, { slots: users / 5, rate: (running) => running * perServer }),
    );
    expect((large?.throughput ?? 0) / (small?.throughput ?? 1)).toBeCloseTo(100, 6);
    expect(large?.waitNs(0.99)).toBeCloseTo(small?.waitNs(0.99) ?? 0, 6);
    const many = expectedQueue({ ratePerNs: 400_000 }, servers(1_000_000));
    expect(many.running).toBeCloseTo(800_000, 0);
    expect(many.waitNs(0.99)).toBe(0);
  });

  test("of a crowd waits for those before it", () => {
    const service = servers(4);
    expect(expectedQueue({ users: 10 }, service).waitNs(0.9)).toBeCloseTo((9 - 4) / 2, 10);
    expect(expectedQueue({ users: 10, thinkNs: 0 }, service).waitNs(0.5)).toBeCloseTo((10 - 4) / 2, 10);
    expect(expectedQueue({ users: 3, thinkNs: 0 }, service).waitNs(0.99)).toBe(0);
  });
});

test("degrees whose exchanges are not worth pricing are not priced, and the choice is that of pricing all", () => {
  /** Replicas on 32 ranks whose steps take `ns` and, `exchangeNs` longer, exchange; `asked` counts whole steps. */
  const candidate = (tensor: number, [ns, exchangeNs]: [number, number], free: "free" | "unknown") => {
    let asked = 0;
    const timer = (stepNs: number, ask: () => void): StepTimer => {
      const cost = (count: number) => ({ ...emptyCost(), totalNs: stepNs * (1 + count) });
      return {
        prefill: (requests) => {
          ask();
          return cost(requests.length);
        },
        decode: ({ slots }) => ({ first: cost(slots), growth: emptyCost(), validSteps: 1 }),
        mixed: () => emptyCost(),
      };
    };
    const placed = {
      tensor,
      replicas: 32 / tensor,
      stages: 1,
      memory: { kvCapacityTokens: 1e6 },
      compiled: { batch: 16, tokens: 256 },
    } as unknown as PlacedReplicas;
    const atLeast = timer(free === "free" ? ns : 0, () => {});
    const made: DegreeCandidate = { placed, atLeast, timer: timer(ns + exchangeNs, () => asked++) };
    return { made, asked: () => asked };
  };
  const time = fc.integer({ min: 1, max: 50 });
  const arrivals = fc.oneof(
    fc.record({ users: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ users: fc.integer({ min: 1, max: 200 }), thinkNs: fc.integer({ min: 0, max: 5000 }) }),
    fc.record({ ratePerNs: fc.double({ min: 1e-6, max: 1, noNaN: true }) }),
  );
  const limits = fc.oneof(
    fc.constant({}),
    fc.record({ tpotP99: time }),
    fc.record({ ttftP50: time, e2elP99: time }),
  );
  let priced = 0;
  let all = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(time, time), { minLength: 6, maxLength: 6 }),
      arrivals,
      limits,
      (times, coming, objectives) => {
        const load = { inputTokens: 100, outputTokens: 20, ...coming };
        const chosen = (free: "free" | "unknown") => {
          const made = degrees.map((tensor, index) =>
            candidate(tensor, times[index] as [number, number], free),
          );
          const { tensor } = chooseDegree(
            made.map((each) => each.made),
            load,
            objectives,
          );
          return { tensor, asked: made.filter(({ asked }) => asked() > 0).length };
        };
        const [pruned, whole] = [chosen("free"), chosen("unknown")];
        priced += pruned.asked;
        all += whole.asked;
        expect(whole.asked).toBe(degrees.length);
        expect(pruned.tensor).toBe(whole.tensor);
      },
    ),
  );
  expect(priced).toBeLessThan(0.7 * all);
});

/** Every arrival process of a mean of 20/s over ten minutes, or of 40 users. */
const perSecond = 1e-9;
const processes: Record<string, object> = {
  poisson: { rate: 20 * perSecond },
  constant: { rate: 20 * perSecond },
  gamma: { rate: 20 * perSecond, burstiness: 0.5 },
  bursty: { rate: 10 * perSecond, burstRate: 30 * perSecond, quiet: 5e9, burst: 5e9 },
  diurnal: { rate: 20 * perSecond, swing: 0.5, period: 600e9, peaks: [] },
  ramp: { from: 10 * perSecond, to: 30 * perSecond, over: 600e9 },
  "closed-loop": { users: 40, think: 1e9, retryAfter: 1e9 },
  batch: { size: 40 },
};
const tenMinutesNs = 600e9;

test.each(arrivals.map(({ name }) => name))("what is expected of %s is what comes", (name) => {
  const process = (stream: string) => {
    const random = new RandomStreams(3).stream(stream);
    return createPlugin(arrivals, { kind: name, ...processes[name] }, { random }, arrivalContract);
  };
  const { ratePerNs, users, thinkNs } = expectedArrivals(process("expected"), {
    durationNs: tenMinutesNs,
    requests: Number.POSITIVE_INFINITY,
  });
  const real = process("real");
  const first = real.first();
  let count = 0;
  for (
    let at: number | undefined = first[0];
    at !== undefined && at <= tenMinutesNs;
    at = real.afterArrival(at)
  )
    count++;
  if (count === 1) {
    expect(users).toBe(first.length);
    // A thousand exponential times have a standard error of 3 %.
    if (name === "closed-loop") expect(Math.abs((thinkNs ?? 0) / 1e9 - 1)).toBeLessThan(0.1);
    else expect(thinkNs).toBeUndefined();
  }
  // Bursts of 5 s in ten minutes leave a standard error of a twentieth.
  else expect(Math.abs((ratePerNs ?? 0) / (count / tenMinutesNs) - 1)).toBeLessThan(0.2);
});

test("what is expected of a day is the mean of the day, and of so many requests that of the time in which they come", () => {
  const dayNs = 24 * 3600e9;
  const expected = (kind: string, options: object, limits: object) => {
    const random = new RandomStreams(3).stream("expected");
    const process = createPlugin(arrivals, { kind, ...options }, { random }, arrivalContract);
    const whole = { durationNs: Number.POSITIVE_INFINITY, requests: Number.POSITIVE_INFINITY };
    return expectedArrivals(process, { ...whole, ...limits }).ratePerNs ?? 0;
  };
  // The bell of a sale of half an hour, three times as high as the mean, adds sqrt(pi) x half its width x 3 of it.
  const peaks = [{ at: dayNs / 2, width: 900e9, height: 3 }];
  const day = { rate: 20 * perSecond, swing: 0.9, period: dayNs, peaks };
  const sale = (Math.sqrt(Math.PI) * 900e9 * 3) / dayNs;
  expect(expected("diurnal", day, { durationNs: dayNs })).toBeCloseTo(20 * perSecond * (1 + sale), 14);
  // A ramp from nothing brings r t^2 / (2 over) requests until t: 1,000 of them in sqrt(2,000 over / r), at half its rate then.
  const ramp = { from: 0, to: 10 * perSecond, over: dayNs };
  const untilNs = Math.sqrt((2 * 1000 * dayNs) / (10 * perSecond));
  expect(expected("ramp", ramp, { requests: 1000 }) / (1000 / untilNs)).toBeCloseTo(1, 3);
});

test("a trace has the rate of its arrivals, and users where all come at once", () => {
  const at = (arrivalNs: number) => ({ arrivalNs, inputTokens: 10, outputTokens: 4 });
  expect(tracedLoad([at(5), at(15), at(25)])).toEqual({ inputTokens: 10, outputTokens: 4, ratePerNs: 0.1 });
  expect(tracedLoad([at(7), at(7)])).toEqual({ inputTokens: 10, outputTokens: 4, users: 2 });
});

describe("stages that a scenario leaves open", () => {
  const small = { arrivals: { kind: "batch", size: 4 } };
  const of = (model: string, count: number, pipeline?: number | "auto") =>
    summary(
      record({
        cluster: { instance: "p5.48xlarge", count },
        model,
        workload: { kind: "inference", input: 200, output: 20, parallelism: { pipeline }, ...small },
      }),
    );

  test("are the fewest that fit, as if they were written", () => {
    const open = of("llama-3.1-405b", 4);
    expect(open.chosen.pipeline).toBe(2);
    expect(of("llama-3.1-405b", 4, 1).status).toBe("out-of-memory");
    expect(open.choices?.map(({ key }) => key)).toContain("workload.parallelism.pipeline");
    expect(of("llama-3.1-405b", 4, 2).inference).toEqual(open.inference);
  });

  test("are one where that fits, and one in the message where none fits", () => {
    expect(of("llama-3.1-8b", 2)).toMatchObject({ chosen: { pipeline: 1 } });
    expect(of("llama-3.1-405b", 1).reason).toBe(of("llama-3.1-405b", 1, 1).reason);
  });
});
