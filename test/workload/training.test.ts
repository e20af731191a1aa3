import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ScenarioError } from "../../src/base/errors.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { gptModel } from "../../src/models/architectures.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { powerSgd } from "../../src/workload/training/compressions/power-sgd.ts";
import { resolveDegrees } from "../../src/workload/training/job/degrees.ts";
import { optimizers } from "../../src/workload/training/job/optimizers.ts";
import { Placement } from "../../src/workload/training/job/placement.ts";
import { ownParameters } from "../../src/workload/training/job/stage-parameters.ts";
import {
  layerActivationBytes,
  stageMemories,
  trainingMemory,
} from "../../src/workload/training/memory/training-memory.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";
import { bidirectional } from "../../src/workload/training/schedules/bidirectional.ts";
import { gpipe } from "../../src/workload/training/schedules/gpipe.ts";
import { interleaved } from "../../src/workload/training/schedules/interleaved.ts";
import type { Schedule, Task } from "../../src/workload/training/schedules/schedule.ts";
import { zeroBubble } from "../../src/workload/training/schedules/zero-bubble.ts";
import { noTime } from "../../src/workload/training/stage/pass-time.ts";
import type { StageTimes } from "../../src/workload/training/stage/stage-times.ts";
import { Pipeline } from "../../src/workload/training/step/pipeline.ts";
import { startReplicas } from "../../src/workload/training/step/replicas.ts";
import { StagePasses } from "../../src/workload/training/step/stage-passes.ts";

const schedules: [string, Schedule][] = [
  ["gpipe", gpipe.create({}, undefined)],
  ["1f1b", oneForwardOneBackward.create({}, undefined)],
];

const passOf = (compute: number) => ({ ...noTime, compute });

function stageTimes(change: Partial<StageTimes> = {}): StageTimes {
  return {
    forward: passOf(10),
    backward: passOf(25),
    weight: noTime,
    recompute: noTime,
    teacher: noTime,
    sendNs: 0,
    teacherSendNs: 0,
    gatherNs: 0,
    teacherGatherNs: 0,
    firstGather: 1 / 4,
    scatterNs: 0,
    buckets: 1,
    bucketNs: 7,
    optimizerNs: 3,
    stepOverheadNs: 0,
    ...change,
  };
}

function playedStep(
  schedule: Schedule,
  stages: number,
  microBatches: number,
  change: Partial<StageTimes> = {},
) {
  const pipeline = new Pipeline(Array(stages).fill(stageTimes(change)), schedule, microBatches);
  const simulator = new Simulator();
  pipeline.start(simulator);
  expect(simulator.run()).toEqual({ status: "completed" });
  expect(pipeline.done).toBe(true);
  return { stepNs: simulator.now, timesNs: pipeline.timesNs(simulator.now) };
}

function stepNs(schedule: Schedule, stages: number, microBatches: number, sendNs = 0): number {
  return playedStep(schedule, stages, microBatches, { sendNs }).stepNs;
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
  expect([0, 1, 2, 3].map((stage) => held(schedules[1]![1], stage))).toEqual([4, 3, 2, 1]);
  expect([0, 1, 2, 3].map((stage) => schedules[1]![1].inFlight(stage, shape))).toEqual([4, 3, 2, 1]);
  expect(held(schedules[0]![1], 0)).toBe(10);
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
  const times = stageTimes();
  const simulator = new Simulator();
  new Pipeline([times, times], broken, 1).start(simulator);
  expect(simulator.run()).toEqual({
    status: "stalled",
    waiting: ["stage 0 waits for the gradients of micro-batch 0"],
  });
});

test.each([
  [2, 4, 2],
  [4, 8, 2],
  [4, 8, 4],
  [8, 16, 3],
])(
  "interleaved: with %d stages, %d micro-batches and %d chunks the bubble is (p-1)(F+B)/v",
  (stages, microBatches, chunks) => {
    const schedule = interleaved.create({ chunks }, undefined);
    const work = microBatches * (10 + 25);
    const expected = work + ((stages - 1) * (10 + 25)) / chunks + 7 + 3;
    expect(playedStep(schedule, stages, microBatches).stepNs).toBeCloseTo(expected, 9);
    // Korthikanti et al.: 1 + (p-1)/(p v) times the activations of 1F1B, which holds p micro-batches.
    const held = schedule.inFlight(0, { stages, microBatches: 100 * stages });
    expect(held).toBeCloseTo(stages * (1 + (stages - 1) / (stages * chunks)), 9);
  },
);

