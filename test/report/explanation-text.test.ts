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
