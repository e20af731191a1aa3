/** In which order a pipeline stage works through its micro-batches. */
import { definePlugin } from "../../../base/plugin.ts";

/**
 * One piece of work of a stage. `backward` is the whole backward pass of a micro-batch, or, where the schedule splits it,
 * the gradient of the inputs only, which the stage before waits for; `weight` is then the gradient of the weights.
 */
export interface Task {
  kind: "forward" | "backward" | "weight";
  microBatch: number;
  /** Which of the stage's chunks of layers; 0 when absent. */
  chunk?: number | undefined;
  /** Where the schedule splits backward passes: this one is whole. */
  withWeights?: boolean;
  /** A backward pass that runs side by side with this forward pass: each computes while the other exchanges. */
  beside?: Task;
}

/** A pipeline as a schedule sees it. */
export interface PipelineShape {
  stages: number;
  microBatches: number;
}

/** A pipeline schedule: a pure function from stage to order of work. */
export interface Schedule {
  /** Chunks of layers that every stage holds: chunk c of stage s follows chunk c of stage s - 1; 1 when absent. */
  readonly chunks?: number;
  /**
   * The second chunk is the first one's mirror image, for micro-batches that enter at the last stage: stage s of p holds
   * positions s and p - 1 - s, and micro-batches are numbered within each direction, half of them in each.
   */
  readonly bidirectional?: boolean;
  /** Whether gradients of weights are tasks of their own. */
  readonly splitsBackward?: boolean;
  /** What the schedule asks of the shape and of the layers of each stage, in words, where these do not do. */
  unfit?(shape: PipelineShape, stageLayers: readonly number[]): string | undefined;
  /** Tasks of `stage` (0 = first) in the order in which it runs them. */
  order(stage: number, shape: PipelineShape): Task[];
  /** Micro-batches (of all the stage's layers) whose activations `stage` holds at once, at most. */
  inFlight(stage: number, shape: PipelineShape): number;
}

/** Types a schedule plug-in. */
export const defineSchedule = definePlugin<Schedule>();

/** Tasks of one kind for the micro-batches from `start` up to `end` (exclusive). */
export function tasks(kind: Task["kind"], start: number, end: number): Task[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => ({
    kind,
    microBatch: start + index,
  }));
}
