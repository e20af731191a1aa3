/** How long a step of a job takes, alone. */
import { Simulator } from "../../../kernel/simulator.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { planStages } from "../stage/stage-plan.ts";
import { loneStepNs } from "./lone-pipeline.ts";
import { Pipeline } from "./pipeline.ts";

/** Time of one step of `job`, ns: told without events where nothing runs beside its passes, else played. */
export function stepTimeNs(job: TrainingJob, schedule: Schedule): number {
  const { microBatches } = job.degrees;
  const stages = planStages(job, schedule).map(({ times }) => times);
  const loneNs = loneStepNs({ times: stages, schedule, microBatches });
  if (loneNs !== undefined) return loneNs;
  const simulator = new Simulator(`a step of ${job.model.name}`);
  new Pipeline(stages, schedule, microBatches).start(simulator);
  simulator.run();
  return simulator.now;
}
