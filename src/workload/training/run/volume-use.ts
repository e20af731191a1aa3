/**
 * What a training job reads and writes on volumes while its steps are played: the input of the next step beside the one that
 * runs, which its hosts prepare as it comes, and a checkpoint whenever it is due. The room of a checkpoint is given back when the next one is complete.
 */
import type { Volume, VolumeClient } from "../../../cluster/volume.ts";
import type { Target } from "../../../kernel/event-queue.ts";

/** Where the input of a step comes from. */
export interface InputPlan {
  /** The volume that it is read from, and by whom; nothing to read when absent. */
  source?: { volume: Volume; by: VolumeClient } | undefined;
  /** Of a step. */
  bytes: number;
  /** Prepares it on hosts that other jobs use too, and tells `client`; already in the client's pace when absent. */
  prepare?: ((client: Target, code: number) => void) | undefined;
  prefetch: boolean;
}

/** Input of the steps of a job. */
export class InputFeed implements Target {
  readonly plan: InputPlan;
  #state: "none" | "loading" | "there" = "none";
  #due = 0;
  #then: (() => void) | undefined;

  constructor(plan: InputPlan) {
    this.plan = plan;
  }

  /** Calls `then` when the input of the next step is there, and loads that of the one after beside it. */
  take(then: () => void): void {
    this.#then = then;
    if (this.#state === "none") this.#load();
    else if (this.#state === "there") this.#give();
  }

  /** Credits of the volume, bytes of the whole input; undefined where it has none. */
  get credits(): number | undefined {
    const { source } = this.plan;
    return source?.volume.credits(source.by);
  }

  /** Sets them, for steps that nobody saw have used some. */
  set credits(bytes: number | undefined) {
    const { source } = this.plan;
    if (bytes !== undefined) source?.volume.setCredits(bytes, source.by);
  }

  handle(): void {
    this.#due--;
    if (this.#due > 0) return;
    this.#state = "there";
    if (this.#then) this.#give();
  }

  #load(): void {
    const { source, bytes, prepare } = this.plan;
    this.#state = "loading";
    this.#due = (source ? 1 : 0) + (prepare ? 1 : 0);
    source?.volume.read(bytes, source.by, this, 0);
    prepare?.(this, 0);
  }

  #give(): void {
    const then = this.#then as () => void;
    this.#then = undefined;
    this.#state = "none";
    if (this.plan.prefetch) this.#load();
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
    this.#volume.take(bytes, by, () => this.#volume.write(bytes, by, this, 0));
  }

  /** Checkpoints were saved as before until `untilNs`, unseen. */
  skipTo(untilNs: number): void {
    const { everyNs } = this.#plan;
    const unseen = Math.max(0, Math.floor((untilNs - this.#lastNs) / everyNs));
    this.saves += unseen;
    this.#lastNs += unseen * everyNs;
  }

  handle(_code: number, now: number): void {
    if (this.#holds) this.#volume.give(this.#plan.bytes, this.#plan.by);
    this.#holds = true;
    this.saves++;
    this.#lastNs = now;
    this.#then?.(now);
  }
}
