/** The memory of a chip between a pass and the collectives beside it, and the cores that drive them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CollectiveCores, collectivesAtOnce } from "../../src/cluster/collective-cores.ts";
import type { Program, ProgramWork } from "../../src/cluster/shared-chips.ts";
import { World } from "../../src/cluster/world.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { addedPart, endBytes } from "../../src/network/graph/end-memory.ts";
import { ring } from "../../src/network/topologies/ring.ts";
import { noTime, type PassTimes, passNs } from "../../src/workload/training/stage/pass-time.ts";
import { StageMemory } from "../../src/workload/training/stage/stage-memory.ts";
import type { StageTimes } from "../../src/workload/training/stage/stage-times.ts";
import { asItWent, type RunningPass } from "../../src/workload/training/step/running-pass.ts";
import { seen } from "../laws/job-scenarios.ts";

const bandwidth = 400;

/** Ends of a pass of 1,000 ns, of which operators wait `memory` for memory, and of `bytes` that move beside it at `rate`. */
function beside(memory: number, bytes: number, rate: number): { passNs: number; movedNs: number } {
  const simulator = new Simulator("a pass beside a collective");
  const world = new World(simulator, {} as ConstructorParameters<typeof World>[1]);
  const forward = { ...noTime, compute: 1000 - memory, memory };
  const rest = { backward: noTime, weight: noTime, recompute: noTime, teacher: noTime };
  const stage = new StageMemory(world, { ...rest, forward } as StageTimes, {
    owner: 0,
    bandwidth,
    name: "a stage",
  });
  const ends = { passNs: 0, movedNs: 0 };
  const client = {
    handle(code: number, now: number) {
      if (code === 0) ends.passNs = now;
      else ends.movedNs = now;
    },
  };
  stage.compute(1000, memory / 1000, client, 0);
  const usage = { resources: [], rateMax: rate };
  if (bytes > 0) world.sharing.run(stage.moving({ work: bytes, usage }, bytes), client, 1);
  simulator.run();
  return ends;
}

test("a pass alone takes its own time", () => {
  for (const memory of [0, 300, 1000]) expect(beside(memory, 0, 1).passNs).toBeCloseTo(1000, 9);
});

test("a pass of operators bound by memory pays the whole time of the bytes beside it, one bound by compute nothing", () => {
  // 8,000 bytes at 40 a ns, a tenth of the bandwidth, are over in 200 ns and take the memory for 20.
  expect(beside(1000, 8000, 40)).toEqual({
    passNs: expect.closeTo(1020, 6),
    movedNs: expect.closeTo(200, 6),
  });
  expect(beside(250, 8000, 40).passNs).toBeCloseTo(1005, 6);
  expect(beside(0, 8000, 40).passNs).toBeCloseTo(1000, 6);
});

test("operators and a collective that both wait for memory slow each other", () => {
  // Alone 1,000 ns and 500; each gets half of the memory until the collective is over, and then the pass goes on alone.
  const bytes = 500 * bandwidth;
  expect(beside(0, bytes, bandwidth)).toEqual({
    passNs: expect.closeTo(1000, 6),
    movedNs: expect.closeTo(500, 6),
  });
  expect(beside(1000, bytes, bandwidth)).toEqual({
    passNs: expect.closeTo(1500, 6),
    movedNs: expect.closeTo(1000, 6),
  });
});

test("whatever runs beside a pass, it costs the waiting part of its bytes, and the memory never gives more than it has", () => {
  const law = fc.property(
    fc.integer({ min: 0, max: 1000 }),
    fc.integer({ min: 1, max: 300_000 }),
    fc.integer({ min: 1, max: 800 }),
    (memory, bytes, rate) => {
      const { passNs, movedNs } = beside(memory, bytes, rate);
      const busyNs = memory + bytes / bandwidth;
      expect(Math.max(passNs, movedNs)).toBeGreaterThanOrEqual(busyNs * (1 - 1e-9));
      expect(movedNs).toBeGreaterThanOrEqual((bytes / Math.min(rate, bandwidth)) * (1 - 1e-9));
      if (movedNs <= passNs) {
        expect(passNs).toBeGreaterThanOrEqual((1000 + (memory / 1000) * (bytes / bandwidth)) * (1 - 1e-9));
      }
    },
  );
  fc.assert(law, { seed: 7 });
});

