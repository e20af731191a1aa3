/**
 * One replica at work: a line of requests, a batch, a KV cache, one step after the other.
 *
 *     line --admit--> prompts under way --> batch --decode step by step--> done
 *       ^------------------ preempted (KV cache full) ---------'
 *
 * At a step boundary the policy may start requests. Their prompts are computed whole, in a step of their own, or in chunks
 * that share steps with the answers (`stepTokens`); when no prompt is under way the batch decodes. Decode steps in which
 * nobody comes or goes form a segment, so one event stands for many steps: the engine jumps to the next step at which
 * something changes, and an arrival that could join cuts the jump at the running step's end.
 *
 * Events: one per step with prompts, one per departure from the batch, at most one per arrival.
 */
import { Alarm } from "../../kernel/alarm.ts";
import type { Simulator, Worker } from "../../kernel/simulator.ts";
import type { BatchingPolicy, BatchView } from "./batching/batching-policy.ts";
import { DecodeSegment } from "./decode-segment.ts";
import type { EngineListener } from "./engine-listener.ts";
import type { Line, Order } from "./line.ts";
import { PromptWork } from "./prompt-work.ts";
import type { Request } from "./request.ts";
import type { RequestMemory } from "./request-memory.ts";
import { type DecodeBatch, type StepCost, type StepTimer, stepParts } from "./step-timer.ts";

/** Parts of an engine. */
export interface EngineOptions {
  name: string;
  index: number;
  timer: StepTimer;
  policy: BatchingPolicy;
  memory: RequestMemory;
  /** Requests that wait; shared among engines under a central queue. */
  line: Line;
  /** Who goes last loses its place first when the KV cache is full. */
  order: Order;
  listener: EngineListener;
  /** Time to bring `tokens` of a preempted request back from host memory; absent where its KV cache is computed anew. */
  swapNs?: (tokens: number) => number;
  /** True: requests leave with their first token, for another replica to decode. */
  prefillsOnly?: boolean;
  /** False: one event per decode step, the long way that jumping must equal. */
  jump: boolean;
}

/** A replica of the model that serves requests. */
export class Engine implements Worker, BatchView {
  readonly name: string;
  readonly index: number;
  readonly memory: RequestMemory;
  /** Busy time by `stepParts`, ns, of steps with prompts and of decode steps. */
  readonly prefillParts = new Float64Array(stepParts.length);
  readonly decodeParts = new Float64Array(stepParts.length);
  /** Steps so far. */
  prefillSteps = 0;
  decodeSteps = 0;
  /** Sum over decode steps of the requests in the batch. */
  decodedSequences = 0;
  preemptions = 0;
  /** False: takes nobody in (starting, failed, or shut down). */
  isUp = true;

  readonly #timer: StepTimer;
  readonly #policy: BatchingPolicy;
  readonly #line: Line;
  readonly #options: EngineOptions;
  readonly #listener: EngineListener;
  readonly #simulator: Simulator;
  readonly #alarm: Alarm;
  readonly #tokensPerStep: number;

  #batch: Request[] = [];
  /** Slots computed in each decode step: the batch, or all of a fixed batch. */
  #slots = 0;
  readonly #prompts = new PromptWork();
  readonly #segment = new DecodeSegment();
  readonly #shape: DecodeBatch = { slots: 0, contextTotal: 0, contextMax: 0 };
  #doing: "nothing" | "prompts" | "decoding" = "nothing";
  #stepStartNs = 0;
  /** At a boundary, or woken: `next` is about to be called. */
  #starting = false;
  /** Steps of the segment done when the pending event comes. */
  #plannedSteps = 0;
  /** Preemptions before the present boundary. */
  #preemptionsBefore = 0;
  /** Requests in the batch whose clients have gone. */
  #abandoned = 0;
  /** KV room of finished requests in a fixed batch, which stays taken until all are done. */
  readonly #leftInBatch: Request[] = [];

  constructor(simulator: Simulator, options: EngineOptions) {
    this.name = options.name;
    this.index = options.index;
    this.memory = options.memory;
    this.#timer = options.timer;
    this.#policy = options.policy;
    this.#line = options.line;
    this.#options = options;
    this.#listener = options.listener;
    this.#simulator = simulator;
    this.#tokensPerStep = options.timer.tokensPerStep ?? 1;
    this.#alarm = new Alarm(simulator, (now) => this.#boundary(now));
    simulator.watch(this);
  }

  get now(): number {
    return this.#simulator.now;
  }