test.each([
  [2, 4, 10, 12, 8],
  [4, 8, 10, 10, 10],
  [4, 12, 10, 12, 9],
  [8, 16, 20, 21, 18],
  [6, 18, 8, 14, 13],
  [10, 20, 18, 15, 17],
])(
  "ZB-H1: with %d stages and %d micro-batches of %d, %d, %d the bubble is (p-1) max(F, B, F+B-W)",
  (stages, microBatches, f, b, w) => {
    const times = { forward: passOf(f), backward: passOf(b), weight: passOf(w), bucketNs: 0, optimizerNs: 0 };
    const { stepNs: played } = playedStep(zeroBubble.create({}, undefined), stages, microBatches, times);
    expect(played).toBeCloseTo(microBatches * (f + b + w) + (stages - 1) * Math.max(f, b, f + b - w), 9);
  },
);

test.each([
  [2, 4, 10, 12, 8],
  [4, 8, 10, 10, 10],
  [4, 20, 10, 12, 9],
  [8, 24, 20, 21, 18],
])(
  "DualPipe: with %d stages and %d micro-batches of %d, %d, %d the bubble is (p/2-1)(F+2B-W)",
  (stages, microBatches, f, b, w) => {
    const times = { forward: passOf(f), backward: passOf(b), weight: passOf(w), bucketNs: 0, optimizerNs: 0 };
    const { stepNs: played } = playedStep(bidirectional.create({}, undefined), stages, microBatches, times);
    expect(played).toBeCloseTo(microBatches * (f + b + w) + (stages / 2 - 1) * (f + 2 * b - w), 9);
  },
);

test("DualPipe hides the exchanges of experts behind the computation of the other direction, 1F1B waits for them", () => {
  const exchange = { ...noTime, compute: 10, expert: 6 };
  const times = { forward: exchange, backward: exchange, weight: passOf(5), bucketNs: 0, optimizerNs: 0 };
  const exposed = (schedule: Schedule) =>
    playedStep(schedule, 4, 64, times).timesNs.get("expert communication") ?? 0;
  expect(exposed(oneForwardOneBackward.create({}, undefined))).toBeCloseTo(4 * 64 * 12, 6);
  // Only passes outside the pairs, at both ends of the step, wait: fewer than one in four.
  expect(exposed(bidirectional.create({}, undefined))).toBeLessThan((4 * 64 * 12) / 4);
});

