/**
 * The decode steps of a batch under way. Many are one event while nothing can change; beside something that moves to or from
 * the replica's memory, or on its links, they are taken one at a time, each as long as that lets it be.
 */
import type { DecodeCost } from "../time/step-timer.ts";
import { DecodeSegment } from "./decode-segment.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { EngineTally } from "./engine-tally.ts";
import type { RunningBatch } from "./running-batch.ts";
import type { StagePipe } from "./stage-pipe.ts";
import type { StepClock } from "./step-clock.ts";

/** What decode steps work on, and who is told. */
export interface DecodeParts {
  clock: StepClock;
  batch: RunningBatch;
  tally: EngineTally;
  listener: EngineListener;
}

/** One run of decode steps after the other; times in ns. */
export class DecodeRun {
  readonly #clock: StepClock;
  readonly #batch: RunningBatch;
  readonly #tally: EngineTally;
  readonly #listener: EngineListener;
  readonly #segment = new DecodeSegment();
  /** Steps of the segment that are done when the pending event comes. */
  #planned = 0;
  /** Steps of the run before the segment's first. */
  #before = 0;
  /** When the last step before that began. */
  #slowedNs = 0;

  constructor({ clock, batch, tally, listener }: DecodeParts) {
    this.#clock = clock;
    this.#batch = batch;
    this.#tally = tally;
    this.#listener = listener;
  }

  /** Begins at `now` with at most `stepsMax` steps of `cost`. */
  begin(now: number, cost: DecodeCost, stepsMax: number, pipe: StagePipe | undefined): void {
    this.#segment.begin(now, cost, stepsMax, pipe);
    this.#before = 0;
  }

  /** Steps done so far. */
  get done(): number {
    return this.#before + this.#segment.done;
  }

  /** Steps to come for which the batch stays as it is. */
  get left(): number {
    return this.#segment.steps - this.#segment.done;
  }

  /** When the last step that is done began. */
  get lastBeganNs(): number {
    const segment = this.#segment;
    return segment.done > 0 ? segment.endNs(segment.done - 1) : this.#slowedNs;
  }

  /** Steps that have ended by themselves before `now` and are not counted yet. */
  uncounted(now: number): number {
    return this.#clock.isSlowed ? 0 : this.#segment.endedBefore(now) - this.#segment.done;
  }

  /** Sets the event for the end of the next `steps` steps, or those that will have begun by `untilNs`. */
  plan(steps: number, untilNs: number): void {
    const segment = this.#segment;
    const clock = this.#clock;
    if (clock.isShared) {
      this.#planned = segment.done + 1;
      clock.beginShared(segment.endNs(segment.done), segment.nextCost());
    } else this.#planUntil(Math.min(segment.done + steps, segment.begunBy(untilNs)));
  }

  /**
   * Somebody may change the batch once `after` more steps are counted: the event comes with the end of the last of them, or of
   * the one under way at `now`.
   */
  cut(now: number, after = 0): void {
    const segment = this.#segment;
    if (this.#clock.isSlowed || segment.done + after >= this.#planned) return;
    const steps = Math.max(segment.done + after, segment.begunBy(now));
    this.#planUntil(Math.min(this.#planned, steps));
  }

  /** Something begins to move: steps that are over count, and the one under way goes on beside it. */
  shareFrom(now: number): void {
    const clock = this.#clock;
    if (clock.isSlowed) {
      clock.slow(now);
      return;
    }
    const segment = this.#segment;
    this.stop(now);
    const endNs = segment.endNs(segment.done + 1);
    this.#planUntil(segment.done + 1);
    // One that ends now does so undisturbed.
    if (endNs > now) clock.goesOnBeside(now, endNs, segment.nextCost());
  }

  /** Counts what is over at `now`, when it is given up. */
  stop(now: number): void {
    if (!this.#clock.isSlowed) this.#count(this.#segment.endedBefore(now));
  }

  /** The planned steps are over at `now`. Result: whether answers are then complete. */
  end(now: number): boolean {
    return this.#clock.wasSlowed ? this.#countSlowed(now) : this.#count(this.#planned);
  }

  #planUntil(steps: number): void {
    this.#planned = steps;
    this.#clock.set(this.#segment.endNs(steps));
  }

  #count(upTo: number): boolean {
    const batch = this.#batch;
    const segment = this.#segment;
    const steps = upTo - segment.done;
    if (steps <= 0) return false;
    batch.tellGaps(segment, steps, this.#listener);
    this.#tally.countSteps(segment, steps, batch.size);
    segment.done = upTo;
    return batch.advance(steps, segment.endNs(upTo));
  }

  #countSlowed(now: number): boolean {
    const batch = this.#batch;
    const segment = this.#segment;
    batch.tellGap(now, this.#listener);
    this.#tally.countSteps(segment, 1, batch.size);
    this.#tally.addWaits(this.#clock);
    this.#slowedNs = segment.endNs(segment.done);
    this.#before += segment.done + 1;
    segment.restart(now);
    return batch.advance(1, now);
  }
}
