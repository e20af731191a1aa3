/** The requests that decode together on one replica: their shape, their progress, and the gaps between their tokens. */

import type { Request } from "../load/request.ts";
import { type DecodeBatch, equalBatch } from "../time/step-timer.ts";
import type { DecodeSegment } from "./decode-segment.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { Order } from "./line.ts";

/** A batch in the order in which requests joined it. */
export class RunningBatch {
  requests: Request[] = [];
  readonly #tokensPerStep: number;
  readonly #shape: DecodeBatch = equalBatch(0, 0);

  constructor(tokensPerStep: number) {
    this.#tokensPerStep = tokensPerStep;
  }

  get size(): number {
    return this.requests.length;
  }

  add(request: Request): void {
    this.requests.push(request);
  }

  /** Its shape with `slots` sequences computed; overwritten by the next call. */
  shape(slots: number): DecodeBatch {
    const shape = this.#shape;
    shape.slots = slots;
    shape.contextTotal = 0;
    shape.contextMax = 0;
    shape.promptTotal = 0;
    shape.promptMax = 0;
    shape.answerMax = 0;
    for (const { inputTokens, generated } of this.requests) {
      const tokens = inputTokens + generated;
      shape.contextTotal += tokens;
      shape.promptTotal += inputTokens;
      if (tokens > shape.contextMax) shape.contextMax = tokens;
      if (inputTokens > shape.promptMax) shape.promptMax = inputTokens;
      if (generated > shape.answerMax) shape.answerMax = generated;
    }
    return shape;
  }

  /** Decode steps until the first answer is complete. */
  stepsToFirstEnd(): number {
    let steps = Number.POSITIVE_INFINITY;
    for (const request of this.requests) {
      const left = request.stepsLeft(this.#tokensPerStep);
      if (left < steps) steps = left;
    }
    return steps;
  }

  /** Takes `steps` decode steps, the last of which ends at `endNs`; result: answers that are then complete. */
  advance(steps: number, endNs: number): number {
    let finished = 0;
    for (const request of this.requests) {
      request.advance(steps, this.#tokensPerStep);
      request.lastTokenNs = endNs;
      if (request.generated === request.outputTokens) finished++;
    }
    return finished;
  }

  /** Takes out complete answers, each told to `leave`. */
  dismissFinished(leave: (request: Request) => void): void {
    const { requests } = this;
    let kept = 0;
    for (let index = 0; index < requests.length; index++) {
      const request = requests[index]!;
      if (request.generated === request.outputTokens) leave(request);
      else requests[kept++] = request;
    }
    requests.length = kept;
  }

  /** Takes out requests whose clients have gone. */
  removeAbandoned(): Request[] {
    const gone = this.requests.filter(({ abandoned }) => abandoned);
    if (gone.length > 0) this.requests = this.requests.filter(({ abandoned }) => !abandoned);
    return gone;
  }

  remove(request: Request): void {
    this.requests.splice(this.requests.indexOf(request), 1);
  }

  /** Takes out everybody. */
  removeAll(): Request[] {
    const all = this.requests;
    this.requests = [];
    return all;
  }

  /** Whoever goes last in `order`, of these and `other`. */
  last(order: Order, other: Request | undefined): Request {
    let last = other;
    for (const request of this.requests) if (last === undefined || order(request, last) > 0) last = request;
    return last as Request;
  }

  /** Tells `listener` of the gaps before the tokens of the next `steps` steps of `segment`. */
  tellGaps(segment: DecodeSegment, steps: number, listener: EngineListener): void {
    const { done } = segment;
    const firstEndNs = segment.endNs(done + 1);
    const regularNs = segment.endNs(done);
    let regular = 0;
    for (const request of this.requests) {
      if (request.lastTokenNs === regularNs) regular++;
      else listener.tokenGaps(firstEndNs - request.lastTokenNs, 0, 1, 1);
    }
    listener.tokenGaps(segment.stepNs(done), 0, 1, regular);
    if (steps > 1) listener.tokenGaps(segment.stepNs(done + 1), segment.growthNs, steps - 1, this.size);
  }

  /** Tells `listener` of the gap before the token of a single step that ends at `now`. */
  tellGap(now: number, listener: EngineListener): void {
    for (const request of this.requests) listener.tokenGaps(now - request.lastTokenNs, 0, 1, 1);
  }
}