describe("where the time goes", () => {
  const sum = (times: ReadonlyMap<string, number>) => [...times.values()].reduce((all, ns) => all + ns, 0);

  test.each([
    ["1f1b", oneForwardOneBackward.create({}, undefined)],
    ["interleaved", interleaved.create({ chunks: 2 }, undefined)],
    ["zero-bubble", zeroBubble.create({}, undefined)],
    ["bidirectional", bidirectional.create({}, undefined)],
  ] as [string, Schedule][])("%s: the parts of all stages sum to stages x step", (_, schedule) => {
    const change = {
      sendNs: 3,
      gatherNs: 14,
      firstGather: 1 / 7,
      scatterNs: 4,
      weight: passOf(5),
      recompute: passOf(4),
    };
    const { stepNs: played, timesNs } = playedStep(schedule, 4, 8, change);
    expect(sum(timesNs)).toBeCloseTo(4 * played, 6);
    expect(timesNs.get("recompute")).toBeCloseTo(4 * 8 * 4, 9);
    expect(timesNs.get("pipeline sends")).toBeGreaterThan(0);
  });

  test("buckets of gradients run beside the last backward pass: only what is left over is waited for", () => {
    const schedule = oneForwardOneBackward.create({}, undefined);
    const after = playedStep(schedule, 1, 4, { bucketNs: 20 }).stepNs;
    const beside = playedStep(schedule, 1, 4, { buckets: 5, bucketNs: 4 }).stepNs;
    // Buckets of 4 ns are ready every 5 ns of the backward pass of 25 ns: the last one is all that is left.
    expect(after).toBe(4 * 35 + 20 + 3);
    expect(beside).toBe(4 * 35 + 4 + 3);
  });

  test("buckets and the pass's own exchanges share the collective engine", () => {
    const schedule = oneForwardOneBackward.create({}, undefined);
    const backward = { ...noTime, compute: 15, tensor: 10 };
    const step = playedStep(schedule, 1, 4, { backward, buckets: 5, bucketNs: 4 }).stepNs;
    // The pass takes 10 of its 25 ns, which leaves buckets 3/5 of the engine: three of them end with the pass
    // (5 + 3 x 4 x 5/3 = 25), two come after it.
    expect(step).toBeCloseTo(4 * 35 + 2 * 4 + 3, 9);
  });

  test("weights are gathered while the pass before runs; a pass is never shorter than its gather", () => {
    const schedule = oneForwardOneBackward.create({}, undefined);
    const change = { gatherNs: 8, firstGather: 1 / 4, bucketNs: 0, optimizerNs: 0 };
    const hidden = playedStep(schedule, 1, 4, change).timesNs.get("parameter gathers") ?? 0;
    // The first gather has nothing to hide behind: its first layer is waited for, and the rest fits the forward pass.
    expect(hidden).toBeCloseTo(2, 9);
    const slow = playedStep(schedule, 1, 4, { ...change, gatherNs: 40, firstGather: 1 / 10 }).stepNs;
    expect(slow).toBeGreaterThanOrEqual(4 * 2 * 40);
  });

  test("forward beside backward collects the weights of both directions, a forward pass those of the teacher too", () => {
    const times = [1, 2, 3, 4].map((gatherNs) => stageTimes({ gatherNs, teacherGatherNs: 10 }));
    const passes = new StagePasses(times, 1, bidirectional.create({}, undefined));
    const backward: Task = { kind: "backward", microBatch: 0, chunk: 1 };
    expect(passes.gather(backward).aloneNs).toBe(3);
    expect(passes.gather({ kind: "forward", microBatch: 0, chunk: 0, beside: backward }).aloneNs).toBe(
      2 + 10 + 3,
    );
    expect(passes.gather({ kind: "weight", microBatch: 0 }).aloneNs).toBe(0);
  });

  test("copies of a pipeline that do not differ end when one does; a slow one holds up all", () => {
    const schedule = oneForwardOneBackward.create({}, undefined);
    const play = (slowness: number[], change: Partial<StageTimes> = {}) => {
      const times = Array(4).fill(stageTimes({ sendNs: 2, ...change }));
      const simulator = new Simulator();
      startReplicas(simulator, times, { schedule, microBatches: 8, slowness });
      expect(simulator.run()).toEqual({ status: "completed" });
      return simulator.now;
    };
    for (const change of [{}, { buckets: 5, bucketNs: 3 }, { gatherNs: 8, firstGatherNs: 2, scatterNs: 4 }]) {
      const folded = playedStep(schedule, 4, 8, { sendNs: 2, ...change }).stepNs;
      expect(Math.abs(play([1, 1, 1, 1], change) / folded - 1)).toBeLessThan(1e-9);
    }
    expect(play([1, 1.5, 1, 1])).toBeCloseTo(play([1.5]), 9);
  });
});

test("under ZeRO experts are divided over the ranks that hold the same ones, everything else over all", () => {
  const degrees = { data: 16, tensor: 1, pipeline: 1, expert: 4, microBatches: 1 };
  // 4 of 16 ranks hold each expert: 40 of 100 parameters over 4 ranks, 60 over 16.
  expect(ownParameters({ degrees }, 100, 40)).toBe(40 / 4 + 60 / 16);
  expect(ownParameters({ degrees, shardRanks: 8 }, 100, 40)).toBe(40 / 2 + 60 / 8);
});

