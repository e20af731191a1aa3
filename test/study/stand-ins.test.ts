/** Which plans stand for which: each thing that a report tells needs one that is as good. */
import { expect, test } from "vitest";
import type { Plan } from "../../src/study/plan/plan.ts";
import { StandIns } from "../../src/study/plan/stand-ins.ts";
import type { Combination } from "../../src/study/plan/trial.ts";

const hourNs = 3600e9;

/** Work of so many instance-hours at $1 each, whatever their number. */
const on = (hardware: string, hours = 30): Combination => ({
  overrides: [],
  hardware,
  counts: [],
  usdPerHour: 1,
  runLeast: { instanceNs: hours * hourNs, besideNs: 0 },
});

const plan = (usd: number, hours: number, feasible = true) => {
  const objectives = [{ objective: "end", limit: 40 * 3600, actual: hours * 3600, must: "stay below" }];
  const pace = { objective: "end", unit: "s", value: hours * 3600 };
  const summary = { status: "completed", objectives, weighed_by: { cost: null, pace } };
  return { overrides: [], summary, usd, slowness: 0, score: usd, feasible } as unknown as Plan;
};

/** Eight cheap and slow plans on other hardware, so that nothing of $30 is among those that are shown. */
function shown(): StandIns {
  const known = new StandIns();
  for (let usd = 1; usd <= 8; usd++) known.add(plan(usd, 39), on("other"), 1);
  return known;
}

test("hardware without a plan of its own is tried, whatever others cost", () => {
  expect(shown().standFor(on("own"), 4)).toBe(false);
});

test("a plan that costs no more stands for as many instances of its hardware", () => {
  const known = shown();
  known.add(plan(20, 10), on("own"), 4);
  expect(known.standFor(on("own"), 4)).toBe(true);
});

test("what would be faster than every plan as cheap may be on the front, until one of any hardware is as fast", () => {
  const known = shown();
  known.add(plan(20, 10), on("own"), 4);
  // 30 instance-hours on five: 6 h, and the own plan takes 10.
  expect(known.standFor(on("own"), 5)).toBe(false);
  known.add(plan(25, 6), on("other"), 2);
  expect(known.standFor(on("own"), 5)).toBe(true);
});

test("what has fewer instances than every plan of its hardware may be its smaller one", () => {
  const known = shown();
  known.add(plan(20, 10), on("own"), 4);
  known.add(plan(25, 5), on("other"), 2);
  expect(known.standFor(on("own"), 3)).toBe(false);
  known.add(plan(28, 14), on("own"), 2);
  expect(known.standFor(on("own"), 3)).toBe(true);
});

test("what cannot end in time is left out only where its hardware has a plan that does", () => {
  const known = shown();
  // 30 and 50 instance-hours on one, of at most 40.
  expect(known.standFor(on("own", 50), 1)).toBe(false);
  known.add(plan(60, 15), on("own"), 4);
  expect(known.standFor(on("own", 50), 1)).toBe(true);
  expect(known.standFor(on("own", 30), 1)).toBe(false);
});
