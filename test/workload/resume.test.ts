/** A job that goes on from a checkpoint: what is left of it, and what changes with the hardware. */
import { describe, expect, test } from "vitest";
import { record, summary } from "../laws/account-scenarios.ts";

interface Trained {
  cost: { usd_total: number };
  training: { steps: number; step_time_s: number; startup_time_s: number; time_to_train_s: number };
}

const checkpoint = { interval: "1 h", stall: "0 s", bandwidth: "10 GB/s" };

function trained(more: object = {}, cluster: object = { instance: "trn1.32xlarge", count: 4 }): Trained {
  return summary(
    record({
      cluster: { ...cluster, pricing: { usdPerHour: 100 } },
      model: "llama-3.2-1b",
      workload: {
        kind: "training",
        sequenceLength: 2048,
        globalBatch: 64,
        samples: 64_000,
        parallelism: { tensor: 8 },
        checkpoints: checkpoint,
        ...more,
      },
    }),
  ) as unknown as Trained;
}

/** Weights in 16 bits and 12 bytes of AdamW for each of 1,235,814,400 parameters, at 10 GB/s. */
const loadS = (14 * 1_235_814_400) / 10e9;
const saved = { tensor: 8, pipeline: 1, data: 16 };

describe("a run of 1,000 steps of which 400 are done", () => {
  const whole = trained();
  const rest = trained({ resume: { done: "40%" } });

  test("takes the other 600 and the time to load its state", () => {
    expect(rest.training.steps).toBe(600);
    expect(rest.training.step_time_s).toBeCloseTo(whole.training.step_time_s, 9);
    expect(rest.training.startup_time_s).toBeCloseTo(loadS, 6);
    const expected = whole.training.time_to_train_s * 0.6 + loadS;
    expect(rest.training.time_to_train_s).toBeCloseTo(expected, 6);
    expect(rest.cost.usd_total / ((rest.training.time_to_train_s / 3600) * 4 * 100)).toBeCloseTo(1, 6);
  });

  test("on the same layout costs nothing more when the layout is written out", () => {
    const same = trained({ resume: { done: "40%", from: saved } });
    expect(same.training).toEqual(rest.training);
  });

  test("is read and written once more where tensor ranks, stages or shares of the optimizer change", () => {
    for (const from of [
      { ...saved, tensor: 4 },
      { ...saved, pipeline: 2 },
      { ...saved, data: 8 },
    ]) {
      const { training } = trained({ resume: { done: "40%", from }, parallelism: { tensor: 8, zero: 1 } });
      expect(training.startup_time_s).toBeCloseTo(3 * loadS, 6);
    }
  });

  test("without shared optimizer state any number of data-parallel ranks can load it", () => {
    const { training } = trained({
      resume: { done: "40%", from: { ...saved, data: 8 } },
      parallelism: { tensor: 8, zero: 0 },
    });
    expect(training.startup_time_s).toBeCloseTo(loadS, 6);
  });

  test.each([[{ instance: "p4d.24xlarge", count: 4 }], [{ instance: "trn1.32xlarge", count: 8 }]])(
    "on %j changes only the time of a step and the layout",
    (cluster) => {
      const fresh = trained({}, cluster);
      const moved = trained({ resume: { done: "40%", from: { ...saved, tensor: 2 } } }, cluster);
      expect(moved.training.steps).toBe(600);
      expect(moved.training.step_time_s).toBeCloseTo(fresh.training.step_time_s, 9);
      const expected = 600 * fresh.training.step_time_s + 3 * loadS;
      expect(moved.training.time_to_train_s).toBeCloseTo(expected, 6);
    },
  );
});