test("chunks of an interleaved pipeline divide the layers of every stage", () => {
  const schedule = interleaved.create({ chunks: 3 }, undefined);
  const shape = { stages: 2, microBatches: 4 };
  expect(schedule.unfit?.(shape, [9, 6])).toBeUndefined();
  expect(schedule.unfit?.(shape, [9, 8])).toBe("chunks that divide the 8 layers of a stage, not 3");
});

test("a stage with more layers than the others sets the pace of the pipeline, and the memory", () => {
  const model = findModel(models, "llama-3.1-8b") as Model;
  const job = {
    model,
    degrees: { data: 1, tensor: 1, pipeline: 4, microBatches: 8 },
    sequenceLength: 2048,
    microBatch: 1,
    recompute: "none" as const,
    sequenceParallel: false,
    zero: 0 as const,
    optimizer: "adamw" as const,
  };
  const schedule = gpipe.create({}, undefined);
  const even = stageMemories(job, schedule)[1]!;
  const uneven = stageMemories({ ...job, stageLayers: [8, 12, 6, 6] }, schedule)[1]!;
  expect(uneven.activations / even.activations).toBeCloseTo(12 / 8, 9);
  expect(trainingMemory({ ...job, stageLayers: [2, 26, 2, 2] }, schedule)).toEqual(
    stageMemories({ ...job, stageLayers: [2, 26, 2, 2] }, schedule)[1],
  );
  // Twice the parameters where each stage holds its mirror image too, and activations of p + 1 chunks.
  const both = stageMemories(job, bidirectional.create({}, undefined))[1]!;
  expect(both.weights).toBeCloseTo(2 * even.weights, 0);
  expect(both.activations / even.activations).toBeCloseTo((4 + 1) / 8, 9);
});

test("a teacher's forward pass comes before the student's, under its own name, and its activations travel too", () => {
  const schedule = oneForwardOneBackward.create({}, undefined);
  const alone = playedStep(schedule, 1, 4);
  const taught = playedStep(schedule, 1, 4, { teacher: passOf(6) });
  expect(taught.stepNs - alone.stepNs).toBe(4 * 6);
  expect(taught.timesNs.get("teacher")).toBe(4 * 6);
  // Two stages and one micro-batch: one send forward, with the teacher's activations, and one back without.
  const sent = playedStep(schedule, 2, 1, { sendNs: 2, teacherSendNs: 5 }).stepNs;
  expect(sent - playedStep(schedule, 2, 1).stepNs).toBe(2 + 5 + 2);
});

test("groups of a placement follow its order: tensor ranks next to each other, or data ranks", () => {
  const sizes = { tensor: 8, context: 1, data: 4, pipeline: 2 };
  const usual = new Placement(sizes);
  expect(usual.group("tensor")).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(usual.group("data")).toEqual([0, 8, 16, 24]);
  expect(usual.stride("pipeline")).toBe(32);
  const turned = new Placement(sizes, ["data", "tensor", "context", "pipeline"]);
  expect(turned.group("data")).toEqual([0, 1, 2, 3]);
  expect(turned.groups("data", ["tensor"])).toHaveLength(8);
  expect(usual.stageText(1)).toBe("ranks 32-63");
  // Stages next to each other: ranks 0 and 1 are a pipeline, so stage 1 has every other rank.
  expect(new Placement(sizes, ["pipeline", "tensor", "context", "data"]).stageText(1)).toBe("ranks 1, 3 ...");
});

test("PowerSGD sends 4 r (n + m) bytes of a matrix, and the rest as it is", () => {
  const matrices = [{ rows: 1000, columns: 500, count: 3 }];
  const { bytes } = powerSgd
    .create({ rank: 4 }, undefined)
    .compress({ matrices, parameters: 3 * 500_000 + 100 });
  expect(bytes).toBe(3 * 4 * 4 * 1500 + 2 * 100);
});

