/** The words of reports: answers, names of metrics, titles of several plans, axes that name runs. */
import { expect, test } from "vitest";
import { metricName } from "../../src/base/metric-text.ts";
import { answerOf } from "../../src/report/html/answer.ts";
import { runAxis } from "../../src/report/html/charts/run-axis.ts";
import { timeAxis } from "../../src/report/html/charts/time-axis.ts";
import { planName, plansText } from "../../src/report/text/plan-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import type { PlanReport } from "../../src/study/plan/plan-report.ts";

const perMillion = "usd_per_million_total_tokens";
const costOf = {
  metric: `cost.${perMillion}`,
  unit: "usd",
  words: "per million tokens",
  band_of: perMillion,
};
const timeOf = { metric: "training.time_to_train_s", unit: "s", words: "to train", band_of: "step_time_s" };

/** A finished training run of `usd` for a million tokens and `days` of training. */
const run = (variant: string, usd: number, days: number) =>
  ({
    summary: {
      scenario: { variant },
      status: "completed",
      cluster: { instance: variant },
      weighed_by: {
        cost: { ...costOf, value: usd },
        time: { ...timeOf, value: days * 86_400 },
      },
      objectives: [],
    },
  }) as never;

test("runs within half a percent of the best are called level, and the next is told with its ratio", () => {
  const [cost, time] = answerOf([run("a", 6, 8), run("b", 2, 4.01), run("c", 2.008, 4)]);
  expect(cost).toBe("b and c are level, and cheapest: $2.00 per million tokens; next is a with $6.00 (3x).");
  expect(time).toBe("c and b are level, and fastest: 4 d to train; next is a with 8 d (2x).");
  expect(answerOf([run("a", 6, 4), run("b", 2, 2)])[0]).toBe(
    "b is cheapest: $2.00 per million tokens; next is a with $6.00 (3x).",
  );
});

test("an answer gives the error band of what it says first, of one run and of the best", () => {
  const banded = (variant: string, usd: number, low: number | null) => {
    const { summary } = run(variant, usd, 4) as { summary: object };
    const band = { metric: perMillion, value: usd, low, high: 2 * usd, coverage: 0.9 };
    const step = { metric: "step_time_s", value: 1, low: 0.8, high: 1.5, coverage: 0.86 };
    return { summary: { ...summary, uncertainty: [band, step] } } as never;
  };
  expect(answerOf([banded("a", 6, 5), banded("b", 2, 1.5)])).toEqual([
    "b is cheapest: $2.00 per million tokens (90 % within $1.50 to $4.00); next is a with $6.00 (3x).",
    "a and b are level, and fastest: 4 d to train (step time 1 s, 86 % within 800 ms to 1.5 s).",
  ]);
  expect(answerOf([banded("a", 6, null)])[0]).toBe("a: $6.00 per million tokens.");
});

test("an answer over several replications gives their means, where every one of them has the figure", () => {
  const replicated = (runs: object[]) => {
    const [first, ...replications] = runs as { summary: never }[];
    return { summary: first!.summary, replications: replications.map(({ summary }) => summary) };
  };
  const [cost, time] = answerOf([
    replicated([run("a", 2, 8), run("a", 4, 10)]),
    replicated([run("b", 3.5, 3), run("b", 3.5, 5)]),
  ]);
  expect(cost).toBe("a is cheapest: $3.00 per million tokens; next is b with $3.50 (1.17x).");
  expect(time).toBe("b is fastest: 4 d to train; next is a with 9 d (2.25x).");
  const { summary } = run("b", 1, 4) as { summary: { weighed_by: object } };
  const unpriced = { summary: { ...summary, weighed_by: { ...summary.weighed_by, cost: null } } };
  expect(answerOf([replicated([run("b", 1, 4), unpriced])])).toEqual(["b: 4 d to train."]);
});

test("an answer names each objective that is missed, and by which runs", () => {
  const judged = (variant: string, met: boolean) => {
    const { summary } = run(variant, 1, 1) as { summary: object };
    const objective = { objective: "stepTime", limit: 10, unit: "s", met };
    const other = { objective: "timeToTrain", limit: 864_000, unit: "s", met: true };
    return { summary: { ...summary, objectives: [objective, other] } } as never;
  };
  const missedOf = (...runs: never[]) => answerOf(runs).filter((sentence) => /missed/.test(sentence));
  expect(missedOf(judged("a", true), judged("b", true))).toEqual([]);
  expect(missedOf(judged("a", true), judged("b", false))).toEqual(["stepTime of 10 s is missed by b."]);
  expect(missedOf(judged("a", false), judged("b", false))).toEqual(["stepTime of 10 s is missed by all."]);
  expect(missedOf(judged("a", false))).toEqual(["stepTime of 10 s is missed."]);
  const { summary } = judged("a", false) as { summary: never };
  const others = [judged("a", true), judged("a", false)].map(({ summary: each }) => each);
  expect(missedOf({ summary, replications: others } as never, judged("b", true))).toEqual([
    "stepTime of 10 s is missed by a in 2 of 3.",
  ]);
});

