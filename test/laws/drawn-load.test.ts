/** Every arrival process and every length law of the lists, over many draws, against the figures that it says of itself. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin, type PluginChoice, pluginChoice } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { arrivalContract } from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import { arrivals } from "../../src/workload/inference/load/arrivals.ts";
import { lengthContract } from "../../src/workload/inference/load/lengths/length-law.ts";
import { lengths } from "../../src/workload/inference/load/lengths.ts";

const secondNs = 1e9;
const random = (seed = 1) => new RandomStreams(seed).stream("test");

/** Arrivals of `choice` up to `endNs`; everybody who comes is served at once. */
function timesOf(choice: PluginChoice, endNs: number, seed = 1): number[] {
  const parsed = pluginChoice(arrivals).parse(choice);
  const process = createPlugin(arrivals, parsed, { random: random(seed) }, arrivalContract);
  const coming = [...process.first()];
  const times: number[] = [];
  while (coming.length > 0) {
    coming.sort((a, b) => b - a);
    const now = coming.pop() as number;
    if (now > endNs) continue;
    times.push(now);
    for (const next of [process.afterArrival(now), process.afterCompletion(now, true)])
      if (next !== undefined) coming.push(next);
  }
  return times;
}

interface ExpectedArrivals {
  options: object;
  /** Arrivals that are due by a time, s. */
  by(seconds: number): number;
  /** Variance of the number over its mean: 1 for a Poisson process, 0 for an even one. */
  spread: number;
}

const expectedArrivals: { readonly [name: string]: ExpectedArrivals } = {
  constant: { options: { rate: "50/s" }, by: (seconds) => 50 * seconds, spread: 0 },
  poisson: { options: { rate: "50/s" }, by: (seconds) => 50 * seconds, spread: 1 },
  // Gaps of coefficient of variation 1/sqrt(k) make counts of variance 1/k of their mean.
  gamma: { options: { rate: "50/s", burstiness: 4 }, by: (seconds) => 50 * seconds, spread: 1 / 4 },
  // From 10 to 90 a second in 20 s, then 90.
  ramp: {
    options: { from: "10/s", to: "90/s", over: "20 s" },
    by: (seconds) => {
      const rising = Math.min(seconds, 20);
      return 10 * rising + (80 * rising ** 2) / 40 + 90 * (seconds - rising);
    },
    spread: 1,
  },
  // The mean, less a wave of sin(2 pi (t/T - 1/4)), and a bell whose area is height x width x sqrt(pi).
  diurnal: {
    options: {
      rate: "50/s",
      swing: "60%",
      period: "40 s",
      peaks: [{ at: "20 s", width: "1 s", height: 4 }],
    },
    by: (seconds) => {
      const wave = -(0.6 * 40 * Math.sin((2 * Math.PI * seconds) / 40)) / (2 * Math.PI);
      let bell = 0;
      for (let at = 0; at < seconds; at += 0.01) bell += 4 * Math.exp(-((at + 0.005 - 20) ** 2)) * 0.01;
      return 50 * (seconds + wave + bell);
    },
    spread: 1,
  },
  // Quiet for 3 s and loud for 1 s on average: (3 x 10 + 1 x 170) / 4 a second. An exponential time of bursts every 4 s: of 170 +- 170.
  bursty: {
    options: { rate: "10/s", burstRate: "170/s", quiet: "3 s", burst: "1 s" },
    by: (seconds) => 50 * seconds,
    spread: 1 + (2 * 170 * 170) / 200,
  },
  // Everybody comes back after a second of thinking: as many a second as there are users.
  "closed-loop": { options: { users: 50, think: "1 s" }, by: (seconds) => 50 * seconds, spread: 1 },
  batch: { options: { size: 400 }, by: () => 400, spread: 0 },
};

test.each(arrivals.map(({ name }) => name))(
  "%s brings what its options say by every quarter of the time",
  (kind) => {
    const { options, by, spread } = expectedArrivals[kind] as ExpectedArrivals;
    const ends = kind === "bursty" ? [2000] : [10, 20, 30, 40];
    const times = timesOf({ kind, ...options }, (ends.at(-1) as number) * secondNs);
    for (const end of ends) {
      const came = times.filter((time) => time <= end * secondNs).length;
      // Four standard deviations of the number.
      expect(Math.abs(came - by(end))).toBeLessThanOrEqual(4 * Math.sqrt(spread * by(end)) + 1);
    }
  },
);