  get running(): number {
    return this.#slots;
  }

  get pendingTokens(): number {
    return this.#prompts.pendingTokens;
  }

  get queued(): number {
    return this.#line.size;
  }

  get freeBlocks(): number {
    return this.memory.freeFor(this.#slots);
  }

  /** Requests that decode. */
  get decoding(): number {
    return this.#batch.length;
  }

  /** Nothing to do, and not about to start. */
  get idle(): boolean {
    return this.#doing === "nothing" && !this.#starting;
  }

  /** Between two steps: `next` is due. */
  get atBoundary(): boolean {
    return this.#starting;
  }

  /** Requests that this engine holds beside its line, for conservation checks. */
  get held(): number {
    return this.#batch.length + this.#prompts.size;
  }

  waiting(index: number): Request | undefined {
    return this.#line.at(index);
  }

  blocksNeeded(request: Request): number {
    return this.memory.needed(request);
  }

  /**
   * A request has joined the line: start if idle, or cut the jump short if it may join the batch. An idle engine starts
   * after the other events of this time, so that requests which come together are batched together.
   */
  wake(now: number): void {
    if (!this.isUp) return;
    if (this.idle) {
      this.#starting = true;
      this.#alarm.set(now);
    } else if (this.#doing === "decoding" && this.#policy.admit(this) > 0) this.#cutJump(now);
  }

  /** The client of a running request has gone: it is dropped when the running step ends. */
  abandon(request: Request, now: number): void {
    request.abandoned = true;
    this.#abandoned++;
    if (this.#doing === "decoding") this.#cutJump(now);
  }

  /** Loses everything it runs and all of its memory, at `now`. */
  fail(now: number): Request[] {
    if (this.#doing === "decoding")
      this.#countSteps(Math.min(this.#plannedSteps, this.#segment.begunBy(now)) - 1);
    const lost = [...this.#prompts.removeAll(), ...this.#batch];
    for (const request of lost) this.#release(request);
    this.#batch = [];
    this.#freeFixedBatch();
    this.memory.prefixCache?.clearMemory();
    this.#abandoned = 0;
    this.#doing = "nothing";
    this.#starting = false;
    this.#alarm.cancel();
    return lost;
  }

  unfinished(): string[] {
    return this.held > 0 ? [`${this.name}: ${this.held} requests wait for their next step`] : [];
  }

  #cutJump(now: number): void {
    const steps = Math.min(this.#plannedSteps, this.#segment.begunBy(now));
    if (steps < this.#plannedSteps) this.#planUntil(steps);
  }

  #boundary(now: number): void {
    if (this.#doing === "prompts") this.#endPrompts(now);
    else if (this.#doing === "decoding" && !this.#endDecode(now)) return;
    if (this.#abandoned > 0) this.#dropAbandoned(now);
    this.#doing = "nothing";
    this.#starting = true;
    this.#listener.boundary(this, now);
  }

  /** Starts whatever comes next; called once after each `boundary`. */
  next(now: number): void {
    this.#preemptionsBefore = this.preemptions;
    if (this.isUp) {
      const admitted = this.#policy.admit(this);
      if (admitted > 0) this.#admit(admitted, now);
    }
    if (this.#prompts.size > 0 && this.#startPrompts(now)) this.#doing = "prompts";
    else if (this.#batch.length > 0) this.#startSegment(now);
    else if (this.#line.size > 0 && this.isUp) this.#askAgain(now);
    this.#starting = false;
  }

  #askAgain(now: number): void {
    const againNs = this.#policy.askAgainNs?.(this) ?? Number.POSITIVE_INFINITY;
    if (againNs > now && againNs < Number.POSITIVE_INFINITY) this.#alarm.set(againNs);
  }

  #admit(count: number, now: number): void {
    for (let index = 0; index < count; index++) {
      const request = this.#line.shift() as Request;
      this.memory.start(request);
      request.status = "running";
      request.replica = this.index;
      if (request.startedNs < 0) request.startedNs = now;
      if (request.preemptions > 0) request.stalledNs += now - request.waitingNs;
      if (request.kvReady && request.loadNs === 0) this.#join(request, now);
      else this.#prompts.add(request);
    }
    this.#slots += count;
    this.#listener.lineMoved(this, now);
  }

  /** A request whose keys and values are at hand goes on decoding. */
  #join(request: Request, _now: number): void {
    request.kvReady = false;
    this.#batch.push(request);
  }

  /** Starts a step with prompts; false when the answers leave no room for any. */
  #startPrompts(now: number): boolean {
    const { stepTokens } = this.#policy;
    let cost: StepCost;
    if (stepTokens === undefined) {
      cost = this.#timer.prefill(this.#prompts.takeWhole());
    } else {
      const lookahead = this.#timer.lookaheadTokens ?? 1;
      this.#makeRoom(now);
      this.#prompts.takeChunks(stepTokens - this.#batch.length * lookahead);
      if (this.#prompts.chunks.length === 0) return false;
      cost = this.#timer.mixed(this.#prompts.chunks, this.#measure());
    }
    const loadingNs = Math.max(0, this.#prompts.loadNs - cost.totalNs);
    for (let part = 0; part < stepParts.length; part++) this.prefillParts[part] += cost.parts[part];
    this.prefillParts[stepParts.length - 1] += loadingNs;
    this.prefillSteps++;
    this.#stepStartNs = now;
    this.#alarm.set(now + cost.totalNs + loadingNs);
    return true;
  }

  #endPrompts(now: number): void {
    const isMixed = this.#policy.stepTokens !== undefined && this.#batch.length > 0;
    this.#listener.stepEnded(this, "prompts", this.#stepStartNs, now, isMixed ? this.#batch.length : 0);
    if (isMixed) this.#advanceMixed(now);
    for (const request of this.#prompts.finish()) this.#endPrompt(request, now);
    this.#freeFixedBatch();
  }

  #endPrompt(request: Request, now: number): void {
    const { kvReady } = request;
    if (kvReady) {
      this.#join(request, now);
      return;
    }
    if (request.firstTokenNs < 0) request.firstTokenNs = now;
    else this.#listener.tokenGaps(now - request.lastTokenNs, 0, 1, 1);
    request.lastTokenNs = now;
    request.generated++;
    request.prefills++;
    if (request.remaining === 0) this.#leave(request, now);
    else if (this.#options.prefillsOnly) this.#listener.prefilled(this, request, now);
    else this.#batch.push(request);
  }

  /** The batch's share of a step with prompts: one decode step. */
  #advanceMixed(now: number): void {
    this.decodeSteps++;
    this.decodedSequences += this.#batch.length;
    for (const request of this.#batch) {
      this.#listener.tokenGaps(now - request.lastTokenNs, 0, 1, 1);
      request.advance(1, this.#tokensPerStep);
      request.lastTokenNs = now;
    }
    this.memory.growToContext(this.#batch);
    this.#dismissFinished(now);
  }

  /** Begins decode steps of the batch as it now stands, after making KV room for the first of them. */
  #startSegment(now: number): void {
    this.#makeRoom(now);
    if (this.#batch.length === 0) {
      this.next(now);
      return;
    }
    // The place of a preempted request may be another's after one step.
    let steps = this.preemptions > this.#preemptionsBefore ? 1 : Number.POSITIVE_INFINITY;
    for (const request of this.#batch) {
      const left = request.stepsLeft(this.#tokensPerStep);
      if (left < steps) steps = left;
    }
    this.#segment.begin(now, this.#timer.decode(this.#measure()), steps);
    this.#doing = "decoding";
    this.#stepStartNs = now;
    this.#plan();
  }

  #measure(): DecodeBatch {
    const shape = this.#shape;
    shape.slots = this.#policy.fixedBatch ? this.#slots : this.#batch.length;
    shape.contextTotal = 0;
    shape.contextMax = 0;
    for (const request of this.#batch) {
      const tokens = request.inputTokens + request.generated;
      shape.contextTotal += tokens;
      if (tokens > shape.contextMax) shape.contextMax = tokens;
    }
    return shape;
  }

  /** Sets the event for the last step up to which nothing can change. */
  #plan(): void {
    const left = this.#segment.steps - this.#segment.done;
    const room = this.#options.jump ? Math.min(left, this.memory.stepsWithRoom(this.#batch.length)) : 1;
    this.#planUntil(this.#segment.done + room);
  }

  #planUntil(steps: number): void {
    this.#plannedSteps = steps;
    this.#alarm.set(this.#segment.endNs(steps));
  }

  /** Ends the planned decode steps; false when the segment simply goes on. */
  #endDecode(now: number): boolean {
    const segment = this.#segment;
    const finished = this.#countSteps(this.#plannedSteps);
    this.memory.growToContext(this.#batch);
    const goesOn =
      finished === 0 &&
      this.#abandoned === 0 &&
      segment.done < segment.steps &&
      this.memory.missing(this.#batch) <= 0 &&
      this.#policy.admit(this) === 0;
    if (goesOn) {
      this.memory.growForNextStep(this.#batch);
      this.#plan();
      return false;
    }
    this.#listener.stepEnded(this, "decoding", this.#stepStartNs, now, this.#batch.length, segment.done);
    if (finished > 0) this.#dismissFinished(now);
    this.#freeFixedBatch();
    return true;
  }

  /** Counts the steps of the segment up to `upTo` as done; result: requests that are then complete. */
  #countSteps(upTo: number): number {
    const segment = this.#segment;
    const steps = upTo - segment.done;
    if (steps <= 0) return 0;
    this.#recordGaps(steps);
    segment.addParts(this.decodeParts, steps);
    segment.done = upTo;
    this.decodeSteps += steps;
    this.decodedSequences += steps * this.#batch.length;
    const endNs = segment.endNs(upTo);
    let finished = 0;
    for (const request of this.#batch) {
      request.advance(steps, this.#tokensPerStep);
      request.lastTokenNs = endNs;
      if (request.generated === request.outputTokens) finished++;
    }
    return finished;
  }

  #dismissFinished(now: number): void {
    const batch = this.#batch;
    let kept = 0;
    for (let index = 0; index < batch.length; index++) {
      const request = batch[index];
      if (request.generated === request.outputTokens) this.#leave(request, now);
      else batch[kept++] = request;
    }
    batch.length = kept;
  }

  #leave(request: Request, now: number): void {
    request.status = "completed";
    request.finishedNs = now;
    if (this.#policy.fixedBatch) this.#leftInBatch.push(request);
    else this.#release(request);
    this.#listener.finished(request, now);
  }

  #dropAbandoned(now: number): void {
    const gone = this.#batch.filter(({ abandoned }) => abandoned);
    this.#batch = this.#batch.filter(({ abandoned }) => !abandoned);
    gone.push(...this.#prompts.removeAbandoned());
    this.#abandoned = 0;
    for (const request of gone) {
      if (this.#policy.fixedBatch) this.#leftInBatch.push(request);
      else this.#release(request);
      this.#listener.dropped(request, now);
    }
    this.#freeFixedBatch();
  }

  #freeFixedBatch(): void {
    if (!this.#policy.fixedBatch || this.held > 0) return;
    for (const request of this.#leftInBatch) this.memory.release(request);
    this.#leftInBatch.length = 0;
    this.#slots = 0;
  }

  #release(request: Request): void {
    this.memory.release(request);
    this.#slots--;
  }

  /** Gives back the room of a request that left after its prefill, once its keys and values have been sent. */
  releaseSent(request: Request, now: number): void {
    this.#release(request);
    this.wake(now);
  }

  /** Takes KV room for the coming step, sending back to the line those who go last while there is too little. */
  #makeRoom(now: number): void {
    while (this.memory.missing(this.#batch) > 0) this.#preempt(now);
    this.memory.growForNextStep(this.#batch);
  }

  #preempt(now: number): void {
    const { order, swapNs } = this.#options;
    let last = this.#prompts.last(order);
    for (const request of this.#batch) if (last === undefined || order(request, last) > 0) last = request;
    const victim = last as Request;
    if (!this.#prompts.remove(victim)) {
      this.#batch.splice(this.#batch.indexOf(victim), 1);
      victim.kvReady = swapNs !== undefined;
      // Out and back again: charged when it comes back.
      victim.loadNs = swapNs === undefined ? 0 : 2 * swapNs(victim.contextTokens);
    } else if (!victim.kvReady) victim.loadNs = 0;
    this.#release(victim);
    victim.status = "waiting";
    victim.waitingNs = now;
    victim.preemptions++;
    this.preemptions++;
    this.#line.push(victim);
    this.#listener.lineMoved(this, now);
  }

  #recordGaps(steps: number): void {
    const segment = this.#segment;
    const { done } = segment;
    const firstEndNs = segment.endNs(done + 1);
    const regularNs = segment.endNs(done);
    let regular = 0;
    for (const request of this.#batch) {
      if (request.lastTokenNs === regularNs) regular++;
      else this.#listener.tokenGaps(firstEndNs - request.lastTokenNs, 0, 1, 1);
    }
    this.#listener.tokenGaps(segment.stepNs(done), 0, 1, regular);
    if (steps > 1) {
      this.#listener.tokenGaps(segment.stepNs(done + 1), segment.growthNs, steps - 1, this.#batch.length);
    }
  }
}
