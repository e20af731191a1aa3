/** Metrics of training. */
import { metricPart, metricsOver } from "../../metrics/metric.ts";
import type { TrainingMetrics } from "../../metrics/training-metrics.ts";
import type { WorkloadResult } from "../workload.ts";

const seconds = (ns: number) => ns / 1e9;

const inSeconds = (ns: number | undefined) => (ns === undefined ? undefined : seconds(ns));

const metrics = metricsOver<TrainingMetrics>()([
  {
    name: "tokens_per_s",
    title: "Tokens/s",
    unit: "/s",
    better: "higher",
    meaning: "tokens trained on; 0 where there are none",
    isHeadline: true,
    isKey: true,
    band: { of: ["training"], isRate: true },
    isWorded: true,
    of: (each) => each.tokensPerStep / seconds(each.stepNs),
  },
  {
    name: "tokens_per_s_per_chip",
    title: "Tokens/s per chip",
    unit: "/s",
    better: "higher",
    meaning: "tokens_per_s over the chips of the cluster",
    isHeadline: true,
    isWorded: true,
    of: (each) => each.tokensPerStep / seconds(each.stepNs) / each.chips,
  },
  {
    name: "sequences_per_s",
    title: "Items/s",
    unit: "/s",
    better: "higher",
    meaning: "sequences, or images and other items, trained on",
    isHeadline: true,
    insteadOf: "tokens_per_s",
    band: { of: ["training"], isRate: true },
    isWorded: true,
    of: (each) => each.sequencesPerStep / seconds(each.stepNs),
  },
  {
    name: "step_time_s",
    title: "Step time",
    unit: "s",
    better: "lower",
    meaning: "a whole optimizer step",
    isHeadline: true,
    isKey: true,
    objective: "stepTime",
    isPace: true,
    band: { of: ["training"], isTold: true },
    isWorded: true,
    of: ({ stepNs }) => seconds(stepNs),
  },
  {
    name: "mfu",
    title: "MFU",
    unit: "fraction",
    better: "higher",
    meaning: "FLOPs of matmuls and attention, forward and backward, over time x dense datasheet peak",
    isHeadline: true,
    isWorded: true,
    of: ({ mfu }) => mfu,
  },
  {
    name: "hfu",
    title: "HFU",
    unit: "fraction",
    better: "higher",
    meaning: "the same with recomputed FLOPs, and a teacher's",
    of: ({ hfu }) => hfu,
  },
  {
    name: "bubble_fraction",
    title: "Pipeline bubble",
    unit: "fraction",
    better: "lower",
    meaning: "share of the step in which the average pipeline stage waits for others",
    of: (each) => each.bubbleFraction,
  },
  {
    name: "exposed_communication_fraction",
    title: "Exposed communication",
    unit: "fraction",
    better: "lower",
    meaning: "share of the step in which ranks wait for collectives and sends",
    of: (each) => each.exposedCommunicationFraction,
  },
  {
    name: "steps",
    title: "Steps",
    unit: "count",
    better: null,
    meaning: "of the whole run; one where its length is not given",
    of: ({ steps }) => steps,
  },
  {
    name: "steps_played",
    title: "Steps played",
    unit: "count",
    better: null,
    meaning: "as events",
    of: ({ stepsPlayed }) => stepsPlayed,
  },
  {
    name: "steps_jumped",
    title: "Steps jumped",
    unit: "count",
    better: null,
    meaning: "taken over because nothing had changed",
    of: ({ stepsJumped }) => stepsJumped,
  },
  {
    name: "startup_time_s",
    title: "Start-up",
    unit: "s",
    better: "lower",
    meaning: "compilation, and loading and resharding a checkpoint, before the first step",
    of: ({ startupNs }) => seconds(startupNs),
  },
  {
    name: "time_to_train_s",
    title: "Time to train",
    unit: "s",
    better: "lower",
    meaning:
      "start-up, all steps, and what failures and checkpoints cost; null where the length of the run is not given",
    isHeadline: true,
    objective: "timeToTrain",
    isWorded: true,
    of: ({ timeToTrainNs }) => (timeToTrainNs === null ? null : seconds(timeToTrainNs)),
  },
  {
    name: "goodput_fraction",
    title: "Goodput",
    unit: "fraction",
    better: "higher",
    meaning: "time of the steps over all of it; the rest is in `lost_s`",
    of: (each) => each.goodputFraction,
  },
  {
    name: "effective_time_fraction",
    title: "Effective training time",
    unit: "fraction",
    better: "higher",
    meaning: "goodput_fraction, where failures or checkpoints are simulated",
    isHeadline: true,
    of: ({ resilience, goodputFraction }) => (resilience ? goodputFraction : undefined),
  },
  {
    name: "interruptions",
    title: "Interruptions",
    unit: "count",
    better: "lower",
    meaning: "failures that stopped the job",
    of: ({ resilience }) => resilience?.interruptions,
  },
  {
    name: "found_by_canaries",
    title: "Faults found by canaries",
    unit: "count",
    better: null,
    meaning: "of the interruptions, those in good order because a canary found the fault before it struck",
    of: ({ resilience }) => resilience?.foundByCanaries,
  },
  {
    name: "faulty_hosts",
    title: "Faulty hosts that came in",
    unit: "count",
    better: "lower",
    meaning:
      "spare and warm hosts that came in with a fault that nobody had found while they stood by; where faults have a `latency`",
    of: ({ resilience }) => resilience?.faultyHosts,
  },
  {
    name: "checkpoints",
    title: "Checkpoints",
    unit: "count",
    better: null,
    meaning: "saved",
    of: ({ resilience }) => resilience?.checkpoints,
  },
  {
    name: "checkpoint_interval_s",
    title: "Checkpoint interval",
    unit: "s",
    better: null,
    meaning: "work between two",
    of: ({ resilience }) => inSeconds(resilience?.checkpointPlan?.intervalNs),
  },
  {
    name: "checkpoint_stall_s",
    title: "Checkpoint stall",
    unit: "s",
    better: "lower",
    meaning: "time that work stands still for one, and is slowed by it",
    of: ({ resilience }) => inSeconds(resilience?.checkpointPlan?.stallNs),
  },
  {
    name: "uptime_fraction",
    title: "Uptime",
    unit: "fraction",
    better: "higher",
    meaning:
      "elapsed less detection, waiting, replacement, pre-flight checks, restart, loading and compilation",
    of: ({ resilience }) => resilience?.uptimeFraction,
  },
  {
    name: "people_usd",
    title: "$ of people",
    unit: "usd",
    better: "lower",
    meaning:
      "who find a fault by hand after each interruption, at `recovery.people.usdPerHour`; beside `cost.usd_total`",
    of: ({ resilience }) => resilience?.peopleUsd,
  },
  {
    name: "transfer_usd",
    title: "$ of transfers",
    unit: "usd",
    better: "lower",
    meaning:
      "of input and checkpoints to and from volumes, between regions and for requests; part of `cost.usd_total`",
    of: ({ transferUsd }) => transferUsd,
  },
]);

