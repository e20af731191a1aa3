/**
 * A measured training step as a job of the training workload. What rows leave out is taken as the measurements' notes say:
 * a micro-batch that is not printed is the fastest power of two that fits with attention scores kept, whatever the kernel
 * (room for fragments, which the memory model leaves out); logits are computed for every token of a
 * language model, and for 20 or 80 masked tokens of BERT's two phases.
 */
import type { Cluster } from "../../cluster/cluster.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Model } from "../../models/model.ts";
import type { StorageType } from "../../timing/data-types.ts";
import { profileOn, type SoftwareProfile } from "../../timing/software-profile.ts";
import { stageLayersOf } from "../../workload/training/job/stage-layers.ts";
import type { Recompute, TrainingJob } from "../../workload/training/job/training-job.ts";
import { totalBytes, trainingMemory } from "../../workload/training/memory/training-memory.ts";
import { oneForwardOneBackward } from "../../workload/training/schedules/1f1b.ts";
import { interleaved } from "../../workload/training/schedules/interleaved.ts";
import type { Schedule } from "../../workload/training/schedules/schedule.ts";
import { planStages } from "../../workload/training/stage/stage-plan.ts";
import { flopsOf } from "../../workload/training/stage/stage-work.ts";
import { stepTimeNs } from "../../workload/training/step/step.ts";
import { clusterFor } from "./replica.ts";
import { type Row, UnpredictableRow } from "./row.ts";

/** What an adapter knows of a row, but for what prices it. */
export type UnpricedTrainingRow = Omit<TrainingRow, "profile">;

/** What an adapter knows of a row. */
export interface TrainingRow {
  model: Model;
  instance: Instance;
  profile: SoftwareProfile;
  data: number;
  tensor: number;
  pipeline: number;
  globalBatch: number;
  /** Absent: the fastest power of two that fits. */
  microBatch?: number | undefined;
  sequenceLength: number;
  recompute: Recompute;
  sequenceParallel: boolean;
  precision: StorageType;
  zero?: 0 | 1;
  logitTokens?: number | undefined;
  /** Model chunks a pipeline rank holds in turn; 1 when absent. */
  interleave?: number | undefined;
}

const plainSchedule = oneForwardOneBackward.create({}, undefined);

function scheduleOf({ interleave = 1, pipeline }: TrainingRow): Schedule {
  return interleave > 1 && pipeline > 1
    ? interleaved.create({ chunks: interleave }, undefined)
    : plainSchedule;
}

/** Predicted step and its floor, ns. */
export interface TrainingPrediction {
  stepNs: number;
  /** FLOPs of forward and backward over the peak of all ranks. */
  floorNs: number;
  /** The job whose step it is. */
  job: TrainingJob;
}

/** Predicts the step of `row`. */
export function predictTraining(row: TrainingRow): TrainingPrediction {
  const cluster = clusterFor(row.instance, row.data * row.tensor * row.pipeline);
  const perReplica = row.globalBatch / row.data;
  const candidates =
    row.microBatch === undefined
      ? [1, 2, 4, 8, 16].filter((microBatch) => perReplica % microBatch === 0)
      : [row.microBatch];
  const jobs = candidates.map((microBatch) => jobOf(row, cluster, microBatch));
  const fitting = jobs.filter((job) => jobs.length === 1 || fits(job));
  const times = (fitting.length > 0 ? fitting : jobs.slice(0, 1)).map((job) => stepOf(job, scheduleOf(row)));
  if (times.length === 0) throw new UnpredictableRow("the batch does not divide");
  return times.reduce((fastest, time) => (time.stepNs < fastest.stepNs ? time : fastest));
}

function jobOf(row: TrainingRow, cluster: Cluster, microBatch: number): TrainingJob {
  const { data, tensor, pipeline } = row;
  const microBatches = Math.max(1, Math.round(row.globalBatch / data / microBatch));
  return {
    ...row,
    profile: profileOn(row.instance.chip, row.profile),
    cluster,
    degrees: { data, tensor, pipeline, microBatches },
    microBatch,
    optimizer: "adamw",
    zero: row.zero ?? 0,
  };
}

function fits(job: TrainingJob): boolean {
  return (
    totalBytes(trainingMemory({ ...job, profile: undefined }, plainSchedule)) <=
    job.cluster.device.usableMemoryBytes
  );
}

function stepOf(job: TrainingJob, schedule: Schedule): TrainingPrediction {
  const { pipeline, microBatches } = job.degrees;
  const unfit = schedule.unfit?.({ stages: pipeline, microBatches }, stageLayersOf(job));
  if (unfit !== undefined) throw new UnpredictableRow(`the schedule needs ${unfit}`);
  const flops = planStages(job, schedule).reduce((sum, { work }) => sum + flopsOf(work.forward), 0);
  const peak =
    job.cluster.device.peaks[job.precision === "fp8" ? "fp8" : "bf16"] ?? job.cluster.device.peaks.fp16 ?? 1;
  return {
    stepNs: stepTimeNs(job, schedule),
    floorNs: (3 * flops * microBatches) / (peak * pipeline),
    job,
  };
}

/** The recomputation that a source names. */
export function recomputeOf(text: string | undefined, otherwise: Recompute): Recompute {
  if (text === undefined) return otherwise;
  if (/^full/i.test(text)) return "full";
  return /^selective/i.test(text) ? "selective" : "none";
}

/** BERT's masked tokens by sequence length: 20 of 128, 80 of 512. */
export function maskedTokens(row: Row, model: Model): number | undefined {
  if (model.family !== "encoder") return undefined;
  return Math.round(0.156 * row.need("seq_len"));
}
