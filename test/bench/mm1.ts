/** M/M/1: customers come to a server with one line, at a load of 0.8; two events a customer, some five in the system. */
import seedrandom from "seedrandom";
import { FifoServer } from "../../src/kernel/fifo-server.ts";
import { Process, Signal, type Wait } from "../../src/kernel/process.ts";
import { RingBuffer } from "../../src/kernel/ring-buffer.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";
import { cpuSeconds } from "./work.ts";

const drawn = 1 << 16;
const load = 0.8;

/** Sends so many customers to the server, and adds up how long they stay. */
class Customers implements Target {
  sojournNs = 0;
  readonly #simulator: Simulator;
  readonly #server: FifoServer;
  readonly #leaving: Target;
  readonly #gaps: Float64Array;
  readonly #services: Float64Array;
  readonly #arrivals = new Float64Array(drawn);
  #left: number;
  #index = 0;

  constructor(simulator: Simulator, customers: number) {
    const random = seedrandom("mm1");
    const exponential = () => Float64Array.from({ length: drawn }, () => -1000 * Math.log(1 - random()));
    this.#simulator = simulator;
    this.#server = new FifoServer(simulator, { name: "server" });
    this.#gaps = exponential();
    this.#services = exponential().map((each) => load * each);
    this.#left = customers;
    this.#leaving = { handle: (code, now) => this.#leave(code, now) };
    simulator.schedule(0, this, 0);
  }

  /** One comes. */
  handle(_: number, now: number): void {
    const index = this.#index;
    this.#index = (index + 1) & (drawn - 1);
    this.#arrivals[index] = now;
    this.#server.submit(this.#services[index]!, this.#leaving, index);
    if (--this.#left > 0) this.#simulator.schedule(this.#gaps[index]!, this, 0);
  }

  #leave(index: number, now: number): void {
    this.sojournNs += now - this.#arrivals[index]!;
  }
}

/** `customers` served, and the CPU time of it, s. */
export function customersServed(customers: number) {
  const simulator = new Simulator();
  const all = new Customers(simulator, customers);
  const seconds = cpuSeconds(() => {
    simulator.run();
  });
  if (!(all.sojournNs > 0)) throw new Error("nobody was served");
  return { pieces: customers, seconds };
}

/** The same with a script for each customer, and the CPU time of it, s. */
export function scriptsServed(customers: number) {
  const random = seedrandom("mm1");
  const exponential = () => Float64Array.from({ length: drawn }, () => -1000 * Math.log(1 - random()));
  const [gaps, services] = [exponential(), exponential()];
  const simulator = new Simulator();
  const line = new RingBuffer<Signal>();
  let isBusy = false;
  let sojournNs = 0;
  function* customer(serviceNs: number): Generator<Wait, void, void> {
    const arrivedNs = simulator.now;
    if (isBusy) {
      const turn = new Signal("a turn");
      line.push(turn);
      yield turn;
    }
    isBusy = true;
    yield serviceNs;
    sojournNs += simulator.now - arrivedNs;
    const next = line.shift();
    if (next === undefined) isBusy = false;
    else next.raise();
  }
  function* arriving(): Generator<Wait, void, void> {
    for (let index = 0; index < customers; index++) {
      new Process(simulator, "customer", customer(load * services[index & (drawn - 1)]!));
      yield gaps[index & (drawn - 1)]!;
    }
  }
  new Process(simulator, "arrivals", arriving());
  const seconds = cpuSeconds(() => {
    simulator.run();
  });
  if (!(sojournNs > 0)) throw new Error("nobody was served");
  return { pieces: customers, seconds };
}
