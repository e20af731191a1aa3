/**
 * The pipeline stages of one replica, through which the steps of several batches follow each other, where something may move
 * beside them: `stage-pipe.ts` event by event. A stage works on one step at a time, in the order in which they came, for as
 * long as that takes beside whatever moves.
 */
import { RingBuffer } from "../../../kernel/ring-buffer.ts";

/** A step on its way. */
export interface StagedStep {
  /** Its turn on the stage has come. */
  enter(now: number): void;
}

/** Stages of one replica. */
export class StageLine {
  readonly stages: number;
  readonly #at: (StagedStep | undefined)[];
  readonly #waiting: readonly RingBuffer<StagedStep>[];

  constructor(stages: number) {
    this.stages = stages;
    this.#at = new Array<StagedStep | undefined>(stages).fill(undefined);
    this.#waiting = Array.from({ length: stages }, () => new RingBuffer<StagedStep>());
  }

  /** `step` comes to `stage`: it enters now, or behind those before it. */
  come(step: StagedStep, stage: number, now: number): void {
    if (this.#at[stage] !== undefined) {
      this.#waiting[stage]!.push(step);
      return;
    }
    this.#at[stage] = step;
    step.enter(now);
  }

  /** `step` leaves `stage`, or gives up waiting for it. */
  leave(step: StagedStep, stage: number, now: number): void {
    const waiting = this.#waiting[stage]!;
    if (this.#at[stage] !== step) {
      for (let left = waiting.size; left > 0; left--) {
        const each = waiting.shift() as StagedStep;
        if (each !== step) waiting.push(each);
      }
      return;
    }
    const next = waiting.shift();
    this.#at[stage] = next;
    next?.enter(now);
  }
}
