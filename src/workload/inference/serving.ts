/**
 * A serving run: load -> router -> replicas -> recorder.
 *
 *     load generator --request--> router --line of replica r--> engine r --finished--> recorder
 *                                   '---- one shared line ----> any engine with room
 */

import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Objectives } from "../workload.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import { Engine } from "./engine.ts";
import type { EngineListener } from "./engine-listener.ts";
import { FrontEnd } from "./front-end.ts";
import { KvCache } from "./kv-cache.ts";
import { Line, type Order } from "./line.ts";
import type { LoadGenerator } from "./load-generator.ts";
import { PrefixCache, type PrefixCacheOptions } from "./prefix-cache.ts";
import { Request, type RequestSpec } from "./request.ts";
import { RequestMemory } from "./request-memory.ts";
import type { Router } from "./routers/router.ts";
import { ServingRecorder } from "./serving-recorder.ts";
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
  router: Router;
  load: LoadGenerator;
  /** Requests that arrive before this are simulated but not measured, ns. */
  warmupNs: number;
  objectives: Objectives;
  /** False: one event per decode step. */
  jump?: boolean;
}

/** A fleet of equal replicas under load. */
export class Serving implements EngineListener, Target {
  readonly recorder: ServingRecorder;
  readonly engines: Engine[] = [];
  readonly #plan: ServingPlan;
  readonly #lines: Line[] = [];
  readonly #outstanding: Int32Array;
  #simulator!: Simulator;
  #frontEnd!: FrontEnd;
  #atBoundary: Engine[] = [];
  #requests = 0;

  constructor(plan: ServingPlan) {
    this.#plan = plan;
    this.recorder = new ServingRecorder(plan.objectives);
    this.#outstanding = new Int32Array(plan.replicas);
  }

  start(simulator: Simulator): void {
    this.#simulator = simulator;
    const plan = this.#plan;
    const shared = new Line(plan.order);
    for (let index = 0; index < plan.replicas; index++) {
      const line = plan.router.sharedLine ? shared : new Line(plan.order);
      this.#lines.push(line);
      this.engines.push(
        new Engine(simulator, {
          name: `replica ${index}`,
          index,
          timer: plan.timer,
          policy: plan.policy,
          memory: this.#memory(),
          order: plan.order,
          swapNs: plan.swapNs,
          line,
          listener: this,
          jump: plan.jump ?? true,
        }),
      );
    }
    simulator.watch({ unfinished: () => this.#unfinished() });
    this.#frontEnd = new FrontEnd(simulator, plan.frontEndNs ?? 0, (request, now) =>
      this.#route(request, now),
    );
    plan.load.start(simulator, (spec, now) => this.#arrive(spec, now));
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

  /** Requests that wait in a line or run in an engine. */
  get held(): number {
    const lines = this.#plan.router.sharedLine ? this.#lines.slice(0, 1) : this.#lines;
    const waiting = lines.reduce((sum, line) => sum + line.size, 0);
    return this.engines.reduce((sum, engine) => sum + engine.held, waiting + this.#frontEnd.held);
  }

  tokenGaps(gapNs: number, growthNs: number, count: number, requests: number): void {
    if (count === 1) this.recorder.itl.add(gapNs, requests);
    else this.recorder.itl.addProgression(gapNs, growthNs, count, requests);
  }

  finished(request: Request, now: number): void {
    if (!this.#plan.router.sharedLine) this.#changeLoad(request.replica, -1);
    this.recorder.finished(request, now);
    this.#plan.load.completed(now);
  }

  dropped(): void {}

  prefilled(): void {}

  stepEnded(): void {}

  lineMoved(_engine: Engine, now: number): void {
    if (this.#plan.router.sharedLine && this.#lines[0].size > 0) this.#offer(now);
  }

  /**
   * Engines that share a line and stand at a boundary at the same time take their turns in the order of their numbers,
   * whatever order their events came in.
   */
  boundary(engine: Engine, now: number): void {
    if (!this.#plan.router.sharedLine) {
      engine.next(now);
      return;
    }
    if (this.#atBoundary.length === 0) this.#simulator.schedule(0, this, 0);
    this.#atBoundary.push(engine);
  }

  handle(_code: number, now: number): void {
    const engines = this.#atBoundary.sort((a, b) => a.index - b.index);
    this.#atBoundary = [];
    for (const engine of engines) engine.next(now);
  }

  #arrive(spec: RequestSpec, now: number): void {
    const plan = this.#plan;
    const request = new Request(this.#requests++, spec, now >= plan.warmupNs);
    this.recorder.arrived(request, now);
    if (request.inputTokens + request.outputTokens > plan.requestTokensMax) {
      request.status = "too-long";
      this.recorder.rejected(request, now);
      plan.load.completed(now);
      return;
    }
    this.#frontEnd.take(request, now);
  }

  #route(request: Request, now: number): void {
    const plan = this.#plan;
    request.waitingNs = now;
    if (plan.router.sharedLine) {
      this.#lines[0].push(request);
      this.#offer(now);
      return;
    }
    const replica = plan.router.route(request);
    request.replica = replica;
    this.#changeLoad(replica, 1);
    this.#lines[replica].push(request);
    this.engines[replica].wake(now);
  }

  /** Wakes the first idle engine for the head of the shared line, else all that have room: the first to end its step takes it. */
  #offer(now: number): void {
    const idle = this.engines.find((engine) => engine.idle);
    if (idle !== undefined) idle.wake(now);
    else for (const engine of this.engines) engine.wake(now);
  }

  #changeLoad(replica: number, by: number): void {
    this.#outstanding[replica] += by;
    this.#plan.router.loadChanged(replica, this.#outstanding[replica]);
  }

  #unfinished(): string[] {
    const waiting = this.held;
    return waiting > 0 ? [`${waiting} requests wait for a replica`] : [];
  }
}
