/**
 * ZB-H1 (Qi et al. 2024, "Zero bubble pipeline parallelism"): 1F1B whose gradients of weights wait. Stage s runs that of a
 * micro-batch s micro-batches late, so that later stages send gradients back sooner, and the late ones fill the end. With
 * F, B, W the times of forward, input gradient and weight gradient the bubble is (p-1) max(F, B, F+B-W) in the memory of
 * 1F1B; F+B-W is the published form, for W no longer than F and B.
 */
import { defineSchedule, type Task } from "./schedule.ts";

export const zeroBubble = defineSchedule({
  name: "zero-bubble",
  help: "1F1B with the gradients of weights put off to fill the bubble (ZB-H1)",
  options: {},
  create: () => ({
    splitsBackward: true,
    order(stage, { stages, microBatches }) {
      const warmup = Math.min(stages - stage - 1, microBatches);
      const order: Task[] = [];
      for (let microBatch = 0; microBatch < warmup; microBatch++) order.push({ kind: "forward", microBatch });
      for (let microBatch = 0; microBatch < microBatches; microBatch++) {
        if (microBatch + warmup < microBatches)
          order.push({ kind: "forward", microBatch: microBatch + warmup });
        order.push({ kind: "backward", microBatch });
        if (microBatch >= stage) order.push({ kind: "weight", microBatch: microBatch - stage });
      }
      for (let late = Math.max(0, microBatches - stage); late < microBatches; late++) {
        order.push({ kind: "weight", microBatch: late });
      }
      return order;
    },
    inFlight: (_stage, { stages, microBatches }) => Math.min(stages, microBatches),
  }),
});
