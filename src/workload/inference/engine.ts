/**
 * One replica at work: a line of requests, a batch, a KV cache, one step after the other.
 *
 *     line --admit--> prefill --> batch --decode step by step--> done
 *       ^---------------- preempted (KV cache full) ----------'
 *
 * At a step boundary the policy may admit requests, which are prefilled at once; else the batch decodes. Decode steps in
 * which nobody comes or goes take a time that is linear in the step number (a *segment*), so one event stands for many
 * steps: the engine jumps to the next step at which something changes, and an arrival that could join cuts the jump at
 * the running step's end. The end of step i is always `segment start + cumulative time of i + 1 steps`, so jumping gives
 * the same floating-point times as going step by step.
 *
 * Events: one per prefill, one per departure from the batch, at most one per arrival.
 */
import { Alarm } from "../../kernel/alarm.ts";
import type { RingBuffer } from "../../kernel/ring-buffer.ts";
import type { Simulator, Worker } from "../../kernel/simulator.ts";
import type { BatchingPolicy, BatchView } from "./batching/batching-policy.ts";
import { blocksFor, type KvCache } from "./kv-cache.ts";
import type { Request } from "./request.ts";
import { type StepCost, type StepTimer, stepParts } from "./step-timer.ts";

/** Told of what happens to requests; the serving workload records it. */
export interface EngineListener {
  /** `count` tokens came `gapNs`, `gapNs + growthNs`, ... after the token before, for `requests` requests each. */
  tokenGaps(gapNs: number, growthNs: number, count: number, requests: number): void;
  finished(request: Request, now: number): void;
  /** An engine took requests from the head of its line, or put one back there. */
  lineMoved(now: number): void;
  /** `engine` stands at a step boundary: call its `next` at this time, now or after other events of this time. */
  boundary(engine: Engine, now: number): void;
}

/** Parts of an engine. */
export interface EngineOptions {
  name: string;
  index: number;
  timer: StepTimer;
  policy: BatchingPolicy;
  kvCache: KvCache;
  /** Requests that wait; shared among engines under a central queue. */
  line: RingBuffer<Request>;
  listener: EngineListener;
  /** False: one event per decode step, the long way that jumping must equal. */
  jump: boolean;
}

/** A replica of the model that serves requests. */
export class Engine implements Worker, BatchView {
  readonly name: string;
  readonly index: number;
  readonly kvCache: KvCache;
  /** Busy time by `stepParts`, ns, of prefill and of decode steps. */
  readonly prefillParts = new Float64Array(stepParts.length);
  readonly decodeParts = new Float64Array(stepParts.length);
  /** Steps so far. */
  prefillSteps = 0;
  decodeSteps = 0;
  /** Sum over decode steps of the requests in the batch. */
  decodedTokens = 0;
  preemptions = 0;

  readonly #timer: StepTimer;
  readonly #policy: BatchingPolicy;
  readonly #line: RingBuffer<Request>;
  readonly #listener: EngineListener;
  readonly #jump: boolean;
  readonly #alarm: Alarm;

  #batch: Request[] = [];
  /** Slots computed in each decode step: the batch, or all of a fixed batch. */
  #slots = 0;
  #prefilling: Request[] = [];
  #decoding = false;
  /** At a boundary, or woken: `next` is about to be called. */
  #starting = false;

  #segmentStartNs = 0;
  #segmentDone = 0;
  #segmentSteps = 0;
  #firstNs = 0;
  #growthNs = 0;
  readonly #firstParts = new Float64Array(stepParts.length);
  readonly #growthParts = new Float64Array(stepParts.length);
  /** Steps of the segment done when the pending event comes. */
  #plannedSteps = 0;

  constructor(simulator: Simulator, options: EngineOptions) {
    this.name = options.name;
    this.index = options.index;
    this.kvCache = options.kvCache;
    this.#timer = options.timer;
    this.#policy = options.policy;
    this.#line = options.line;
    this.#listener = options.listener;
    this.#jump = options.jump;
    this.#alarm = new Alarm(simulator, (now) => this.#boundary(now));
    simulator.watch(this);
  }

  get running(): number {
    return this.#slots;
  }

  get freeBlocks(): number {
    return this.kvCache.freeBlocks;
  }

  /** Nothing to do, and not about to start. */
  get idle(): boolean {
    return !this.#decoding && this.#prefilling.length === 0 && !this.#starting;
  }

  waiting(index: number): Request | undefined {
    return this.#line.at(index);
  }

  blocksFor(tokens: number): number {
    return blocksFor(tokens, this.kvCache.blockTokens);
  }

