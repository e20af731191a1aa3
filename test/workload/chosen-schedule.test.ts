import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { chosenSchedule } from "../../src/workload/training/schedules/chosen-schedule.ts";
import { scheduleContract } from "../../src/workload/training/schedules/schedule-contract.ts";
import { schedules } from "../../src/workload/training/schedules.ts";
import { StageSpans } from "../../src/workload/training/step/stage-spans.ts";

/** A choice that a scenario without options parses to; undefined of a schedule that has no such. */
const choices = schedules.map(({ name, options }) => ({
  kind: name,
  ...Object.fromEntries(Object.keys(options).map((key) => [key, 2])),
}));

test.each(choices)("the orders of $kind are those of one made anew, whatever was asked before", (choice) => {
  const kept = chosenSchedule(schedules, choice);
  expect(chosenSchedule(schedules, { ...choice })).toBe(kept);
  for (const microBatches of [8, 16, 8]) {
    const shape = { stages: 4, microBatches };
    const fresh = createPlugin(schedules, choice, undefined, scheduleContract);
    for (let stage = 0; stage < shape.stages; stage++) {
      expect(kept.order(stage, shape)).toEqual(fresh.order(stage, shape));
    }
  }
});

test("a plug-in of a user is made anew every time, for it may remember", () => {
  const [first] = schedules;
  const own = [{ ...first!, name: "own", file: "own.ts" }];
  const choice = { kind: "own" };
  expect(chosenSchedule(own, choice)).not.toBe(chosenSchedule(own, choice));
});

test("spans come out as they went in, across blocks", () => {
  const spans = new StageSpans();
  const written = Array.from({ length: 2500 }, (_, index) => ({
    stage: index % 7,
    what: index % 2 === 0 ? "forward" : "optimizer",
    microBatch: index % 2 === 0 ? index : null,
    startNs: index / 3,
    endNs: index,
  }));
  for (const { stage, what, microBatch, startNs, endNs } of written) {
    spans.add(stage, what, microBatch, startNs, endNs);
  }
  expect([...spans]).toEqual(written);
  expect([...spans]).toEqual(written);
});
