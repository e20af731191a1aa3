/** Who waits for whom among the passes of a pipeline. */
import type { PipelineShape, Schedule, Task } from "../schedules/schedule.ts";

/** A chunk of layers on a stage. */
interface Neighbour {
  stage: number;
  chunk: number;
}

/** Where what a pass makes goes. */
interface Way extends Neighbour {
  link: "down" | "up";
}

/** Inputs that may come to each stage. */
export function inputsOf({ microBatches }: PipelineShape, { chunks = 1 }: Pick<Schedule, "chunks">): number {
  return 2 * chunks * microBatches;
}

/** What comes to and goes from one stage. Inputs have numbers: two a chunk and micro-batch, activations and gradients. */
export class TaskWays {
  readonly #index: number;
  readonly #shape: PipelineShape;
  readonly #chunks: number;
  readonly #bidirectional: boolean;
  /** By chunk, to the next chunk of layers and to the one before; undefined at the ends of the model. */
  readonly #forward: readonly (Way | undefined)[];
  readonly #backward: readonly (Way | undefined)[];

  constructor(index: number, shape: PipelineShape, { chunks = 1, bidirectional = false }: Schedule) {
    this.#index = index;
    this.#shape = shape;
    this.#chunks = chunks;
    this.#bidirectional = bidirectional;
    this.#forward = Array.from({ length: chunks }, (_, chunk) => this.#way(chunk, 1));
    this.#backward = Array.from({ length: chunks }, (_, chunk) => this.#way(chunk, -1));
  }

  /** Inputs that may come to the stage. */
  get inputs(): number {
    return inputsOf(this.#shape, { chunks: this.#chunks });
  }

  /** Number of the input of `task`, or of the task like it of another chunk. */
  input({ kind, microBatch, chunk: own = 0 }: Task, chunk = own): number {
    return 2 * (chunk * this.#shape.microBatches + microBatch) + (kind === "forward" ? 0 : 1);
  }

  /** Whether the task has no one to wait for: the first layers' input, the last layers' loss, gradients of weights. */
  isFree({ kind, chunk = 0 }: Task): boolean {
    if (kind === "weight") return true;
    return (kind === "forward" ? this.#backward : this.#forward)[chunk] === undefined;
  }

  /** Where what a forward or backward `task` makes goes; undefined at the ends of the model. */
  next({ kind, chunk = 0 }: Task): Way | undefined {
    return (kind === "forward" ? this.#forward : this.#backward)[chunk];
  }

  /** The way to the chunk of layers before (-1) or after (+1) one of this stage's. */
  #way(chunk: number, step: 1 | -1): Way | undefined {
    const to = this.#neighbour(chunk, step);
    if (to === undefined) return undefined;
    const isTurned = this.#bidirectional && to.chunk === 1;
    return { ...to, link: (step === 1) === !isTurned ? "down" : "up" };
  }

  #neighbour(chunk: number, step: 1 | -1): Neighbour | undefined {
    const stage = this.#index + (this.#bidirectional && chunk === 1 ? -step : step);
    if (stage >= 0 && stage < this.#shape.stages) return { stage, chunk };
    if (this.#bidirectional) return undefined;
    const wrapped = chunk + step;
    if (wrapped < 0 || wrapped >= this.#chunks) return undefined;
    return { stage: step === 1 ? 0 : this.#shape.stages - 1, chunk: wrapped };
  }
}
