/**
 * Prompts under way on one replica: which have been started, and what part of each the running step computes. A chunk is a
 * part of one prompt; a prompt whose last chunk is done leaves with its first token.
 */
import type { Order } from "./line.ts";
import type { Request } from "./request.ts";
import type { PromptChunk } from "./step-timer.ts";

/** Prompts in the order in which they were started. */
export class PromptWork {
  /** What the running step computes. */
  chunks: PromptChunk[] = [];
  #requests: Request[] = [];

  /** Prompts under way. */
  get size(): number {
    return this.#requests.length;
  }

  /** Tokens still to be computed. */
  get pendingTokens(): number {
    let tokens = 0;
    for (const request of this.#requests) tokens += request.prefillLeft;
    return tokens;
  }

  /** Time to load what the running step needs from outside, ns: one prompt after the other. */
  get loadNs(): number {
    let loadNs = 0;
    for (const { request } of this.chunks) loadNs += request.loadNs;
    return loadNs;
  }

  add(request: Request): void {
    this.#requests.push(request);
  }

  /** The next step computes all prompts whole. */
  takeWhole(): readonly Request[] {
    this.chunks = this.#requests.map((request) => ({ request, tokens: request.prefillLeft }));
    return this.#requests;
  }

  /** The next step computes at most `tokensMax` tokens, of the first prompts first. */
  takeChunks(tokensMax: number): readonly PromptChunk[] {
    this.chunks = [];
    let room = tokensMax;
    for (const request of this.#requests) {
      if (room <= 0) break;
      const tokens = Math.min(room, request.prefillLeft);
      this.chunks.push({ request, tokens });
      room -= tokens;
    }
    return this.chunks;
  }

  /** The running step has ended: prompts that are complete leave. */
  finish(): Request[] {
    const done: Request[] = [];
    for (const { request, tokens } of this.chunks) {
      request.prefilledTokens += tokens;
      request.loadNs = 0;
      if (request.prefillLeft === 0) done.push(request);
    }
    this.chunks = [];
    if (done.length === this.#requests.length) this.#requests = [];
    else if (done.length > 0) this.#requests = this.#requests.filter(({ prefillLeft }) => prefillLeft > 0);
    return done;
  }

  /** The prompt that goes last in `order`. */
  last(order: Order): Request | undefined {
    let last: Request | undefined;
    for (const request of this.#requests) if (last === undefined || order(request, last) > 0) last = request;
    return last;
  }

  /** Stops the work on `request`; false when it is not under way. */
  remove(request: Request): boolean {
    const index = this.#requests.indexOf(request);
    if (index < 0) return false;
    this.#requests.splice(index, 1);
    this.chunks = this.chunks.filter((chunk) => chunk.request !== request);
    return true;
  }

  /** Stops the work on requests whose clients have gone. */
  removeAbandoned(): Request[] {
    const gone = this.#requests.filter(({ abandoned }) => abandoned);
    for (const request of gone) this.remove(request);
    return gone;
  }

  /** Stops all work. */
  removeAll(): Request[] {
    const all = this.#requests;
    this.#requests = [];
    this.chunks = [];
    return all;
  }
}
