/** Every schedule of the list, on any pipeline that it takes: each pass once and in order, and in flight what it says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import type { Task } from "../../src/workload/training/schedules/schedule.ts";
import { scheduleContract } from "../../src/workload/training/schedules/schedule-contract.ts";
import { schedules } from "../../src/workload/training/schedules.ts";

const shapes = fc.record({
  stages: fc.integer({ min: 1, max: 6 }),
  microBatches: fc.integer({ min: 1, max: 16 }),
});

test.each(schedules.map(({ name }) => name))(
  "%s runs every pass once and in order, and holds what it says at most",
  (name) => {
    const choice = pluginChoice(schedules).parse(name);
    const schedule = createPlugin(schedules, choice, undefined, scheduleContract);
    const { chunks = 1, splitsBackward = false } = schedule;
    fc.assert(
      fc.property(shapes, (shape) => {
        const layers = new Array<number>(shape.stages).fill(4);
        fc.pre(schedule.unfit?.(shape, layers) === undefined);
        const most = Array.from({ length: shape.stages }, (_, stage) => {
          // The contract refuses an order that leaves a pass out, runs one twice or before its turn, or waits for ever.
          const order = schedule.order(stage, shape);
          const passes = order.flatMap((task): Task[] => (task.beside ? [task, task.beside] : [task]));
          let [held, highest] = [0, 0];
          for (const { kind, withWeights } of passes) {
            if (kind === "forward") highest = Math.max(highest, ++held);
            if (kind === "weight" || (kind === "backward" && (!splitsBackward || withWeights))) held--;
          }
          expect(held).toBe(0);
          expect(highest / chunks).toBeLessThanOrEqual(schedule.inFlight(stage, shape) + 1e-9);
          return highest / chunks;
        });
        // What it says is no more than it needs on the stage that holds most.
        const said = most.map((_, stage) => schedule.inFlight(stage, shape));
        expect(Math.max(...said)).toBeCloseTo(Math.max(...most), 9);
      }),
      { numRuns: 60 },
    );
  },
);
