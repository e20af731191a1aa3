/**
 * State that lives in the host's memory. The optimizer's: gradients go down the host link, the host's cores step through the
 * state in its memory, and weights come back, all in small pieces beside each other. The weights' too: every pass reads them.
 *
 *     step      = max(4 bytes x parameters / host link, (state + gradients + weights) of all ranks of the host / its memory)
 *     pass      = weights / host link, or / the rank's part of the host's memory bandwidth
 *
 * Ranks of one host share its memory and cores; so do other jobs that have ranks there. Played, the link of a chip is shared by
 * all that passes it.
 */

import { InfeasibleError } from "../../../base/errors.ts";
import { lazy } from "../../../base/lazy.ts";
import { formatBytes } from "../../../base/units.ts";
import { type HostShare, type HostWork, hostShare, hostUsage, hostWorkNs } from "../../../cluster/host.ts";
import type { HostWay } from "../../../cluster/host-links.ts";
import type { World } from "../../../cluster/world.ts";
import type { TaskPlan } from "../../../kernel/sharing/sharing.ts";
import { optimizers, stepBytes } from "../job/optimizers.ts";
import { positionsOf } from "../job/stage-layers.ts";
import {
  expertParameters,
  ownParameters,
  stageParameters,
  trainedParameters,
} from "../job/stage-parameters.ts";
import { elementBytes, shardRanksOf, type TrainingJob } from "../job/training-job.ts";
import type { Schedule } from "../schedules/schedule.ts";

/** Gradients that go down and weights that come back for each parameter of a step, bytes. */
const passedBytes = 4;

/** What is offloaded at a position of the pipeline moves on the way to the host and in it, of one rank. */
interface Moved {
  linkBytes: number;
  host: HostWork;
}

/** A rank's share of its chip's way to the host, bytes/ns. */
function hostLinkOf({ cluster: { device } }: TrainingJob): number {
  return (device.chip.hostBandwidth * device.cores) / device.chip.cores;
}

/** Whether the hosts have room for what `job` keeps there. */
export function fitsHost(job: TrainingJob, schedule: Pick<Schedule, "bidirectional">): boolean {
  return offloadedBytes(job, schedule) <= hostShare(job.cluster).memoryBytes;
}

/** Throws an `InfeasibleError` where they have not. */
export function checkHost(job: TrainingJob, schedule: Pick<Schedule, "bidirectional">): void {
  if (fitsHost(job, schedule)) return;
  const { cluster, model, offload } = job;
  const neededBytes = offloadedBytes(job, schedule);
  const { memoryBytes: availableBytes } = hostShare(cluster);
  const what = offload === "parameters" ? "weights and optimizer state" : "optimizer state";
  throw new InfeasibleError(
    `training ${model.name} does not fit the hosts of ${cluster.count} x ${cluster.instance.name}: ` +
      `its ranks keep ${formatBytes(neededBytes)} of ${what} in the memory of a host, of which they have ` +
      `${formatBytes(availableBytes)}: ${formatBytes(neededBytes - availableBytes)} too much`,
    { neededBytes, availableBytes, parts: { host: neededBytes } },
  );
}

/** Bytes that the ranks of one host keep there; of the stage that keeps most. */
function offloadedBytes(job: TrainingJob, { bidirectional }: Pick<Schedule, "bidirectional">): number {
  const { degrees, offload, zero, optimizer } = job;
  if (offload === undefined) return 0;
  const each = elementBytes(job);
  const ofStage = (stage: number) => {
    const positions = positionsOf(stage, degrees.pipeline, bidirectional);
    return positions.reduce((sum, position) => {
      const experts = expertParameters(job, position);
      const trained = trainedParameters(job, position);
      const own = zero >= 1 ? ownParameters(job, trained, experts) : trained;
      // Weights in 32 bits are their own master copy.
      const state = (optimizers[optimizer].stateBytes - (each === 4 ? 4 : 0)) * own;
      return sum + state + (offload === "parameters" ? hostReadBytes(job, position) : 0);
    }, 0);
  };
  const stages = Array.from({ length: degrees.pipeline }, (_, stage) => ofStage(stage));
  return ranksOnHost(job) * Math.max(...stages);
}

/** Optimizer step of `own` parameters of each rank on the host, ns; nothing else uses it. */
export function hostOptimizerNs(job: TrainingJob, own: number): number {
  return aloneNs(job, ofOptimizer(job, own));
}

/** Where the ranks of a stage move what is offloaded. */
export interface OffloadWay {
  world: World;
  /** Number of the job. */
  owner: number;
  /** Ranks of the stage, and the links between their chips and hosts. */
  ranks: number;
  links: HostWay;
}

/** The same as a task among others on the hosts and the links to them. */
export function hostOptimizerTask(job: TrainingJob, own: number, way: OffloadWay): TaskPlan {
  return asTask(job, ofOptimizer(job, own), way);
}

/** All weights at position `stage` from the host's memory, once a pass, where they live there, ns. */
export function hostReadNs(job: TrainingJob, stage: number): number {
  return job.offload === "parameters" ? aloneNs(job, ofRead(job, stage)) : 0;
}

/** The same as a task. */
export function hostReadTask(job: TrainingJob, stage: number, way: OffloadWay): TaskPlan {
  return asTask(job, ofRead(job, stage), way);
}

function ofOptimizer({ optimizer }: TrainingJob, own: number): Moved {
  const passed = passedBytes * own;
  const computedBytes = stepBytes(optimizer, 1) * own;
  return { linkBytes: passed, host: { memoryBytes: computedBytes + passed, computedBytes } };
}

function ofRead(job: TrainingJob, stage: number): Moved {
  const bytes = hostReadBytes(job, stage);
  return { linkBytes: bytes, host: { memoryBytes: bytes, computedBytes: 0 } };
}

/** Bytes of the weights at position `stage` that a rank reads from its host. */
export function hostReadBytes(job: TrainingJob, stage: number): number {
  const shards = job.zero === 3 ? shardRanksOf(job) : 1;
  return (elementBytes(job) * stageParameters(job, stage)) / shards;
}

/** Ranks of the job on one host. */
function ranksOnHost({ cluster, degrees }: TrainingJob): number {
  const { tensor, data, pipeline, context = 1 } = degrees;
  return Math.min(cluster.ranksPerInstance, tensor * data * pipeline * context);
}

/** What all ranks of a host move in it. */
function ofHost(job: TrainingJob, { memoryBytes, computedBytes }: HostWork): HostWork {
  const ranks = ranksOnHost(job);
  return { memoryBytes: ranks * memoryBytes, computedBytes: ranks * computedBytes };
}

function aloneNs(job: TrainingJob, { linkBytes, host }: Moved): number {
  return Math.max(linkBytes / hostLinkOf(job), hostWorkNs(ofHost(job, host), hostShare(job.cluster)));
}

/** One unit of work, of which the ranks of every host do their part. */
function asTask(job: TrainingJob, moved: Moved, { world, owner, ranks, links }: OffloadWay): TaskPlan {
  const hosts: HostShare = hostShare(job.cluster);
  const { resources, amounts, weight } = hostUsage(world, hosts, ofHost(job, moved.host));
  // Who else has the links is known once all jobs have told.
  const usage = lazy(() => ({
    resources: [...resources, ...links.parts().map(({ resource }) => resource)],
    amounts: [...amounts, ...links.parts().map(({ part }) => part * ranks * moved.linkBytes)],
    weight,
  }));
  return {
    work: 1,
    owner,
    get usage() {
      return usage();
    },
  };
}
