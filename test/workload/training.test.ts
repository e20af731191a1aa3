import { describe, expect, test } from "vitest";
import type { ScenarioError } from "../../src/base/errors.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Model } from "../../src/models/model.ts";
import { resolveDegrees } from "../../src/workload/training/degrees.ts";
import { Pipeline } from "../../src/workload/training/pipeline.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";
import { gpipe } from "../../src/workload/training/schedules/gpipe.ts";
import type { Schedule, Task } from "../../src/workload/training/schedules/schedule.ts";
import { layerActivationBytes, optimizerBytes } from "../../src/workload/training/training-memory.ts";

const schedules: [string, Schedule][] = [
  ["gpipe", gpipe.create({}, undefined)],
  ["1f1b", oneForwardOneBackward.create({}, undefined)],
];

function stepNs(schedule: Schedule, stages: number, microBatches: number, sendNs = 0): number {
  const times = { forwardNs: 10, backwardNs: 25, sendNs, gradientExchangeNs: 7, optimizerNs: 3 };
  const pipeline = new Pipeline(Array(stages).fill(times), schedule, microBatches);
  const simulator = new Simulator();
  pipeline.start(simulator);
  expect(simulator.run()).toEqual({ status: "completed" });
  expect(pipeline.done).toBe(true);
  return simulator.now;
}

describe.each(schedules)("%s", (_, schedule) => {
  test.each([
    [1, 1],
    [2, 4],
    [4, 4],
    [4, 16],
    [8, 3],
  ])("with %d stages and %d micro-batches the bubble is (p-1)(F+B)", (stages, microBatches) => {
    const work = microBatches * (10 + 25);
    expect(stepNs(schedule, stages, microBatches)).toBe(work + (stages - 1) * (10 + 25) + 7 + 3);
  });

  test("each stage runs every micro-batch once in each direction", () => {
    for (let stage = 0; stage < 4; stage++) {
      const order = schedule.order(stage, { stages: 4, microBatches: 6 });
      const names = order.map(({ kind, microBatch }: Task) => `${kind} ${microBatch}`).sort();
      const expected = [0, 1, 2, 3, 4, 5].flatMap((each) => [`backward ${each}`, `forward ${each}`]).sort();
      expect(names).toEqual(expected);
    }
  });

  test("sends between stages can only lengthen the step", () => {
    expect(stepNs(schedule, 4, 8, 2)).toBeGreaterThan(stepNs(schedule, 4, 8));
  });
});

test("1F1B never holds more micro-batches than the stages behind it, GPipe holds all", () => {
  const shape = { stages: 4, microBatches: 10 };
  const held = (schedule: Schedule, stage: number) => {
    let now = 0;
    let most = 0;
    for (const { kind } of schedule.order(stage, shape)) {
      now += kind === "forward" ? 1 : -1;
      most = Math.max(most, now);
    }
    return most;
  };
  expect([0, 1, 2, 3].map((stage) => held(schedules[1][1], stage))).toEqual([4, 3, 2, 1]);
  expect([0, 1, 2, 3].map((stage) => schedules[1][1].inFlight(stage, shape))).toEqual([4, 3, 2, 1]);
  expect(held(schedules[0][1], 0)).toBe(10);
});

test("a pipeline whose gradients never come is stalled and says which stage waits for what", () => {
  const broken: Schedule = {
    order: (stage) =>
      stage === 0
        ? [
            { kind: "forward", microBatch: 0 },
            { kind: "backward", microBatch: 0 },
          ]
        : [],
    inFlight: () => 1,
  };
  const times = { forwardNs: 1, backwardNs: 1, sendNs: 0, gradientExchangeNs: 0, optimizerNs: 0 };
  const simulator = new Simulator();
  new Pipeline([times, times], broken, 1).start(simulator);
  expect(simulator.run()).toEqual({
    status: "stalled",
    waiting: ["stage 0 waits for the gradients of micro-batch 0"],
  });
});

test("degrees that do not divide are an error that says what would", () => {
  const message = (
    choice: Parameters<typeof resolveDegrees>[0],
    base: Parameters<typeof resolveDegrees>[1],
  ) => {
    try {
      resolveDegrees(choice, base);
    } catch (error) {
      return (error as ScenarioError).message;
    }
    return "";
  };
  const base = { ranks: 64, layers: 32, globalBatch: 100, microBatch: 1 };
  expect(message({ data: "auto", tensor: 8, pipeline: 1 }, base)).toBe(
    "workload.globalBatch: found 100; expected a multiple of data 8 x microBatch 1 = 8, such as 96 or 104",
  );
  expect(message({ data: "auto", tensor: 8, pipeline: 5 }, base)).toContain(
    "a divisor of the 32 layers: 1, 2, 4, 8, 16, 32",
  );
  expect(message({ data: 16, tensor: 8, pipeline: 1 }, base)).toContain("expected at most the 64 ranks");
});

describe("activation memory of the Megatron-LM 22B case (h 6144, 48 layers, 64 heads, s 2048, micro-batch 4, TP 8)", () => {
  const model = { stack: { hidden: 6144, heads: 64, layers: 48 } } as unknown as Model;
  const base = {
    model,
    degrees: { data: 1, tensor: 8, pipeline: 1, microBatches: 1 },
    sequenceLength: 2048,
    microBatch: 4,
  };
  const gib = 2 ** 30;

  test("is 59.25 GiB without recompute", () => {
    const bytes = 48 * layerActivationBytes({ ...base, sequenceParallel: false }, "none");
    expect(bytes / gib).toBeCloseTo(59.25, 2);
  });

  test("is 9.5625 GiB with sequence parallelism and selective recompute", () => {
    const bytes = 48 * layerActivationBytes({ ...base, sequenceParallel: true }, "selective");
    expect(bytes / gib).toBeCloseTo(9.5625, 4);
  });

  test("and its state is 18 bytes a parameter, 45.5625 GiB of 12 l h^2 parameters over 8 ranks", () => {
    const parameters = (12 * 48 * 6144 ** 2) / 8;
    expect(((2 + 4 + optimizerBytes.adamw) * parameters) / gib).toBeCloseTo(45.5625, 4);
  });
});
