/** In which order a pipeline stage works through its micro-batches. */
import { definePlugin } from "../../../base/plugin.ts";

/** One piece of work of a stage: a micro-batch in one direction. */
export interface Task {
  kind: "forward" | "backward";
  microBatch: number;
}

/** A pipeline as a schedule sees it. */
export interface PipelineShape {
  stages: number;
  microBatches: number;
}

/** A pipeline schedule: a pure function from stage to order of work. */
export interface Schedule {
  /** Tasks of `stage` (0 = first) in the order in which it runs them. */
  order(stage: number, shape: PipelineShape): Task[];
  /** Micro-batches whose activations `stage` holds at once, at most. */
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
