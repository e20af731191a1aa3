/** Laws of one training step, whatever the schedule: no faster than any of its resources, and never slower with faster ones. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";
import { bidirectional } from "../../src/workload/training/schedules/bidirectional.ts";
import { gpipe } from "../../src/workload/training/schedules/gpipe.ts";
import { interleaved } from "../../src/workload/training/schedules/interleaved.ts";
import type { Schedule, Task } from "../../src/workload/training/schedules/schedule.ts";
import { zeroBubble } from "../../src/workload/training/schedules/zero-bubble.ts";
import { noTime } from "../../src/workload/training/stage/pass-time.ts";
import type { StageTimes } from "../../src/workload/training/stage/stage-times.ts";
import { LonePipeline, loneStepNs } from "../../src/workload/training/step/lone-pipeline.ts";
import { Pipeline } from "../../src/workload/training/step/pipeline.ts";
import type { StepRun } from "../../src/workload/training/step/step-run.ts";

const lists = new Map<number, Task[]>();
/** A schedule that gives all stages, of pipelines of any length, one list of tasks. */
const oneList: Schedule = {
  ...gpipe.create({}, undefined),
  order(_, { microBatches }) {
    const list = lists.get(microBatches) ?? gpipe.create({}, undefined).order(0, { stages: 1, microBatches });
    lists.set(microBatches, list);
    return list;
  },
};

const schedules = {
  "one list": oneList,
  gpipe: gpipe.create({}, undefined),
  "1f1b": oneForwardOneBackward.create({}, undefined),
  interleaved: interleaved.create({ chunks: 2 }, undefined),
  "zero-bubble": zeroBubble.create({}, undefined),
  bidirectional: bidirectional.create({}, undefined),
};

const ns = fc.integer({ min: 0, max: 50 });
const pass = fc.record({ compute: fc.integer({ min: 1, max: 50 }), tensor: ns });
const step = fc.record({
  name: fc.constantFrom(...(Object.keys(schedules) as (keyof typeof schedules)[])),
  half: fc.integer({ min: 1, max: 4 }),
  rounds: fc.integer({ min: 2, max: 5 }),
  forward: pass,
  backward: pass,
  weight: fc.integer({ min: 1, max: 50 }),
  sendNs: ns,
  gatherNs: ns,
  scatterNs: ns,
  buckets: fc.integer({ min: 1, max: 6 }),
  bucketNs: ns,
  optimizerNs: ns,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Times of a step whose links are `speed` times as fast. */
function timesOf(each: Step, speed = 1): StageTimes {
  const splits = schedules[each.name].splitsBackward === true;
  const passOf = ({ compute, tensor }: Step["forward"]) => ({ ...noTime, compute, tensor: tensor / speed });
  const backward = passOf(each.backward);
  return {
    forward: passOf(each.forward),
    backward: splits ? backward : { ...backward, compute: backward.compute + each.weight },
    weight: splits ? { ...noTime, compute: each.weight } : noTime,
    recompute: noTime,
    teacher: noTime,
    sendNs: each.sendNs / speed,
    teacherSendNs: 0,
    gatherNs: each.gatherNs / speed,
    teacherGatherNs: 0,
    firstGather: 1 / 4,
    scatterNs: each.scatterNs / speed,
    buckets: each.buckets,
    bucketNs: each.bucketNs / speed,
    optimizerNs: each.optimizerNs,
    stepOverheadNs: 0,
  };
}

function stepNs(each: Step, speed = 1): number {
  const stages = 2 * each.half;
  return playNs(Array(stages).fill(timesOf(each, speed)), each.name, each.rounds * stages);
}

function playNs(times: readonly StageTimes[], name: Step["name"], microBatches: number): number {
  const simulator = new Simulator();
  new Pipeline(times, schedules[name], microBatches).start(simulator);
  expect(simulator.run()).toEqual({ status: "completed" });
  return simulator.now;
}

/** What is known of a step that `start` begins at `startNs`. */
function begun(
  startNs: number,
  start: (simulator: Simulator, done: (now: number) => void) => StepRun | undefined,
) {
  const simulator = new Simulator();
  let endNs = Number.NaN;
  let step: StepRun | undefined;
  const begin = () => {
    step = start(simulator, (now) => {
      endNs = now;
    });
  };
  simulator.scheduleAt(startNs, { handle: begin }, 0);
  simulator.run();
  const timesNs = [...(step?.timesNs(endNs) ?? [])];
  // As one text, which is compared in a tenth of the time.
  return { endNs, events: simulator.events, timesNs, spans: JSON.stringify([...(step?.spans ?? [])]) };
}

test("a step that is told at once is its play, to the last digit: when it ends, where its time goes, how many events it has", () => {
  fc.assert(
    fc.property(
      step,
      pass,
      pass,
      fc.array(fc.double({ min: 0.3, max: 3, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (each, again, taught, speeds) => {
        const lone = { ...each, gatherNs: 0, scatterNs: 0, buckets: 1 };
        const passOf = ({ compute, tensor }: Step["forward"]) => ({ ...noTime, compute, tensor });
        const extra = {
          recompute: passOf(again),
          teacher: passOf(taught),
          teacherSendNs: 3,
          stepOverheadNs: 7,
        };
        const times = speeds.slice(0, 2 * lone.half).map((speed) => ({ ...timesOf(lone, speed), ...extra }));
        const microBatches = lone.rounds * times.length;
        const schedule = schedules[lone.name];
        expect(loneStepNs({ times, schedule, microBatches })).toBe(playNs(times, lone.name, microBatches));
        // Beginning at an odd moment, with a wait for data.
        const [startNs, dataStallNs] = [lone.sendNs / 3, lone.optimizerNs / 7];
        const told = begun(startNs, (simulator, done) =>
          LonePipeline.start(simulator, { times, schedule, microBatches, dataStallNs }, done),
        );
        const played = begun(startNs, (simulator, done) => {
          const pipeline = new Pipeline(times, schedule, microBatches, { dataStallNs, done });
          pipeline.start(simulator);
          return pipeline;
        });
        expect(told).toEqual(played);
      },
    ),
    { numRuns: 40, seed: 17 },
  );
});

test("a step is no faster than the compute engine or the collective engine of any stage", () => {
  fc.assert(
    fc.property(step, (each) => {
      const microBatches = each.rounds * 2 * each.half;
      const { forward, backward, weight, buckets, bucketNs, optimizerNs } = each;
      const computeNs = microBatches * (forward.compute + backward.compute + weight);
      // Forward and backward of different directions share the engine; a pass alone waits for its own exchanges.
      const collectiveNs = microBatches * (forward.tensor + backward.tensor) + buckets * bucketNs;
      const playedNs = stepNs(each);
      expect(playedNs).toBeGreaterThanOrEqual(computeNs + optimizerNs - 1e-6);
      expect(playedNs).toBeGreaterThanOrEqual(collectiveNs + optimizerNs - 1e-6);
    }),
    { numRuns: 300, seed: 5 },
  );
});

test("faster links are never slower", () => {
  fc.assert(
    fc.property(step, fc.double({ min: 1, max: 8, noNaN: true }), (each, speed) => {
      expect(stepNs(each, speed)).toBeLessThanOrEqual(stepNs(each) + 1e-6);
    }),
    { numRuns: 300, seed: 6 },
  );
});