test("what moves keeps what it takes of its links, as much as it says, beside what it takes of the memory", () => {
  /** End of 8,000 bytes over a link of 20 bytes/ns, of which each takes so much. */
  const endNs = (amounts?: readonly number[]) => {
    const simulator = new Simulator("moves");
    const world = new World(simulator, {} as ConstructorParameters<typeof World>[1]);
    const times = { forward: noTime, backward: noTime, weight: noTime, recompute: noTime, teacher: noTime };
    const stage = new StageMemory(world, times as StageTimes, { owner: 0, bandwidth, name: "a stage" });
    const link = world.sharing.add(20, () => "link");
    const usage = { resources: [link], ...(amounts && { amounts }), rateMax: bandwidth };
    let ended = 0;
    const client = { handle: (_code: number, now: number) => (ended = now) };
    world.sharing.run(stage.moving({ work: 8000, usage }, 8000), client, 0);
    simulator.run();
    return ended;
  };
  expect(endNs()).toBeCloseTo(8000 / 20, 6);
  expect(endNs([0.5])).toBeCloseTo(4000 / 20, 6);
  expect(endNs([3])).toBeCloseTo(24_000 / 20, 6);
  // The memory, of 400 bytes/ns, is what holds it where the link takes next to nothing.
  expect(endNs([1 / 1000])).toBeCloseTo(8000 / bandwidth, 6);
});

/** Two Trn2 that collect weights in shards, with so many collective cores a chip. */
const sharded = (collectiveCores: number) => ({
  name: "sharded",
  cluster: { instance: { from: "trn2.48xlarge", chip: { collectiveCores } }, count: 2 },
  model: "llama-3.2-1b",
  workload: {
    kind: "training",
    sequenceLength: 1024,
    globalBatch: 64,
    samples: 64,
    parallelism: { tensor: 4, zero: 3 },
  },
});

test("what a rank sends is read from its memory and what it gets is written there: the busiest rank of a step counts", () => {
  // Rank 0 sends a quarter of the buffer to ranks 1 and 2 each by way of switch 3, and gets an eighth.
  const wire = (source: number, target: number) => ({ source, target, bandwidth: 1, latencyNs: 0 });
  const links = [wire(0, 3), wire(3, 1), wire(3, 2), wire(3, 0)];
  const transfers = {
    links: Int32Array.of(0, 1, 2, 3),
    fractions: Float64Array.of(1 / 2, 1 / 4, 1 / 4, 1 / 8),
    longest: 1 / 4,
    nsPerByte: 1,
    alone: [],
  };
  expect(endBytes(transfers, { endpoints: 3, links } as never)).toBe(1 / 2 + 1 / 8);
});

test("what is added to what a rank has is read there too: all that comes in a reduce-scatter, half of a ring's all-reduce", () => {
  const topology = ring(4, { bandwidth: 1, latencyNs: 0 });
  const network = new AnalyticNetwork(topology, { selection: "best" });
  const ranks = [0, 1, 2, 3];
  const bytesOf = (operation: CollectiveOperation) => {
    const { graph } = network.exchange({ operation, bytes: 1, ranks, algorithm: "ring", chunks: 1 })!;
    const added = addedPart(operation, graph, ranks.length);
    return graph.classes.reduce((sum, each) => sum + endBytes(each, topology, added), 0);
  };
  // Each rank sends and gets three quarters a pass, and adds what it gets in the first.
  expect(bytesOf("all-gather")).toBeCloseTo(3 / 4 + 3 / 4, 9);
  expect(bytesOf("reduce-scatter")).toBeCloseTo(3 / 4 + 3 / 4 + 3 / 4, 9);
  expect(bytesOf("all-reduce")).toBeCloseTo(2 * (3 / 4 + 3 / 4) + 3 / 4, 9);
});

test("passes take longer beside collectives than alone, and the step says that they waited for memory", () => {
  const { timeNs, aloneNs } = passTimes();
  expect(aloneNs).toBeGreaterThan(0);
  expect(timeNs).toBeGreaterThan(aloneNs);
  const { assumptions = [] } = seen(sharded(16))?.record.jobs[0]?.result ?? {};
  expect(assumptions.filter((each) => /^(memory|collective cores):/.test(each))).toHaveLength(2);
});

/** Time of the passes of a step beside collectives, and of their work alone. */
function passTimes(): { timeNs: number; aloneNs: number } {
  const { tasks, world } = seen(sharded(16))!.worlds[0]!;
  const sums = { timeNs: 0, aloneNs: 0 };
  for (const { usage, work, startedNs, endedNs } of tasks) {
    const isPass =
      usage.rateMax === 1 && world.sharing.nameOf(usage.resources[1] ?? 0).startsWith("operators");
    if (!isPass) continue;
    sums.timeNs += endedNs - startedNs;
    sums.aloneNs += work;
  }
  return sums;
}

