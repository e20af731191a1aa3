/** Programs of several jobs on the same ranks: how fast each is, and whose collectives wait. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Claims } from "../../src/cluster/claims.ts";
import type { ChipDemand } from "../../src/cluster/shared-chips.ts";
import { World } from "../../src/cluster/world.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { DeviceMemory } from "../../src/workload/device-memory.ts";

const bandwidth = 100;

/** Work that waits for the engines and for the memory these parts of its time, and uses neither at other times. */
function asking(compute: number, memory: number): ChipDemand {
  return { computeBusy: compute, computeWaits: compute, memoryBusy: memory, memoryWaits: memory };
}

/** When work of `ns` each ends that `demands` ask for, all from the start, on `ranks`. */
function endsOf(
  works: readonly { ns: number; demand: ChipDemand; ranks?: readonly number[] }[],
  atOnce = Number.POSITIVE_INFINITY,
) {
  const simulator = new Simulator("test");
  const cluster = { network: { topology: undefined as never }, instance: { storage: [] as never } };
  const world = new World(simulator, cluster, { jobs: works.length });
  const ends: number[] = [];
  const programs = works.map(({ ranks = [0] }, owner) => {
    const plan = { owner, ranks, bandwidth, collectivesAtOnce: atOnce, name: `job ${owner}` };
    return world.chips.claim(plan);
  });
  for (const [owner, { ns, demand }] of works.entries()) {
    const program = programs[owner]!;
    const memory = new DeviceMemory(world.sharing, { owner, bandwidth, name: `job ${owner}`, program });
    const over = {
      handle(_code: number, now: number) {
        ends[owner] = now;
      },
    };
    memory.compute(ns, demand, over, 0);
  }
  return { ends, programs, world, run: () => simulator.run() };
}

function played(works: Parameters<typeof endsOf>[0]): number[] {
  const { ends, run } = endsOf(works);
  run();
  return ends;
}

test("work alone on chips that others could use takes its own time", () => {
  expect(played([{ ns: 1000, demand: asking(0.6, 0.3) }])[0]).toBeCloseTo(1000, 9);
});

test("two programs that only compute take twice as long, two that only move bytes too", () => {
  for (const demand of [asking(1, 0), asking(0, 1)]) {
    const [first, second] = played([
      { ns: 1000, demand },
      { ns: 1000, demand },
    ]);
    expect(first).toBeCloseTo(2000, 6);
    expect(second).toBeCloseTo(2000, 6);
  }
});

test("one that only computes and one that only moves bytes do not hold each other up", () => {
  const ends = played([
    { ns: 1000, demand: asking(1, 0) },
    { ns: 1000, demand: asking(0, 1) },
  ]);
  expect(ends[0]).toBeCloseTo(1000, 6);
  expect(ends[1]).toBeCloseTo(1000, 6);
});

test("two that compute half of the time and wait for memory the other half go at two thirds of their pace", () => {
  const demand = asking(0.5, 0.5);
  // Each meets the other at .5 x .5 + .5 x .5 of its time: pace + pace / 2 = 1. The first is over at 1500 ns of pace 2/3.
  const ends = played([
    { ns: 1000, demand },
    { ns: 2000, demand },
  ]);
  expect(ends[0]).toBeCloseTo(1500, 6);
  // The other has 1000 ns left then, alone.
  expect(ends[1]).toBeCloseTo(1500 + 1000, 6);
});

test("a program is as slow as on the ranks that it shares, and not slowed by one on other ranks", () => {
  const demand = asking(1, 0);
  const ends = played([
    { ns: 1000, demand, ranks: [0, 1, 2, 3] },
    { ns: 400, demand, ranks: [3] },
    { ns: 1000, demand, ranks: [4] },
  ]);
  expect(ends[1]).toBeCloseTo(800, 6);
  expect(ends[0]).toBeCloseTo(800 + 600, 6);
  expect(ends[2]).toBeCloseTo(1000, 6);
});

test("whatever two programs ask for, engines and memory give no more than they have, and nobody gains or loses more than all", () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const demand = fc.tuple(part, part, part, part).map(([computeBusy, computeWaits, memoryBusy, waits]) => ({
    computeBusy: Math.max(computeBusy, computeWaits),
    computeWaits,
    memoryBusy: Math.max(memoryBusy, Math.min(waits, 1 - computeWaits)),
    memoryWaits: Math.min(waits, 1 - computeWaits),
  }));
  const law = fc.property(demand, demand, fc.integer({ min: 1, max: 3000 }), (one, other, ns) => {
    const { ends, world, run } = endsOf([
      { ns: 1000, demand: one },
      { ns, demand: other },
    ]);
    world.sharing.observe({
      settled: () => {
        for (let each = 0; each < world.sharing.count; each++)
          expect(world.sharing.load(each)).toBeLessThanOrEqual(world.sharing.capacity(each) * (1 + 1e-9));
      },
    });
    run();
    expect(ends[0]).toBeGreaterThanOrEqual(1000 - 1e-6);
    expect(ends[1]).toBeGreaterThanOrEqual(ns - 1e-6);
    expect(Math.max(...(ends as number[]))).toBeLessThanOrEqual(1000 + ns + 1e-6);
  });
  fc.assert(law, { numRuns: 60, seed: 7 });
});

test("collectives of all jobs on a rank take its cores, first come, first served on each rank", () => {
  const { programs } = endsOf(
    [[0, 1], [1, 2], [2]].map((ranks) => ({ ns: 1, demand: asking(1, 0), ranks })),
    1,
  );
  const begun: number[] = [];
  for (const [job, { cores }] of programs.entries()) cores.take(() => begun.push(job));
  // The second waits for rank 1; the third came later and waits behind it for rank 2.
  expect(begun).toEqual([0]);
  programs[0]!.cores.giveBack();
  expect(begun).toEqual([0, 1]);
  programs[1]!.cores.giveBack();
  expect(begun).toEqual([0, 1, 2]);
});

test("things that the same users have claimed are one cell", () => {
  const claims = new Claims();
  const [first, second] = [claims.claim([0, 1, 2, 3, 4, 5]), claims.claim([4, 5, 6, 7])];
  expect(claims.cellsOf(first)).toEqual([
    { first: 0, users: [first] },
    { first: 4, users: [first, second] },
  ]);
  expect(claims.cellsOf(second).map((cell) => cell.first)).toEqual([4, 6]);
  // A cell is the same for all that have it.
  expect(claims.cellsOf(second)[0]).toBe(claims.cellsOf(first)[1]);
});

test("what a program exchanges while it waits slows operators of others as far as these wait for memory", () => {
  for (const waits of [0, 0.5, 1]) {
    const { ends, programs, world, run } = endsOf([
      { ns: 1000, demand: asking(1 - waits, waits) },
      { ns: 1e-6, demand: asking(0, 0) },
    ]);
    const exchanging = new DeviceMemory(world.sharing, {
      owner: 1,
      bandwidth,
      name: "it",
      program: programs[1],
    });
    const { resources, perByte } = exchanging.waitedUse;
    const none = { handle: () => {} };
    world.sharing.run({ work: 5000, usage: { resources, amounts: perByte, rateMax: 10 } }, none, 0);
    run();
    expect(ends[0]).toBeCloseTo(1000 + (5000 / bandwidth) * waits, 3);
  }
});
