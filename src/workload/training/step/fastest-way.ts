/**
 * By which way instances of an UltraServer exchange in a step: each exchange by what is fastest for it alone, mostly the wires; or
 * all over the cards, as the instances do apart. Beside each other, exchanges that are faster alone may hold each other up: gradients
 * on cards and sends on wires meet nowhere, all on the wires meet. Both steps are played, and the shorter is taken.
 */
import { World } from "../../../cluster/world.ts";
import { Simulator } from "../../../kernel/simulator.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { planStages } from "../stage/stage-plan.ts";
import { JobPlays } from "../stage/stage-plays.ts";
import { Pipeline } from "./pipeline.ts";
import { stepTimeNs } from "./step.ts";

/** `job` with the network by which a step of it is shorter. */
export function withFastestWay(job: TrainingJob, schedule: Schedule): TrainingJob {
  const { byCards } = job.cluster.network;
  if (byCards === undefined) return job;
  const ownNs = playedStepNs(job, schedule);
  if (ownNs <= stepTimeNs(job, schedule)) return job;
  const other = { ...job, cluster: { ...job.cluster, network: byCards } };
  // Exchanges that meet nobody are an optimistic bound, told in a hundredth of the time.
  if (stepTimeNs(other, schedule) >= ownNs) return job;
  return playedStepNs(other, schedule) < ownNs ? other : job;
}

/** Time of a step whose exchanges meet on links and in memory, alone, ns. */
function playedStepNs(job: TrainingJob, schedule: Schedule): number {
  const { cluster, degrees } = job;
  const simulator = new Simulator(`a step of ${job.model.name}`);
  const world = new World(simulator, cluster);
  const stages = planStages(job, schedule);
  const claimant = { world, owner: 0, hasCompany: false, sharesMemory: true };
  const [plays = []] = new JobPlays(job, schedule, stages, claimant).copies;
  const times = stages.map((stage, index) => ({ ...stage.times, plays: plays[index] }));
  new Pipeline(times, schedule, degrees.microBatches, { links: world.links }).start(simulator);
  simulator.run();
  return simulator.now;
}