test("an answer begins with who meets every objective where some do, and with what is missed where none does", () => {
  const judged = (variant: string, met: boolean) => {
    const { summary } = run(variant, 1, 1) as { summary: object };
    return { summary: { ...summary, objectives: [{ objective: "stepTime", limit: 10, unit: "s", met }] } };
  };
  const first = (...runs: object[]) => answerOf(runs as never)[0];
  expect(first(judged("a", true), judged("b", false))).toBe("Every objective is met by a.");
  expect(first(judged("a", false), judged("b", false))).toBe("stepTime of 10 s is missed by all.");
  expect(first(judged("a", true), judged("b", true))).toMatch(/^a and b are level/);
});

test("an answer about jobs side by side says how much longer each takes than alone", () => {
  const { summary } = run("a", 1, 1) as { summary: object };
  const jobs = [
    { name: "tune", slowdown: 1.25 },
    { name: "chat", slowdown: 1 },
  ];
  expect(answerOf([{ summary: { ...summary, jobs } } as never])[0]).toBe(
    "Side by side: tune 1.25x as long as alone, chat 1x as long as alone.",
  );
});

test("names of metrics are words with the field's abbreviations in capitals", () => {
  expect(["mean_tpot_ms", "step_time_s", "mean_ttft_ms"].map(metricName)).toEqual([
    "mean TPOT",
    "step time",
    "mean TTFT",
  ]);
});

test("times are drawn in seconds beyond ten, in hours beyond two, in days beyond two", () => {
  expect(timeAxis(10_000)).toEqual({ unit: "ms", perMs: 1 });
  expect(timeAxis(10_001)).toEqual({ unit: "s", perMs: 1e-3 });
  const hourMs = 3600e3;
  expect(timeAxis(2 * hourMs).unit).toBe("s");
  expect(timeAxis(2 * hourMs + 1)).toEqual({ unit: "hours", perMs: 1 / hourMs });
  expect(timeAxis(48 * hourMs).unit).toBe("hours");
  expect(timeAxis(48 * hourMs + 1)).toEqual({ unit: "days", perMs: 1 / (24 * hourMs) });
});

test("an axis keeps room for short names, and wraps long ones into taller rows of a bounded margin", () => {
  const short = runAxis(["trn2"]);
  const long = runAxis(["3 x p5en.48xlarge, tensor 8, pipeline 2, maxBatch 64"]);
  const longer = runAxis(["3 x p5en.48xlarge, tensor 8, pipeline 2, maxBatch 64, weights fp8, kvCache fp8"]);
  expect(short.marginLeft).toBeLessThan(long.marginLeft);
  expect(long.marginLeft).toBe(longer.marginLeft);
  expect(long.rowPixels).toBeLessThan(longer.rowPixels);
});

test("each of several plans stands under the name of its scenario and variant, one alone does not", () => {
  const report = (variant: string) =>
    ({
      scenario: "chat",
      variant,
      best: null,
      closest: null,
      top: [],
      columns: [],
      hardware: [],
      searched: { combinations: 1, simulations: 1, pruned: 0, skipped: 0, each_count: true },
      stopped: null,
      deploy: {},
    }) as unknown as PlanReport;
  const style = makeStyle(false);
  const flags = () => "its flags";
  const text = plansText([report("base"), report("wide")], style, flags);
  expect(text).toMatch(/^chat\nNo plan meets the objectives\.[\s\S]*\nits flags\n\nchat \/ wide\nNo plan/);
  expect(plansText([report("base")], style, flags)).toMatch(/^No plan/);
});

test("a plan is named by what was chosen where its setting leaves it open", () => {
  const summary = {
    cluster: { instance: "trn2.48xlarge", instances: 2 },
    choices: [{ key: "workload.parallelism.expert", value: 16, why: "" }],
  } as unknown as Summary;
  const set = ["cluster.count=2", "workload.batching.maxBatch=4", "workload.parallelism.expert=auto"];
  expect(planName({ set, summary })).toBe("2 x trn2.48xlarge, maxBatch 4, expert 16");
});
