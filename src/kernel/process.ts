/**
 * A script in simulated time, written as a generator: `yield 500` waits 500 ns, `yield signal` waits until the signal is
 * raised. Meant for workload scripts at step granularity; hot paths use targets.
 */
import type { Target } from "./event-queue.ts";
import type { Simulator, Worker } from "./simulator.ts";

/** A condition that processes wait for. Raising it wakes all who wait now, in the order in which they came. */
export class Signal {
  readonly name: string;
  #waiting: Process[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Wakes every waiting process at the current time. */
  raise(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const process of waiting) process.resume();
  }

  /** Puts `process` in line; called by the process itself. */
  add(process: Process): void {
    this.#waiting.push(process);
  }
}

/** What a script yields: a delay in ns, or a signal. */
export type Wait = number | Signal;

/** A running script. */
export class Process implements Target, Worker {
  readonly name: string;
  readonly #simulator: Simulator;
  readonly #script: Generator<Wait, void, void>;
  #waitsFor: Signal | undefined;
  #finished = false;

  /** Starts `script` at the current time. */
  constructor(simulator: Simulator, name: string, script: Generator<Wait, void, void>) {
    this.name = name;
    this.#simulator = simulator;
    this.#script = script;
    simulator.watch(this);
    this.resume();
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** Goes on at the current time, after events already due now. */
  resume(): void {
    this.#waitsFor = undefined;
    this.#simulator.schedule(0, this, 0);
  }

  handle(): void {
    const step = this.#script.next();
    if (step.done) {
      this.#finished = true;
    } else if (typeof step.value === "number") {
      this.#simulator.schedule(step.value, this, 0);
    } else {
      this.#waitsFor = step.value;
      step.value.add(this);
    }
  }

  unfinished(): string[] {
    return this.#waitsFor === undefined ? [] : [`${this.name} waits for ${this.#waitsFor.name}`];
  }
}
