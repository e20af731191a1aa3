/**
 * Moves keys and values from the replicas that computed them to those that decode, where the two are apart
 * (disaggregation). Each sender's link carries one prompt after the other; until a prompt's keys and values are over, they
 * take room on both sides.
 */
import type { Target } from "../../kernel/event-queue.ts";
import { RingBuffer } from "../../kernel/ring-buffer.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Engine } from "./engine.ts";
import type { Request } from "./request.ts";

/** One replica's way out. */
export class KvTransfer implements Target {
  readonly #simulator: Simulator;
  readonly #engine: Engine;
  readonly #transferNs: (tokens: number) => number;
  readonly #arrived: (request: Request, now: number) => void;
  readonly #inside = new RingBuffer<Request>();
  #freeNs = 0;

  constructor(
    simulator: Simulator,
    engine: Engine,
    transferNs: (tokens: number) => number,
    arrived: (request: Request, now: number) => void,
  ) {
    this.#simulator = simulator;
    this.#engine = engine;
    this.#transferNs = transferNs;
    this.#arrived = arrived;
  }

  /** Requests on the way, or waiting for it. */
  get held(): number {
    return this.#inside.size;
  }

  send(request: Request, now: number): void {
    this.#inside.push(request);
    this.#freeNs = Math.max(now, this.#freeNs) + this.#transferNs(request.inputTokens);
    request.transferNs += this.#freeNs - now;
    this.#simulator.scheduleAt(this.#freeNs, this, 0);
  }

  handle(_code: number, now: number): void {
    const request = this.#inside.shift() as Request;
    this.#engine.releaseSent(request, now);
    request.kvReady = true;
    this.#arrived(request, now);
  }
}
