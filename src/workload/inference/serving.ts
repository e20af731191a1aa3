/**
 * A serving run: load -> front end -> router -> replicas -> recorder.
 *
 *     load generator --request--> front end --> router --line of replica r--> engine r --finished--> recorder
 *          ^                        |             '---- one shared line ----> any engine with room      |
 *          |                        '--> rejected                                                       |
 *          '------------------------------- closed loops and conversations go on -----------------------'
 *
 * A request leaves completed, too long, rejected (no room in line), timed out, or failed (lost with its replica once too
 * often). What a failed replica held is routed again.
 */
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Timeline } from "../../metrics/timeline.ts";
import type { Objectives } from "../workload.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import { Deadlines, isDone } from "./deadlines.ts";
import { Delay } from "./delay.ts";
import { Engine } from "./engine.ts";
import type { EngineListener } from "./engine-listener.ts";
import { Fleet } from "./fleet.ts";
import { FrontEnd } from "./front-end.ts";
import { KvCache } from "./kv-cache.ts";
import { Line, type Order } from "./line.ts";
import type { LoadGenerator } from "./load-generator.ts";
import { PrefixCache, type PrefixCacheOptions } from "./prefix-cache.ts";
import { type ReplicaFailureOptions, ReplicaFailures } from "./replica-failures.ts";
import { Request, type RequestSpec } from "./request.ts";
import { RequestMemory } from "./request-memory.ts";
import type { FleetView, Router } from "./routers/router.ts";
import { type ClassObjectives, ServingRecorder } from "./serving-recorder.ts";
import { ServingTrace } from "./serving-trace.ts";
import type { StepTimer } from "./step-timer.ts";

/** Everything a serving run is made of. */
export interface ServingPlan {
  replicas: number;
  /** KV cache of one replica, tokens. */
  kvCapacityTokens: number;
  /** Longest prompt and answer together that one request may have, tokens. */
  requestTokensMax: number;
  timer: StepTimer;
  policy: BatchingPolicy;
  /** Who goes first. */
  order: Order;
  /** Tokens of one block of the KV cache, and the fraction of them kept free of newcomers. */
  kvBlockTokens: number;
  watermark: number;
  /** Time to move `tokens` tokens of a preempted request's KV cache to or from host memory; absent: computed anew. */
  swapNs?: (tokens: number) => number;
  prefixCache?: PrefixCacheOptions;
  /** Time of the front end for each request, one at a time, ns; none when absent. */
  frontEndNs?: number;
  /** Fixed times before and after the model, and one way between client and model, ns. */
  stages?: { beforeNs: number; afterNs: number; networkNs: number };
  /** Whether clients see tokens as they come or the whole answer; streaming when absent. */
  delivery?: "streaming" | "whole";
  router: (fleet: FleetView) => Router;
  /** Age of what routers see, ns; always fresh when absent. */
  signalAgeNs?: number;
  /** Requests waiting or running at a replica beyond which it turns newcomers away. */
  outstandingMax?: number;
  /** How long a request may wait for its start, and how long it may take in all, ns. */
  timeouts?: { queueNs?: number; totalNs?: number };
  failures?: ReplicaFailureOptions;
  load: LoadGenerator;
  /** Requests that arrive before this are simulated but not measured, ns. */
  warmupNs: number;
  objectives: Objectives;
  /** Classes of requests with limits of their own. */
  classes?: readonly ClassObjectives[];
  timeline?: Timeline;
  /** False: one event per decode step. */
  jump?: boolean;
}

/** A fleet of replicas under load. */
export class Serving implements EngineListener, Target {
  readonly recorder: ServingRecorder;
  readonly engines: Engine[] = [];
  readonly trace: ServingTrace;
  readonly #plan: ServingPlan;
  readonly #lines: Line[] = [];
  #simulator!: Simulator;
  #fleet!: Fleet;
  #router!: Router;
  #frontEnd!: FrontEnd;
  #before!: Delay;
  #after!: Delay;
  #queueDeadlines: Deadlines | undefined;
  #totalDeadlines: Deadlines | undefined;
  #failures: ReplicaFailures | undefined;
  /** Requests that wait for any replica to come up. */
  #stranded: Request[] = [];
  #atBoundary: Engine[] = [];
  #requests = 0;

  constructor(plan: ServingPlan) {
    this.#plan = plan;
    const { networkNs = 0, afterNs = 0 } = plan.stages ?? {};
    const delivery = { networkNs, afterNs, whole: plan.delivery === "whole" };
    this.recorder = new ServingRecorder(plan.objectives, delivery, plan.classes);
    this.trace = new ServingTrace(plan.timeline);
  }

