/**
 * A script in simulated time, written as a generator: `yield 500` waits 500 ns, `yield signal` waits until the signal is
 * raised. Meant for workload scripts at step granularity; hot paths use targets.
 */

import type { Simulator, Worker } from "./simulator.ts";
import type { Target } from "./target.ts";

/** A condition that processes wait for. Raising it wakes all who wait now, in the order in which they came. */
export class Signal {
  readonly name: string;
  /** Who came first, and those after: most signals are somebody's own. */
  #first: Process | undefined;
  #others: Process[] | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Wakes every waiting process at the current time. */
  raise(): void {
    const [first, others] = [this.#first, this.#others];
    this.#first = undefined;
    this.#others = undefined;
    first?.resume();
    if (others !== undefined) for (const process of others) process.resume();
  }

  /** Puts `process` in line; called by the process itself. */
  add(process: Process): void {
    if (this.#first === undefined) this.#first = process;
    else if (this.#others === undefined) this.#others = [process];
    else this.#others.push(process);
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
  /** Whether anybody may have to be told that it waits: one that only lets time pass always comes to its end. */
  #isWatched = false;

  /** Starts `script` at the current time. */
  constructor(simulator: Simulator, name: string, script: Generator<Wait, void, void>) {
    this.name = name;
    this.#simulator = simulator;
    this.#script = script;
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
      if (!this.#isWatched) this.#simulator.watch(this);
      this.#isWatched = true;
      this.#waitsFor = step.value;
      step.value.add(this);
    }
  }

  unfinished(): string[] {
    return this.#waitsFor === undefined ? [] : [`${this.name} waits for ${this.#waitsFor.name}`];
  }
}
