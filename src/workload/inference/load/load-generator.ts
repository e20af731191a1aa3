/**
 * Makes requests arrive: from an arrival process and a maker of requests, or from a trace. Arrivals end at the scenario's
 * duration (or request count); the run then drains.
 */

import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { ArrivalProcess } from "./arrivals/arrival-process.ts";
import type { LongestRequest, Request, RequestSpec } from "./request.ts";
import type { RequestMaker } from "./request-maker.ts";

/** Takes arrivals at the current time. */
export type ArrivalListener = (spec: RequestSpec, now: number) => void;

/** A source of requests. Its times count from its start. */
export interface LoadGenerator {
  start(simulator: Simulator, listener: ArrivalListener): void;
  /** `request` has left, at `now`; closed loops and conversations go on from here. */
  completed(now: number, request: Request): void;
  /** Arrivals that are still to come, as far as they are known. */
  readonly pending: number;
  /** Whether requests have come whatever became of those before them. */
  readonly isOpen: boolean;
  /** Longest prompt and answer to plan for, tokens. */
  longest: LongestRequest;
}

/** Requests of a recorded trace that arrive before `durationNs`. */
export class TraceLoad implements LoadGenerator, Target {
  readonly isOpen = true;
  readonly longest: LongestRequest;
  readonly #requests: readonly RequestSpec[];
  #simulator!: Simulator;
  #listener!: ArrivalListener;
  #startNs = 0;
  pending: number;

  constructor(requests: readonly RequestSpec[], durationNs: number) {
    this.#requests = requests.filter((request) => request.arrivalNs <= durationNs);
    this.pending = this.#requests.length;
    const longest = { inputTokens: 1, outputTokens: 1 };
    for (const { inputTokens, outputTokens } of this.#requests) {
      longest.inputTokens = Math.max(longest.inputTokens, inputTokens);
      longest.outputTokens = Math.max(longest.outputTokens, outputTokens);
    }
    this.longest = longest;
  }

  start(simulator: Simulator, listener: ArrivalListener): void {
    this.#simulator = simulator;
    this.#listener = listener;
    this.#startNs = simulator.now;
    if (this.#requests.length > 0) this.#schedule(0);
  }

  /** All requests that arrive at one time come in one event. */
  handle(first: number, now: number): void {
    let index = first;
    const { arrivalNs } = this.#requests[first]!;
    while (index < this.#requests.length && this.#requests[index]!.arrivalNs === arrivalNs) {
      this.pending--;
      this.#listener(this.#requests[index++]!, now);
    }
    if (index < this.#requests.length) this.#schedule(index);
  }

  #schedule(index: number): void {
    this.#simulator.scheduleAt(this.#startNs + this.#requests[index]!.arrivalNs, this, index);
  }

  completed(): void {}
}

/** The code of an arrival of a new client; other codes are the slots of later turns. */
const newClient = -1;

/** Requests of an arrival process, and the later turns of their conversations. */
export class GeneratedLoad implements LoadGenerator, Target {
  readonly #process: ArrivalProcess;
  readonly #maker: RequestMaker;
  readonly #durationNs: number;
  readonly #turns: (RequestSpec | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  #left: number;
  #simulator!: Simulator;
  #listener!: ArrivalListener;
  #startNs = 0;
  pending = 0;
  isOpen = true;

  constructor(
    process: ArrivalProcess,
    maker: RequestMaker,
    limits: { durationNs: number; requests: number },
  ) {
    this.#process = process;
    this.#maker = maker;
    this.#durationNs = limits.durationNs;
    this.#left = limits.requests;
  }

  get longest(): LongestRequest {
    return this.#maker.longest;
  }

  start(simulator: Simulator, listener: ArrivalListener): void {
    this.#simulator = simulator;
    this.#listener = listener;
    this.#startNs = simulator.now;
    for (const timeNs of this.#process.first()) this.#arriveAt(timeNs);
  }

  handle(code: number, now: number): void {
    this.pending--;
    if (code === newClient) {
      this.#arriveAt(this.#process.afterArrival(now - this.#startNs));
      this.#listener(this.#maker.next(now), now);
      return;
    }
    const spec = this.#turns[code] as RequestSpec;
    this.#turns[code] = undefined;
    this.#freeSlots.push(code);
    this.#listener(spec, now);
  }

  /** A conversation goes on; else its client is free to begin another. */
  completed(now: number, request: Request): void {
    const followUp = this.#maker.followUp(now, request);
    if (followUp === undefined || followUp.atNs > this.#startNs + this.#durationNs || this.#left <= 0) {
      const nextNs = this.#process.afterCompletion(now - this.#startNs, request.status === "completed");
      if (nextNs !== undefined) this.isOpen = false;
      this.#arriveAt(nextNs);
      return;
    }
    this.isOpen = false;
    this.#left--;
    const slot = this.#freeSlots.pop() ?? this.#turns.length;
    this.#turns[slot] = followUp.spec;
    this.pending++;
    this.#simulator.scheduleAt(followUp.atNs, this, slot);
  }

  #arriveAt(timeNs: number | undefined): void {
    if (timeNs === undefined || timeNs > this.#durationNs || this.#left <= 0) return;
    this.#left--;
    this.pending++;
    this.#simulator.scheduleAt(this.#startNs + timeNs, this, newClient);
  }
}