test("data-parallel ranks left open are the most that go together with the rest", () => {
  const base = { ranks: 600, layers: 32, globalBatch: 240, microBatch: 2, experts: 64 };
  for (const tensor of [1, 3, 8, 16])
    for (const expert of [1, 4, 16])
      for (const shardRanks of [undefined, 4, 10]) {
        const others = { tensor, pipeline: 4, expert, shardRanks };
        const goTogether = Array.from({ length: 120 }, (_, index) => index + 1).filter((data) => {
          try {
            return resolveDegrees({ data, ...others }, base).data === data;
          } catch {
            return false;
          }
        });
        const open = () => resolveDegrees({ data: "auto", ...others }, base).data;
        if (goTogether.length > 0) expect(open()).toBe(Math.max(...goTogether));
        else expect(open).toThrow();
      }
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
  expect(message({ data: 8, tensor: 8, pipeline: 1 }, base)).toBe(
    "workload.globalBatch: found 100; expected a multiple of data 8 x microBatch 1 = 8, such as 96 or 104",
  );
  expect(message({ data: "auto", tensor: 8, pipeline: 5 }, base)).toContain(
    "a divisor of the 32 layers: 1, 2, 4, 8, 16, 32",
  );
  expect(message({ data: 16, tensor: 8, pipeline: 1 }, base)).toContain("expected at most the 64 ranks");
  expect(message({ data: "auto", tensor: 8, pipeline: 5 }, base)).toContain("stageLayers: [6, 7, 7, 6, 6]");
  const uneven = { data: 2, tensor: 8, pipeline: 4, stageLayers: [7, 8, 8, 8] };
  expect(message(uneven, base)).toContain("found 31 layers on 4 stages; expected the 32 layers on 4 stages");
  expect(message({ ...uneven, stageLayers: [8, 9, 8, 7] }, base)).toBe("");
  expect(message({ data: 4, tensor: 4, pipeline: 1 }, { ...base, heads: 12 })).toBe("");
  expect(message({ data: 4, tensor: 8, pipeline: 1 }, { ...base, heads: 12 })).toBe(
    "workload.parallelism.tensor: found 8; expected a divisor of the 12 attention heads: 1, 2, 3, 4, 6, 12",
  );
  const dealt = { data: 1, tensor: 4, pipeline: 1, context: 4, contextExchange: "all-to-all" } as const;
  expect(message(dealt, { ...base, heads: 16 })).toBe("");
  expect(message(dealt, { ...base, heads: 24 })).toBe(
    "workload.parallelism.context: found 4; expected a divisor of the 6 attention heads of a tensor rank, which all-to-all deals out; or contextExchange: ring",
  );
  expect(message({ data: 10, tensor: 1, pipeline: 1, shardRanks: 4 }, base)).toBe(
    "workload.parallelism.shardRanks: found 4; expected a divisor of the 10 data-parallel ranks: 1, 2, 5, 10",
  );
});

describe("activation memory of the Megatron-LM 22B case (h 6144, 48 layers, 64 heads, s 2048, micro-batch 4, TP 8)", () => {
  const model = gptModel({
    name: "gpt-22b",
    title: "GPT 22B",
    source: "arXiv:2205.05198",
    layers: 48,
    hidden: 6144,
    heads: 64,
    vocabulary: 51_200,
    maxTokens: 2048,
  });
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
    expect(((2 + 4 + optimizers.adamw.stateBytes) * parameters) / gib).toBeCloseTo(45.5625, 4);
  });
});