  start(simulator: Simulator): void {
    this.#simulator = simulator;
    const plan = this.#plan;
    const sharedLine = new Line(plan.order);
    // Whether the line is shared is known before there are engines to route to.
    const { sharedLine: shares } = plan.router(noFleet);
    for (let index = 0; index < plan.replicas; index++) {
      const line = shares ? sharedLine : new Line(plan.order);
      this.#lines.push(line);
      this.engines.push(this.#engine(index, line));
    }
    this.#fleet = new Fleet(simulator, this.engines, { signalAgeNs: plan.signalAgeNs });
    this.#router = plan.router(this.#fleet);
    this.#fleet.inform(this.#router);
    this.#frontEnd = new FrontEnd(simulator, plan.frontEndNs ?? 0, (request, now) =>
      this.#route(request, now),
    );
    const { beforeNs = 0, afterNs = 0, networkNs = 0 } = plan.stages ?? {};
    this.#before = new Delay(simulator, beforeNs + networkNs, (request, now) =>
      this.#frontEnd.take(request, now),
    );
    this.#after = new Delay(simulator, afterNs + networkNs, (request, now) =>
      plan.load.completed(now, request),
    );
    const expired = (request: Request, now: number) => this.#expire(request, now);
    const { queueNs, totalNs } = plan.timeouts ?? {};
    if (queueNs !== undefined) {
      this.#queueDeadlines = new Deadlines(simulator, queueNs, (request, now) => {
        if (request.startedNs < 0) expired(request, now);
      });
    }
    if (totalNs !== undefined) this.#totalDeadlines = new Deadlines(simulator, totalNs, expired);
    if (plan.failures !== undefined) {
      this.#failures = new ReplicaFailures(simulator, plan.replicas, plan.failures, {
        isIdle: () => this.held === 0 && this.#stranded.length === 0,
        down: (replica, now) => this.#fail(replica, now),
        up: (replica, now) => this.#restore(replica, now),
      });
    }
    simulator.watch({ unfinished: () => this.#unfinished() });
    plan.load.start(simulator, (spec, now) => this.#arrive(spec, now));
  }

  /** Requests that wait in a line or run in an engine. */
  get held(): number {
    const lines = this.#router.sharedLine ? this.#lines.slice(0, 1) : this.#lines;
    const waiting = lines.reduce((sum, line) => sum + line.size, 0);
    const elsewhere = this.#before.held + this.#frontEnd.held + this.#stranded.length;
    return this.engines.reduce((sum, engine) => sum + engine.held, waiting + elsewhere);
  }

  tokenGaps(gapNs: number, growthNs: number, count: number, requests: number): void {
    if (count === 1) this.recorder.itl.add(gapNs, requests);
    else this.recorder.itl.addProgression(gapNs, growthNs, count, requests);
  }

  finished(request: Request, now: number): void {
    this.#left(request, request.replica);
    this.recorder.finished(request, now);
    this.trace.finished(request, now);
    this.#after.take(request, now);
  }

  dropped(request: Request, now: number): void {
    this.#left(request, request.replica);
    this.#giveUp(request, "timed-out", now);
  }

  prefilled(): void {}

  stepEnded(
    engine: Engine,
    what: "prompts" | "decoding",
    startNs: number,
    endNs: number,
    batch: number,
    steps = 1,
  ): void {
    this.trace.stepEnded(engine, what, startNs, endNs, batch, steps);
  }

  lineMoved(_engine: Engine, now: number): void {
    if (this.#router.sharedLine && this.#lines[0].size > 0) this.#offer(now);
  }

  /**
   * Engines that share a line and stand at a boundary at the same time take their turns in the order of their numbers,
   * whatever order their events came in.
   */
  boundary(engine: Engine, now: number): void {
    if (!this.#router.sharedLine) {
      engine.next(now);
      this.trace.levels(engine, now);
      return;
    }
    if (this.#atBoundary.length === 0) this.#simulator.schedule(0, this, 0);
    this.#atBoundary.push(engine);
  }

  handle(_code: number, now: number): void {
    const engines = this.#atBoundary.sort((a, b) => a.index - b.index);
    this.#atBoundary = [];
    for (const engine of engines) {
      if (engine.atBoundary) engine.next(now);
      this.trace.levels(engine, now);
    }
  }

  #engine(index: number, line: Line): Engine {
    const { timer, policy, order, swapNs, jump = true } = this.#plan;
    return new Engine(this.#simulator, {
      name: `replica ${index}`,
      index,
      timer,
      policy,
      memory: this.#memory(),
      order,
      swapNs,
      line,
      listener: this,
      jump,
    });
  }

  #memory(): RequestMemory {
    const { kvCapacityTokens, kvBlockTokens, watermark, policy, timer, prefixCache } = this.#plan;
    const kvCache = new KvCache(kvCapacityTokens, kvBlockTokens);
    return new RequestMemory(kvCache, prefixCache && new PrefixCache(prefixCache, kvCache), {
      reservesAnswer: policy.reservesAnswer,
      watermarkBlocks: Math.floor(watermark * kvCache.capacityBlocks),
      lookaheadTokens: timer.lookaheadTokens ?? 1,
      tokensPerStep: timer.tokensPerStep ?? 1,
    });
  }

  #arrive(spec: RequestSpec, now: number): void {
    const plan = this.#plan;
    const request = new Request(this.#requests++, spec, now >= plan.warmupNs);
    this.recorder.arrived(request, now);
    this.trace.arrived(now);
    this.#failures?.resume(now);
    if (request.inputTokens + request.outputTokens > plan.requestTokensMax) {
      this.#giveUp(request, "too-long", now);
      return;
    }
    this.#queueDeadlines?.watch(request, now);
    this.#totalDeadlines?.watch(request, now);
    request.networkNs = plan.stages?.networkNs ?? 0;
    this.#before.take(request, now);
  }

  #route(request: Request, now: number): void {
    if (isDone(request)) return;
    request.waitingNs = now;
    if (this.#fleet.up === 0) {
      this.#stranded.push(request);
      return;
    }
    const { outstandingMax = Number.POSITIVE_INFINITY } = this.#plan;
    if (this.#router.sharedLine) {
      const limit = outstandingMax * this.#fleet.up;
      if (this.held >= limit) this.#giveUp(request, "rejected", now);
      else {
        this.#lines[0].push(request);
        this.#offer(now);
      }
      return;
    }
    const replica = this.#router.route(request);
    if (this.#fleet.outstanding(replica) >= outstandingMax) {
      this.#giveUp(request, "rejected", now);
      return;
    }
    request.replica = replica;
    this.#fleet.moved(request, replica, 1);
    this.#lines[replica].push(request);
    this.engines[replica].wake(now);
  }

  /** Wakes the first idle engine for the head of the shared line, else all that have room: the first to end its step takes it. */
  #offer(now: number): void {
    const idle = this.engines.find((engine) => engine.isUp && engine.idle);
    if (idle !== undefined) idle.wake(now);
    else for (const engine of this.engines) engine.wake(now);
  }

  #left(request: Request, replica: number): void {
    if (!this.#router.sharedLine) this.#fleet.moved(request, replica, -1);
  }

  /** A request leaves without its answer. */
  #giveUp(request: Request, status: "too-long" | "rejected" | "timed-out" | "failed", now: number): void {
    request.status = status;
    this.recorder.failedRequest(request, now);
    this.trace.gone(now);
    this.#plan.load.completed(now, request);
  }

  #expire(request: Request, now: number): void {
    if (isDone(request)) return;
    if (request.status === "running") {
      this.engines[request.replica].abandon(request, now);
      return;
    }
    const line = this.#lines[this.#router.sharedLine ? 0 : Math.max(0, request.replica)];
    if (line.remove(request)) this.#left(request, request.replica);
    else this.#stranded = this.#stranded.filter((each) => each !== request);
    this.#giveUp(request, "timed-out", now);
  }

  /** A replica is lost: what it ran and what waits for it goes elsewhere. */
  #fail(replica: number, now: number): void {
    const engine = this.engines[replica];
    this.#fleet.setUp(replica, false);
    const lost = engine.fail(now);
    this.trace.levels(engine, now);
    const waiting: Request[] = [];
    if (!this.#router.sharedLine) {
      for (let next = this.#lines[replica].shift(); next; next = this.#lines[replica].shift())
        waiting.push(next);
    }
    for (const request of [...lost, ...waiting]) this.#left(request, replica);
    for (const request of lost) {
      request.status = "waiting";
      request.kvReady = false;
      request.loadNs = 0;
      request.retries++;
      if (request.abandoned) this.#giveUp(request, "timed-out", now);
      else if (request.retries > (this.#plan.failures?.retriesMax ?? 0)) this.#giveUp(request, "failed", now);
      else this.#route(request, now);
    }
    for (const request of waiting) this.#route(request, now);
  }

  #restore(replica: number, now: number): void {
    this.#fleet.setUp(replica, true);
    const stranded = this.#stranded;
    this.#stranded = [];
    for (const request of stranded) this.#route(request, now);
    this.engines[replica].wake(now);
  }

  #unfinished(): string[] {
    const waiting = this.held;
    return waiting > 0 ? [`${waiting} requests wait for a replica`] : [];
  }
}

/** A fleet of no one, for routers that are only asked what they are. */
const noFleet: FleetView = {
  replicas: 0,
  isUp: () => false,
  requests: () => 0,
  tokens: () => 0,
  kvUse: () => 0,
  prefixBlocks: () => 0,
  weight: () => 1,
};
