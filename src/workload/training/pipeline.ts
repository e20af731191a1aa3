/**
 * One training step of a pipeline as events. Each stage is one resource that works through its tasks in the schedule's
 * order; a forward waits for the activations of the stage before, a backward for the gradients of the stage after; then
 * gradients are exchanged between data-parallel ranks and the optimizer runs.
 *
 *     stage s:  [forward m] --send--> stage s+1      [backward m] --send--> stage s-1
 *               last backward --> gradient exchange --> optimizer
 *
 * Ranks of a stage that do the same work at the same time (tensor and data parallel) are folded into one.
 * Events: four per stage and micro-batch.
 */
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { PipelineShape, Schedule, Task } from "./schedules/schedule.ts";

/** Times of one stage, ns. */
export interface StageTimes {
  forwardNs: number;
  backwardNs: number;
  /** Sending one micro-batch's activations to the next stage, or its gradients to the one before. */
  sendNs: number;
  /** Exchange of gradients among data-parallel ranks after the last backward. */
  gradientExchangeNs: number;
  optimizerNs: number;
}

/** When a stage did what in a step, for tables and timelines. */
export interface StageSpan {
  stage: number;
  what: "forward" | "backward" | "gradient exchange" | "optimizer";
  microBatch: number | null;
  startNs: number;
  endNs: number;
}

// Event codes: the end of the running task, or an arrival, encoded as 3 + 2 * microBatch + (0 forward, 1 backward).
const taskDone = 0;
const exchangeDone = 1;
const optimizerDone = 2;
const arrivalBase = 3;

/** A pipeline that runs one step. */
export class Pipeline {
  readonly spans: StageSpan[] = [];
  readonly #stages: Stage[];
  #finished = 0;

  constructor(times: readonly StageTimes[], schedule: Schedule, microBatches: number) {
    const shape: PipelineShape = { stages: times.length, microBatches };
    this.#stages = times.map(
      (each, index) => new Stage(this, index, each, schedule.order(index, shape), shape),
    );
  }

  /** All stages have finished their optimizer. */
  get done(): boolean {
    return this.#finished === this.#stages.length;
  }

  start(simulator: Simulator): void {
    for (const stage of this.#stages) stage.start(simulator, this.#stages);
    simulator.watch({
      unfinished: () => (this.done ? [] : this.#stages.flatMap((stage) => stage.waiting())),
    });
  }

  /** Called by a stage whose step is over. */
  stageFinished(): void {
    this.#finished++;
  }
}

class Stage implements Target {
  readonly #pipeline: Pipeline;
  readonly #index: number;
  readonly #times: StageTimes;
  readonly #order: readonly Task[];
  /** Micro-batches whose input has come, by direction. */
  readonly #arrived: { forward: Uint8Array; backward: Uint8Array };
  #simulator!: Simulator;
  #previous: Stage | undefined;
  #next: Stage | undefined;
  #position = 0;
  #busy = false;
  #startedNs = 0;

  constructor(
    pipeline: Pipeline,
    index: number,
    times: StageTimes,
    order: readonly Task[],
    shape: PipelineShape,
  ) {
    this.#pipeline = pipeline;
    this.#index = index;
    this.#times = times;
    this.#order = order;
    this.#arrived = {
      forward: new Uint8Array(shape.microBatches).fill(index === 0 ? 1 : 0),
      // The last stage's gradients come from its own loss.
      backward: new Uint8Array(shape.microBatches).fill(index === shape.stages - 1 ? 1 : 0),
    };
  }

  start(simulator: Simulator, stages: readonly Stage[]): void {
    this.#simulator = simulator;
    this.#previous = stages[this.#index - 1];
    this.#next = stages[this.#index + 1];
    this.#tryNext(simulator.now);
  }

  handle(code: number, now: number): void {
    if (code >= arrivalBase) {
      const direction = (code - arrivalBase) % 2 === 0 ? "forward" : "backward";
      this.#arrived[direction][(code - arrivalBase) >> 1] = 1;
      if (!this.#busy) this.#tryNext(now);
    } else if (code === taskDone) {
      this.#endTask(now);
    } else if (code === exchangeDone) {
      this.#record("gradient exchange", null, now);
      this.#begin(this.#times.optimizerNs, optimizerDone, now);
    } else {
      this.#record("optimizer", null, now);
      this.#pipeline.stageFinished();
    }
  }

  waiting(): string[] {
    const task = this.#order[this.#position];
    if (task === undefined || this.#busy) return [];
    const from = task.kind === "forward" ? "activations" : "gradients";
    return [`stage ${this.#index} waits for the ${from} of micro-batch ${task.microBatch}`];
  }

  #tryNext(now: number): void {
    const task = this.#order[this.#position];
    if (task === undefined) {
      this.#begin(this.#times.gradientExchangeNs, exchangeDone, now);
    } else if (this.#arrived[task.kind][task.microBatch] === 1) {
      this.#begin(task.kind === "forward" ? this.#times.forwardNs : this.#times.backwardNs, taskDone, now);
    }
  }

  #begin(durationNs: number, code: number, now: number): void {
    this.#busy = true;
    this.#startedNs = now;
    this.#simulator.schedule(durationNs, this, code);
  }

  #endTask(now: number): void {
    const task = this.#order[this.#position++];
    this.#record(task.kind, task.microBatch, now);
    const [receiver, direction] = task.kind === "forward" ? [this.#next, 0] : [this.#previous, 1];
    if (receiver !== undefined) {
      this.#simulator.schedule(this.#times.sendNs, receiver, arrivalBase + 2 * task.microBatch + direction);
    }
    this.#busy = false;
    this.#tryNext(now);
  }

  #record(what: StageSpan["what"], microBatch: number | null, now: number): void {
    this.#pipeline.spans.push({ stage: this.#index, what, microBatch, startNs: this.#startedNs, endNs: now });
  }
}
