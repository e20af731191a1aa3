/** One step of a job, played as events. */
import { Simulator } from "../../../kernel/simulator.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { planStages } from "../stage/stage-plan.ts";
import { Pipeline } from "./pipeline.ts";

/** Time of one step of `job`, ns. */
export function stepTimeNs(job: TrainingJob, schedule: Schedule): number {
  const simulator = new Simulator(`a step of ${job.model.name}`);
  const stages = planStages(job, schedule).map(({ times }) => times);
  new Pipeline(stages, schedule, job.degrees.microBatches).start(simulator);
  simulator.run();
  return simulator.now;
}
