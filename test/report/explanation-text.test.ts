import { expect, test } from "vitest";
import { explanationText } from "../../src/report/text/explanation-text.ts";
import { makeStyle } from "../../src/report/text/style.ts";
import type { Explanation } from "../../src/study/explanation.ts";

const lever = (name: string) => ({ lever: name, more: -0.05, less: 0.05, others: [] });

test("figures of levers line up below each other, however long the names of kernels are", () => {
  const levers = ["HBM bandwidth", "decode attention of the sliding windows"].map(lever);
  const explanation = {
    metric: "mean_tpot_ms",
    limitedBy: null,
    levers,
    wouldNotHelp: [],
    time: [],
    longRun: [],
  };
  const lines = explanationText(explanation as unknown as Explanation, makeStyle(false, 120)).split("\n");
  const columns = lines.filter((line) => line.includes("TPOT")).map((line) => line.indexOf(" TPOT"));
  expect(columns).toHaveLength(2);
  expect(new Set(columns).size).toBe(1);
});

test("what was explained unasked says what the flag adds, and tells one way only", () => {
  const levers = ["HBM bandwidth", "compute"].map((name) => ({ lever: name, more: -0.05, others: [] }));
  const explanation = {
    metric: "mean_tpot_ms",
    limitedBy: "compute",
    levers,
    wouldNotHelp: [],
    time: [],
    longRun: [],
  };
  const text = explanationText(explanation as unknown as Explanation, makeStyle(false, 120));
  expect(text).toContain("TPOT -5 %\n");
  expect(text.split("\n").at(-1)?.trim()).toBe("--explain adds single kernels, and 10 % less");
});