/** The process of `choice`, which says its own mean rate where it changes with time. */
const processOf = (choice: PluginChoice) =>
  createPlugin(arrivals, pluginChoice(arrivals).parse(choice), { random: random() }, arrivalContract);

const changing = Object.entries(expectedArrivals).filter(
  ([kind, { options }]) => processOf({ kind, ...options }).meanRate !== undefined,
);

test.each(changing)(
  "%s says the mean rate of any span, and of the time that so many requests take",
  (kind, of) => {
    const { options, by } = of;
    const meanRate = processOf({ kind, ...options }).meanRate as (ns: number, requests: number) => number;
    for (const seconds of [1, 7, 20, 33, 40, 95]) {
      const rate = meanRate(seconds * secondNs, Number.POSITIVE_INFINITY) * secondNs;
      expect(Math.abs(rate / (by(seconds) / seconds) - 1), `${seconds} s`).toBeLessThan(2e-3);
    }
    for (const requests of [100, 900, 2500]) {
      let [before, after] = [0, 1000];
      for (let halving = 0; halving < 40; halving++) {
        const middle = (before + after) / 2;
        if (by(middle) < requests) before = middle;
        else after = middle;
      }
      const rate = meanRate(1000 * secondNs, requests) * secondNs;
      expect(Math.abs(rate / (requests / after) - 1), `${requests} requests`).toBeLessThan(5e-3);
    }
  },
);

test("a ramp that falls stays at what it has fallen to", () => {
  const times = timesOf({ kind: "ramp", from: "90/s", to: "10/s", over: "20 s" }, 120 * secondNs);
  // 90 to 10 in 20 s are 1,000; 10 a second for 100 s are as many.
  const [falling, after] = [times.filter((time) => time <= 20 * secondNs).length, times.length];
  for (const [came, due] of [
    [falling, 1000],
    [after - falling, 1000],
  ] as const)
    expect(Math.abs(came - due)).toBeLessThan(4 * Math.sqrt(due));
});

test("quiet times and bursts last as long as they say: gaps of both kinds come in their shares", () => {
  // 1 a second in quiet times of 8 s, 100 a second in bursts of 2 s: a fifth of the time holds nearly all arrivals.
  const choice = { kind: "bursty", rate: "1/s", burstRate: "100/s", quiet: "8 s", burst: "2 s" };
  const times = timesOf(choice, 8000 * secondNs);
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  const burstSeconds = gaps.filter((gap) => gap < 0.05 * secondNs).length / 100;
  // 800 cycles: four standard errors of the mean burst are 4 / sqrt(800) of it.
  expect(Math.abs(burstSeconds / 8000 / 0.2 - 1)).toBeLessThan(4 / Math.sqrt(800) + 0.02);
});

test.each([
  ["lognormal", { mean: 100, p99: 100 }, true],
  ["lognormal", { mean: 100, p99: 99 }, false],
  // The greatest ratio is exp(z99^2 / 2): no lognormal has more of its 99th percentile over its mean.
  ["lognormal", { mean: 100, p99: 1490 }, true],
  ["lognormal", { mean: 100, p99: 1500 }, false],
  ["uniform", { min: 5, max: 5 }, true],
  ["uniform", { min: 5, max: 4 }, false],
  ["zipf", { min: 5, max: 5 }, true],
  ["zipf", { min: 5, max: 4 }, false],
  ["empirical", { values: [1, 2], weights: [0, 1] }, true],
  ["empirical", { values: [1, 2], weights: [0, 0] }, false],
  ["empirical", { values: [1, 2], weights: [1] }, false],
] as const)("%s of %j: whether there are such lengths is %s", (kind, options, isLaw) => {
  expect(pluginChoice(lengths).safeParse({ kind, ...options }).success).toBe(isLaw);
});

interface ExpectedLength {
  options: object;
  /** Shortest and longest that can come. */
  least: number;
  most: number;
  mean: number;
  /** Chance of a length, where the law is one of single values. */
  chance?(tokens: number): number;
  /** Chance of a length above a bound. */
  above?: readonly [bound: number, chance: number];
}

const harmonic = (ranks: number, exponent: number) =>
  Array.from({ length: ranks }, (_, index) => (index + 1) ** -exponent).reduce((sum, each) => sum + each, 0);
const unbounded = Number.POSITIVE_INFINITY;

