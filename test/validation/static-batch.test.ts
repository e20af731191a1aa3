/** Rows of static batches as scenarios that a user can run. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { rowScenario, validate } from "../../src/validation/validate.ts";

const known = simulating(catalog);

/** The head of a shipped file and every `each`-th row from `from` on that `keep` keeps. */
function someRows(name: string, from: number, each: number, keep: (row: string) => boolean) {
  const [head, ...rows] =
    shippedMeasurements
      .find((file) => file.name === name)
      ?.text.trim()
      .split("\n") ?? [];
  const kept = rows.filter(keep).filter((_, line) => line % each === from);
  return { name, text: [head, ...kept].join("\n") };
}

/** The figures of a summary that columns may speak of: a column is one of them. */
const exact = ["mean_tpot_ms", "mean_ttft_ms", "output_throughput", "total_token_throughput"];
/** Gaps between tokens are kept in a sketch, which is off by so much at most. */
const sketched = 0.002;

test.each([
  ["decode.csv", 3, 16, () => true],
  ["gpu_inference.csv", 2, 12, (row: string) => /splitwise/i.test(row)],
] as const)("rows of %s are predicted as the scenarios that they print run", (name, from, each, keep) => {
  const file = someRows(name, from, each, keep);
  const { rows } = validate([file], known);
  const ids = [...new Set(rows.map(({ id }) => id))];
  const ran = ids.filter((id) => {
    const summary = known.simulate?.(rowScenario(file, id, known));
    if (summary?.status === "out-of-memory") return false;
    const found = summary?.inference as unknown as Record<string, number>;
    for (const { predicted, metric } of rows.filter((row) => row.id === id)) {
      const off = (figure: string) => Math.abs(found[figure]! / predicted - 1);
      const isExact = Math.min(...exact.map(off)) < 1e-9;
      expect(isExact || off("median_itl_ms") < sketched, `${id} ${metric}`).toBe(true);
    }
    return true;
  });
  expect(ran.length).toBeGreaterThan(4);
});
