/** An engine as its batching policy sees it at a step boundary. */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Request } from "../load/request.ts";
import type { BatchView } from "./batching/batching-policy.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { PromptWork } from "./prompt-work.ts";

/** What an engine counts. */
export interface EngineCounts {
  /** Requests in its batch. */
  readonly slots: number;
  /** Decode steps since the last one with prompts. */
  readonly decodeSteps: number;
}

/** Reads the parts of one engine. */
export class EngineView implements BatchView {
  readonly attentionGroups: number;
  readonly #simulator: Simulator;
  readonly #parts: EngineOptions;
  readonly #prompts: PromptWork;
  readonly #counts: EngineCounts;
  /** Requests that joined the line later are not seen. */
  #seenNs = Number.POSITIVE_INFINITY;

  constructor(simulator: Simulator, parts: EngineOptions, prompts: PromptWork, counts: EngineCounts) {
    this.attentionGroups = parts.timer.attentionGroups ?? 1;
    this.#simulator = simulator;
    this.#parts = parts;
    this.#prompts = prompts;
    this.#counts = counts;
  }

  get now(): number {
    return this.#simulator.now;
  }

  get running(): number {
    return this.#counts.slots;
  }

  get decodeSteps(): number {
    return this.#counts.decodeSteps;
  }

  promptRoom(stepTokens: number): number {
    return this.#prompts.roomIn(this.promptTokens(stepTokens, this.running));
  }

  /** Of the tokens of a step of each attention group, those that `sequences` being answered leave for prompts: proposals are verified too. */
  promptTokens(stepTokens: number, sequences: number): number {
    const answers = Math.ceil(sequences / this.attentionGroups);
    return stepTokens - answers * (this.#parts.timer.lookaheadTokens ?? 1);
  }

  get queued(): number {
    if (this.#seenNs === Number.POSITIVE_INFINITY) return this.#parts.line.size;
    let seen = 0;
    while (this.waiting(seen) !== undefined) seen++;
    return seen;
  }

  /** The coming step was made up when the last one began, at `lastNs`: of use where the host schedules ahead. */
  madeUpAt(lastNs: number): void {
    if (this.#parts.timer.schedulesAhead) this.#seenNs = lastNs;
  }

  /** What `ask` says when those are seen too who came too late for the coming step. */
  seeingAll<Answer>(ask: () => Answer): Answer {
    const seenNs = this.#seenNs;
    this.#seenNs = Number.POSITIVE_INFINITY;
    const answer = ask();
    this.#seenNs = seenNs;
    return answer;
  }

  /** Whether the policy lets requests from the head of the line start at the next boundary, or the one after it. */
  get mayStart(): boolean {
    const { line, policy } = this.#parts;
    if (line.size === 0) return false;
    // Asked at every boundary: without a function made for the question where all are seen anyway.
    if (this.#seenNs === Number.POSITIVE_INFINITY) return policy.admit(this) > 0;
    return this.seeingAll(() => policy.admit(this) > 0);
  }

  /** Decode steps from the last counted one after which the policy may start some of those that wait, though not now. */
  get stepsToStart(): number {
    const { line, policy } = this.#parts;
    if (line.size === 0 || policy.admitsAfter === undefined) return Number.POSITIVE_INFINITY;
    return this.seeingAll(() => policy.admitsAfter?.(this) ?? Number.POSITIVE_INFINITY);
  }

  /** Everybody in line is seen. */
  seeAll(): void {
    this.#seenNs = Number.POSITIVE_INFINITY;
  }

  get freeBlocks(): number {
    return this.#parts.memory.freeFor(this.running);
  }

  waiting(index: number): Request | undefined {
    const request = this.#parts.line.at(index);
    return request !== undefined && request.waitingNs <= this.#seenNs ? request : undefined;
  }

  blocksNeeded(request: Request): number {
    return this.#parts.memory.needed(request);
  }
}
