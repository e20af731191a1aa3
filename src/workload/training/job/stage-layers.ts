/**
 * Which layers a pipeline stage holds. Stages hold equal parts of the stack unless the scenario counts them out; in a
 * bidirectional pipeline a stage holds those of its mirror image too, for the micro-batches that enter at the other end.
 */
import type { TrainingJob } from "./training-job.ts";

type LayeredJob = Pick<TrainingJob, "model" | "degrees" | "stageLayers">;

/** Layers of the stack at position `stage` of the pipeline; 1 for a network without a stack. */
export function layersOf({ model, degrees, stageLayers }: LayeredJob, stage: number): number {
  return stageLayers?.[stage] ?? (model.stack?.layers ?? 1) / degrees.pipeline;
}

/** Layers at each position of the pipeline. */
export function stageLayersOf(job: LayeredJob): number[] {
  return Array.from({ length: job.degrees.pipeline }, (_, stage) => layersOf(job, stage));
}

/** What chunks divide at each position: its layers, and embedding and loss where they count as a layer each. */
export function stageSlotsOf(job: LayeredJob & Pick<TrainingJob, "endsAsLayers">): number[] {
  const last = job.degrees.pipeline - 1;
  return stageLayersOf(job).map(
    (layers, stage) => layers + (job.endsAsLayers && (stage === 0 || stage === last) ? 1 : 0),
  );
}

/** The part of all layers at position `stage`. */
export function layerShare(job: LayeredJob, stage: number): number {
  return layersOf(job, stage) / (job.model.stack?.layers ?? 1);
}

/** Positions of the pipeline whose layers stage `stage` of `stages` holds. */
export function positionsOf(stage: number, stages: number, bidirectional = false): number[] {
  return bidirectional ? [stage, stages - 1 - stage] : [stage];
}
