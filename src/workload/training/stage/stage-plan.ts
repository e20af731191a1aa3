/** Times of every pipeline stage of a job, from its operators, exchanges and optimizer. */
import { sum } from "d3-array";
import { operatorWeightBytes } from "../../../models/operators/operator.ts";
import type { Gradients } from "../compressions/compression.ts";
import { dataExchange, dataExchangeNs, weightGather } from "../exchange/gradient-exchange.ts";
import { meetingGroups } from "../exchange/pass-exchanges.ts";
import { isAdapter } from "../job/adapters.ts";
import { eachStage } from "../job/each-stage.ts";
import { layersOf, positionsOf } from "../job/stage-layers.ts";
import { trainedParameters } from "../job/stage-parameters.ts";
import { elementBytes, type TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { hostReadNs } from "./offload.ts";
import { PassPricing } from "./pass-pricing.ts";
import { exchangeNs, noTime, type PassTime, passNs } from "./pass-time.ts";
import { stageContext } from "./stage-context.ts";
import type { StageTimes } from "./stage-times.ts";
import { flopsOf, type StageWork, stageWork } from "./stage-work.ts";
import { optimizerNs, stepOverheadNs } from "./step-end.ts";

/** What a stage does and how long it takes. */
export interface StagePlan {
  work: StageWork;
  /** Part of the tensor exchanges of each pass that it waits for; 1 where they do not run beside matmuls. */
  tensorExposed: { forward: number; backward: number; recompute: number };
  /** Part that is waited for of the exchange of gradients, and of what is sent to the next stage; the rest runs beside passes. */
  exposed: { data: number; send: number };
  gradients: Gradients;
  times: StageTimes;
}

/** Of each job the last plan: where degrees are open it is made to time a step, and again for the job that is chosen. */
const made = new WeakMap<TrainingJob, { schedule: Schedule; stages: StagePlan[] }>();

/** Plans every position of the pipeline of `job` for `schedule`. */
export function planStages(job: TrainingJob, schedule: Schedule): StagePlan[] {
  const known = made.get(job);
  if (known?.schedule === schedule) return known.stages;
  const stages = eachStage(job, schedule, (stage) => planStage(job, schedule, stage));
  made.set(job, { schedule, stages });
  return stages;
}

function planStage(job: TrainingJob, schedule: Schedule, stage: number): StagePlan {
  const { degrees } = job;
  const context = stageContext(job);
  const pricing = new PassPricing(job, context);
  const teaching = teacherJob(job);
  const taught = teaching ? stageWork(teaching, stage) : undefined;
  const work = stageWork(job, stage);
  const gradients: Gradients = {
    parameters: trainedParameters(job, stage),
    matrices: matricesOf(work, job.loraRank !== undefined, (degrees.expert ?? 1) > 1),
  };
  const position = { stage, bidirectional: schedule.bidirectional };
  const exchange = dataExchange(job, gradients, position);
  const buckets = Math.max(1, job.gradientBuckets ?? 1);
  const layers = Math.max(1, layersOf(job, stage));
  const collectivesNs = (of: typeof exchange.once) => dataExchangeNs(job, position, of);
  const passes = launched(job, {
    forward: pricing.price(work.forward, 2),
    backward: schedule.splitsBackward
      ? pricing.price(work.inputGradient, 4)
      : pricing.price(work.backward, 4),
    weight: schedule.splitsBackward ? pricing.price(work.weightGradient, 0) : noTime,
    recompute: pricing.price(work.recompute, job.recompute === "full" ? 2 : 0),
  });
  const workNs = sum(Object.values(passes), (pass) => passNs(pass) - exchangeNs(pass));
  const [gradientsNs, sentNs] = [collectivesNs(exchange.once), sendNs(job)];
  const exposed = {
    data: exposedShare(job, gradientsNs, workNs),
    send: exposedShare(job, sentNs, passNs(passes.forward) - exchangeNs(passes.forward)),
  };
  return {
    work: taught ? { ...work, teacherFlops: flopsOf(taught.forward) } : work,
    gradients,
    exposed,
    tensorExposed: {
      forward: pricing.tensorExposed(work.forward),
      backward: pricing.tensorExposed(schedule.splitsBackward ? work.inputGradient : work.backward),
      recompute: pricing.tensorExposed(work.recompute),
    },
    times: {
      ...passes,
      teacher: teaching && taught ? new PassPricing(teaching, context).price(taught.forward, 2) : noTime,
      sendNs: exposed.send * sentNs,
      teacherSendNs: teaching ? exposed.send * sendNs(teaching) : 0,
      gatherNs: collectivesNs(exchange.gather) + hostReadNs(job, stage),
      teacherGatherNs: teaching ? dataExchangeNs(teaching, position, weightGather(teaching, position)) : 0,
      firstGather: 1 / layers,
      scatterNs: collectivesNs(exchange.scatter),
      buckets,
      bucketNs: (exposed.data * gradientsNs) / buckets,
      optimizerNs:
        optimizerNs(job, schedule, stage) +
        positionsOf(stage, degrees.pipeline, schedule.bidirectional).length * exchange.compressionNs,
      stepOverheadNs: stepOverheadNs(job, stage),
    },
  };
}

/** Passes of a micro-batch through a stage. */
type Passes = Readonly<Record<"forward" | "backward" | "weight" | "recompute", PassTime>>;

/**
 * `passes` with the time for which one of several stages waits for its host, which starts a pass while the device still works on
 * those before: a micro-batch takes as long as its device or as its host, whichever is longer. Passes of 46 and 91 ms whose host
 * takes 256 ms wait for 119 ms, half of it each.
 */
function launched({ degrees, profile }: TrainingJob, passes: Passes): Passes {
  if (degrees.pipeline === 1) return passes;
  const deviceNs = sum(Object.values(passes), passNs);
  const waitedNs = Math.max(0, profile.constants.microBatchLaunchNs - deviceNs);
  const waiting = (pass: PassTime) => ({ ...pass, overhead: pass.overhead + waitedNs / 2 });
  return { ...passes, forward: waiting(passes.forward), backward: waiting(passes.backward) };
}

/**
 * Part of an exchange of `wholeNs` that a stage waits for. What a profile was fitted with hides a share of it, as far as there
 * is work of `workNs` for it to run beside; buckets hide what they hide by themselves.
 */
function exposedShare(
  { gradientBuckets = 1, profile: { constants } }: TrainingJob,
  wholeNs: number,
  workNs: number,
): number {
  if (gradientBuckets > 1) return 1;
  const least = wholeNs > 0 ? 1 - workNs / wholeNs : 0;
  return Math.max(1 - constants.hiddenDataFraction, least);
}

/** The forward passes of the teacher as a job of its own, split as the model is but for uneven stages. */
export function teacherJob({ teacher, ...job }: TrainingJob): TrainingJob | undefined {
  if (teacher === undefined) return undefined;
  return { ...job, model: teacher, recompute: "none", stageLayers: undefined, loraRank: undefined };
}

/** Activations of one micro-batch that a rank sends to the next stage. */
export function sendBytes(job: TrainingJob): number {
  const { microBatch, sequenceLength, model, degrees } = job;
  const { tensor, context = 1 } = degrees;
  return (microBatch * sequenceLength * (model.stack?.hidden ?? 0) * elementBytes(job)) / tensor / context;
}

/** Sending them from all ranks of a stage to those of the next, ns. */
function sendNs(job: TrainingJob): number {
  if (job.degrees.pipeline === 1) return 0;
  const { network } = job.cluster;
  const [ranks = [], ...simultaneous] = meetingGroups(job, "sends");
  return network.collectiveNs({ operation: "point-to-point", bytes: sendBytes(job), ranks, simultaneous });
}

/** Weight matrices whose gradients all data-parallel ranks sum, as PowerSGD sees them: experts that are spread out are not. */
function matricesOf(
  { forward }: StageWork,
  onlyAdapters: boolean,
  spreadsExperts: boolean,
): Gradients["matrices"] {
  return forward.flatMap(({ operators, repeat }) =>
    operators.flatMap((op) => {
      const held = { weights: 1, activations: 0, kvCache: 0 };
      const isShared = !(spreadsExperts && op.name.startsWith("expert "));
      const isMatrix =
        op.kind === "matmul" &&
        operatorWeightBytes(op, held) > 0 &&
        isShared &&
        (!onlyAdapters || isAdapter(op));
      return isMatrix ? [{ rows: op.k, columns: op.n, count: op.count * repeat }] : [];
    }),
  );
}
