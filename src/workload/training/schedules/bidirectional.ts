/**
 * DualPipe (DeepSeek-AI 2024, "DeepSeek-V3 technical report"): micro-batches enter at both ends of the pipeline, so that
 * every stage holds the layers of two positions, its own and its mirror image's. In the middle of the step a forward and a
 * backward pass of opposite directions run side by side, each computing while the other exchanges; at the ends gradients of
 * weights are put off. With F, B, W of a chunk and p stages the bubble is (p/2 - 1)(F + 2B - W), where nothing is exchanged,
 * for twice the parameters and p + 1 chunks of activations.
 *
 *     stage 0    >F0 >F1 ... <F0 ... >F|<B  <F|>B ... <B >B ... W
 *     stage p-1  <F0 <F1 ... >F0 ... <F|>B  >F|<B ... >B <B ... W
 */
import { defineSchedule, type Task } from "./schedule.ts";

export const bidirectional = defineSchedule({
  name: "bidirectional",
  help: "micro-batches from both ends, forward beside backward, weight gradients put off (DualPipe)",
  options: {},
  create: () => ({
    chunks: 2,
    bidirectional: true,
    splitsBackward: true,
    unfit({ stages, microBatches }) {
      if (stages % 2 !== 0) return `an even number of stages, not ${stages}`;
      return microBatches % 2 !== 0 || microBatches < 2 * stages
        ? `an even number of micro-batches, at least ${2 * stages}: twice the stages`
        : undefined;
    },
    order(stage, { stages, microBatches }) {
      const each = microBatches / 2;
      const half = stages / 2;
      const fromEnd = Math.min(stage, stages - 1 - stage);
      const toMiddle = half - fromEnd - 1;
      const work = new StageOrder(stage >= half ? 1 : 0);
      repeat(2 * toMiddle, () => work.forward("near"));
      repeat(fromEnd + 1, () => {
        work.forward("near");
        work.forward("far");
      });
      repeat(toMiddle, () => {
        work.backward("far", "later");
        work.weight();
        work.forward("far");
      });
      repeat(each - stages + fromEnd + 1, () => {
        work.pair("near", "far");
        work.pair("far", "near");
      });
      repeat(toMiddle, () => {
        work.backward("far", "at once");
        work.pair("far", "near");
      });
      const last = 2 * (fromEnd + 1);
      repeat(last, (index) =>
        work.backward(index % 2 === 0 ? "far" : "near", index < fromEnd + 1 ? "at once" : "later"),
      );
      repeat(toMiddle, () => {
        work.weight();
        work.backward("near", "later");
      });
      repeat(fromEnd + 1, () => work.weight());
      return work.tasks;
    },
    inFlight: (_stage, { stages, microBatches }) => Math.min(stages + 1, microBatches) / 2,
  }),
});

/** Which micro-batches: those that enter at the end of the pipeline that the stage is nearer to, or at the other one. */
type Direction = "near" | "far";

/** Writes the order of a stage down, counting micro-batches by kind and direction. */
class StageOrder {
  readonly tasks: Task[] = [];
  readonly #nearChunk: 0 | 1;
  readonly #counts = { forward: [0, 0], backward: [0, 0] };
  readonly #putOff: Pick<Task, "microBatch" | "chunk">[] = [];

  constructor(nearChunk: 0 | 1) {
    this.#nearChunk = nearChunk;
  }

  forward(direction: Direction): void {
    this.tasks.push(this.#next("forward", direction));
  }

  /** Gradients of weights come with those of the inputs, or are put off. */
  backward(direction: Direction, weights: "at once" | "later"): void {
    const task = this.#next("backward", direction);
    this.tasks.push(weights === "at once" ? { ...task, withWeights: true } : task);
    if (weights === "later") this.#putOff.push(task);
  }

  weight(): void {
    const { microBatch, chunk } = this.#putOff.shift() as Task;
    this.tasks.push({ kind: "weight", microBatch, chunk });
  }

  /** A forward pass of one direction beside a backward pass of the other. */
  pair(forward: Direction, backward: Direction): void {
    const beside = { ...this.#next("backward", backward), withWeights: true };
    this.tasks.push({ ...this.#next("forward", forward), beside });
  }

  #next(kind: "forward" | "backward", direction: Direction): Task {
    const chunk = direction === "near" ? this.#nearChunk : 1 - this.#nearChunk;
    const microBatch = this.#counts[kind][chunk] as number;
    this.#counts[kind][chunk] = microBatch + 1;
    return { kind, microBatch, chunk };
  }
}

function repeat(times: number, what: (index: number) => void): void {
  for (let index = 0; index < times; index++) what(index);
}
