/**
 * Interleaved 1F1B (Narayanan et al. 2021, Megatron-LM): every stage holds `chunks` pieces of the model, far apart, and
 * micro-batches pass the stages that many times. The bubble of p stages is (p-1)(F+B)/chunks; a stage holds up to
 * 1 + (p-1)/(p chunks) times the activations of 1F1B, and sends that many times as often.
 *
 *     chunk 0 of stage 0 > ... > chunk 0 of stage p-1 > chunk 1 of stage 0 > ... > chunk 1 of stage p-1
 */
import { count } from "../../../base/quantity.ts";
import { defineSchedule, type PipelineShape, type Task } from "./schedule.ts";

export const interleaved = defineSchedule({
  name: "interleaved",
  help: "1F1B with several chunks of layers a stage (Megatron-LM)",
  options: { chunks: count().default(2).meta({ description: "Of layers that each stage holds." }) },
  create({ chunks }) {
    const warmupOf = (stage: number, { stages, microBatches }: PipelineShape) =>
      Math.min(microBatches * chunks, (stages - stage - 1) * 2 + (chunks - 1) * stages);
    return {
      chunks,
      unfit({ stages, microBatches }, stageLayers) {
        if (stages === 1) return undefined;
        if (microBatches % stages !== 0) return `micro-batches in a multiple of the ${stages} stages`;
        const undivided = stageLayers.find((layers) => layers % chunks !== 0);
        return undivided === undefined
          ? undefined
          : `chunks that divide the ${undivided} layers of a stage, not ${chunks}`;
      },
      order(stage, shape) {
        const { stages, microBatches } = shape;
        const total = microBatches * chunks;
        const task = (kind: "forward" | "backward", position: number): Task => {
          const chunk = Math.floor((position % (stages * chunks)) / stages);
          return {
            kind,
            microBatch: Math.floor(position / (stages * chunks)) * stages + (position % stages),
            chunk: kind === "forward" ? chunk : chunks - 1 - chunk,
          };
        };
        const warmup = warmupOf(stage, shape);
        const order = Array.from({ length: warmup }, (_, position) => task("forward", position));
        for (let position = 0; position < total; position++) {
          if (position + warmup < total) order.push(task("forward", position + warmup));
          order.push(task("backward", position));
        }
        return order;
      },
      inFlight: (stage, shape) => Math.min(warmupOf(stage, shape) + 1, shape.microBatches * chunks) / chunks,
    };
  },
});