  /**
   * A request has joined the line: start if idle, or cut the jump short if it may join the batch. An idle engine starts
   * after the other events of this time, so that requests which come together are batched together.
   */
  wake(now: number): void {
    if (this.idle) {
      this.#starting = true;
      this.#alarm.set(now);
    } else if (this.#decoding && this.#policy.admit(this) > 0) {
      const steps = Math.min(this.#plannedSteps, this.#stepsStartedBy(now));
      if (steps < this.#plannedSteps) this.#planUntil(steps);
    }
  }

  unfinished(): string[] {
    const running = this.#batch.length + this.#prefilling.length;
    return running > 0 ? [`${this.name}: ${running} requests wait for their next step`] : [];
  }

  /** Requests of the line that this engine holds, for conservation checks. */
  get held(): number {
    return this.#batch.length + this.#prefilling.length;
  }

  #boundary(now: number): void {
    if (this.#prefilling.length > 0) this.#endPrefill(now);
    else if (this.#decoding && !this.#endDecode(now)) return;
    this.#decoding = false;
    this.#starting = true;
    this.#listener.boundary(this, now);
  }

  /** Starts whatever the policy wants next; called once after each `boundary`. */
  next(now: number): void {
    const admitted = this.#policy.admit(this);
    if (admitted > 0) this.#startPrefill(admitted, now);
    else if (this.#batch.length > 0) this.#startSegment(now);
    this.#starting = false;
  }

  #startPrefill(count: number, now: number): void {
    for (let index = 0; index < count; index++) {
      const request = this.#line.shift() as Request;
      const tokens = this.#policy.fixedBatch
        ? request.inputTokens + request.outputTokens
        : request.contextTokens + 1;
      request.kvBlocks = this.blocksFor(tokens);
      this.kvCache.take(request.kvBlocks);
      request.status = "running";
      request.replica = this.index;
      if (request.startedNs < 0) request.startedNs = now;
      this.#prefilling.push(request);
    }
    this.#slots += count;
    this.#listener.lineMoved(now);
    const cost = this.#timer.prefill(this.#prefilling);
    for (let part = 0; part < stepParts.length; part++) this.prefillParts[part] += cost.parts[part];
    this.prefillSteps++;
    this.#alarm.set(now + cost.totalNs);
  }

  #endPrefill(now: number): void {
    const prefilled = this.#prefilling;
    this.#prefilling = [];
    for (const request of prefilled) {
      if (request.firstTokenNs < 0) request.firstTokenNs = now;
      else this.#listener.tokenGaps(now - request.lastTokenNs, 0, 1, 1);
      request.lastTokenNs = now;
      request.generated++;
      if (request.remaining === 0) this.#leave(request, now);
      else this.#batch.push(request);
    }
    this.#freeFixedBatch();
  }

  /** Begins decode steps of the batch as it now stands, after making KV room for the first of them. */
  #startSegment(now: number): void {
    this.#makeRoom(now);
    if (this.#batch.length === 0) {
      this.next(now);
      return;
    }
    let contextTotal = 0;
    let contextMax = 0;
    for (const request of this.#batch) {
      contextTotal += request.contextTokens;
      if (request.contextTokens > contextMax) contextMax = request.contextTokens;
    }
    const cost = this.#timer.decode(this.#slots, contextTotal, contextMax);
    this.#copyCost(cost.first, cost.growth);
    this.#decoding = true;
    this.#segmentStartNs = now;
    this.#segmentDone = 0;
    this.#segmentSteps = cost.validSteps;
    for (const request of this.#batch) {
      if (request.remaining < this.#segmentSteps) this.#segmentSteps = request.remaining;
    }
    this.#plan();
  }

  /** Sets the event for the last step up to which nothing can change. */
  #plan(): void {
    const left = this.#segmentSteps - this.#segmentDone;
    this.#planUntil(this.#segmentDone + (this.#jump ? Math.min(left, this.#stepsWithRoom()) : 1));
  }

  #planUntil(steps: number): void {
    this.#plannedSteps = steps;
    this.#alarm.set(this.#stepEndNs(steps));
  }

