/** Scaling laws: the optimum is one, a budget is spent whole, and a longer life prefers smaller models. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalingQuestion } from "../../src/cli/plan-scaling.ts";
import { type Candidate, computeOptimal } from "../../src/study/scaling/compute-optimal.ts";
import { lossOf, optimumFor, type ScalingLaw, scalingLaws } from "../../src/study/scaling/scaling-law.ts";

const hoffmann = scalingLaws[0] as ScalingLaw;

test("Hoffmann's constants give Chinchilla's model and tokens a loss of 1.94", () => {
  expect(lossOf(hoffmann, 70e9, 1.4e12)).toBeCloseTo(
    1.69 + 406.4 / 70e9 ** 0.34 + 410.7 / 1.4e12 ** 0.28,
    12,
  );
  expect(lossOf(hoffmann, 70e9, 1.4e12)).toBeCloseTo(1.94, 2);
});

test.each(scalingLaws)("$name: no pair of the same flops has less loss than the optimum", (law) => {
  const logs = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 18, max: 27, noNaN: true }), logs, (power, shift) => {
      const flops = 10 ** power;
      const { parameters, tokens } = optimumFor(law, flops);
      expect((6 * parameters * tokens) / flops).toBeCloseTo(1, 9);
      const n = parameters * 10 ** shift;
      expect(lossOf(law, n, flops / 6 / n)).toBeGreaterThanOrEqual(
        lossOf(law, parameters, tokens) * (1 - 1e-12),
      );
    }),
  );
});

/** Models of every size, trained at the same flops a second. */
const flopsPerSecond = 1e18;
const candidates = Array.from({ length: 60 }, (_, index): Candidate => {
  const parameters = 1e8 * 1.15 ** index;
  const tokensPerSecond = flopsPerSecond / 6 / parameters;
  return { model: `m${index}`, parameters, set: [], tokensPerSecond, usdPerHour: 100, peakFlops: 2.5e18 };
});

describe("of models that all train at one rate of flops", () => {
  test("the best is next to the law's own optimum", () => {
    const days = { seconds: 40 * 86400 };
    const { rows, law_optimum: optimum } = computeOptimal("s", candidates, { budget: days, law: hoffmann });
    const ratio = (rows[0]?.parameters as number) / (optimum?.parameters as number);
    expect(ratio).toBeGreaterThan(1 / 1.15);
    expect(ratio).toBeLessThan(1.15);
    expect(rows.every(({ days: each }) => Math.abs(each - 40) < 1e-9)).toBe(true);
  });

  test("dollars are spent whole on training and life, and a longer life never prefers a larger model", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e11, max: 1e13, noNaN: true }),
        fc.double({ min: 1.1, max: 20, noNaN: true }),
        (tokens, times) => {
          const best = (life: number) =>
            computeOptimal("s", candidates, {
              budget: { usd: 200_000 },
              life: { tokens: life, utilization: 0.2 },
              law: hoffmann,
            }).rows[0];
          const [short, long] = [best(tokens), best(tokens * times)];
          if (short === undefined || long === undefined) return;
          expect(long.parameters).toBeLessThanOrEqual(short.parameters);
          expect(long.loss).toBeGreaterThanOrEqual(short.loss);
          for (const row of [short, long])
            expect((row.usd as number) + (row.life_usd as number)).toBeCloseTo(200_000, 4);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("a life that takes the whole budget leaves a model out, with why", () => {
    const life = { tokens: 1e18, utilization: 0.2 };
    const { rows, left_out: leftOut } = computeOptimal("s", candidates, {
      budget: { usd: 1 },
      life,
      law: hoffmann,
    });
    expect(rows).toEqual([]);
    expect(leftOut).toHaveLength(candidates.length);
    expect(leftOut[0]?.why).toMatch(/takes the whole budget/);
  });
});

test("the question is read from dollars, times, laws by name and constants; all that is wrong is told at once", () => {
  expect(scalingQuestion({ budget: "$250,000" })?.budget).toEqual({ usd: 250_000 });
  expect(scalingQuestion({ budget: "1M" })?.budget).toEqual({ usd: 1e6 });
  expect(scalingQuestion({ budget: "30 d" })?.budget).toEqual({ seconds: 30 * 86400 });
  expect(scalingQuestion({ budget: "1M", law: "1.7,400,410,0.3,0.3" })?.law).toMatchObject({
    irreducible: 1.7,
  });
  expect(scalingQuestion({})).toBeUndefined();
  const wrong = () => scalingQuestion({ budget: "much", lifeTokens: "2T", law: "hofmann-2022" });
  expect(wrong).toThrow(/--budget.*dollars such as[\s\S]*--life-utilization[\s\S]*--law.*hoffmann-2022/);
  expect(() => scalingQuestion({ law: "hoffmann-2022" })).toThrow(/--law.*--budget beside it/);
});
