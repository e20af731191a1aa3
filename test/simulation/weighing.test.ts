/** By what runs are weighed: the figures that the workload names, whatever its kind; and where figures of a user's own kind stand. */
import { expect, test } from "vitest";
import { costPart } from "../../src/simulation/account-metrics.ts";
import { checkedKinds, summaryKeys } from "../../src/simulation/kind-metrics.ts";
import { weighingOf } from "../../src/simulation/weighing.ts";
import { metricParts } from "../../src/workload/metric-parts.ts";
import type { WorkloadResult } from "../../src/workload/workload.ts";
import { record, summary } from "../laws/account-scenarios.ts";

const queued = {
  cluster: { instance: "trn1.32xlarge", count: 1 },
  workload: {
    kind: "queue",
    jobs: { count: 2, rate: "60/h", accelerators: 4, duration: { kind: "constant", mean: "1 h" } },
  },
};

test("what a workload weighs itself by are metrics that there are, with a unit that sentences can say and that of their band", () => {
  const costs = costPart.metrics.map(({ name }) => name as string);
  for (const { part, metrics, yardsticks } of metricParts) {
    const { cost = [], time = [], pace = [] } = yardsticks ?? {};
    expect([cost.length, time.length, pace.length], part).not.toContain(0);
    for (const { name } of cost) expect(costs).toContain(name);
    for (const { name, bandOf = name } of [...time, ...pace]) {
      const [metric, banded] = [name, bandOf].map((wanted) => metrics.find((each) => each.name === wanted));
      expect(banded?.unit, bandOf).toBe(metric?.unit);
      expect([metric?.better, metric?.unit === "s" || metric?.unit === "ms"], name).toEqual(["lower", true]);
    }
  }
});

const own = {
  kind: "render",
  metrics: [
    { name: "frames", title: "Frames", unit: "count", better: "higher" },
    { name: "frame_ms", title: "Frame", unit: "ms", better: "lower", isPace: true, objective: "frameTime" },
  ],
} as const;
const cost = { usd_total: 12, usd_per_million_total_tokens: null } as never;

test("a kind of a user's own is weighed by its bill, the time it took, and its pace where it names one", () => {
  const result = { own: { frames: 9, frame_ms: 40 } } as unknown as WorkloadResult;
  const bill = { metric: "cost.usd_total", title: "$ for the whole run", unit: "usd", words: "in all" };
  const weighed = weighingOf({ cost, result, own, elapsedS: 7 });
  expect(weighed.cost).toEqual({ ...bill, band_of: "usd_total", objective: "usdTotal", value: 12 });
  expect(weighed.pace).toMatchObject({ metric: "render.frame_ms", objective: "frameTime", value: 40 });
  expect(weighed.time).toMatchObject({ metric: "elapsed_s", unit: "s", words: "in all", value: 7 });
  const [frames] = own.metrics;
  const plain = weighingOf({ cost, result, own: { ...own, metrics: [frames] }, elapsedS: 7 });
  expect(plain.pace).toMatchObject({ metric: "elapsed_s", unit: "s", value: 7 });
  expect(weighingOf({ cost, result: undefined, own, elapsedS: 0 })).toEqual({
    cost: null,
    time: null,
    pace: null,
  });
  // Several jobs have no result of the whole.
  const several = weighingOf({ cost, result: undefined, own, elapsedS: 9 });
  expect([several.cost?.value, several.time?.value]).toEqual([12, 9]);
});

test("every key of a summary is kept from being the name of a kind", () => {
  const keys = Object.keys(summary(record(queued))).filter((key) => key !== "queue");
  expect(keys.filter((key) => !summaryKeys.includes(key))).toEqual([]);
});

test("a band of a kind's own metric goes by figures that are measured", () => {
  const [frames] = own.metrics;
  const kind = (band: object) => ({ name: "render", metrics: [{ ...frames, band }] }) as never;
  expect(() => checkedKinds([kind({ of: ["steps"] })])).toThrow(/render.*metrics\.0\.band\.of\.0 "steps"/);
  expect(() => checkedKinds([kind({ follows: "frames", of: ["step"] })])).toThrow(/either of or follows/);
  expect(checkedKinds([kind({ of: ["step"], isTold: true })])).toHaveLength(1);
});
