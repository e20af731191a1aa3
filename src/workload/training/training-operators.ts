/** The operators of training by name: all that a model can run, and those that a job does. */

import type { Model } from "../../models/model.ts";
import { backwardOperators } from "../../models/operators/backward-operators.ts";
import type { OperatorGroup } from "../../models/operators/operator-group.ts";
import { operatorName } from "../../timing/operator-name.ts";
import { withAdapters } from "./job/adapters.ts";
import { backwardCasts, forwardCasts } from "./job/casts.ts";
import { forwardPass } from "./job/forward-pass.ts";
import type { LowPrecisionRecipe } from "./job/low-precision.ts";
import type { TrainingJob } from "./job/training-job.ts";
import { teacherJob } from "./stage/stage-plan.ts";
import { stageWork } from "./stage/stage-work.ts";

const anyRecipe: LowPrecisionRecipe = { scaling: "delayed", narrowWeights: false, bytes: 1 };

/** Every operator that training `model` can run on one sequence: forward and backward, with adapters and the casts of a recipe. */
export function trainingGroups(model: Model, sequenceLength = 128): OperatorGroup[] {
  const groups = forwardPass({
    model,
    microBatch: 1,
    sequenceLength,
    degrees: { data: 1, tensor: 1, pipeline: 1, microBatches: 1 },
    sequenceParallel: false,
  });
  return groups.map((group) => {
    const { operators } = model.stack ? withAdapters(group, 1) : group;
    const { inputGradient, weightGradient } = backwardOperators(operators);
    const recipe = group.stage === "every" ? anyRecipe : undefined;
    const forward = [...forwardCasts(operators, recipe, 1), ...operators];
    const backward = [...backwardCasts(operators, recipe), ...inputGradient, ...weightGradient];
    return { ...group, operators: [...forward, ...backward] };
  });
}

/** Names of the operators that the stages of `job`, and of its teacher, run. */
export function operatorNamesOf(job: TrainingJob): Set<string> {
  const jobs = [job, teacherJob(job)].filter((each) => each !== undefined);
  // Inner stages run what the first and the last do in their layers.
  const works = jobs.flatMap((each) => [0, each.degrees.pipeline - 1].map((stage) => stageWork(each, stage)));
  const passes = works.flatMap(({ forward, backward }) => [...forward, ...backward]);
  return new Set(passes.flatMap(({ operators }) => operators.map(operatorName)));
}
