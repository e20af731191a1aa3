/** Steps that stand in a plan more than once are told by what they send, whoever made them. */
import { expect, test } from "vitest";
import { RecurringSteps } from "../../src/network/analytic/recurring-steps.ts";
import type { Step } from "../../src/network/collectives/collective-plan.ts";

const shift = (fraction: number, repeat = 1, isReduced?: boolean): Step => ({
  repeat,
  transfers: [0, 1, 2, 3].map((source) => ({
    source,
    target: (source + 1) % 4,
    fraction,
    ...(isReduced === undefined ? {} : { isReduced }),
  })),
});

/** How often something is made for each of `steps`, which are phases of one track each: undefined for those that stand alone. */
function made(steps: readonly Step[]) {
  const recurring = new RecurringSteps<number>({ tracks: steps.map((step) => ({ phases: [[step]] })) });
  let count = 0;
  return steps.map((step) => recurring.once(step, () => count++));
}

test("steps of the same transfers are one, though other objects", () => {
  expect(made([shift(0.25), shift(0.5), shift(0.25), shift(0.5)])).toEqual([0, 1, 0, 1]);
});

test("a step that stands alone is not kept", () => {
  expect(made([shift(0.25), shift(0.5), shift(0.25)])).toEqual([0, undefined, 0]);
});

test("one step in several places is one", () => {
  const step = shift(0.25);
  expect(made([step, step])).toEqual([0, 0]);
});

test("steps that differ in repetitions, in one transfer, or in who sums are not the same", () => {
  const [first, ...others] = shift(0.25).transfers;
  const turned: Step = {
    repeat: 1,
    transfers: [first!, ...others.slice(0, -1), { source: 3, target: 1, fraction: 0.25 }],
  };
  const steps = [shift(0.25), shift(0.25, 2), shift(0.25, 1, true), turned];
  expect(made(steps)).toEqual([undefined, undefined, undefined, undefined]);
});
