/** How `plan` searches for a training run. A larger cluster may be split worse, so that every count is tried. */
import { divisors } from "../../base/divisors.ts";
import { expertCount } from "../../models/layer-kinds.ts";
import type { BoundSetting, LeastRun, PlanTraits } from "../plan-traits.ts";
import type { TrainingJob } from "./job/training-job.ts";
import { type JobCatalog, jobsOnAnyRanks } from "./job-from-options.ts";
import { chosenSchedule } from "./schedules/chosen-schedule.ts";
import { type RunFloor, stepFloorOnAnyRanks } from "./stage/step-floor.ts";
import type { TrainingOptions } from "./training-options.ts";
import { stepsOf } from "./training-result.ts";

/** The search over `catalog`. */
export function trainingPlans(catalog: JobCatalog): PlanTraits {
  return {
    space: {
      "workload.parallelism.tensor": "1..64 by x2",
      "workload.parallelism.pipeline": "1..16 by x2",
      "workload.microBatch": [1, 2, 4],
      "workload.recompute": ["none", "selective", "full"],
    },
    // A job without an end has steps alone.
    paidFor: ({ time_to_train_s }) => (time_to_train_s === null ? "per million tokens" : "for the run"),
    slowness: "step_time_s",
    tokensLearned({ mfu, tokens_per_s, goodput_fraction }) {
      const isOfTokens = Number(mfu) > 0 && Number(tokens_per_s) > 0;
      return isOfTokens ? Number(tokens_per_s) * Number(goodput_fraction ?? 1) : undefined;
    },
    runLeast: (options, setting) => runLeast(catalog, options as unknown as TrainingOptions, setting),
  };
}

/** The least of all jobs that `options` allow; nothing is known of experts, or of a run whose length is not written. */
function runLeast(
  catalog: JobCatalog,
  options: TrainingOptions,
  setting: BoundSetting,
): LeastRun | undefined {
  const schedule = chosenSchedule(catalog.plugins.schedules, options.schedule);
  const jobs = jobsOnAnyRanks(catalog, options, setting);
  const steps = Math.min(...jobs.map((job) => stepsOf(options, job) ?? 0));
  if (steps === 0 || expertCount(setting.model.stack) > 0) return undefined;
  const floors = jobs.map((job) => stepFloorOnAnyRanks(job, schedule, options.globalBatch));
  const least = (of: keyof RunFloor) => steps * Math.min(...floors.map((floor) => floor[of]));
  const { ranksPerInstance } = setting.cluster;
  return {
    instanceNs: least("rankNs") / ranksPerInstance,
    besideNs: least("besideNs"),
    atWork(instances) {
      const ranks = jobs.map((job) => ranksAtWork(job, options.globalBatch, instances * ranksPerInstance));
      return Math.max(...ranks) / ranksPerInstance;
    },
  };
}

/**
 * Of `ranks` those that can be at work for `job`: data-parallel ranks deal out the micro-batches of a step evenly. 1,024
 * sequences one by one, on 192 ranks of which 8 hold the model: 16 x 8 = 128 ranks, for 17 to 24 do not divide them.
 */
function ranksAtWork({ degrees, microBatch }: TrainingJob, globalBatch: number, ranks: number): number {
  const { tensor, pipeline, context = 1 } = degrees;
  const modelRanks = tensor * pipeline * context;
  const data = divisors(globalBatch / microBatch).filter((each) => each * modelRanks <= ranks);
  return Math.max(0, ...data) * modelRanks;
}
