/** Hold model through the whole dispatch path: every event schedules one more, so `pending` events wait at all times. */
import seedrandom from "seedrandom";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";

class Holder implements Target {
  readonly #simulator: Simulator;
  readonly #delays: Float64Array;
  #index = 0;

  constructor(simulator: Simulator, delays: Float64Array) {
    this.#simulator = simulator;
    this.#delays = delays;
  }

  handle(code: number): void {
    this.#index = (this.#index + 1) & (this.#delays.length - 1);
    this.#simulator.schedule(this.#delays[this.#index]!, this, code);
  }
}

/** Million events handled per second with `pending` events in the queue. */
export function holdRate(pending: number, events: number): number {
  const random = seedrandom("hold");
  const delays = Float64Array.from({ length: 1 << 16 }, () => -1000 * Math.log(1 - random()));
  const simulator = new Simulator();
  const holders = Array.from({ length: 64 }, () => new Holder(simulator, delays));
  for (let index = 0; index < pending; index++) {
    simulator.schedule(delays[(index * 7919) & (delays.length - 1)]!, holders[index & 63]!, index);
  }
  simulator.run({ events: events / 4 });
  const start = process.cpuUsage();
  simulator.run({ events: events / 4 + events });
  const used = process.cpuUsage(start);
  return events / (used.user + used.system);
}
