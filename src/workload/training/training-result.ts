/** What the simulated steps say of the whole run. */

import { counted } from "../../base/counted.ts";
import { collectiveCoreAssumptions } from "../../cluster/collective-cores.ts";
import { hostAssumptions } from "../../cluster/host.ts";
import { hostLinkAssumptions } from "../../cluster/host-links.ts";
import { sharedChipAssumptions } from "../../cluster/shared-chips.ts";
import { attribute } from "../../metrics/attribution.ts";
import type { Table } from "../../metrics/table.ts";
import type { ResilienceMetrics } from "../../metrics/training-metrics.ts";
import { expertCount } from "../../models/layer-kinds.ts";
import { computeType } from "../../timing/data-types.ts";
import { interruptionSeries } from "../resilience/interruption-series.ts";
import type { LongRun } from "../resilience/long-run.ts";
import { downtimeNames, type LossName } from "../resilience/losses.ts";
import type { Choice, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { writtenDegrees } from "./auto-degrees.ts";
import type { TrainingJob } from "./job/training-job.ts";
import { lostTime } from "./lost-time.ts";
import { fullestOf, type TrainingMemory, totalBytes } from "./memory/training-memory.ts";
import { resumeNs, shareLeft } from "./resume.ts";
import type { TrainingRun } from "./run/training-run.ts";
import { transferUsd } from "./run/transfers.ts";
import { trainingLinks } from "./stage/link-traffic.ts";
import { memoryAssumptions } from "./stage/stage-memory.ts";
import type { StagePlan } from "./stage/stage-plan.ts";
import type { StageWork } from "./stage/stage-work.ts";
import type { StepRun } from "./step/step-run.ts";
import { chipTimes, communication, usesOf } from "./training-chip-time.ts";
import type { TrainingOptions } from "./training-options.ts";

/** What the result is made of. */
export interface FinishedRun {
  options: TrainingOptions;
  setting: WorkloadSetting;
  job: TrainingJob;
  stages: readonly StagePlan[];
  /** Of a rank of each stage. */
  memories: readonly TrainingMemory[];
  capacityBytes: number;
  /** Whether passes and the collectives beside them shared their memory. */
  sharesMemory: boolean;
  /** Whether other jobs computed on its chips too. */
  sharesChips: boolean;
  run: TrainingRun;
  warnings: readonly string[];
}

/** The result of a run; without training metrics where no step came to its end. */
export function trainingResult(step: FinishedRun): WorkloadResult {
  const { options, setting, job, stages, run, memories } = step;
  const memory = fullestOf(memories);
  const { stepNs, ledger } = run;
  const { steps } = ledger;
  const { cluster } = setting;
  const { globalBatch } = options;
  const { data, tensor, pipeline, context = 1, expert = 1, microBatches } = job.degrees;
  const attribution = attribute(
    ledger.timesNs,
    ledger.stepsNs * pipeline * run.first.length,
    "pipeline bubble",
  );
  const share = (what: string) => attribution.find((part) => part.what === what)?.fraction ?? 0;
  const flops = (of: (work: StageWork) => number) =>
    stages.reduce((sum, { work }) => sum + of(work), 0) * microBatches * data * tensor * context;
  const modelFlops = flops((work) => work.modelFlops);
  const compute = computeType(options.precision, cluster.device);
  const peak = (cluster.device.chip.peaks[compute] ?? 0) * cluster.chips;
  const tokensPerStep = job.model.item ? 0 : globalBatch * job.sequenceLength;
  const { startupNs: aloneNs, isWhole, resumedNs: resumedAloneNs } = runLength(options, job, setting.storage);
  const { startupNs } = run;
  const resumedNs = resumedAloneNs + (startupNs - aloneNs);
  const usedChips = (cluster.chips * data * tensor * pipeline * context) / cluster.ranks;
  const usefulNs = steps > 0 ? steps * stepNs : 0;
  const elapsedNs = steps > 0 ? startupNs + usefulNs + run.downNs : 0;
  const lostNs = lostTime(run, { startupNs, resumedNs });
  const interruptions = run.long?.interruptions ?? 0;
  const moved = { steps, saves: run.long?.checkpoints ?? 0, interruptions };
  const usdMoved = transferUsd(options, job, setting.storage ?? {}, moved);
  return {
    ...(steps > 0 && {
      training: {
        stepNs,
        sequencesPerStep: globalBatch,
        tokensPerStep,
        chips: cluster.chips,
        mfu: modelFlops / (stepNs * peak),
        hfu:
          (modelFlops + flops((work) => work.recomputedFlops + (work.teacherFlops ?? 0))) / (stepNs * peak),
        bubbleFraction: share("pipeline bubble"),
        exposedCommunicationFraction: communication.reduce((sum, what) => sum + share(what), 0),
        steps,
        stepsPlayed: ledger.played,
        stepsJumped: ledger.jumped,
        startupNs,
        timeToTrainNs: isWhole ? elapsedNs : null,
        goodputFraction: usefulNs / elapsedNs,
        lostNs: Object.fromEntries(lostNs),
        usdPerHour: setting.priceUsdPerHour ?? null,
        transferUsd: usdMoved,
        memoryByStage: memories.map((each) => ({ ...each })),
        ...(run.long && {
          resilience: resilienceOf(run.long, options, {
            uptimeFraction: 1 - downtimeNs(lostNs) / elapsedNs,
            faultyHosts: run.resilience?.faultyHosts?.(),
            checkpoints: run.long.checkpoints,
          }),
        }),
      },
    }),
    memory: {
      perDeviceBytes: totalBytes(memory),
      capacityBytes: step.capacityBytes,
      parts: { ...memory },
    },
    chipTime: chipTimes(attribution, usesOf(stages, job), {
      startupNs,
      resumedNs,
      usefulNs,
      firstLoadNs: run.firstLoadNs,
      long: run.long,
      usedChips,
    }),
    // Tokens that failures and checkpoints delay cost more: all that is paid for the run is for those it learns from.
    produced: {
      totalTokensPerNs: steps > 0 ? (tokensPerStep / stepNs) * (run.long ? usefulNs / elapsedNs : 1) : 0,
    },
    ...(steps > 0 && { paceNs: stepNs }),
    transferUsd: usdMoved,
    elapsedNs,
    warnings: [
      ...step.warnings,
      ...(run.begunLong !== run.long
        ? [
            `stopped among failures, after ${counted(run.begunLong?.interruptions ?? 0, "interruption")}: the figures are those of the ${counted(steps, "step")} before, without failures and checkpoints`,
          ]
        : []),
      ...unstruckText(run),
      ...(ledger.skipped > 0
        ? [
            `${ledger.played} of ${steps} steps were played; ${ledger.skipped} more beside other jobs are taken to last as long as the played ones beside them`,
          ]
        : []),
    ],
    assumptions: [
      ...run.assumptions,
      ...(job.offload ? [...hostAssumptions, ...hostLinkAssumptions] : []),
      ...(step.sharesMemory ? [...memoryAssumptions, ...collectiveCoreAssumptions(cluster.device)] : []),
      ...(step.sharesChips ? sharedChipAssumptions : []),
    ],
    restsOn: [
      "chip.memory.bandwidth",
      "chip.memory.usableBytes",
      `chip.tensor.peaks.${compute}`,
      ...(job.offload ? ["chip.hostBandwidth", "hostMemory", "vcpus"] : []),
    ],
    chosen: {
      data,
      tensor,
      pipeline,
      ...(context > 1 && { context }),
      ...(expert > 1 && { expert }),
      microBatches,
      compute,
      ...(options.recompute === "auto" && { recompute: job.recompute }),
      ...(options.parallelism.sequence === "auto" && { sequence: job.sequenceParallel ? "on" : "off" }),
    },
    choices: [
      ...choicesOf(options, { data, tensor, pipeline }, job),
      ...microBatchChoice(options, setting, job),
    ],
    tables: { stages: stageTable(run.first) },
    links: steps > 0 ? trainingLinks(job, stages, stepNs) : undefined,
    series: run.long ? [interruptionSeries(run.long.strikesNs, usefulNs + run.downNs)] : [],
  };
}

/** Where failures strike much less of a run than all of it. */
const unstruckLeast = 0.01;

/** Tells failures that are left out, for none strikes the steps of a lone job that draw on a volume's credits. */
function unstruckText(run: TrainingRun): string[] {
  if (run.begunLong !== run.long) return [];
  const allNs = run.ledger.stepsNs;
  const ns = allNs - (run.long?.workNs ?? 0);
  const failures = ns * (run.resilience?.failureRate ?? 0);
  const share = ns / allNs;
  if (!(failures > 0 && share > unstruckLeast)) return [];
  return [
    `no failure strikes ${(100 * share).toPrecision(3)} % of the time of steps, those whose input draws on the credits of a volume: ${failures.toPrecision(2)} interruptions on average are left out`,
  ];
}

/** Of what was lost, that in which the job does not run, ns. */
function downtimeNs(lostNs: ReadonlyMap<LossName, number>): number {
  return downtimeNames.reduce((sum, name) => sum + (lostNs.get(name) ?? 0), 0);
}

/** How much one pass takes at once, where that is not written and more would be fewer passes. */
function microBatchChoice(
  { microBatch }: TrainingOptions,
  { isWritten }: WorkloadSetting,
  { degrees: { microBatches } }: TrainingJob,
): Choice[] {
  const key = "workload.microBatch";
  const why = "the default: with more in a pass there are fewer of them, and activations take more memory";
  return microBatches > 1 && !isWritten(key) ? [{ key, value: microBatch, why }] : [];
}

/** What the scenario left open: degrees neither written nor named by its mesh, and what is computed again. */
function choicesOf(
  { parallelism, mesh, recompute }: TrainingOptions,
  degrees: { data: number; tensor: number; pipeline: number },
  job: TrainingJob,
): Choice[] {
  const shortest = "the shortest step of all with which the job fits";
  const { family } = job.model;
  const isWhole = job.recompute === "full";
  const again: Choice[] =
    recompute === "auto" && (isWhole || family === "encoder" || family === "vision")
      ? [{ key: "workload.recompute", value: job.recompute, why: "the least that fits", follows: true }]
      : [];
  if (parallelism.sequence === "auto" && job.sequenceParallel) {
    const key = "workload.parallelism.sequence";
    again.push({ key, value: "true", why: shortest, follows: true });
  }
  if (mesh !== undefined) return again;
  if (parallelism.stageLayers === undefined && job.stageLayers !== undefined) {
    const key = "workload.parallelism.stageLayers";
    const why = "what the stages do not divide is dealt out to those in the middle";
    again.push({ key, value: `[${job.stageLayers.join(", ")}]`, why, follows: true });
  }
  const written = writtenDegrees(parallelism);
  const { expert = 1 } = job.degrees;
  const found = { tensor: degrees.tensor, pipeline: degrees.pipeline, expert };
  const couldBe = {
    tensor: true,
    pipeline: job.model.item === undefined,
    expert: expertCount(job.model.stack) > 0,
  };
  // Found on this hardware: with the degrees that another's found, nobody would run it.
  const chosen = (["tensor", "pipeline", "expert"] as const)
    .filter((degree) => written[degree] === "auto" && couldBe[degree])
    .map((degree) => ({
      key: `workload.parallelism.${degree}`,
      value: found[degree],
      why: shortest,
      follows: true as const,
    }));
  // From the ranks that are left.
  const rest: Choice[] =
    parallelism.data === "auto"
      ? [
          {
            key: "workload.parallelism.data",
            value: degrees.data,
            why: "the most that divide the global batch, of the ranks that are left",
            follows: true,
          },
        ]
      : [];
  const open = [...rest, ...chosen];
  return [...open, ...again];
}

/** What failures and checkpoints made of a run. */
function resilienceOf(
  long: LongRun,
  { recovery }: Pick<TrainingOptions, "recovery">,
  known: Pick<ResilienceMetrics, "uptimeFraction" | "faultyHosts" | "checkpoints">,
): ResilienceMetrics {
  const { usdPerHour, triage } = recovery?.replacement === "manual" ? recovery.people : { triage: 0 };
  return {
    ...(usdPerHour !== undefined && {
      peopleUsd: (long.interruptions * triage * usdPerHour) / 3600e9,
    }),
    interruptions: long.interruptions,
    checkpointPlan: long.checkpointPlan,
    foundByCanaries: long.found,
    byCause: Object.fromEntries(long.byCause),
    ...known,
  };
}

/** Steps of the whole run, one where the scenario does not say how long it is, and what comes before the first. */
export function runLength(
  options: TrainingOptions,
  job: TrainingJob,
  storage: WorkloadSetting["storage"],
): { steps: number; isWhole: boolean; startupNs: number; resumedNs: number } {
  const steps = stepsOf(options, job);
  const { loadNs, reshardNs } = resumeNs(options, job, storage);
  const resumedNs = loadNs + reshardNs;
  return {
    steps: steps ?? 1,
    isWhole: steps !== undefined,
    startupNs: compilationNs(options) + resumedNs,
    resumedNs,
  };
}

/** Steps of the whole run; undefined where the scenario does not say how long it is. */
export function stepsOf(
  options: TrainingOptions,
  { sequenceLength }: Pick<TrainingJob, "sequenceLength">,
): number | undefined {
  const { tokens, globalBatch } = options;
  const samples = options.samples ?? (tokens === undefined ? undefined : tokens / sequenceLength);
  return samples === undefined ? undefined : Math.ceil((samples * shareLeft(options)) / globalBatch);
}

/** Compiling every shape once, before the first step that meets it. */
function compilationNs({ execution }: TrainingOptions): number {
  return execution?.mode === "traced" ? execution.shapes * execution.compileTime : 0;
}

function stageTable(pipelines: readonly StepRun[]): Table {
  const [first] = pipelines;
  return {
    columns: ["stage", "what", "micro_batch", "start_ms", "end_ms"],
    rows: {
      *[Symbol.iterator]() {
        for (const { stage, what, microBatch, startNs, endNs } of first?.spans ?? []) {
          yield [stage, what, microBatch, startNs / 1e6, endNs / 1e6];
        }
      },
    },
  };
}
