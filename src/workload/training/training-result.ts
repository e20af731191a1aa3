/** What a simulated step says of the whole run. */
import { attribute } from "../../metrics/attribution.ts";
import type { Table } from "../../metrics/table.ts";
import { computeType } from "../../timing/data-types.ts";
import type { WorkloadResult, WorkloadSetting } from "../workload.ts";
import { trainingLinks } from "./link-traffic.ts";
import type { Pipeline } from "./pipeline.ts";
import type { StagePlan } from "./stage-plan.ts";
import type { StageWork } from "./stage-work.ts";
import type { TrainingJob } from "./training-job.ts";
import { type TrainingMemory, totalBytes } from "./training-memory.ts";
import type { TrainingOptions } from "./training-options.ts";

/** What the result is made of. */
export interface FinishedStep {
  options: TrainingOptions;
  setting: WorkloadSetting;
  job: TrainingJob;
  stages: readonly StagePlan[];
  /** One, or one for each data-parallel rank where they differ. */
  pipelines: readonly Pipeline[];
  memory: TrainingMemory;
  capacityBytes: number;
  stepNs: number;
  warnings: readonly string[];
}

/** Shares of the step that are communication nobody computes beside. */
const communication = [
  "tensor communication",
  "context communication",
  "expert communication",
  "pipeline sends",
  "parameter gathers",
  "gradient exchange",
];

/** The result of a step of `stepNs`. */
export function trainingResult(step: FinishedStep): WorkloadResult {
  const { options, setting, job, stages, pipelines, memory, stepNs } = step;
  const { cluster } = setting;
  const { globalBatch, tokens } = options;
  const { data, tensor, pipeline, context = 1, expert = 1, microBatches } = job.degrees;
  const timesNs = new Map<string, number>();
  for (const each of pipelines) {
    for (const [what, ns] of each.timesNs(stepNs)) timesNs.set(what, (timesNs.get(what) ?? 0) + ns);
  }
  const attribution = attribute(timesNs, stepNs * pipeline * pipelines.length, "pipeline bubble");
  const share = (what: string) => attribution.find((part) => part.what === what)?.fraction ?? 0;
  const flops = (of: (work: StageWork) => number) =>
    stages.reduce((sum, { work }) => sum + of(work), 0) * microBatches * data * tensor * context;
  const modelFlops = flops((work) => work.modelFlops);
  const compute = computeType(options.precision, cluster.device);
  const peak = (cluster.device.chip.peaks[compute] ?? 0) * cluster.chips;
  const tokensPerStep = job.model.item ? 0 : globalBatch * job.sequenceLength;
  const samples = options.samples ?? (tokens === undefined ? undefined : tokens / job.sequenceLength);
  const steps = samples === undefined ? 1 : Math.ceil(samples / globalBatch);
  const startupNs = compilationNs(options);
  const bubble = share("pipeline bubble");
  return {
    training: {
      stepNs,
      sequencesPerStep: globalBatch,
      tokensPerStep,
      mfu: modelFlops / (stepNs * peak),
      hfu: (modelFlops + flops((work) => work.recomputedFlops + (work.teacherFlops ?? 0))) / (stepNs * peak),
      bubbleFraction: bubble,
      exposedCommunicationFraction: communication.reduce((sum, what) => sum + share(what), 0),
      steps,
      startupNs,
      timeToTrainNs: samples === undefined ? null : startupNs + steps * stepNs,
      goodputFraction: 1,
    },
    memory: {
      perDeviceBytes: totalBytes(memory),
      capacityBytes: step.capacityBytes,
      parts: { ...memory },
    },
    attribution,
    elapsedNs: startupNs + steps * stepNs,
    busyFraction: 1 - bubble - share("data stall"),
    warnings: step.warnings,
    restsOn: ["chip.memory.bandwidth", "chip.memory.usableBytes", `chip.tensor.peaks.${compute}`],
    chosen: {
      data,
      tensor,
      pipeline,
      ...(context > 1 && { context }),
      ...(expert > 1 && { expert }),
      microBatches,
      compute,
    },
    tables: { stages: stageTable(pipelines) },
    links: trainingLinks(job, stages, stepNs),
    series: [],
  };
}

/** Compiling every shape once, before the first step that meets it. */
function compilationNs({ execution }: TrainingOptions): number {
  return execution?.mode === "traced" ? execution.shapes * execution.compileTime : 0;
}

function stageTable(pipelines: readonly Pipeline[]): Table {
  const [first] = pipelines;
  return {
    columns: ["stage", "what", "micro_batch", "start_ms", "end_ms"],
    rows: (first?.spans ?? []).map(({ stage, what, microBatch, startNs, endNs }) => [
      stage,
      what,
      microBatch,
      startNs / 1e6,
      endNs / 1e6,
    ]),
  };
}