/** Of the whole run, or of a step where no length of the run is given. */
const duration = [
  { name: "time_to_train_s", words: "to train", bandOf: "step_time_s" },
  { name: "step_time_s", words: "a step" },
];

/** The part `training` of a summary. */
export const trainingPart = metricPart<Pick<WorkloadResult, "training">>()({
  part: "training",
  of: ({ training }) => training,
  metrics,
  yardsticks: {
    cost: [
      { name: "usd_per_million_total_tokens", words: "per million tokens" },
      { name: "usd_total", words: "in all" },
    ],
    time: duration,
    pace: duration,
  },
  isNamedAlone: true,
  details: (training): Partial<StageDetails & LossDetails> => ({
    // Stages that hold the same are told by the memory of the fullest.
    ...(training.memoryByStage.length > 1 && { memory_by_stage: training.memoryByStage.map(stageDetails) }),
    ...(Object.keys(training.lostNs).length > 0 && lossDetails(training)),
  }),
});

/** What a rank of each stage of the pipeline holds. */
interface StageDetails {
  memory_by_stage: readonly Readonly<Record<`${string}_bytes`, number>>[];
}

function stageDetails(parts: Readonly<Record<string, number>>): StageDetails["memory_by_stage"][number] {
  return Object.fromEntries(Object.entries(parts).map(([part, bytes]) => [`${part}_bytes`, bytes]));
}

/** Where time was lost: by why, and by cause where failures or checkpoints are simulated. */
interface LossDetails {
  lost_s: Record<string, number>;
  lost_usd: Record<string, number | null>;
  causes?: { cause: string; interruptions: number; lost_s: number; lost_usd: number | null }[];
}

function lossDetails({ lostNs, usdPerHour, resilience }: TrainingMetrics): LossDetails {
  const usd = (ns: number) => usdPerHour && (usdPerHour * ns) / 3600e9;
  const byName = <Value>(of: (ns: number) => Value) =>
    Object.fromEntries(Object.entries(lostNs).map(([name, ns]) => [name.replace(/ /g, "_"), of(ns)]));
  const causes = Object.entries(resilience?.byCause ?? {}).sort(([, a], [, b]) => b.lostNs - a.lostNs);
  return {
    lost_s: byName(seconds),
    lost_usd: byName(usd),
    ...(resilience && {
      causes: causes.map(([cause, each]) => ({
        cause,
        interruptions: each.count,
        lost_s: seconds(each.lostNs),
        lost_usd: usd(each.lostNs),
      })),
    }),
  };
}
