/** What a stage does once its gradients are summed: the optimizer, and what the software adds to every step. */
import { sum } from "d3-array";
import { stepBytes } from "../job/optimizers.ts";
import { positionsOf } from "../job/stage-layers.ts";
import {
  expertParameters,
  ownParameters,
  stageParameters,
  trainedParameters,
} from "../job/stage-parameters.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { hostOptimizerNs } from "./offload.ts";

/** State of all that stage `stage` holds through device memory, or on the host where it lives there. */
export function optimizerNs(
  job: TrainingJob,
  { bidirectional }: Pick<Schedule, "bidirectional">,
  stage: number,
): number {
  const { cluster, profile, optimizer, offload } = job;
  const held = positionsOf(stage, job.degrees.pipeline, bidirectional);
  const parameters = sum(held, (position) => trainedParameters(job, position));
  const experts = sum(held, (position) => expertParameters(job, position));
  const own = steppedParameters(job, parameters, experts);
  if (offload) return hostOptimizerNs(job, own);
  const bytes = parameters > 0 ? stepBytes(optimizer, own / parameters) * parameters : 0;
  return bytes / (cluster.device.memoryBandwidth * profile.constants.activationBandwidthEfficiency);
}

/** What the software adds to every step, ns, of which frozen weights, beside adapters that are trained, have no part. */
export function stepOverheadNs(job: TrainingJob, stage: number): number {
  const { optimizerOverheadNs } = job.profile.constants;
  return optimizerOverheadNs * (trainedParameters(job, stage) / stageParameters(job, stage));
}

/** Of the trained parameters of a rank, those that it steps itself. */
export function steppedParameters(job: TrainingJob, parameters: number, experts: number): number {
  return job.zero >= 1 ? ownParameters(job, parameters, experts) : parameters;
}
