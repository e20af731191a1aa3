/**
 * Engines that share a line and stand at a boundary at the same time take their turns in the order of their numbers, whatever
 * order their events came in.
 */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Engine } from "../replica/engine.ts";

/** The turns of one fleet. */
export class BoundaryTurns implements Target {
  readonly #simulator: Simulator;
  readonly #take: (engine: Engine, now: number) => void;
  #waiting: Engine[] = [];

  /** `take`: it is this engine's turn. */
  constructor(simulator: Simulator, take: (engine: Engine, now: number) => void) {
    this.#simulator = simulator;
    this.#take = take;
  }

  /** `engine` stands at a boundary: its turn comes after the other events of this time. */
  wait(engine: Engine): void {
    if (this.#waiting.length === 0) this.#simulator.schedule(0, this, 0);
    this.#waiting.push(engine);
  }

  handle(_code: number, now: number): void {
    const engines = this.#waiting.sort((a, b) => a.index - b.index);
    this.#waiting = [];
    for (const engine of engines) this.#take(engine, now);
  }
}
