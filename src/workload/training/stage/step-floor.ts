/**
 * The least that a step of a job can take, told without planning an exchange: of what ranks send only what experts pass from
 * instance to instance counts. A stage works on every micro-batch, once the first of them has come down to it, and then the
 * last one's gradients still go up; both ends of a bidirectional pipeline begin at once. After that come the optimizer and
 * what the software adds:
 *
 *     down to the stage + micro-batches x its work + up from it + the step's end
 */
import { elementAt } from "../../../base/element-at.ts";
import type { Exchange, OperatorGroup } from "../../../models/operators/operator-group.ts";
import { groupsTime } from "../../../timing/forward-time.ts";
import { leastExpertNs } from "../exchange/pass-exchanges.ts";
import { eachStage } from "../job/each-stage.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { stageContext } from "./stage-context.ts";
import { stageWork } from "./stage-work.ts";
import { optimizerNs, stepOverheadNs } from "./step-end.ts";

/** The least time of a step of `job`, ns. */
export function stepFloorNs(job: TrainingJob, schedule: Schedule): number {
  const { chunks = 1, bidirectional, splitsBackward } = schedule;
  const { microBatches } = job.degrees;
  const positions = eachStage(job, {}, (position) => positionFloor(job, schedule, position));
  const endsNs = eachStage(
    job,
    schedule,
    (stage) => optimizerNs(job, schedule, stage) + stepOverheadNs(job, stage),
  );
  const firstEndNs = elementAt(endsNs, 0);
  let downNs = 0;
  let upNs = 0;
  let floorNs = 0;
  for (const [stage, { forwardNs, backwardNs, microBatchNs }] of positions.entries()) {
    const otherNs = bidirectional ? elementAt(positions, -1 - stage).microBatchNs : microBatchNs;
    const workedNs = downNs + (microBatches * (microBatchNs + otherNs)) / 2;
    floorNs = Math.max(floorNs, workedNs + elementAt(endsNs, stage), workedNs + upNs + firstEndNs);
    if (bidirectional) continue;
    downNs += forwardNs / chunks;
    // Gradients of weights may come after all that others wait for.
    upNs += splitsBackward ? 0 : backwardNs / chunks;
  }
  return floorNs;
}

/** Least times of one micro-batch at a position of the pipeline, ns. */
function positionFloor(job: TrainingJob, { bidirectional }: Schedule, position: number) {
  const exchangeNs = (exchange: Exchange, bytes: number) =>
    exchange.group === "expert" ? leastExpertNs(job, exchange, bytes) : 0;
  const context = { ...stageContext(job), exchangeNs };
  // Side by side, or in pieces beside matmuls, exchanges take none of the time of the engines.
  const isOverlapped = job.asyncTensor === true || bidirectional === true;
  const leastNs = (groups: readonly OperatorGroup[]) => {
    const { compute, memory, overhead, communication } = groupsTime(groups, context);
    return compute + memory + (isOverlapped ? 0 : overhead + communication);
  };
  const work = stageWork(job, position);
  const forwardNs = leastNs(work.forward);
  const backwardNs = leastNs(work.backward);
  return { forwardNs, backwardNs, microBatchNs: forwardNs + backwardNs + leastNs(work.recompute) };
}
