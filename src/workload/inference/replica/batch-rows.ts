/**
 * The requests that decode together, and a row of numbers for each, in the order in which they joined.
 *
 *     requests   [a]  [b]  [c]                          objects, scattered among those of all replicas
 *     rows       |prompt answer blocks ...|prompt ...   a line of memory a request, one after the other
 *
 * A batch takes its steps together, so a step changes one number for all of them: after S steps of the batch, a request that
 * had taken d steps when it joined after J has taken d + S - J, and with t tokens a step it has
 *
 *     generated = min(answer, prefills + floor(t (d + S - J)))
 *
 * tokens of its answer, one from each prefill; it has all of them after a number of steps that is known when it joins. Rows
 * hold while a request runs, and what has come of it is written back when it leaves (`settle`).
 */
import { widened } from "../../../kernel/sharing/widened.ts";
import type { Request } from "../load/request.ts";

/** Places of the numbers in a row. */
const input = 0;
const output = 1;
const prefilled = 2;
/** d - J: its steps less those of the batch. */
const stepsBefore = 3;
/** Steps of the batch after which its answer is complete. */
const endsAfter = 4;
const blocks = 5;
/** Steps of the batch below which these blocks are enough for certain. */
const roomUntil = 6;
const width = 7;
const rowsMin = 8;
/** What sums of fractions may be off by. */
const slack = 1e-9;

/** Whom requests leave. */
export interface BatchHost {
  /** `request` has its whole answer, or was given up, at `now`. */
  leave(request: Request, now: number): void;
}

/** Requests in order, and their progress by place. */
export class BatchRows {
  readonly requests: Request[] = [];
  /** Decode steps that the batch has taken. */
  steps = 0;
  /** When the last of them ended, ns. */
  lastNs = -1;
  /** Requests that took part in it: those who stand first. */
  seasoned = 0;
  /** Steps of the batch after which the first of their answers is complete. */
  firstEnd = Number.POSITIVE_INFINITY;
  readonly #tokensPerStep: number;
  #rows = new Float64Array(width * rowsMin);
  /** Made once: answers are complete at every other event. */
  readonly #complete = (place: number) => this.isComplete(place);

  constructor(tokensPerStep: number) {
    this.#tokensPerStep = tokensPerStep;
  }

  get size(): number {
    return this.requests.length;
  }

  /** Puts `request` in the last place. */
  add(request: Request): void {
    const row = width * this.requests.length;
    if (row === this.#rows.length) this.#rows = widened(this.#rows, new Float64Array(2 * row));
    this.requests.push(request);
    const rows = this.#rows;
    const { inputTokens, outputTokens, prefills, decodeSteps, kvBlocks } = request;
    const stepsAll = Math.ceil((outputTokens - prefills) / this.#tokensPerStep - slack);
    const end = this.steps + stepsAll - decodeSteps;
    rows[row + input] = inputTokens;
    rows[row + output] = outputTokens;
    rows[row + prefilled] = prefills;
    rows[row + stepsBefore] = decodeSteps - this.steps;
    rows[row + endsAfter] = end;
    rows[row + blocks] = kvBlocks;
    rows[row + roomUntil] = Number.NEGATIVE_INFINITY;
    if (end < this.firstEnd) this.firstEnd = end;
  }

  /** All take `steps` steps, the last of which ends at `endNs`. Result: whether answers are then complete. */
  advance(steps: number, endNs: number): boolean {
    this.steps += steps;
    this.lastNs = endNs;
    this.seasoned = this.size;
    return this.firstEnd <= this.steps;
  }

  inputTokens(place: number): number {
    return this.#rows[width * place + input]!;
  }

  /** Output tokens that the request at `place` has. */
  generated(place: number): number {
    return this.#answerWithin(width * place, 0, 0);
  }

  /** Its tokens when it has room for `lookahead` beside those after `ahead` more steps, never beyond its answer. */
  tokensWithin(place: number, ahead: number, lookahead: number): number {
    const row = width * place;
    return this.#rows[row + input]! + this.#answerWithin(row, ahead, lookahead);
  }

  /** Blocks of the KV cache that it holds, shared ones included. */
  kvBlocks(place: number): number {
    return this.#rows[width * place + blocks]!;
  }

  setKvBlocks(place: number, held: number): void {
    this.#rows[width * place + blocks] = held;
  }

  /** Whether what `holdsUntil` was told of the request at `place` covers `ahead` more steps. */
  hasRoom(place: number, ahead: number): boolean {
    return this.steps + ahead < this.#rows[width * place + roomUntil]!;
  }

  /** The blocks of the request at `place` are enough while it has at most `tokens` tokens. */
  holdsUntil(place: number, tokens: number): void {
    const row = width * place;
    const rows = this.#rows;
    const left = tokens - rows[row + input]! - rows[row + prefilled]!;
    rows[row + roomUntil] = (left + 1 - 2 * slack) / this.#tokensPerStep - rows[row + stepsBefore]!;
  }

  /** Whether its answer is complete. */
  isComplete(place: number): boolean {
    return this.#rows[width * place + endsAfter]! <= this.steps;
  }

  /** When its last token came, ns. */
  lastTokenNs(place: number): number {
    return place < this.seasoned ? this.lastNs : this.requests[place]!.lastTokenNs;
  }

  /** Tells the request at `place` what has come of it, and gives it. */
  settle(place: number): Request {
    const request = this.requests[place]!;
    request.generated = this.generated(place);
    request.decodeSteps = this.steps + this.#rows[width * place + stepsBefore]!;
    request.kvBlocks = this.kvBlocks(place);
    request.lastTokenNs = this.lastTokenNs(place);
    return request;
  }

  /** Takes out complete answers, each settled and told to `host` in order. */
  takeComplete(host: BatchHost, now: number): void {
    this.takeOut(this.#complete, host, now);
  }

  /** Takes out every request at a place that `leaves`, each settled and told to `host` in order. */
  takeOut(leaves: (place: number) => boolean, host: BatchHost, now: number): void {
    const { requests, seasoned } = this;
    let kept = 0;
    let seasonedKept = 0;
    let firstEnd = Number.POSITIVE_INFINITY;
    for (let place = 0; place < requests.length; place++) {
      if (leaves(place)) {
        host.leave(this.settle(place), now);
        continue;
      }
      if (place < seasoned) seasonedKept++;
      firstEnd = Math.min(firstEnd, this.#rows[width * place + endsAfter]!);
      this.#move(place, kept++);
    }
    requests.length = kept;
    this.seasoned = seasonedKept;
    this.firstEnd = firstEnd;
  }

  #answerWithin(row: number, ahead: number, lookahead: number): number {
    const rows = this.#rows;
    const steps = this.steps + ahead + rows[row + stepsBefore]!;
    const made = rows[row + prefilled]! + Math.floor(steps * this.#tokensPerStep + slack);
    return Math.min(rows[row + output]!, made + lookahead);
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.requests[to] = this.requests[from]!;
    for (let number = 0; number < width; number++)
      this.#rows[width * to + number] = this.#rows[width * from + number]!;
  }
}
