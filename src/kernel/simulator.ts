/**
 * The clock and the run loop: take the first event, set the clock, hand it to its target, until no event is left, a
 * limit is reached, or nothing can move any more.
 *
 * An empty queue with unfinished work is a *stall*, a named result that says who waits for what; it is never silence.
 */
import { assert } from "../base/errors.ts";
import { EventQueue } from "./event-queue.ts";
import type { Target } from "./target.ts";

/** Something that may still have work when the queue runs empty. */
export interface Worker {
  /** One line per piece of unfinished work: who waits for what. Empty when done. */
  unfinished(): string[];
  /** It will never have work again, and may be forgotten. */
  readonly finished?: boolean;
}

/** Watched workers beyond which those that have finished are looked for. */
const watchedMin = 64;

/** When to stop a run early. */
export interface RunLimits {
  /** Stop before the first event later than this, ns. */
  timeNs?: number | undefined;
  /** Stop after this many events. */
  events?: number | undefined;
}

/** How a run ended. */
export type RunOutcome =
  | { status: "completed" }
  | { status: "stalled"; waiting: readonly string[] }
  | { status: "time-limit" }
  | { status: "event-limit" };

/** One simulation: a clock in ns and its pending events. Any number can exist side by side. */
export class Simulator {
  #now = 0;
  #events = 0;
  readonly #queue = new EventQueue();
  #workers: Worker[] = [];
  #sweepAt = watchedMin;
  readonly #name: string;

  /** `name` (scenario and seed) is told in the message of a broken invariant. */
  constructor(name = "simulation") {
    this.#name = name;
  }

  /** Simulated time, ns. */
  get now(): number {
    return this.#now;
  }

  /** Events handled so far. */
  get events(): number {
    return this.#events;
  }

  /** Counts `events` that were told at once in place of being handled. */
  passOver(events: number): void {
    this.#events += events;
  }

  /** Hands `code` to `target` after `delayNs`, which may be zero but not negative. */
  schedule(delayNs: number, target: Target, code: number): void {
    this.scheduleAt(this.#now + delayNs, target, code);
  }

  /** Hands `code` to `target` at `timeNs`, which must not lie in the past. */
  scheduleAt(timeNs: number, target: Target, code: number): void {
    this.#check(timeNs);
    this.#queue.push(timeNs, target, code);
  }

  /** Takes the next turn among equal times, for an event that may be scheduled later. */
  takeTurn(): number {
    return this.#queue.takeTurn();
  }

  /** Hands `code` to `target` at `timeNs`, in the turn that was taken. */
  scheduleTurn(timeNs: number, turn: number, target: Target, code: number): void {
    this.#check(timeNs);
    this.#queue.pushTurn(timeNs, turn, target, code);
  }

  #check(timeNs: number): void {
    if (!(timeNs >= this.#now && timeNs < Number.POSITIVE_INFINITY)) {
      assert(false, `${this.describe()}: event at ${timeNs} ns is before now or never`);
    }
  }

  /** Asks `worker` for unfinished work when the queue runs empty; until it has finished, or `unwatch`. */
  watch(worker: Worker): void {
    this.#workers.push(worker);
    if (this.#workers.length < this.#sweepAt) return;
    // As many are forgotten at once as have come since the last time: a sweep costs each of them a moment.
    this.#workers = this.#workers.filter(({ finished }) => !finished);
    this.#sweepAt = Math.max(watchedMin, 2 * this.#workers.length);
  }

  /** `worker` is done and will never have work again. */
  unwatch(worker: Worker): void {
    const place = this.#workers.lastIndexOf(worker);
    if (place >= 0) this.#workers.splice(place, 1);
  }

  /** Handles events in order until none is left or a limit is reached. May be called again to go on. */
  run(limits: RunLimits = {}): RunOutcome {
    const timeLimit = limits.timeNs ?? Number.POSITIVE_INFINITY;
    const eventLimit = limits.events ?? Number.POSITIVE_INFINITY;
    const queue = this.#queue;
    const hasTimeLimit = timeLimit !== Number.POSITIVE_INFINITY;
    while (queue.size > 0) {
      if (this.#events >= eventLimit) return { status: "event-limit" };
      if (hasTimeLimit && queue.peekTime() > timeLimit) return { status: "time-limit" };
      queue.pop();
      const { time } = queue;
      if (time < this.#now) assert(false, `${this.describe()}: time went back to ${time} ns`);
      this.#now = time;
      this.#events++;
      (queue.target as Target).handle(queue.code, time);
    }
    const waiting = this.#workers.flatMap((worker) => (worker.finished ? [] : worker.unfinished()));
    return waiting.length > 0 ? { status: "stalled", waiting } : { status: "completed" };
  }

  /** Where the run stands, for messages: name, event number and time. */
  describe(): string {
    return `${this.#name}, event ${this.#events}, ${this.#now} ns`;
  }
}
