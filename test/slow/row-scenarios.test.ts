/**
 * What `validate` predicts of a row is what the scenario runs that the row is told as (`validate --row`): a user who takes it gets
 * the figure whose error is known. Kinds predict from replicas and steps of the same models, without a cluster around them; that
 * this is the same is shown here.
 */
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { simulating } from "../../src/cli/simulate-written.ts";
import type { Summary } from "../../src/simulation/summary.ts";
import { shippedMeasurements } from "../../src/validation/measurements.ts";
import { UnpredictableRow } from "../../src/validation/rows/row.ts";
import { measuredRows, rowScenario, validate } from "../../src/validation/validate.ts";

const known = simulating(catalog);
const rowsEach = 4;

type Figure = (summary: Summary) => number | null | undefined;

/** Figures of a summary by the metric of a measurement; how far they may lie apart, where runs draw load of their own. */
const kinds: Readonly<Record<string, { within: number; figures: Readonly<Record<string, Figure>> }>> = {
  "decode.csv": {
    within: 1e-4,
    figures: {
      ttft_p50_ms: ({ inference }) => inference?.median_ttft_ms,
      throughput_tok_s: ({ inference }) => inference?.output_throughput,
    },
  },
  "gpu_inference.csv": {
    within: 2e-3,
    figures: {
      prompt_time_ms: ({ inference }) => inference?.median_ttft_ms,
      token_time_ms: ({ inference }) => inference?.median_tpot_ms,
    },
  },
  "gpu_serving.csv": {
    within: 0.05,
    figures: {
      ttft_ms: ({ inference }) => inference?.mean_ttft_ms,
      tpot_ms: ({ inference }) => inference?.mean_tpot_ms,
    },
  },
  "serving_neuron.csv": {
    within: 0.05,
    figures: { throughput_tok_s: ({ inference }) => inference?.output_throughput },
  },
  // Classifiers answer with a thousand numbers, a scenario of theirs with the state of every token: up to a tenth.
  "encoder.csv": {
    within: 0.11,
    figures: { throughput_inf_s: ({ inference }) => inference?.request_throughput },
  },
  "training.csv": { within: 2e-3, figures: { seq_per_s: ({ training }) => training?.sequences_per_s } },
  "gpu_training.csv": { within: 2e-3, figures: { iter_time_s: ({ training }) => training?.step_time_s } },
  "gpu_training_vtrain.csv": {
    within: 2e-3,
    figures: { iteration_ms: ({ training }) => training && training.step_time_s * 1000 },
  },
  "published.csv": {
    within: 2e-3,
    figures: {
      tokens_per_s_per_gpu: ({ training }) => training?.tokens_per_s_per_chip,
      output_tokens_per_s: ({ inference }) => inference?.output_throughput,
    },
  },
};

/** The summary of the row's scenario; undefined where it cannot be written as one, or is told to need more memory than there is. */
function ranAs(file: (typeof shippedMeasurements)[number], id: string): Summary | undefined {
  try {
    const summary = known.simulate?.(rowScenario(file, id, known));
    const ended = summary?.status === "completed" || summary?.status === "time-limit";
    return ended ? summary : undefined;
  } catch (error) {
    if (
      error instanceof UnpredictableRow ||
      /a row that a scenario can be written for|trnsim collective/.test(String(error))
    )
      return undefined;
    throw error;
  }
}

describe.each(Object.entries(kinds))("rows of %s", (name, { within, figures }) => {
  test("are predicted as their scenarios run", () => {
    const file = shippedMeasurements.find((each) => each.name === name)!;
    const ids = measuredRows(file, false).measured.map((row) => row.text("id") as string);
    const some = ids.filter((_, index) => index % Math.ceil(ids.length / rowsEach) === 0);
    const [head, ...lines] = file.text.split("\n");
    const part = lines.filter((line) => some.includes(line.split(",")[0] as string));
    const { rows } = validate([{ ...file, text: [head, ...part].join("\n") }], known);
    const ran = new Map(some.map((id) => [id, ranAs(file, id)]));
    let compared = 0;
    for (const { id, metric, predicted } of rows) {
      const summary = ran.get(id);
      const figure = summary && figures[metric]?.(summary);
      if (typeof figure !== "number") continue;
      compared++;
      expect(Math.abs(figure / predicted - 1), `${id} ${metric} ${figure} of ${predicted}`).toBeLessThan(
        within,
      );
    }
    expect(compared).toBeGreaterThanOrEqual(2);
  }, 120_000);
});
