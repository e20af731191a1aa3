/**
 * Times of a pipeline stage from its operators: forward and backward of a micro-batch, sends to its neighbours, the
 * exchange of gradients among data-parallel ranks, the optimizer.
 *
 * Tensor ranks are innermost, then data, then pipeline, as Megatron-LM places them. All tensor ranks exchange gradients at
 * the same time, so their rings share the network cards of a node.
 */
import type { Cluster } from "../../cluster/cluster.ts";
import { Simulator } from "../../kernel/simulator.ts";
import type { Model } from "../../models/model.ts";
import type { Shard } from "../../models/shard.ts";
import { computeType, type StorageType, storageBytes } from "../../timing/data-types.ts";
import { type ExecutionContext, groupsTime, type TimeParts, totalNs } from "../../timing/forward-time.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { Degrees } from "./degrees.ts";
import { Pipeline, type StageTimes } from "./pipeline.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { type StageWork, stageWork } from "./stage-work.ts";
import { type Optimizer, optimizerBytes, type Recompute, stageParameters } from "./training-memory.ts";

/** A training job as planned. */
export interface TrainingJob {
  model: Model;
  cluster: Cluster;
  profile: SoftwareProfile;
  degrees: Degrees;
  microBatch: number;
  sequenceLength: number;
  recompute: Recompute;
  sequenceParallel: boolean;
  precision: StorageType;
  optimizer: Optimizer;
  zero: 0 | 1;
  /** Tokens per sequence with logits and loss; the model's own when absent. */
  logitTokens?: number;
}

/** What a stage does and how long it takes. */
export interface StagePlan {
  work: StageWork;
  forward: TimeParts;
  backward: TimeParts;
  times: StageTimes;
}

/** How the layers of a job are split. */
export function shardOf({
  degrees,
  sequenceParallel,
}: Pick<TrainingJob, "degrees" | "sequenceParallel">): Shard {
  return { tensor: degrees.tensor, expert: 1, sequenceParallel };
}

/** Plans every stage of `job`. */
export function planStages(job: TrainingJob): StagePlan[] {
  return Array.from({ length: job.degrees.pipeline }, (_, stage) => planStage(job, stage));
}

function planStage(job: TrainingJob, stage: number): StagePlan {
  const { model, cluster, profile, degrees, microBatch, sequenceLength, precision } = job;
  const { constants, behaviours } = profile;
  const { data, tensor, pipeline } = degrees;
  const bytes = {
    weights: storageBytes[precision],
    activations: Math.max(2, storageBytes[precision]),
    kvCache: 0,
  };
  const tensorRanks = Array.from({ length: tensor }, (_, rank) => rank);
  const context: ExecutionContext = {
    device: cluster.device,
    precision: { compute: computeType(precision, cluster.device), bytes },
    constants,
    behaviours,
    exchangeNs: (exchange, exchangeBytes) =>
      (1 - constants.hiddenTensorFraction) *
      cluster.network.collectiveNs({ operation: exchange.kind, bytes: exchangeBytes, ranks: tensorRanks }),
  };
  const work = stageWork(
    model,
    shardOf(job),
    { ...job, storedScores: behaviours.flashFromTokens === null },
    { stage, stages: pipeline },
  );
  const forward = groupsTime(work.forward, context);
  const backward = groupsTime(work.backward, context);
  const hidden = model.stack?.hidden ?? 0;
  const exposed = 1 - constants.hiddenDataFraction;
  const sendBytes = (microBatch * sequenceLength * hidden * bytes.activations) / tensor;
  const parameters = stageParameters(model, shardOf(job), pipeline);
  const stateBytes = (6 + (2 * optimizerBytes[job.optimizer]) / (job.zero >= 1 ? data : 1)) * parameters;
  return {
    work,
    forward,
    backward,
    times: {
      forwardNs: totalNs(forward),
      backwardNs: totalNs(backward),
      sendNs: pipeline > 1 ? exposed * cluster.network.transferNs(sendBytes, 0, tensor * data) : 0,
      gradientExchangeNs: exposed * gradientExchangeNs(job, parameters),
      optimizerNs:
        constants.optimizerOverheadNs +
        stateBytes / (cluster.device.memoryBandwidth * constants.activationBandwidthEfficiency),
    },
  };
}

/** Gradients are summed in 16 bits; ZeRO-1 replaces the all-reduce by a reduce-scatter and an all-gather of equal size. */
const gradientBytes = 2;

function gradientExchangeNs({ cluster, degrees, profile }: TrainingJob, parameters: number): number {
  const { data, tensor } = degrees;
  if (data < 2) return 0;
  const group = (offset: number) => Array.from({ length: data }, (_, rank) => rank * tensor + offset);
  const [ranks, ...simultaneous] = Array.from({ length: tensor }, (_, offset) => group(offset));
  const wireNs = cluster.network.collectiveNs({
    operation: "all-reduce",
    bytes: gradientBytes * parameters,
    ranks,
    simultaneous,
  });
  return profile.constants.collectiveOverheadNs + wireNs / profile.constants.collectiveBandwidthEfficiency;
}

/** Time of one step of `job`, played as events, ns. */
export function stepTimeNs(job: TrainingJob, schedule: Schedule): number {
  const simulator = new Simulator(`a step of ${job.model.name}`);
  const stages = planStages(job).map(({ times }) => times);
  new Pipeline(stages, schedule, job.degrees.microBatches).start(simulator);
  simulator.run();
  return simulator.now;
}
