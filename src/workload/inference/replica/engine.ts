/**
 * One replica at work: a line of requests, a batch, a KV cache, one step after the other.
 *
 *     line --admit--> prompts under way --> batch --decode step by step--> done
 *       ^------------------ preempted (KV cache full) ---------'
 *
 * At a step boundary the policy may start requests. Their prompts are computed whole, in a step of their own, or in chunks
 * that share steps with the answers (`stepTokens`); when no prompt is under way the batch decodes. Decode steps in which
 * nobody comes or goes form a segment, one event for many steps; an arrival that could join cuts the jump short.
 * Events: one per step with prompts, one per departure from the batch, at most one per arrival; one per step while something
 * moves on its memory or its links.
 */
import type { Simulator, Worker } from "../../../kernel/simulator.ts";
import { noUses } from "../load/kv-use.ts";
import type { Request } from "../load/request.ts";
import type { StepCost, StepTimer } from "../time/step-timer.ts";
import type { BatchHost } from "./batch-rows.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import { DecodeRun } from "./decode-run.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { EngineOptions } from "./engine-options.ts";
import { EngineTally } from "./engine-tally.ts";
import { type EngineCounts, EngineView } from "./engine-view.ts";
import type { MemoryUser } from "./memory-traffic.ts";
import { PromptWork } from "./prompt-work.ts";
import type { RequestMemory } from "./request-memory.ts";
import { RunningBatch } from "./running-batch.ts";
import type { CoreUser } from "./shared-cores.ts";
import { StepClock, type StepUser } from "./step-clock.ts";

/** A replica of the model that serves requests. */
export class Engine implements Worker, CoreUser, MemoryUser, BatchHost, EngineCounts, StepUser {
  readonly name: string;
  readonly index: number;
  readonly memory: RequestMemory;
  readonly tally = new EngineTally();
  /** False: takes nobody in (starting, failed, or shut down). */
  isUp = true;
  /** Slots computed in each decode step: the batch, or all of a fixed batch. */
  slots = 0;

  readonly #timer: StepTimer;
  readonly #policy: BatchingPolicy;
  readonly #options: EngineOptions;
  readonly #listener: EngineListener;
  readonly #clock: StepClock;

  readonly #batch: RunningBatch;
  readonly #prompts: PromptWork;
  readonly #view: EngineView;
  readonly #decoding: DecodeRun;
  #doing: "nothing" | "prompts" | "decoding" = "nothing";
  #stepStartNs = 0;
  /** At a boundary, or woken: `next` is about to be called. */
  #starting = false;
  /** Preemptions before the present boundary. */
  #preempted = 0;
  /** Decode steps since the last one with prompts, before the run of steps under way or last. */
  #stepsBefore = 0;
  #abandoned = 0;
  #isHalted = false;
  /** KV room of finished requests in a fixed batch, which stays taken until all are done. */
  readonly #leftInBatch: Request[] = [];

