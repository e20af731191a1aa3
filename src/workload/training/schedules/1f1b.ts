/**
 * 1F1B (PipeDream-flush, Megatron-LM): after a warm-up of as many forwards as there are stages behind it, a stage turns
 * to one forward, one backward. The bubble is that of GPipe, (p-1)(F+B), but stage s holds at most p-s micro-batches.
 *
 *     stage 0  F0 F1 F2 F3 B0 .  B1 ...        4 stages
 *     stage 3  .  .  .  F0 B0 F1 B1 ...
 */
import { defineSchedule, type PipelineShape, type Task, tasks } from "./schedule.ts";

function inFlight(stage: number, { stages, microBatches }: PipelineShape): number {
  return Math.min(stages - stage, microBatches);
}

export const oneForwardOneBackward = defineSchedule({
  name: "1f1b",
  help: "one forward, one backward after a warm-up (Megatron-LM)",
  options: {},
  create: () => ({
    order(stage, shape) {
      const warmup = inFlight(stage, shape) - 1;
      const { microBatches } = shape;
      const steady: Task[] = [];
      for (let microBatch = 0; microBatch + warmup < microBatches; microBatch++) {
        steady.push({ kind: "forward", microBatch: microBatch + warmup }, { kind: "backward", microBatch });
      }
      return [
        ...tasks("forward", 0, warmup),
        ...steady,
        ...tasks("backward", microBatches - warmup, microBatches),
      ];
    },
    inFlight,
  }),
});
