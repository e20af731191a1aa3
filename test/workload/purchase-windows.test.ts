/** Stages whose instances are bought for windows: when they work, what of it the next window does, and that all that is bought is paid. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ScenarioError } from "../../src/base/errors.ts";
import { boughtNs } from "../../src/workload/pipeline/purchase-windows.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const usdPerHour = 3.6;

interface Row {
  start_s: number;
  end_s: number;
  held_s: number;
  times: number;
  usd: number;
}

/** A stage of `seconds` after one of 10 s, on an instance bought for `windows`, s. */
function run(
  seconds: number,
  windows: readonly (readonly [number, number])[],
  more: object = {},
  stage: object = {},
) {
  const at = windows.map(([from, until]) => ({ from: `${from} s`, until: `${until} s` }));
  return record({
    cluster: { instance: "trn1.32xlarge", pricing: { usdPerHour } },
    workload: {
      kind: "pipeline",
      stages: [
        { name: "first", workload: { kind: "host-work", time: "10 s" } },
        {
          name: "bought",
          needs: ["first"],
          workload: { kind: "host-work", time: `${seconds} s` },
          cluster: { instance: "trn1.32xlarge", windows: { at, restart: "5 s", ...more } },
          ...stage,
        },
      ],
    },
  });
}

const figures = (of: ReturnType<typeof run>) =>
  (summary(of) as unknown as { pipeline: { elapsed_s: number; usd: number; stages: [Row, Row] } }).pipeline;

const dollars = (seconds: number) => (usdPerHour * seconds) / 3600;

test("a stage waits for its window, and pays for it from its beginning on, not before", () => {
  const { stages, elapsed_s } = figures(run(30, [[100, 150]]));
  expect([stages[1].start_s, stages[1].end_s, elapsed_s]).toEqual([100, 130, 130]);
  expect(stages[1].usd).toBeCloseTo(dollars(30), 12);
});

test("a window that began before pays for the wait too, and one that goes on afterwards says for how long", () => {
  const of = run(30, [[5, 150]]);
  const { stages } = figures(of);
  expect([stages[1].start_s, stages[1].held_s]).toEqual([10, 35]);
  expect(stages[1].usd).toBeCloseTo(dollars(35), 12);
  expect(summary(of).warnings).toContain(
    "bought: its windows go on for 110 s after the pipeline has ended, $0.11 more than is counted",
  );
});

test("what a window does not do the next one does, after a save and a restart", () => {
  // 40 s from 10 on, the last 4 of them for the save; 5 to restart at 100, and of the 60 s 24 left.
  const { stages, elapsed_s } = figures(
    run(
      60,
      [
        [0, 50],
        [100, 200],
      ],
      { save: "4 s" },
    ),
  );
  expect([stages[1].start_s, stages[1].end_s, elapsed_s]).toEqual([10, 129, 129]);
  expect(stages[1].times).toBe(1);
  expect(stages[1].held_s).toBe(50 + 29);
  expect(stages[1].usd).toBeCloseTo(dollars(79), 12);
});

test("a stage that finds no window any more is told, with what is left of it", () => {
  const left = run(60, [[0, 50]]);
  expect(left.status).toBe("stalled");
  expect(left.reason).toContain("stage bought has 20 s of work left, and no window of its instances");
  const twice = run(60, [[0, 75]], {}, { times: 2 });
  expect(twice.reason).toContain("stage bought has 55 s of work left, and no window of its instances");
});

test("windows that are no time, or overlap, are refused where they stand", () => {
  const problems = (windows: readonly (readonly [number, number])[]) => {
    try {
      run(1, windows);
      return [];
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      return error.problems.map(({ path, found, expected }) => `${path}: ${found}, ${expected}`);
    }
  };
  const path = "workload.stages[1].cluster.windows.at[1]";
  expect(
    problems([
      [0, 20],
      [10, 10],
    ]),
  ).toEqual([
    `${path}.until: 10 s, after from, 10 s`,
    `${path}.from: 10 s, at or after the end of the window before, 20 s`,
  ]);
  expect(
    problems([
      [0, 20],
      [20, 30],
    ]),
  ).toEqual([]);
});

test("whatever the windows, a stage works its time within them, and chips, dollars and what was bought agree", () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 90 }), (list, seconds) => {
      let at = 0;
      const windows = list.map(([gap, length]): readonly [number, number] => {
        const from = at + gap;
        at = from + length;
        return [from, at];
      });
      const of = run(seconds, windows, { restart: "0 s" });
      const room = windows.reduce((sum, [from, until]) => sum + Math.max(0, until - Math.max(from, 10)), 0);
      expect(of.status).toBe(room >= seconds ? "completed" : "stalled");
      if (of.status === "stalled") return;
      const { stages, elapsed_s, usd } = figures(of);
      const ns = windows.map(([from, until]) => ({ from: from * 1e9, until: until * 1e9 }));
      const bought = boughtNs({ at: ns, save: 0, restart: 0 }, elapsed_s * 1e9) / 1e9;
      expect(stages[1].held_s).toBeCloseTo(Math.max(bought, seconds), 9);
      expect(usd).toBeCloseTo(stages[0].usd + stages[1].usd, 9);
      expect(summary(of).cost.usd_total).toBeCloseTo(usd, 9);
    }),
    { numRuns: 40, seed: 3 },
  );
});
