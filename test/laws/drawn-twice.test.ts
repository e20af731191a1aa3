/** Arrival times and lengths of every list once more, from the same draws by a slower form of what each is: they are the same numbers. */
import { randomGamma, randomNormal } from "d3-random";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { RandomStreams } from "../../src/base/random.ts";
import { arrivalContract } from "../../src/workload/inference/load/arrivals/arrival-process.ts";
import { arrivals } from "../../src/workload/inference/load/arrivals.ts";
import { lengthContract } from "../../src/workload/inference/load/lengths/length-law.ts";
import { lengths } from "../../src/workload/inference/load/lengths.ts";

type Random = () => number;
/** A bell on top of a wave. */
interface Peak {
  at: number;
  width: number;
  height: number;
}
/** Options of all kinds, of which each reads its own. */
interface Options
  extends Record<"rate" | "burstiness" | "burstRate" | "quiet" | "burst" | "from" | "to", number> {
  over: number;
  swing: number;
  period: number;
  peaks: Peak[];
  users: number;
  think: number;
  size: number;
  tokens: number;
  min: number;
  max: number;
  mean: number;
  deviation: number;
  p99: number;
  exponent: number;
  values: number[];
  weights?: number[];
}

const stream = (seed: number): Random => new RandomStreams(seed).stream("test");
/** An exponential draw of mean 1. */
const wait = (random: Random) => -Math.log1p(-random());
const perSecond = 1e-9;
const rates = fc.double({ min: 0.5, max: 50, noNaN: true }).map((rate) => rate * perSecond);
const spans = fc.double({ min: 0.1, max: 20, noNaN: true }).map((seconds) => seconds * 1e9);

interface SaidTwice {
  options: fc.Arbitrary<object>;
  /** The first arrivals of a process without company, and what follows one at `now`. */
  first?(random: Random, options: Options): number[];
  next?(random: Random, options: Options): (now: number) => number;
}

/** Candidates at the most that the rate ever is, each of which comes with the chance of the rate at its time. */
const thinned = (random: Random, most: number, rateAt: (now: number) => number) => (now: number) => {
  for (let at = now; ; ) {
    at += wait(random) / most;
    if (random() < rateAt(at) / most) return at;
  }
};

const arrivalsTwice: { readonly [name: string]: SaidTwice } = {
  constant: {
    options: fc.record({ rate: rates }),
    next:
      (_, { rate }) =>
      (now) =>
        now + 1 / rate,
  },
  poisson: {
    options: fc.record({ rate: rates }),
    next:
      (random, { rate }) =>
      (now) =>
        now + wait(random) / rate,
  },
  gamma: {
    options: fc.record({ rate: rates, burstiness: fc.constantFrom(0.25, 1, 4) }),
    // Shape k and scale s have the mean k s, which is 1/rate.
    next: (random, { rate, burstiness }) => {
      const gap = randomGamma.source(random)(burstiness, 1);
      return (now) => now + gap() / burstiness / rate;
    },
  },
  bursty: {
    options: fc.record({ rate: rates, burstRate: rates, quiet: spans, burst: spans }),
    next: (random, { rate, burstRate, quiet, burst }) => {
      let state = 0;
      let end = wait(random) * quiet;
      return (now) => {
        for (let from = now; ; state = 1 - state) {
          const at = from + wait(random) / (state === 0 ? rate : burstRate);
          if (at <= end) return at;
          from = end;
          end += wait(random) * (state === 0 ? burst : quiet);
        }
      };
    },
  },
  ramp: {
    options: fc.record({ from: fc.oneof(fc.constant(0), rates), to: rates, over: spans }),
    next: (random, { from, to, over }) =>
      thinned(random, to > from ? to : from, (now) =>
        now >= over ? to : from * (1 - now / over) + to * (now / over),
      ),
  },
  diurnal: {
    options: fc.record({
      rate: rates,
      swing: fc.double({ min: 0, max: 1, noNaN: true }),
      period: spans,
      peaks: fc.array(
        fc.record({ at: spans, width: spans, height: fc.double({ max: 5, min: 0, noNaN: true }) }),
        {
          maxLength: 2,
        },
      ),
    }),
    next: (random, options) => {
      const { rate, swing, period, peaks } = options;
      // The sine a quarter before is the cosine upside down: lowest at the start.
      const wave = (now: number) => 1 - swing * Math.cos((2 * Math.PI * now) / period);
      const bells = (now: number) =>
        peaks.map(({ at, width, height }) => height / Math.exp(((now - at) / width) ** 2));
      const sum = (values: number[]) => values.reduce((all, each) => all + each, 0);
      const most = 1 + swing + sum(peaks.map(({ height }) => height));
      return thinned(random, rate * most, (now) => rate * (wave(now) + sum(bells(now))));
    },
  },
  "closed-loop": {
    options: fc.record({
      users: fc.integer({ min: 1, max: 9 }),
      think: fc.oneof(fc.constant(0), spans),
      retryAfter: spans,
    }),
    first: (random, { users, think }) =>
      Array.from({ length: users }, () => (think === 0 ? 0 : wait(random) * think)),
  },
  batch: {
    options: fc.record({ size: fc.integer({ min: 1, max: 40 }) }),
    first: (_, { size }) => Array.from({ length: size }, () => 0),
  },
};

