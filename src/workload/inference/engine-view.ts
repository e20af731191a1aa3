/** An engine as its batching policy sees it at a step boundary. */
import type { Simulator } from "../../kernel/simulator.ts";
import type { BatchView } from "./batching/batching-policy.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { PromptWork } from "./prompt-work.ts";
import type { Request } from "./request.ts";

/** Reads the parts of one engine; `slots` counts the requests in its batch. */
export class EngineView implements BatchView {
  readonly attentionGroups: number;
  readonly #simulator: Simulator;
  readonly #parts: EngineOptions;
  readonly #prompts: PromptWork;
  readonly #slots: () => number;

  constructor(simulator: Simulator, parts: EngineOptions, prompts: PromptWork, slots: () => number) {
    this.attentionGroups = parts.timer.attentionGroups ?? 1;
    this.#simulator = simulator;
    this.#parts = parts;
    this.#prompts = prompts;
    this.#slots = slots;
  }

  get now(): number {
    return this.#simulator.now;
  }

  get running(): number {
    return this.#slots();
  }

  promptRoom(stepTokens: number): number {
    return this.#prompts.roomIn(stepTokens - Math.ceil(this.running / this.attentionGroups));
  }

  get queued(): number {
    return this.#parts.line.size;
  }

  get freeBlocks(): number {
    return this.#parts.memory.freeFor(this.running);
  }

  waiting(index: number): Request | undefined {
    return this.#parts.line.at(index);
  }

  blocksNeeded(request: Request): number {
    return this.#parts.memory.needed(request);
  }
}
