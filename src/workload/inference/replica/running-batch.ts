/** The requests that decode together on one replica: their shape, their progress, and the gaps between their tokens. */

import type { Request } from "../load/request.ts";
import { type DecodeBatch, equalBatch } from "../time/step-timer.ts";
import { BatchColumns } from "./batch-columns.ts";
import type { DecodeSegment } from "./decode-segment.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { Order } from "./line.ts";

/** A batch in the order in which requests joined it. */
export class RunningBatch {
  readonly columns = new BatchColumns();
  readonly #tokensPerStep: number;
  readonly #shape: DecodeBatch = equalBatch(0, 0);

  constructor(tokensPerStep: number) {
    this.#tokensPerStep = tokensPerStep;
  }

  get size(): number {
    return this.columns.size;
  }

  add(request: Request): void {
    this.columns.add(request);
  }

  /** Its shape with `slots` sequences computed; overwritten by the next call. */
  shape(slots: number): DecodeBatch {
    const { inputTokens, generated, size } = this.columns;
    let contextTotal = 0;
    let contextMax = 0;
    let promptTotal = 0;
    let promptMax = 0;
    let answerMax = 0;
    for (let place = 0; place < size; place++) {
      const prompt = inputTokens[place]!;
      const answer = generated[place]!;
      const tokens = prompt + answer;
      contextTotal += tokens;
      promptTotal += prompt;
      if (tokens > contextMax) contextMax = tokens;
      if (prompt > promptMax) promptMax = prompt;
      if (answer > answerMax) answerMax = answer;
    }
    const shape = this.#shape;
    shape.slots = slots;
    shape.contextTotal = contextTotal;
    shape.contextMax = contextMax;
    shape.promptTotal = promptTotal;
    shape.promptMax = promptMax;
    shape.answerMax = answerMax;
    return shape;
  }

  /** Decode steps until the first answer is complete, at so many tokens a step. */
  stepsToFirstEnd(): number {
    const { outputTokens, generated, prefills, decodeSteps, size } = this.columns;
    const tokensPerStep = this.#tokensPerStep;
    let steps = Number.POSITIVE_INFINITY;
    for (let place = 0; place < size; place++) {
      const left =
        tokensPerStep === 1
          ? outputTokens[place]! - generated[place]!
          : Math.ceil((outputTokens[place]! - prefills[place]!) / tokensPerStep - 1e-9) - decodeSteps[place]!;
      if (left < steps) steps = left;
    }
    return steps;
  }

  /** Takes `steps` decode steps, the last of which ends at `endNs`; result: answers that are then complete. */
  advance(steps: number, endNs: number): number {
    const { columns } = this;
    const { outputTokens, generated, decodeSteps, lastTokenNs, size } = columns;
    const tokensPerStep = this.#tokensPerStep;
    let finished = 0;
    for (let place = 0; place < size; place++) {
      decodeSteps[place]! += steps;
      if (tokensPerStep === 1) generated[place]! += steps;
      else generated[place] = columns.generatedAfter(place, decodeSteps[place]!, tokensPerStep);
      if (generated[place] === outputTokens[place]) finished++;
    }
    lastTokenNs.fill(endNs, 0, size);
    return finished;
  }

  /** Takes out complete answers, each told to `leave`. */
  dismissFinished(leave: (request: Request) => void): void {
    const { outputTokens, generated } = this.columns;
    this.columns.takeOut((place) => generated[place] === outputTokens[place], leave);
  }

  /** Takes out requests whose clients have gone. */
  removeAbandoned(): Request[] {
    return this.#takeOut((request) => request.abandoned);
  }

  remove(request: Request): void {
    this.#takeOut((each) => each === request);
  }

  /** Takes out everybody. */
  removeAll(): Request[] {
    return this.#takeOut(() => true);
  }

  /** Whoever goes last in `order`, of these and `other`. */
  last(order: Order, other: Request | undefined): Request {
    let last = other;
    for (let place = 0; place < this.size; place++) {
      // An order may ask how far a request has come.
      const request = this.columns.settle(place);
      if (last === undefined || order(request, last) > 0) last = request;
    }
    return last as Request;
  }

  /** Tells `listener` of the gaps before the tokens of the next `steps` steps of `segment`. */
  tellGaps(segment: DecodeSegment, steps: number, listener: EngineListener): void {
    const { done } = segment;
    const regular = this.#tellGaps(segment.endNs(done + 1), segment.endNs(done), listener);
    listener.tokenGaps(segment.stepNs(done), 0, 1, regular);
    if (steps > 1) listener.tokenGaps(segment.stepNs(done + 1), segment.growthNs, steps - 1, this.size);
  }

  /** Tells `listener` of the gap before the token of a single step that ends at `now`. */
  tellGap(now: number, listener: EngineListener): void {
    this.#tellGaps(now, Number.NaN, listener);
  }

  /** Tells of the gaps before tokens that come at `now`, but for those whose last one came at `regularNs`: their number. */
  #tellGaps(now: number, regularNs: number, listener: EngineListener): number {
    const { lastTokenNs, size } = this.columns;
    let regular = 0;
    for (let place = 0; place < size; ) {
      const lastNs = lastTokenNs[place]!;
      let next = place + 1;
      while (next < size && lastTokenNs[next] === lastNs) next++;
      if (lastNs === regularNs) regular += next - place;
      else listener.tokenGap(now - lastNs, next - place);
      place = next;
    }
    return regular;
  }

  #takeOut(leaves: (request: Request) => boolean): Request[] {
    const gone: Request[] = [];
    const { requests } = this.columns;
    this.columns.takeOut(
      (place) => leaves(requests[place]!),
      (request) => gone.push(request),
    );
    return gone;
  }
}