const expectedLengths: { readonly [name: string]: readonly ExpectedLength[] } = {
  constant: [{ options: { tokens: 7 }, least: 7, most: 7, mean: 7, chance: () => 1 }],
  uniform: [{ options: { min: 3, max: 12 }, least: 3, most: 12, mean: 7.5, chance: () => 1 / 10 }],
  normal: [
    // Above one deviation lie 15.87 %.
    { options: { mean: 500, deviation: 50 }, least: 300, most: 700, mean: 500, above: [550, 0.1587] },
  ],
  lognormal: [
    { options: { mean: 400, p99: 1600 }, least: 1, most: unbounded, mean: 400, above: [1600, 0.01] },
    // The mean is that before the cut.
    { options: { mean: 400, p99: 1600, max: 900 }, least: 1, most: 900, mean: 400 },
  ],
  // Above its mean lies 1/e.
  exponential: [
    { options: { mean: 300 }, least: 1, most: unbounded, mean: 300, above: [300.5, Math.exp(-300.5 / 300)] },
  ],
  zipf: [
    {
      options: { min: 5, max: 14, exponent: 1.5 },
      least: 5,
      most: 14,
      mean: 4 + harmonic(10, 0.5) / harmonic(10, 1.5),
      chance: (tokens) => (tokens - 4) ** -1.5 / harmonic(10, 1.5),
    },
  ],
  empirical: [
    {
      options: { values: [10, 20, 40], weights: [1, 5, 2] },
      least: 10,
      most: 40,
      mean: (10 + 5 * 20 + 2 * 40) / 8,
      chance: (tokens) => ({ 10: 1 / 8, 20: 5 / 8, 40: 2 / 8 })[tokens] as number,
    },
    { options: { values: [10, 30] }, least: 10, most: 30, mean: 20, chance: () => 1 / 2 },
  ],
};

const draws = 20_000;

test.each(
  lengths.flatMap(({ name }) =>
    (expectedLengths[name] as ExpectedLength[]).map((each) => ({ kind: name, ...each })),
  ),
)(
  "$kind of $options draws what it says: from least to most, with its mean, and longest is what must be planned for",
  (law) => {
    const choice = pluginChoice(lengths).parse({ kind: law.kind, ...law.options });
    const made = createPlugin(lengths, choice, { random: random() }, lengthContract);
    const drawn = Array.from({ length: draws }, () => made.draw());
    const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
    expect(least).toBeGreaterThanOrEqual(law.least);
    expect(most).toBeLessThanOrEqual(law.most);
    expect(made.mean).toBeCloseTo(law.mean, 6);
    const mean = drawn.reduce((sum, each) => sum + each, 0) / draws;
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws;
    // Four standard errors, and what rounding to whole tokens does; a cut law's mean is that before the cut.
    const isCut = "max" in law.options && law.above === undefined && law.chance === undefined;
    if (!isCut) expect(Math.abs(mean - law.mean)).toBeLessThanOrEqual(4 * Math.sqrt(variance / draws) + 0.01);
    const isNear = (share: number, chance: number) =>
      expect(Math.abs(share - chance)).toBeLessThanOrEqual(
        4.5 * Math.sqrt((chance * (1 - chance)) / draws) + 1e-12,
      );
    if (law.chance !== undefined) {
      const { chance } = law;
      expect([least, most]).toEqual([law.least, law.most]);
      for (const tokens of new Set(drawn))
        isNear(drawn.filter((each) => each === tokens).length / draws, chance(tokens));
    }
    if (law.above !== undefined) {
      const [bound, chance] = law.above;
      isNear(drawn.filter((each) => each > bound).length / draws, chance);
    }
    // The maximum, or else the 99.9th percentile.
    if (law.most < unbounded) expect(made.longest).toBe(law.most);
    else isNear(drawn.filter((each) => each > made.longest).length / draws, 0.001);
  },
);

test("lengths are whole and positive whatever the options", () => {
  const options = fc.record({
    mean: fc.double({ min: 0.01, max: 3, noNaN: true }),
    deviation: fc.constantFrom(0, 1, 9),
  });
  fc.assert(
    fc.property(options, fc.constantFrom("normal", "exponential"), ({ mean, deviation }, kind) => {
      const choice = { kind, mean, ...(kind === "normal" && { deviation }) };
      const law = createPlugin(lengths, choice, { random: random() }, lengthContract);
      for (let draw = 0; draw < 20; draw++)
        expect(Number.isInteger(law.draw()) && law.draw() >= 1).toBe(true);
    }),
  );
});