  constructor(simulator: Simulator, options: EngineOptions) {
    this.name = options.name;
    this.index = options.index;
    this.memory = options.memory;
    this.#timer = options.timer;
    this.#policy = options.policy;
    this.#options = options;
    this.#listener = options.listener;
    this.#prompts = new PromptWork(options.timer.attentionGroups);
    this.#batch = new RunningBatch(options.timer.tokensPerStep ?? 1);
    this.#view = new EngineView(simulator, options, this.#prompts, this);
    this.#clock = new StepClock(simulator, options, this);
    this.#decoding = new DecodeRun({
      clock: this.#clock,
      batch: this.#batch,
      tally: this.tally,
      listener: options.listener,
    });
    options.traffic?.join(this);
    simulator.watch(this);
  }

  get decodeSteps(): number {
    return this.#stepsBefore + this.#decoding.done;
  }

  /** Nothing to do, and not about to start. */
  get idle(): boolean {
    return this.#doing === "nothing" && !this.#starting && !this.#isHalted;
  }

  /** `next` is due. */
  get atBoundary(): boolean {
    return this.#starting;
  }

  /** Whether requests from the head of its line may start at the next boundary, or the one after it. */
  get #mayJoin(): boolean {
    return this.isUp && this.#view.mayStart;
  }

  /** When it must give way to another model on its cores; never where it has its own. */
  get #yieldNs(): number {
    return this.#options.cores?.shared.yieldNs ?? Number.POSITIVE_INFINITY;
  }

  /** Requests it holds beside its line. */
  get held(): number {
    return this.#batch.size + this.#prompts.size;
  }

  /**
   * A request has joined the line: start if idle, or cut the jump short if it may join the batch. An idle engine starts
   * after the other events of this time, so that requests which come together are batched together.
   */
  wake(now: number): void {
    if (!this.isUp || this.#isHalted) return;
    if (this.idle) {
      this.#starting = true;
      this.#clock.set(now);
    } else if (this.#doing === "decoding") {
      this.#decoding.cut(now, this.#mayJoin ? 0 : this.#view.stepsToStart);
    }
  }

  /** The client of a running request has gone: it is dropped when the running step ends. */
  abandon(request: Request, now: number): void {
    request.abandoned = true;
    this.#abandoned++;
    if (this.#doing === "decoding" && !this.#isHalted) this.#decoding.cut(now);
  }

  /** KV blocks that its requests hold at `now`, in the middle of a jump too. */
  kvBlocksHeld(now: number): number {
    const isJumping = this.#doing === "decoding" && !this.#isHalted;
    return this.memory.heldAfter(this.#batch.rows, isJumping ? this.#decoding.uncounted(now) : 0);
  }

  /** Gives back the room of a request that left after its prefill, once its keys and values have been sent. */
  releaseSent(request: Request, now: number): void {
    this.#release(request);
    this.wake(now);
  }

  /** Stops at `now`, whatever it is doing: requests that come wait until somebody notices. */
  halt(now: number): void {
    if (this.#isHalted) return;
    if (this.#doing === "decoding") this.#decoding.stop(now);
    else if (this.#doing === "prompts") this.tally.endPrompts(now);
    this.#isHalted = true;
    this.#starting = false;
    this.#clock.cancel(now);
    this.#options.cores?.shared.leave(this.#options.cores.model, now);
  }

  /** Gives up everything it runs and all of its memory, to begin anew. */
  clear(): Request[] {
    const lost = [...this.#prompts.removeAll(), ...this.#batch.removeAll()];
    for (const request of lost) this.#release(request);
    this.#freeFixedBatch();
    this.memory.prefixCache?.clearMemory();
    this.#abandoned = 0;
    this.#doing = "nothing";
    this.#isHalted = false;
    return lost;
  }

  /** The shared cores are its own for a step. */
  takeTurn(now: number): void {
    this.stepOver(now);
  }

  /** Another model waits for the shared cores: the jump ends with the first step that ends at `atNs` or later. */
  yieldFrom(atNs: number, now: number): void {
    if (this.#doing === "decoding") this.#decoding.cut(Math.max(atNs, now));
  }

  sharesMemory(now: number): void {
    if (this.#isHalted) return;
    if (this.#doing === "decoding") this.#decoding.shareFrom(now);
    else if (this.#doing === "prompts") this.#clock.slow(now);
  }

  unfinished(): string[] {
    return this.held > 0 ? [`${this.name}: ${this.held} requests wait for their next step`] : [];
  }

  stepOver(now: number): void {
    if (this.#doing === "prompts") this.#endPrompts(now);
    else if (this.#doing === "decoding" && !this.#endDecode(now)) return;
    if (this.#abandoned > 0) this.#dropAbandoned(now);
    this.#doing = "nothing";
    this.#starting = true;
    this.#listener.boundary(this.index, now);
  }

  /** Starts whatever comes next, once shared cores are its own; called once after each `boundary`. */
  next(now: number): void {
    const { cores } = this.#options;
    const isBusy = this.held > 0 || this.#options.line.size > 0;
    if (cores !== undefined && isBusy && !cores.shared.enter(cores.model, now)) return;
    if (isBusy) this.#begin(now);
    this.#starting = false;
    if (this.#doing === "nothing") cores?.shared.leave(cores.model, now);
  }

  #begin(now: number): void {
    this.#preempted = this.tally.preemptions;
    if (this.held === 0) this.#view.seeAll();
    const admitted = this.isUp && this.#options.line.size > 0 ? this.#policy.admit(this.#view) : 0;
    if (admitted > 0) this.#admit(admitted, now);
    if (this.#prompts.size > 0 && this.#startPrompts(now)) this.#doing = "prompts";
    else if (this.#batch.size > 0) this.#startSegment(now);
    else if (this.#options.line.size > 0 && this.isUp) {
      const againNs = this.#policy.askAgainNs?.(this.#view) ?? now;
      if (againNs > now) this.#clock.set(againNs);
    }
  }

  #admit(count: number, now: number): void {
    for (let index = 0; index < count; index++) {
      const request = this.#options.line.shift() as Request;
      this.memory.start(request);
      request.status = "running";
      request.replica = this.index;
      if (request.startedNs < 0) request.startedNs = now;
      if (request.preemptions > 0) request.stalledNs += now - request.waitingNs;
      if (request.kvReady && request.loadNs === 0) this.#join(request);
      else this.#prompts.add(request);
    }
    this.slots += count;
    this.#listener.lineMoved(this.index, now);
  }

  /** A request whose keys and values are at hand goes on decoding. */
  #join(request: Request): void {
    request.kvReady = false;
    this.#batch.add(request);
  }

  /** Starts a step with prompts; false when the answers leave no room for any. */
  #startPrompts(now: number): boolean {
    const { stepTokens } = this.#policy;
    let cost: StepCost;
    if (stepTokens === undefined) cost = this.#timer.prefill(this.#prompts.takeWhole());
    else {
      this.#makeRoom(now);
      this.#prompts.takeChunks(this.#view.promptTokens(stepTokens, this.#batch.size));
      if (this.#prompts.chunks.length === 0) return false;
      cost = this.#timer.mixed(this.#prompts.chunks, this.#batch.shape(this.#batch.size));
    }
    const { loadNs } = this.#prompts;
    this.tally.beginPrompts(now, cost, loadNs);
    this.#stepStartNs = now;
    const { pipe } = this.#options;
    if (pipe) this.#clock.set(pipe.enter(now, Math.max(cost.totalNs, loadNs)));
    else this.#clock.begin(now, cost, loadNs, loadNs > 0 ? this.#prompts.loadUses : noUses);
    return true;
  }

  #endPrompts(now: number): void {
    this.#view.madeUpAt(this.#stepStartNs);
    this.#stepsBefore = -this.#decoding.done;
    if (this.#clock.wasSlowed) this.tally.endSlowed(now, this.#clock);
    else this.tally.endPrompts(now);
    const isMixed = this.#policy.stepTokens !== undefined && this.#batch.size > 0;
    this.#listener.stepEnded(this.index, "prompts", this.#stepStartNs, now, isMixed ? this.#batch.size : 0);
    if (isMixed) this.#advanceMixed(now);
    for (const request of this.#prompts.finish()) {
      if (request.kvReady) this.#join(request);
      else this.#endPrompt(request, now);
    }
    this.#freeFixedBatch();
  }

  #endPrompt(request: Request, now: number): void {
    if (request.firstTokenNs < 0) request.firstTokenNs = now;
    else this.#listener.tokenGap(now - request.lastTokenNs, 1);
    request.lastTokenNs = now;
    request.generated++;
    request.prefills++;
    if (request.remaining === 0) this.leave(request, now);
    else if (this.#options.prefillsOnly) this.#listener.prefilled(this.index, request, now);
    else this.#batch.add(request);
  }

  /** The batch's share of a step with prompts: one decode step. */
  #advanceMixed(now: number): void {
    this.tally.countDecode(1, this.#batch.size);
    this.#batch.tellGap(now, this.#listener);
    this.#batch.advance(1, now);
    this.memory.growToContext(this.#batch.rows);
    this.#batch.dismissFinished(this, now);
  }

  /** Begins decode steps of the batch as it now stands, after making KV room for the first of them. */
  #startSegment(now: number): void {
    this.#makeRoom(now);
    if (this.#batch.size === 0) {
      this.#begin(now);
      return;
    }
    // The place of a preempted request may be another's after one step, and a policy may admit some a step.
    const mayJoin = this.tally.preemptions > this.#preempted || this.#mayJoin;
    const most = Math.min(this.#batch.stepsToFirstEnd(), this.#view.stepsToStart);
    const { pipe, stages } = this.#options;
    const steps = mayJoin || pipe !== undefined || stages !== undefined ? 1 : most;
    const slots = this.#policy.fixedBatch ? this.slots : this.#batch.size;
    this.#stepsBefore = this.#view.decodeSteps;
    this.#decoding.begin(now, this.#timer.decode(this.#batch.shape(slots)), steps, pipe);
    this.#doing = "decoding";
    this.#stepStartNs = now;
    this.#plan();
  }

  /** Sets the event for the last step up to which nothing can change. */
  #plan(): void {
    const { jump } = this.#options;
    const room = jump ? Math.min(this.#decoding.left, this.memory.stepsWithRoom(this.#batch.size)) : 1;
    this.#decoding.plan(room, this.#yieldNs);
  }

  /** Ends the planned decode steps; false when the segment simply goes on. */
  #endDecode(now: number): boolean {
    const decoding = this.#decoding;
    const hasFinished = decoding.end(now);
    this.#view.madeUpAt(decoding.lastBeganNs);
    this.memory.growToContext(this.#batch.rows);
    const goesOn =
      !hasFinished &&
      this.#abandoned === 0 &&
      decoding.left > 0 &&
      now < this.#yieldNs &&
      this.memory.missing(this.#batch.rows) <= 0 &&
      !this.#mayJoin;
    if (goesOn) {
      this.memory.growForNextStep(this.#batch.rows);
      this.#plan();
      return false;
    }
    this.#listener.stepEnded(this.index, "decoding", this.#stepStartNs, now, this.#batch.size, decoding.done);
    if (hasFinished) this.#batch.dismissFinished(this, now);
    this.#freeFixedBatch();
    return true;
  }

  /** A request has its answer, or was given up: in the very step that would have completed it too, for then it is too late. */
  leave(request: Request, now: number): void {
    if (this.#policy.fixedBatch) this.#leftInBatch.push(request);
    else this.#release(request);
    if (request.abandoned) this.#listener.dropped(request, now);
    else this.#listener.finished(request.complete(now), now);
  }

  #dropAbandoned(now: number): void {
    const gone = [...this.#batch.removeAbandoned(), ...this.#prompts.removeAbandoned()];
    this.#abandoned = 0;
    for (const request of gone) this.leave(request, now);
    this.#freeFixedBatch();
  }

  #freeFixedBatch(): void {
    if (!this.#policy.fixedBatch || this.held > 0) return;
    for (const request of this.#leftInBatch) this.memory.release(request);
    this.#leftInBatch.length = 0;
    this.slots = 0;
  }

  #release(request: Request): void {
    this.memory.release(request);
    this.slots--;
  }

  /** Takes KV room for the coming step, sending back to the line those who go last while there is too little. */
  #makeRoom(now: number): void {
    while (!this.memory.growForNextStep(this.#batch.rows)) this.#preempt(now);
  }

  #preempt(now: number): void {
    const { order, swap } = this.#options;
    const victim = this.#batch.last(order, this.#prompts.last(order));
    if (!this.#prompts.remove(victim)) {
      this.#batch.remove(victim);
      victim.kvReady = swap !== undefined;
      // Out and back again: charged when it comes back.
      victim.needs(swap?.(2 * victim.contextTokens));
    } else if (!victim.kvReady) victim.loadNs = 0;
    this.#release(victim);
    victim.losePlace(now);
    this.tally.preemptions++;
    this.#options.line.push(victim);
    this.#listener.lineMoved(this.index, now);
  }
}