/** That two times are the same but for the rounding of their last digits. */
const expectSame = (one: number | undefined, other: number, why?: string) =>
  expect(Math.abs((one as number) - other), why).toBeLessThanOrEqual(1e-9 * Math.abs(other) + 1e-6);

test.each(arrivals.map(({ name }) => name))("%s comes when a slower form of it says", (kind) => {
  const { options, first, next } = arrivalsTwice[kind] as SaidTwice;
  fc.assert(
    fc.property(options, fc.integer({ min: 1, max: 1000 }), (chosen, seed) => {
      const process = createPlugin(arrivals, { kind, ...chosen }, { random: stream(seed) }, arrivalContract);
      const random = stream(seed);
      const following = next?.(random, chosen as Options);
      const starts = first?.(random, chosen as Options) ?? [following?.(0) as number];
      const began = process.first();
      expect(began).toHaveLength(starts.length);
      for (const [index, start] of starts.entries()) expectSame(began[index], start);
      let now = starts[0] as number;
      for (let count = 0; count < 30; count++) {
        if (following === undefined) {
          expect(process.afterArrival(now)).toBeUndefined();
          break;
        }
        const expected = following(now);
        expectSame(process.afterArrival(now), expected, `arrival ${count} after ${now}`);
        now = expected;
      }
      // Only those who have their answer to wait for come again after it, and later where they got none.
      const { think = 0, retryAfter = 0 } = chosen as { think?: number; retryAfter?: number };
      for (const [isServed, later] of [
        [true, 0],
        [false, retryAfter],
      ] as const) {
        const back = process.afterCompletion(now, isServed);
        if (kind !== "closed-loop") expect(back).toBeUndefined();
        else expectSame(back, now + later + (think === 0 ? 0 : wait(random) * think));
      }
    }),
    { numRuns: 40 },
  );
});

test.each(arrivals.map(({ name }) => name))(
  "%s says its mean rate wherever it changes with time, to the midpoint sum of a slower form",
  (kind) => {
    const { options } = arrivalsTwice[kind] as SaidTwice;
    fc.assert(
      fc.property(options, spans, (drawn, durationNs) => {
        // A sum by midpoints has an error of its own where a ramp ends.
        const chosen = kind === "ramp" ? { ...drawn, over: durationNs } : drawn;
        const process = createPlugin(arrivals, { kind, ...chosen }, { random: stream(1) }, arrivalContract);
        const rateAt = ratesOf(kind, chosen as Options);
        expect(process.meanRate !== undefined).toBe(rateAt !== undefined);
        if (rateAt === undefined) return;
        const steps = 20_000;
        let sum = 0;
        for (let step = 0; step < steps; step++) sum += rateAt(((step + 0.5) / steps) * durationNs) / steps;
        const mean = process.meanRate?.(durationNs, Number.POSITIVE_INFINITY) as number;
        expect(Math.abs(mean / sum - 1)).toBeLessThan(5e-6);
      }),
      { numRuns: 10 },
    );
  },
);

/** The rate of a process at every moment, where it changes. */
function ratesOf(kind: string, options: Options): ((now: number) => number) | undefined {
  const { from, to, over, rate, swing, period, peaks } = options;
  if (kind === "ramp") return (now) => from + ((to - from) * Math.min(now, over)) / over;
  if (kind !== "diurnal") return undefined;
  return (now) =>
    peaks.reduce(
      (sum, { at, width, height }) => sum + rate * height * Math.exp(-(((now - at) / width) ** 2)),
      rate * (1 - swing * Math.cos((2 * Math.PI * now) / period)),
    );
}

interface LengthTwice {
  options: fc.Arbitrary<object>;
  draw(random: Random, options: Options): () => number;
  mean(options: Options): number;
  /** Least and greatest that can be drawn; no greatest where there is none. */
  most(options: Options): number | undefined;
  /** What is planned for where there is no greatest: one in a thousand is longer. */
  tail?(options: Options): number;
}

const whole = (value: number) => Math.max(1, Math.round(value));
const tokens = fc.integer({ min: 1, max: 400 });
const amounts = fc.double({ min: 0.3, max: 900, noNaN: true });

/** Values one after the other until the weights before have passed a share of the whole. */
const lookedUp = (random: Random, values: readonly number[], weights: readonly number[]) => () => {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return values[index] as number;
  }
  return values.at(-1) as number;
};

const weighted = (values: readonly number[], weights: readonly number[]) =>
  values.reduce((sum, value, index) => sum + value * (weights[index] as number), 0) /
  weights.reduce((sum, weight) => sum + weight, 0);

const zipfOf = ({ min, max, exponent }: Options) => {
  const values = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return { values, weights: values.map((_, index) => 1 / (index + 1) ** exponent) };
};
const observed = ({ values, weights }: Options) => ({ values, weights: weights ?? values.map(() => 1) });

