/**
 * What decode steps read and write of the requests of a batch, in columns: place p of each is the request that stands p-th.
 *
 *     requests   [a]  [b]  [c]          objects, scattered among those of all replicas
 *     generated   12   40    3          a step walks along these: a few lines of neighbouring memory
 *     kvBlocks     5   19    8
 *
 * The columns hold while a request runs, and what has come of it is written back when it leaves the batch (`settle`). A number
 * that changes with every step would else be an object of its own beside the request's: of 800 replicas a sixth of all memory.
 */
import { widened } from "../../../kernel/sharing/widened.ts";
import type { Request } from "../load/request.ts";

const placesMin = 8;

/** Requests in order, and their progress by place. */
export class BatchColumns {
  readonly requests: Request[] = [];
  inputTokens = new Float64Array(placesMin);
  outputTokens = new Float64Array(placesMin);
  /** Output tokens produced so far. */
  generated = new Float64Array(placesMin);
  /** Decode steps taken part in. */
  decodeSteps = new Float64Array(placesMin);
  /** Tokens that prefills produced, one each. */
  prefills = new Float64Array(placesMin);
  /** Blocks of the KV cache held, shared ones included. */
  kvBlocks = new Float64Array(placesMin);
  /** When the last token came, ns. */
  lastTokenNs = new Float64Array(placesMin);

  get size(): number {
    return this.requests.length;
  }

  /** Puts `request` in the last place. */
  add(request: Request): void {
    const place = this.requests.length;
    if (place === this.generated.length) this.#widen();
    this.requests.push(request);
    this.inputTokens[place] = request.inputTokens;
    this.outputTokens[place] = request.outputTokens;
    this.generated[place] = request.generated;
    this.decodeSteps[place] = request.decodeSteps;
    this.prefills[place] = request.prefills;
    this.kvBlocks[place] = request.kvBlocks;
    this.lastTokenNs[place] = request.lastTokenNs;
  }

  /** Tells the request at `place` what has come of it, and gives it. */
  settle(place: number): Request {
    const request = this.requests[place]!;
    request.generated = this.generated[place]!;
    request.decodeSteps = this.decodeSteps[place]!;
    request.kvBlocks = this.kvBlocks[place]!;
    request.lastTokenNs = this.lastTokenNs[place]!;
    return request;
  }

  /** Takes out every request at a place that `leaves`, each settled and given to `leave` in order. */
  takeOut(leaves: (place: number) => boolean, leave: (request: Request) => void): void {
    const { requests } = this;
    let kept = 0;
    for (let place = 0; place < requests.length; place++) {
      if (leaves(place)) leave(this.settle(place));
      else this.#move(place, kept++);
    }
    requests.length = kept;
  }

  /** Output tokens of the request at `place` after `steps` decode steps in all. */
  generatedAfter(place: number, steps: number, tokensPerStep: number): number {
    return Math.min(
      this.outputTokens[place]!,
      this.prefills[place]! + Math.floor(steps * tokensPerStep + 1e-9),
    );
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.requests[to] = this.requests[from]!;
    this.inputTokens[to] = this.inputTokens[from]!;
    this.outputTokens[to] = this.outputTokens[from]!;
    this.generated[to] = this.generated[from]!;
    this.decodeSteps[to] = this.decodeSteps[from]!;
    this.prefills[to] = this.prefills[from]!;
    this.kvBlocks[to] = this.kvBlocks[from]!;
    this.lastTokenNs[to] = this.lastTokenNs[from]!;
  }

  #widen(): void {
    const wider = (column: Float64Array<ArrayBuffer>) => widened(column, new Float64Array(2 * column.length));
    this.inputTokens = wider(this.inputTokens);
    this.outputTokens = wider(this.outputTokens);
    this.generated = wider(this.generated);
    this.decodeSteps = wider(this.decodeSteps);
    this.prefills = wider(this.prefills);
    this.kvBlocks = wider(this.kvBlocks);
    this.lastTokenNs = wider(this.lastTokenNs);
  }
}
