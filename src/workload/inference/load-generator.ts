/**
 * Makes requests arrive: from an arrival process and length laws, or from a trace. Arrivals end at the scenario's
 * duration (or request count); the run then drains.
 */
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { ArrivalProcess } from "./arrivals/arrival-process.ts";
import type { LengthLaw } from "./lengths/length-law.ts";
import type { Request, RequestSpec } from "./request.ts";

/** Takes arrivals at the current time. */
export type ArrivalListener = (spec: RequestSpec, now: number) => void;

/** A source of requests. */
export interface LoadGenerator {
  start(simulator: Simulator, listener: ArrivalListener): void;
  /** `request` has left, at `now`; closed loops and conversations go on from here. */
  completed(now: number, request: Request): void;
  /** Longest prompt and answer to plan for, tokens. */
  longest: { inputTokens: number; outputTokens: number };
}

/** Requests of a recorded trace that arrive before `durationNs`. */
export class TraceLoad implements LoadGenerator, Target {
  readonly longest: { inputTokens: number; outputTokens: number };
  readonly #requests: readonly RequestSpec[];
  #simulator!: Simulator;
  #listener!: ArrivalListener;

  constructor(requests: readonly RequestSpec[], durationNs: number) {
    this.#requests = requests.filter((request) => request.arrivalNs <= durationNs);
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
    if (this.#requests.length > 0) simulator.scheduleAt(this.#requests[0].arrivalNs, this, 0);
  }

  /** All requests that arrive at one time come in one event. */
  handle(first: number, now: number): void {
    let index = first;
    while (index < this.#requests.length && this.#requests[index].arrivalNs === now) {
      this.#listener(this.#requests[index++], now);
    }
    if (index < this.#requests.length)
      this.#simulator.scheduleAt(this.#requests[index].arrivalNs, this, index);
  }

  completed(): void {}
}

/** Requests drawn from an arrival process and two length laws. */
export class GeneratedLoad implements LoadGenerator, Target {
  readonly longest: { inputTokens: number; outputTokens: number };
  readonly #process: ArrivalProcess;
  readonly #input: LengthLaw;
  readonly #output: LengthLaw;
  readonly #durationNs: number;
  #left: number;
  #simulator!: Simulator;
  #listener!: ArrivalListener;

  constructor(
    laws: { arrivals: ArrivalProcess; input: LengthLaw; output: LengthLaw },
    limits: { durationNs: number; requests: number },
  ) {
    this.#process = laws.arrivals;
    this.#input = laws.input;
    this.#output = laws.output;
    this.#durationNs = limits.durationNs;
    this.#left = limits.requests;
    this.longest = { inputTokens: laws.input.longest, outputTokens: laws.output.longest };
  }

  start(simulator: Simulator, listener: ArrivalListener): void {
    this.#simulator = simulator;
    this.#listener = listener;
    for (const timeNs of this.#process.first()) this.#arriveAt(timeNs);
  }

  handle(_code: number, now: number): void {
    this.#arriveAt(this.#process.afterArrival(now));
    const inputTokens = this.#input.draw();
    this.#listener({ arrivalNs: now, inputTokens, outputTokens: this.#output.draw() }, now);
  }

  completed(now: number): void {
    this.#arriveAt(this.#process.afterCompletion(now));
  }

  #arriveAt(timeNs: number | undefined): void {
    if (timeNs === undefined || timeNs > this.#durationNs || this.#left <= 0) return;
    this.#left--;
    this.#simulator.scheduleAt(timeNs, this, 0);
  }
}
