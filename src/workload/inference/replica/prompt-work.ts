/**
 * Prompts under way on one replica: which have been started, and what part of each the running step computes. A chunk is a
 * part of one prompt; a prompt whose last chunk is done leaves with its first token.
 *
 * With attention groups a prompt belongs to the group that had the fewest tokens before it when it was started, and each
 * group cuts its own prompts to its own share of the step, as servers with one scheduler a group do.
 */

import { type KvUse, noUses } from "../load/kv-use.ts";
import type { Request } from "../load/request.ts";
import type { PromptChunk } from "../time/step-timer.ts";
import type { Order } from "./line.ts";

/** Prompts in the order in which they were started. */
export class PromptWork {
  /** What the running step computes, where that may be a part of a prompt. */
  chunks: PromptChunk[] = [];
  #requests: Request[] = [];
  /** The running step computes all prompts whole: none joins or leaves before it ends. */
  #isWhole = false;
  /** Tokens still to be computed by group, or room left in a step. */
  readonly #byGroup: Float64Array;

  constructor(attentionGroups = 1) {
    this.#byGroup = new Float64Array(attentionGroups);
  }

  /** Prompts under way. */
  get size(): number {
    return this.#requests.length;
  }

  /** Prompt tokens that a step of `tokensMax` tokens a group has room for beside the prompts under way. */
  roomIn(tokensMax: number): number {
    this.#countPending();
    let room = 0;
    for (const tokens of this.#byGroup) room += Math.max(0, tokensMax - tokens);
    return room;
  }

  /** Time to load what the running step needs from outside, ns: one prompt after the other. */
  get loadNs(): number {
    let loadNs = 0;
    if (this.#isWhole) for (const request of this.#requests) loadNs += request.loadNs;
    else for (const { request } of this.chunks) loadNs += request.loadNs;
    return loadNs;
  }

  /** What that shares with others. */
  get loadUses(): readonly KvUse[] {
    const requests = this.#isWhole ? this.#requests : this.chunks.map(({ request }) => request);
    return requests.flatMap(({ loadNs, loadUses }) => (loadNs > 0 ? loadUses : noUses));
  }

  add(request: Request): void {
    if (this.#byGroup.length > 1) {
      this.#countPending();
      request.attentionGroup = this.#byGroup.indexOf(Math.min(...this.#byGroup));
    }
    if (this.#requests.length === 0) this.#requests = [request];
    else this.#requests.push(request);
  }

  /** The next step computes all prompts whole. */
  takeWhole(): readonly Request[] {
    this.#isWhole = true;
    return this.#requests;
  }

  /** The next step computes at most `tokensMax` tokens in each group, of the first prompts first. */
  takeChunks(tokensMax: number): readonly PromptChunk[] {
    this.#isWhole = false;
    this.chunks = [];
    const room = this.#byGroup.fill(tokensMax);
    for (const request of this.#requests) {
      const tokens = Math.max(0, Math.min(room[request.attentionGroup]!, request.prefillLeft));
      // One that was swapped out has nothing to compute, only to come back.
      if (tokens === 0 && request.prefillLeft > 0) continue;
      this.chunks.push({ request, tokens });
      room[request.attentionGroup]! -= tokens;
    }
    return this.chunks;
  }

  /** The running step has ended: prompts that are complete leave. */
  finish(): Request[] {
    if (this.#isWhole) return this.#finishWhole();
    const { chunks } = this;
    const requests = this.#requests;
    let left = 0;
    for (const { request, tokens } of chunks) {
      request.prefilledTokens += tokens;
      request.loadNs = 0;
      if (request.prefillLeft === 0) left++;
    }
    this.chunks = [];
    // Chunks are in the order of the requests: where all leave they are those, as they stand.
    if (left === requests.length) {
      this.#requests = [];
      return requests;
    }
    const done = chunks.flatMap(({ request }) => (request.prefillLeft === 0 ? [request] : []));
    if (left > 0) this.#requests = requests.filter((request) => !done.includes(request));
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

  #finishWhole(): Request[] {
    const requests = this.#requests;
    for (const request of requests) {
      request.prefilledTokens = request.contextTokens;
      request.loadNs = 0;
    }
    this.#requests = [];
    return requests;
  }

  #countPending(): void {
    this.#byGroup.fill(0);
    for (const request of this.#requests) this.#byGroup[request.attentionGroup]! += request.prefillLeft;
  }
}