  /** Time at which `steps` steps of the segment are done. */
  #stepEndNs(steps: number): number {
    return this.#segmentStartNs + (steps * this.#firstNs + (this.#growthNs * steps * (steps - 1)) / 2);
  }

  /** Steps of the segment that have begun by `now`: the batch can change only when the last of them ends. */
  #stepsStartedBy(now: number): number {
    const elapsed = now - this.#segmentStartNs;
    const half = this.#growthNs / 2;
    const linear = this.#firstNs - half;
    const guess =
      half > 0
        ? (Math.sqrt(linear * linear + 4 * half * elapsed) - linear) / (2 * half)
        : elapsed / this.#firstNs;
    let steps = Math.max(this.#segmentDone + 1, Math.floor(guess));
    while (steps > this.#segmentDone + 1 && this.#stepEndNs(steps - 1) >= now) steps--;
    while (this.#stepEndNs(steps) < now) steps++;
    return steps;
  }

  /** Decode steps after which every sequence of the batch still finds a free block; at least 1. */
  #stepsWithRoom(): number {
    if (this.#policy.fixedBatch) return Number.POSITIVE_INFINITY;
    const rounds = Math.floor(this.kvCache.freeBlocks / this.#batch.length);
    return Math.max(1, rounds * this.kvCache.blockTokens);
  }

  /** Ends the planned decode steps; false when the segment simply goes on. */
  #endDecode(now: number): boolean {
    const steps = this.#plannedSteps - this.#segmentDone;
    this.#recordGaps(steps);
    this.#recordBusy(steps);
    this.#segmentDone = this.#plannedSteps;
    this.decodeSteps += steps;
    this.decodedTokens += steps * this.#batch.length;
    let finished = 0;
    for (const request of this.#batch) {
      request.generated += steps;
      request.lastTokenNs = now;
      if (request.remaining === 0) finished++;
    }
    this.#growKv(0);
    if (finished > 0) {
      const batch = this.#batch;
      this.#batch = batch.filter((request) => request.remaining > 0);
      for (const request of batch) if (request.remaining === 0) this.#leave(request, now);
      this.#freeFixedBatch();
      return true;
    }
    if (this.#segmentDone === this.#segmentSteps || this.#policy.admit(this) > 0) return true;
    if (this.#blocksShort() > 0) return true;
    this.#growKv(1);
    this.#plan();
    return false;
  }

  #leave(request: Request, now: number): void {
    request.status = "completed";
    request.finishedNs = now;
    if (!this.#policy.fixedBatch) this.#release(request);
    else this.#fixedBlocks += request.kvBlocks;
    this.#listener.finished(request, now);
  }

  /** KV blocks of finished requests in a fixed batch, which stay taken until all are done. */
  #fixedBlocks = 0;

  #freeFixedBatch(): void {
    if (!this.#policy.fixedBatch || this.#batch.length > 0) return;
    this.kvCache.take(-this.#fixedBlocks);
    this.#fixedBlocks = 0;
    this.#slots = 0;
  }

  #release(request: Request): void {
    this.kvCache.take(-request.kvBlocks);
    request.kvBlocks = 0;
    this.#slots--;
  }

  /** Blocks missing for one more token of every sequence. */
  #blocksShort(): number {
    if (this.#policy.fixedBatch) return 0;
    let needed = 0;
    for (const request of this.#batch) {
      needed += this.blocksFor(request.contextTokens + 1) - request.kvBlocks;
    }
    return needed - this.kvCache.freeBlocks;
  }

  /** Takes KV room for the coming steps, sending the last comers back to the line while there is too little. */
  #makeRoom(now: number): void {
    while (this.#blocksShort() > 0) {
      const last = this.#batch.pop() as Request;
      this.#release(last);
      last.status = "waiting";
      last.preemptions++;
      this.preemptions++;
      this.#line.unshift(last);
      this.#listener.lineMoved(now);
    }
    this.#growKv(1);
  }

  /** Takes the blocks that each sequence fills with `tokensAhead` more tokens. */
  #growKv(tokensAhead: number): void {
    if (this.#policy.fixedBatch) return;
    for (const request of this.#batch) {
      const blocks = this.blocksFor(request.contextTokens + tokensAhead);
      if (blocks <= request.kvBlocks) continue;
      this.kvCache.take(blocks - request.kvBlocks);
      request.kvBlocks = blocks;
    }
  }

  #recordGaps(steps: number): void {
    const done = this.#segmentDone;
    const firstEndNs = this.#stepEndNs(done + 1);
    const regularNs = this.#stepEndNs(done);
    let regular = 0;
    for (const request of this.#batch) {
      if (request.lastTokenNs === regularNs) regular++;
      else this.#listener.tokenGaps(firstEndNs - request.lastTokenNs, 0, 1, 1);
    }
    const gapNs = this.#firstNs + done * this.#growthNs;
    this.#listener.tokenGaps(gapNs, 0, 1, regular);
    if (steps > 1) {
      this.#listener.tokenGaps(gapNs + this.#growthNs, this.#growthNs, steps - 1, this.#batch.length);
    }
  }

  #recordBusy(steps: number): void {
    const done = this.#segmentDone;
    const sumOfIndices = steps * done + (steps * (steps - 1)) / 2;
    for (let part = 0; part < stepParts.length; part++) {
      this.decodeParts[part] += steps * this.#firstParts[part] + sumOfIndices * this.#growthParts[part];
    }
  }

  #copyCost(first: StepCost, growth: StepCost): void {
    this.#firstNs = first.totalNs;
    this.#growthNs = growth.totalNs;
    this.#firstParts.set(first.parts);
    this.#growthParts.set(growth.parts);
  }
}
