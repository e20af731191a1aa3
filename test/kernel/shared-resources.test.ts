/** Tasks on several resources: exact small cases, and laws of any of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SharedResources, type Usage } from "../../src/kernel/sharing/shared-resources.ts";

/** Rates of `usages` that start together on resources of these capacities. */
function ratesOf(capacities: readonly number[], usages: readonly Usage[]): number[] {
  const shared = new SharedResources(capacities);
  const tasks = usages.map((usage) => shared.start(1e9, usage, 0));
  shared.settle(0);
  return tasks.map((task) => shared.rate(task));
}

describe("rates", () => {
  test("of equal streams on one resource are its capacity divided by them", () => {
    expect(ratesOf([12], new Array(3).fill({ resources: [0] }))).toEqual([4, 4, 4]);
  });

  test("follow the streams: a task of three streams gets three times what a task of one does", () => {
    expect(ratesOf([12], [{ resources: [0], weight: 3 }, { resources: [0] }])).toEqual([9, 3]);
  });

  test("are in work: a task that uses 2 a unit of work takes 2 of the capacity for each", () => {
    // 3 streams on 12: the first has weight 1 x amount 2, so that its level 4 gives it 4 work/ns and 8 of the capacity.
    expect(ratesOf([12], [{ resources: [0], amounts: [2] }, { resources: [0] }])).toEqual([4, 4]);
  });

  test("of a task with a limit of its own leave the rest to the others", () => {
    expect(ratesOf([12], [{ resources: [0], rateMax: 2 }, { resources: [0] }, { resources: [0] }])).toEqual([
      2, 5, 5,
    ]);
  });

  test("of a task without resources are its own limit", () => {
    const shared = new SharedResources();
    const task = shared.start(10, { resources: [], rateMax: 2 }, 5);
    expect(shared.nextEndNs).toBe(5 + 10 / 2);
    expect(shared.ended(10)).toBe(task);
  });
});

const usage = fc.record({
  picks: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }),
  amounts: fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 }),
  weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
  rateMax: fc.option(fc.double({ min: 0.1, max: 20, noNaN: true }), { nil: undefined }),
});
const problem = fc.record({
  capacities: fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 }),
  usages: fc.array(usage, { minLength: 1, maxLength: 40 }),
});

const usageOf = ({
  picks,
  amounts,
  weight,
  rateMax,
}: typeof usage extends fc.Arbitrary<infer T> ? T : never): Usage => ({
  resources: picks,
  amounts: amounts.slice(0, picks.length),
  weight,
  rateMax,
});

test("no resource gives more than it can, and every task has its own limit or a full resource on which none goes further", () => {
  fc.assert(
    fc.property(problem, ({ capacities, usages }) => {
      const shared = new SharedResources(capacities);
      const tasks = usages.map((each) => shared.start(1e9, usageOf(each), 0));
      shared.settle(0);
      const level = (index: number) =>
        shared.rate(tasks[index] as number) / (usages[index]?.weight as number);
      for (const [resource, capacity] of capacities.entries()) {
        expect(shared.load(resource)).toBeLessThanOrEqual(capacity * (1 + 1e-9));
      }
      for (const [index, { picks, rateMax = Number.POSITIVE_INFINITY }] of usages.entries()) {
        if (shared.rate(tasks[index] as number) >= rateMax * (1 - 1e-9)) continue;
        const bottleneck = picks.some((resource) => {
          const isFull = shared.load(resource) >= (capacities[resource] as number) * (1 - 1e-9);
          const others = usages.flatMap((other, at) => (other.picks.includes(resource) ? [level(at)] : []));
          return isFull && level(index) >= Math.max(...others) * (1 - 1e-9);
        });
        expect(bottleneck, `task ${index}`).toBe(true);
      }
    }),
    { numRuns: 300, seed: 3 },
  );
});

test("solving only what a change can reach gives the rates of solving everything anew", () => {
  fc.assert(
    fc.property(problem, fc.integer({ min: 0, max: 39 }), ({ capacities, usages }, gone) => {
      const shared = new SharedResources(capacities);
      const tasks: number[] = [];
      for (const each of usages) {
        tasks.push(shared.start(1e9, usageOf(each), 0));
        shared.settle(0);
      }
      const leaves = gone % usages.length;
      shared.stop(tasks[leaves] as number);
      shared.settle(0);
      const rest = usages.filter((_, index) => index !== leaves);
      const anew = ratesOf(capacities, rest.map(usageOf));
      const kept = tasks.filter((_, index) => index !== leaves).map((task) => shared.rate(task));
      for (const [index, rate] of kept.entries()) expect(rate / (anew[index] as number)).toBeCloseTo(1, 9);
    }),
    { numRuns: 200, seed: 4 },
  );
});