// The 99th and the 99.9th percentile of a normal law, in deviations.
const [z99, z999] = [2.3263478740408408, 3.090232306167813];
const logOf = ({ mean, p99 }: Options) => {
  // The smaller root of s^2 / 2 - z s + ln(p99 / mean) = 0.
  const log = Math.log(p99 / mean);
  const sigma = (2 * log) / (z99 + Math.sqrt(z99 * z99 - 2 * log));
  return { mu: Math.log(mean) - (sigma * sigma) / 2, sigma };
};

const lengthsTwice: { readonly [name: string]: LengthTwice } = {
  constant: {
    options: fc.record({ tokens }),
    draw: (_, options) => () => options.tokens,
    mean: (options) => options.tokens,
    most: (options) => options.tokens,
  },
  uniform: {
    options: fc.record({ min: tokens, more: fc.nat(60) }).map(({ min, more }) => ({ min, max: min + more })),
    draw: (random, { min, max }) => {
      const values = Array.from({ length: max - min + 1 }, (_, index) => min + index);
      return lookedUp(
        random,
        values,
        values.map(() => 1),
      );
    },
    mean: ({ min, max }) => min / 2 + max / 2,
    most: ({ max }) => max,
  },
  normal: {
    options: fc.record({ mean: amounts, deviation: fc.double({ min: 0, max: 300, noNaN: true }) }),
    draw: (random, { mean, deviation }) => {
      const normal = randomNormal.source(random)(0, 1);
      return () => whole(mean + deviation * Math.min(4, normal()));
    },
    mean: ({ mean }) => mean,
    most: ({ mean, deviation }) => whole(mean + 4 * deviation),
  },
  lognormal: {
    options: fc
      .record(
        { mean: amounts, ratio: fc.double({ min: 1, max: 14.9, noNaN: true }), max: tokens },
        { requiredKeys: ["mean", "ratio"] },
      )
      .map(({ mean, ratio, ...cut }) => ({ mean, p99: mean * ratio, ...cut })),
    draw: (random, options) => {
      const { mu, sigma } = logOf(options);
      const normal = randomNormal.source(random)(0, 1);
      const most = options.max ?? Number.POSITIVE_INFINITY;
      return () => Math.min(most, whole(Math.exp(mu) * Math.exp(sigma * normal())));
    },
    mean: ({ mean }) => mean,
    most: ({ max }) => max,
    tail: (options) => {
      const { mu, sigma } = logOf(options);
      const tail = whole(Math.exp(mu + z999 * sigma));
      return Math.min(tail, options.max ?? tail);
    },
  },
  exponential: {
    options: fc.record({ mean: amounts }),
    draw:
      (random, { mean }) =>
      () =>
        whole(wait(random) * mean),
    mean: ({ mean }) => mean,
    most: () => undefined,
    // exp(-x / mean) = 1 / 1,000.
    tail: ({ mean }) => whole(-mean * Math.log(1 / 1000)),
  },
  zipf: {
    options: fc
      .record({ min: tokens, more: fc.nat(60), exponent: fc.constantFrom(0.5, 1, 1.5, 3) })
      .map(({ min, more, exponent }) => ({ min, max: min + more, exponent })),
    draw: (random, options) => lookedUp(random, zipfOf(options).values, zipfOf(options).weights),
    mean: (options) => weighted(zipfOf(options).values, zipfOf(options).weights),
    most: ({ max }) => max,
  },
  empirical: {
    options: fc
      .array(fc.tuple(tokens, fc.constantFrom(0.5, 1, 3)), { minLength: 1, maxLength: 8 })
      .chain((pairs) => {
        const values = pairs.map(([value]) => value);
        return fc.constantFrom({ values }, { values, weights: pairs.map(([, weight]) => weight) });
      }),
    draw: (random, options) => lookedUp(random, observed(options).values, observed(options).weights),
    mean: (options) => weighted(observed(options).values, observed(options).weights),
    most: (options) => Math.max(...observed(options).values),
  },
};

test.each(lengths.map(({ name }) => name))("%s is as long as a slower form of it says", (kind) => {
  const { options, draw, mean, most, tail } = lengthsTwice[kind] as LengthTwice;
  fc.assert(
    fc.property(options, fc.integer({ min: 1, max: 1000 }), (chosen, seed) => {
      const law = createPlugin(lengths, { kind, ...chosen }, { random: stream(seed) }, lengthContract);
      const slower = draw(stream(seed), chosen as Options);
      expect(law.mean).toBeCloseTo(mean(chosen as Options), 6);
      const greatest = most(chosen as Options);
      expect(law.most).toBe(greatest);
      const planned = tail?.(chosen as Options) ?? (greatest as number);
      // A power in place of a root may round to the next token.
      expect(Math.abs(law.longest - planned)).toBeLessThanOrEqual(kind === "lognormal" ? 1 : 0);
      const differing = Array.from({ length: 60 }, () => [law.draw(), slower()]).filter(
        ([one, other]) => one !== other,
      );
      // A draw on the very edge between two tokens may fall to either side.
      expect(differing.length).toBeLessThanOrEqual(1);
      expect(differing.every(([one, other]) => Math.abs((one as number) - (other as number)) <= 1)).toBe(
        true,
      );
    }),
    { numRuns: 40 },
  );
});
