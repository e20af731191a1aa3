/**
 * What a training job reads and writes on volumes while its steps are played: the input of the next step beside the one that
 * runs, and a checkpoint whenever it is due. The room of a checkpoint is given back when the next one is complete.
 */
import type { Volume, VolumeClient } from "../../cluster/volume.ts";
import type { Target } from "../../kernel/event-queue.ts";

/** Input of the steps of a job. */
export class InputFeed implements Target {
  readonly volume: Volume;
  /** Of a step. */
  readonly bytes: number;
  readonly by: VolumeClient;
  readonly #prefetch: boolean;
  #state: "none" | "loading" | "there" = "none";
  #then: (() => void) | undefined;

  constructor(
    volume: Volume,
    { bytes, by, prefetch }: { bytes: number; by: VolumeClient; prefetch: boolean },
  ) {
    this.volume = volume;
    this.bytes = bytes;
    this.by = by;
    this.#prefetch = prefetch;
  }

  /** Calls `then` when the input of the next step is there, and loads that of the one after beside it. */
  take(then: () => void): void {
    this.#then = then;
    if (this.#state === "none") this.#load();
    else if (this.#state === "there") this.#give();
  }

  handle(): void {
    this.#state = "there";
    if (this.#then) this.#give();
  }

  #load(): void {
    this.#state = "loading";
    this.volume.read(this.bytes, this.by, this, 0);
  }

  #give(): void {
    const then = this.#then as () => void;
    this.#then = undefined;
    this.#state = "none";
    if (this.#prefetch) this.#load();
    then();
  }
}

/** Checkpoints of a job, each waited for. */
export class CheckpointSaver implements Target {
  saves = 0;
  readonly #volume: Volume;
  readonly #plan: { bytes: number; by: VolumeClient; everyNs: number };
  #lastNs: number;
  #holds = false;
  #then: ((now: number) => void) | undefined;

  constructor(volume: Volume, plan: { bytes: number; by: VolumeClient; everyNs: number }, startNs: number) {
    this.#volume = volume;
    this.#plan = plan;
    this.#lastNs = startNs;
  }

  /** Whether so much time has gone by since the last. */
  isDue(now: number): boolean {
    return now - this.#lastNs >= this.#plan.everyNs;
  }

  /** Saves the state; `then` when it is complete. */
  save(then: (now: number) => void): void {
    const { bytes, by } = this.#plan;
    this.#then = then;
    this.#volume.take(bytes, by.owner, () => this.#volume.write(bytes, by, this, 0));
  }

  handle(_code: number, now: number): void {
    if (this.#holds) this.#volume.give(this.#plan.bytes);
    this.#holds = true;
    this.saves++;
    this.#lastNs = now;
    this.#then?.(now);
  }
}
