/** Keys of a training scenario that a reader must know to have no effect, and ranks without work. */

import { expertCount } from "../../models/layer-kinds.ts";
import { computeType } from "../../timing/data-types.ts";
import { tierPlan } from "../resilience/checkpoint-tiers.ts";
import { isOneCause } from "../resilience/chosen-failures.ts";
import type { FailureEffect } from "../resilience/failure-model.ts";
import { raisesFalseAlarms } from "../resilience/heartbeats.ts";
import type { WorkloadSetting } from "../workload.ts";
import { degreesOfMesh } from "./job/mesh.ts";
import type { TrainingJob } from "./job/training-job.ts";
import { operatorNamesOf } from "./training-operators.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Rates of their own that formats ask the chip for. */
const computedIn: Readonly<Record<string, string>> = {
  fp8: "fp8",
  mxfp8: "fp8",
  mxfp4: "fp4",
  nvfp4: "fp4",
  tf32: "tf32",
};

/** One text a remark. */
export function trainingWarnings(
  options: TrainingOptions,
  job: TrainingJob,
  { cluster, isWritten }: WorkloadSetting,
): string[] {
  const { data, tensor, pipeline, context = 1, expert = 1 } = job.degrees;
  const idle = cluster.ranks - data * tensor * pipeline * context;
  const alone = data * context === 1;
  const { stragglers, schedule, experts, precision } = options;
  const { jitter = 0, slowRanks = 0 } = stragglers ?? {};
  const noneSlow = Math.round(slowRanks * data) === 0;
  const shardRanks = job.shardRanks ?? data;
  const compute = computeType(precision, cluster.device);
  const wanted = computedIn[precision];
  const inert: [path: string, applies: boolean, why: string][] = [
    ["workload.schedule", pipeline === 1, "there is one pipeline stage"],
    ["workload.parallelism.sequence", tensor === 1, "there is one tensor rank"],
    ["workload.parallelism.asyncTensor", tensor === 1, "there is one tensor rank"],
    [
      "workload.recipe",
      options.recipe !== undefined && job.recipe === undefined,
      `matmuls run in ${compute}`,
    ],
    ["workload.parallelism.zero", alone, "there is one data-parallel rank"],
    ["workload.parallelism.shardRanks", alone || job.zero < 1, "nothing is sharded"],
    [
      "workload.parallelism.shardRanks",
      !alone && job.zero >= 1 && shardRanks >= data,
      `there are ${data} data-parallel ranks`,
    ],
    ["workload.parallelism.contextExchange", context === 1, "there is one context rank"],
    ["workload.experts", expertCount(job.model.stack) === 0, "the model has no experts"],
    ["workload.experts.imbalance", expert === 1, "every rank has all experts"],
    [
      "workload.experts.capacityFactor",
      expert === 1 || (experts.capacityFactor ?? 1) >= experts.imbalance,
      expert === 1 ? "every rank has all experts" : "the busiest expert has no more than that",
    ],
    ["workload.gradientBuckets", alone, "there is one data-parallel rank"],
    [
      "workload.gradientBuckets",
      !alone && job.zero === 3 && shardRanks >= data && schedule.kind !== "bidirectional",
      "ZeRO-3 scatters gradients after every pass",
    ],
    ["workload.compression", alone || job.zero === 3, "no gradients are summed once a step"],
    ["workload.recomputeShare", job.recompute === "none", "nothing is computed again"],
    [
      "workload.recovery",
      options.failures === undefined && !raisesFalseAlarms(options.recovery?.detection),
      "nothing fails",
    ],
    ["workload.recovery.slowAfter", !fails(options, "slow"), "no cause makes a host slow"],
    ["workload.recovery.stuckAfter", !fails(options, "hang"), "no cause hangs"],
    ["workload.recovery.unnoticed", !fails(options, "hang"), "no cause hangs"],
    ["workload.recovery.corruption", !fails(options, "corrupt"), "no cause corrupts data"],
    ...["failures", "checkpoints", "canaries", "preflight", "recovery"].map(
      (part): [string, boolean, string] => [
        `workload.${part}`,
        hasNoEnd(options),
        "one step is played: how many tokens or samples there are is not given",
      ],
    ),
    [
      "workload.resume.done",
      hasNoEnd(options),
      "the length of the run is not given, of which a share is done",
    ],
    [
      "workload.canaries.coverage",
      hidesNothing(options),
      "no cause has a latency in which it could be found",
    ],
    [
      "workload.preflight.coverage",
      hidesNothing(options),
      "no cause has a latency in which it could be found",
    ],
    [
      "workload.checkpoints.tiers",
      options.checkpoints?.tiers.slice(1).some((tier) => tierPlan(tier).tier === "nvme") === true,
      "nvme behind another tier: drives are lost with what their host's memory is lost with, or before",
    ],
    [
      "workload.recovery.people",
      options.recovery?.replacement !== "manual",
      "hosts are replaced automatically",
    ],
    ["workload.sharding", options.mesh === undefined, "there is no mesh"],
    ["workload.sequenceLength", job.model.item !== undefined, "the model is a network of items"],
    ["workload.logitTokens", job.model.item !== undefined, "the model is a network of items"],
    ["workload.stragglers", data === 1, "there is one data-parallel rank"],
    ["workload.stragglers", data > 1 && jitter === 0 && noneSlow, "all ranks are alike"],
    ["workload.stragglers.slowRanks", data > 1 && noneSlow, `that is none of ${data} data-parallel ranks`],
    ["workload.stragglers.slowdown", data > 1 && noneSlow, "no rank is slow"],
    ...Object.keys(degreesOfMesh(options.mesh ?? {}, options.sharding).degrees).map(
      (degree): [string, boolean, string] => [
        `workload.parallelism.${degree}`,
        true,
        "the mesh takes its place",
      ],
    ),
    ...idleKernels(options, job).map((name): [string, boolean, string] => [
      `workload.kernels.${name}`,
      true,
      "the job runs no such operator",
    ]),
  ];
  return [
    ...(idle > 0 ? [`${idle} of ${cluster.ranks} ranks have nothing to do`] : []),
    ...(wanted !== undefined && compute !== wanted
      ? [`${cluster.instance.chip.name} has no ${wanted} for matmuls: they run in ${compute}`]
      : []),
    ...inert
      .filter(([path, applies]) => applies && isWritten(path))
      .map(([path, , why]) => `no effect: ${path}; ${why}`),
  ];
}

/** Whether the length of the run is open. */
function hasNoEnd({ tokens, samples }: TrainingOptions): boolean {
  return tokens === undefined && samples === undefined;
}

/** Whether some written cause of failures has this effect; a table of rates is taken to hold it. */
function fails({ failures }: TrainingOptions, wanted: FailureEffect): boolean {
  return !Array.isArray(failures) || failures.some((each) => !isOneCause(each) || each.effect === wanted);
}

/** Whether no fault is there before it strikes, or drags the job along. */
function hidesNothing({ failures }: TrainingOptions): boolean {
  if (!Array.isArray(failures)) return true;
  return failures.every((each) => !isOneCause(each) || (each.latency === 0 && each.effect !== "slow"));
}

/** Own kernels whose operator no pass of `job` has. */
function idleKernels({ kernels }: TrainingOptions, job: TrainingJob): string[] {
  const names = Object.keys(kernels);
  if (names.length === 0) return [];
  const ran = operatorNamesOf(job);
  return names.filter((name) => !ran.has(name));
}