test("a rank drives as many collectives at once as it has cores for, and the others wait in line", () => {
  const began: number[] = [];
  const cores = new CollectiveCores(2);
  for (const each of [0, 1, 2, 3]) cores.take(() => began.push(each));
  expect(began).toEqual([0, 1]);
  cores.giveBack();
  expect(began).toEqual([0, 1, 2]);
  const chip = { cores: 8, collectiveCores: 16 };
  const of = (collectiveCores: number) =>
    collectivesAtOnce({ chip: { ...chip, collectiveCores } as never, cores: 2 });
  expect([of(16), of(8), of(4), of(1), of(0)]).toEqual([4, 2, 1, 1, Number.POSITIVE_INFINITY]);
});

test("with one core a rank, what a pass exchanges and what it collects take turns", () => {
  const most = (collectiveCores: number) => {
    const { exchanges } = seen(sharded(collectiveCores))!.worlds[0]!;
    const changes = exchanges
      .flatMap(({ startNs, endNs }) => [
        { at: startNs, by: 1 },
        { at: endNs, by: -1 },
      ])
      .sort((a, b) => a.at - b.at || a.by - b.by);
    let [running, worst] = [0, 0];
    for (const { by } of changes) {
      running += by;
      worst = Math.max(worst, running);
    }
    return worst;
  };
  // Four ranks a chip.
  expect(most(4)).toBe(1);
  expect(most(16)).toBe(2);
});

test("a pass is told as long as it was: what operators wait for memory beside exchanges that end later holds up nothing", () => {
  const alone = { ...noTime, compute: 70, memory: 10, tensor: 20 };
  const running = { pass: alone, startNs: 1000, workNs: 100, memoryWaitNs: 30 } as RunningPass;
  for (const endNs of [1100, 1110, 1130, 1150]) {
    const pass = asItWent(1, running, endNs);
    expect(passNs(pass)).toBe(endNs - 1000);
    expect(pass.memory).toBe(10 + Math.min(30, endNs - 1100));
    expect(pass.tensor).toBe(20 + Math.max(0, endNs - 1130));
  }
});

/** What a stage of `times` asks of chips that other jobs compute on too, for a pass that keeps the memory busy so much, and for a stream. */
function asked(times: PassTimes, memoryBusy: number): { pass: ProgramWork; stream: ProgramWork } {
  const world = new World(new Simulator("shared chips"), {} as ConstructorParameters<typeof World>[1]);
  const works: ProgramWork[] = [];
  const program = { operators: 0, run: (work: ProgramWork) => works.push(work) } as unknown as Program;
  const stage = new StageMemory(world, times, { owner: 0, bandwidth, name: "a stage", program });
  const nobody = { handle: () => undefined };
  stage.compute(1000, memoryBusy, nobody, 0);
  stage.stream(500, nobody, 0);
  const [pass, stream] = works as [ProgramWork, ProgramWork];
  return { pass, stream };
}

test("work asks of shared chips what all passes of its stage ask in the time of their own, a stream the memory alone", () => {
  const part = fc.integer({ min: 0, max: 500 });
  const passTime = fc.record({
    compute: part,
    memory: part,
    overhead: part,
    tensor: part,
    context: part,
    expert: part,
    computeBusy: fc.oneof(part, fc.constant(undefined)),
  });
  const stages = fc.record({
    forward: passTime,
    backward: passTime,
    weight: passTime,
    recompute: passTime,
    teacher: passTime,
  });
  fc.assert(
    fc.property(stages, fc.double({ min: 0, max: 1, noNaN: true }), (times, memoryBusy) => {
      const all = Object.values(times);
      const sum = (of: (each: (typeof all)[number]) => number) =>
        all.reduce((total, each) => total + of(each), 0);
      const ownNs = sum((each) => each.compute + each.memory + each.overhead);
      const share = (ns: number) => (ownNs === 0 ? 0 : ns / ownNs);
      const { pass, stream } = asked(times, memoryBusy);
      expect(pass).toMatchObject({
        ns: 1000,
        demand: {
          computeBusy: share(sum(({ computeBusy = 0 }) => computeBusy)),
          computeWaits: share(sum(({ compute }) => compute)),
          memoryBusy,
          memoryWaits: share(sum(({ memory }) => memory)),
        },
        bytes: memoryBusy * bandwidth,
      });
      const demand = { computeBusy: 0, computeWaits: 0, memoryBusy: 1, memoryWaits: 1 };
      expect(stream).toMatchObject({ ns: 500, demand, bytes: bandwidth });
    }),
  );
});
