/** Experts over more ranks than the data axis has. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ScenarioError } from "../../src/base/errors.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { sentShare } from "../../src/workload/training/exchange/pass-exchanges.ts";
import { resolveDegrees } from "../../src/workload/training/job/degrees.ts";
import { Placement } from "../../src/workload/training/job/placement.ts";
import { stageParameters } from "../../src/workload/training/job/stage-parameters.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";

test("expert groups are runs of whole data axes and neighbouring tensor ranks, and every rank of a stage is in one", () => {
  const placement = new Placement({ tensor: 2, context: 1, data: 4, pipeline: 2 });
  expect(placement.expertGroups(2)[0]).toEqual([0, 2]);
  expect(placement.expertGroups(8)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
  const powers = fc.integer({ min: 0, max: 3 }).map((exponent) => 2 ** exponent);
  fc.assert(
    fc.property(powers, powers, powers, powers, (tensor, context, data, wide) => {
      const expert = data * Math.min(wide, tensor);
      const groups = new Placement({ tensor, context, data, pipeline: 2 }).expertGroups(expert, 1);
      const ranks = tensor * context * data;
      expect(groups.every(({ length }) => length === expert)).toBe(true);
      expect(groups.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: ranks }, (_, i) => ranks + i));
    }),
  );
});

test("whole experts on twice the ranks are as many parameters a rank as halves of twice as many", () => {
  const model = findModel(models, "qwen3-235b-a22b") as Model;
  const parameters = (expert: number) =>
    stageParameters(
      {
        model,
        degrees: { data: 16, tensor: 2, pipeline: 1, expert, microBatches: 1 },
        sequenceParallel: true,
      },
      0,
    );
  expect(parameters(32)).toBe(parameters(16));
});

test("degrees may spread experts over tensor ranks too, as far as those divide", () => {
  const base = { ranks: 256, layers: 96, globalBatch: 256, microBatch: 1, experts: 128 };
  const choice = { data: 16, tensor: 2, pipeline: 8 };
  expect(resolveDegrees({ ...choice, expert: 32 }, base).expert).toBe(32);
  const refused = () => resolveDegrees({ ...choice, expert: 64 }, base);
  expect(refused).toThrow(/1, 2, 4, 8, 16, 32/);
  let problems: ScenarioError["problems"] = [];
  try {
    refused();
  } catch (error) {
    problems = (error as ScenarioError).problems;
  }
  expect(problems.map(({ path, found }) => [path, found])).toEqual([["workload.parallelism.expert", "64"]]);
});

test("a token that chose experts evenly goes to as many instances as they meet, once each", () => {
  const share = (sendsOncePerInstance: boolean, expert: number, copies?: number) => {
    const degrees = { data: 32, tensor: 1, pipeline: 1, expert, microBatches: 1 };
    const job = {
      degrees,
      cluster: { ranksPerInstance: 8 },
      profile: { behaviours: { sendsOncePerInstance } },
    };
    return sentShare(job as unknown as TrainingJob, { group: "expert", copies });
  };
  // Of two choices among two instances half meet in one: 1.5 copies of 2.
  expect(share(true, 16, 2)).toBeCloseTo(1.5 / 2, 12);
  // One choice is one copy, and many choices reach each of four instances.
  expect(share(true, 32, 1)).toBeCloseTo(1, 12);
  expect(share(true, 32, 64)).toBeCloseTo(4 / 64, 6);
  expect([share(true, 8, 2), share(false, 16, 2), share(true, 16)]).toEqual([1, 1, 1]);
});