describe("memory under ZeRO and recomputation", () => {
  const model = findModel(models, "llama-3.2-1b") as Model;
  const memory = (change: object) =>
    trainingMemory(
      {
        model,
        degrees: { data: 8, tensor: 1, pipeline: 1, microBatches: 4 },
        sequenceLength: 2048,
        microBatch: 1,
        recompute: "selective",
        sequenceParallel: false,
        zero: 1,
        optimizer: "adamw",
        ...change,
      },
      { inFlight: () => 4 },
    );
  const total = (change: object) => Object.values(memory(change)).reduce((sum, bytes) => sum + bytes, 0);

  test("never grows with a higher stage of ZeRO, whatever the model, the ranks and what is trained", () => {
    const decoders = models.filter(({ family, stack }) => family === "decoder" && stack !== undefined);
    const job = fc.record({
      model: fc.constantFrom(...decoders),
      degrees: fc.record({
        data: fc.constantFrom(1, 2, 4, 64),
        tensor: fc.constantFrom(1, 4),
        pipeline: fc.constantFrom(1, 2, 4),
        context: fc.constantFrom(1, 2),
        microBatches: fc.constant(4),
      }),
      recompute: fc.constantFrom("none", "full"),
      optimizer: fc.constantFrom("adamw", "sgd"),
      precision: fc.constantFrom("bf16", "fp32"),
      loraRank: fc.constantFrom(undefined, 16),
      shardRanks: fc.constantFrom(undefined, 2),
      offload: fc.constantFrom(undefined, "optimizer"),
      recipe: fc.constantFrom(
        undefined,
        { scaling: "delayed", narrowWeights: false, bytes: 1 },
        { scaling: "block", narrowWeights: true, bytes: 1.03125 },
      ),
    });
    fc.assert(
      fc.property(job, ({ recipe, ...each }) => {
        const own = each.precision === "fp32" ? each : { ...each, recipe };
        const at = [0, 1, 2, 3].map((zero) => total({ ...own, zero }));
        for (const stage of [1, 2, 3]) {
          expect(at[stage], `ZeRO-${stage}`).toBeLessThanOrEqual(at[stage - 1] * (1 + 1e-12));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("keeps everything in the layers that do not recompute", () => {
    const kept = (recompute: string, recomputeShare?: number) =>
      memory({ recompute, recomputeShare }).activations;
    const working = kept("full", 0) - kept("none");
    expect(kept("full", 0.25)).toBeCloseTo(0.25 * kept("full") + 0.75 * (kept("none") + working), 0);
  });

  test("holds four bytes less a parameter with moments in bf16", () => {
    const less = memory({}).optimizer - memory({ optimizer: "adamw-bf16" }).optimizer;
    expect(less).toBe((4 * memory({}).optimizer) / 12);
  });
});

test("fp32 takes 4 bytes a weight and no master copy, and twice the activations of 16 bits", () => {
  const model = findModel(models, "llama-3.2-1b") as Model;
  const memory = (precision: "bf16" | "fp32" | "fp8") =>
    trainingMemory(
      {
        model,
        degrees: { data: 1, tensor: 1, pipeline: 1, microBatches: 1 },
        sequenceLength: 2048,
        microBatch: 1,
        recompute: "selective",
        sequenceParallel: false,
        zero: 0,
        optimizer: "adamw",
        precision,
      },
      oneForwardOneBackward.create({}, undefined),
    );
  const [half, full] = [memory("bf16"), memory("fp32")];
  expect(full.weights).toBe(2 * half.weights);
  expect(full.gradients).toBe(half.gradients);
  expect(full.optimizer).toBeCloseTo((half.optimizer * 8) / 12, 0);
  expect(full.activations).toBe(2 * half.activations);
  expect(memory("fp8")).toEqual(half);
});

test("adapters train r (k + n) parameters a matrix: no gradients of frozen weights, memory of 2 bytes a frozen parameter", () => {
  const model = findModel(models, "llama-3.1-8b") as Model;
  const base = {
    model,
    degrees: { data: 1, tensor: 1, pipeline: 1, microBatches: 1 },
    sequenceLength: 128,
    microBatch: 1,
    recompute: "none" as const,
    sequenceParallel: false,
    zero: 0 as const,
    optimizer: "adamw" as const,
  };
  const schedule = gpipe.create({}, undefined);
  const whole = trainingMemory(base, schedule);
  const lora = trainingMemory({ ...base, loraRank: 16 }, schedule);
  // Llama 3.1 8B: query, key and value as one matrix of 4096 x 6144, output, gate and up as one, down; 32 layers.
  const sides = [4096 + 6144, 4096 + 4096, 4096 + 2 * 14336, 14336 + 4096];
  const adapters = 32 * 16 * sides.reduce((sum, each) => sum + each, 0);
  expect(lora.gradients).toBe(4 * adapters);
  expect(lora.weights - whole.weights).toBeCloseTo(lora.gradients / 2, 0);
  expect(lora.optimizer).toBe(3 * lora.gradients);
});
