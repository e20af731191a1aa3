/** The requests that decode together on one replica: their shape, their progress, and the gaps between their tokens. */

import type { Request } from "../load/request.ts";
import { type DecodeBatch, equalBatch } from "../time/step-timer.ts";
import { type BatchHost, BatchRows } from "./batch-rows.ts";
import type { DecodeSegment } from "./decode-segment.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { Order } from "./line.ts";

/** A batch in the order in which requests joined it. */
export class RunningBatch {
  readonly rows: BatchRows;
  readonly #shape: DecodeBatch = equalBatch(0, 0);

  constructor(tokensPerStep: number) {
    this.rows = new BatchRows(tokensPerStep);
  }

  get size(): number {
    return this.rows.size;
  }

  add(request: Request): void {
    this.rows.add(request);
  }

  /** Its shape with `slots` sequences computed; overwritten by the next call. */
  shape(slots: number): DecodeBatch {
    const { rows } = this;
    const { size } = rows;
    let contextTotal = 0;
    let contextMax = 0;
    let promptTotal = 0;
    let promptMax = 0;
    let answerMax = 0;
    for (let place = 0; place < size; place++) {
      const prompt = rows.inputTokens(place);
      const answer = rows.generated(place);
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
    shape.newcomers = rows.seasoned > 0 ? size - rows.seasoned : 0;
    return shape;
  }

  /** Decode steps until the first answer is complete. */
  stepsToFirstEnd(): number {
    return this.rows.firstEnd - this.rows.steps;
  }

  /** Takes `steps` decode steps, the last of which ends at `endNs`; result: whether answers are then complete. */
  advance(steps: number, endNs: number): boolean {
    return this.rows.advance(steps, endNs);
  }

  /** Takes out complete answers, each told to `host` at `now`. */
  dismissFinished(host: BatchHost, now: number): void {
    this.rows.takeComplete(host, now);
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
      const request = this.rows.settle(place);
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
    const { lastNs, seasoned, size } = this.rows;
    let regular = 0;
    if (lastNs === regularNs) regular = seasoned;
    else if (seasoned > 0) listener.tokenGap(now - lastNs, seasoned);
    for (let place = seasoned; place < size; place++) {
      const ownNs = this.rows.lastTokenNs(place);
      if (ownNs === regularNs) regular++;
      else listener.tokenGap(now - ownNs, 1);
    }
    return regular;
  }

  #takeOut(leaves: (request: Request) => boolean): Request[] {
    const gone: Request[] = [];
    const { requests, lastNs } = this.rows;
    this.rows.takeOut(
      (place) => leaves(requests[place]!),
      { leave: (request) => gone.push(request) },
      lastNs,
    );
    return gone;
  }
}
