/**
 * The least that a step of a job can take, told without planning an exchange: of what ranks send only what experts pass from
 * instance to instance counts, and weights that come to it before each pass, beside whatever else is done. A stage works on every micro-batch, once the first of them has come down to it, and then the
 * last one's gradients still go up; both ends of a bidirectional pipeline begin at once. After that come the optimizer and
 * what the software adds:
 *
 *     down to the stage + micro-batches x its work + up from it + the step's end
 */
import { greatest } from "d3-array";
import { elementAt } from "../../../base/element-at.ts";
import type { Exchange, OperatorGroup } from "../../../models/operators/operator-group.ts";
import { groupsTime } from "../../../timing/forward-time.ts";
import { leastExpertNs, leastShardedNs } from "../exchange/least-exchange.ts";
import { eachStage } from "../job/each-stage.ts";
import type { TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { stageContext } from "./stage-context.ts";
import { stageWork } from "./stage-work.ts";
import { optimizerNs, stepOverheadNs } from "./step-end.ts";

/** The least time of a step of `job`, ns. */
export function stepFloorNs(job: TrainingJob, schedule: Schedule): number {
  const { microBatches } = job.degrees;
  const { bidirectional } = schedule;
  return Math.max(
    ...stageFloors(job, schedule).map(({ microBatchNs, besideNs }) => microBatches * microBatchNs + besideNs),
    ...eachStage(job, schedule, (stage) => microBatches * leastShardedNs(job, { stage, bidirectional })),
  );
}

/** The least that a run takes: work that more ranks share, in ranks times time, and what it takes on any number of ranks, ns. */
export interface RunFloor {
  rankNs: number;
  besideNs: number;
}

/**
 * The least that a step of `globalBatch` sequences takes on any number of ranks: each micro-batch occupies tensor x context ranks
 * of every stage for as long as the slowest stage works on it, with as many data-parallel ranks as the batch can occupy. Not
 * for experts, whose spread hangs on the number of ranks.
 */
export function stepFloorOnAnyRanks(job: TrainingJob, schedule: Schedule, globalBatch: number): RunFloor {
  const { tensor, pipeline, context = 1 } = job.degrees;
  // What is cast once a step is shared by any number of micro-batches, and what hosts step hangs on how many share them.
  const endless = { ...job, degrees: { ...job.degrees, microBatches: Number.POSITIVE_INFINITY } };
  const slowest = greatest(
    stageFloors(endless, schedule, { onHosts: false }),
    ({ microBatchNs }) => microBatchNs,
  ) as StageFloor;
  const microBatches = globalBatch / job.microBatch;
  return {
    rankNs: microBatches * tensor * pipeline * context * slowest.microBatchNs,
    besideNs: slowest.besideNs,
  };
}

/** The least that a stage takes for a micro-batch, and for all that comes before the first and after the last, ns. */
interface StageFloor {
  microBatchNs: number;
  besideNs: number;
}

function stageFloors(job: TrainingJob, schedule: Schedule, { onHosts = true } = {}): StageFloor[] {
  const { chunks = 1, bidirectional, splitsBackward } = schedule;
  const positions = eachStage(job, {}, (position) => positionFloor(job, schedule, position));
  const steppedNs = (stage: number) => (job.offload && !onHosts ? 0 : optimizerNs(job, schedule, stage));
  const endsNs = eachStage(job, schedule, (stage) => steppedNs(stage) + stepOverheadNs(job, stage));
  const firstEndNs = elementAt(endsNs, 0);
  let downNs = 0;
  let upNs = 0;
  return positions.map(({ forwardNs, backwardNs, microBatchNs }, stage) => {
    const otherNs = bidirectional ? elementAt(positions, -1 - stage).microBatchNs : microBatchNs;
    const besideNs = downNs + Math.max(elementAt(endsNs, stage), upNs + firstEndNs);
    if (!bidirectional) {
      downNs += forwardNs / chunks;
      // Gradients of weights may come after all that others wait for.
      upNs += splitsBackward ? 0 : backwardNs / chunks;
    }
    return { microBatchNs: (microBatchNs + otherNs) / 2, besideNs };
  });
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
