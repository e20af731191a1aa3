/**
 * A serving run: load -> front end -> region -> router -> replicas -> recorder.
 *
 *     load --request--> stages before, front end --> group of replicas --finished--> stages after --> recorder
 *      ^                                               | prefilled            ^                        |
 *      |                                               '--keys and values--> group that decodes        |
 *      '------------------------- closed loops and conversations go on -------------------------------'
 *
 * Several models on the same chips have a group each, whose engines share cores pairwise: request class -> model -> group.
 * A request leaves completed, too long, rejected, timed out, or failed; what a failed replica held is routed again.
 */

import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import { Request, type RequestSpec } from "../load/request.ts";
import { FleetAccount } from "../record/fleet-account.ts";
import { ServingRecorder } from "../record/serving-recorder.ts";
import { ServingTrace } from "../record/serving-trace.ts";
import type { Engine } from "../replica/engine.ts";
import type { KvWays } from "../replica/kv-loads.ts";
import { BoundaryTurns } from "./boundary-turns.ts";
import { Deadlines, isDone } from "./deadlines.ts";
import { Delay } from "./delay.ts";
import { FleetGroups, type FleetListener } from "./fleet-groups.ts";
import { Handover } from "./handover.ts";
import { longestHeld } from "./pool-memory.ts";
import { type OutageListener, RegionChoice } from "./region-choice.ts";
import { ReplicaFailures } from "./replica-failures.ts";
import type { ReplicaGroup } from "./replica-group.ts";
import { forRegion, ReplicaScaler, type ScalingOptions } from "./replica-scaler.ts";
import { ReplicaStanding } from "./replica-standing.ts";
import { accountedPools, divisionOf, fleetReplicas, type ServingPlan } from "./serving-plan.ts";

/** A fleet of replicas under load. */
export class Serving implements FleetListener, OutageListener, Target {
  readonly recorder: ServingRecorder;
  readonly trace: ServingTrace;
  readonly #plan: ServingPlan;
  #fleet!: FleetGroups;
  /** By model, the longest prompt and answer together that it takes and its memory holds. */
  readonly #tokensMax: readonly number[];
  #handover: Handover | undefined;
  #links: LinkResources | undefined;
  #ways: KvWays | undefined;
  #startNs = 0;
  #lastLeftNs = 0;
  /** Called once when the last request has left. */
  over: (() => void) | undefined;
  /** When the last request of a load that has come to its end had left, ns. */
  endNs: number | undefined;
  #simulator!: Simulator;
  #before!: Delay;
  #after!: Delay;
  #regions: RegionChoice | undefined;
  /** By group. */
  readonly #scalers: ReplicaScaler[] = [];
  #queueDeadlines: Deadlines | undefined;
  #totalDeadlines: Deadlines | undefined;
  #failures: ReplicaFailures | undefined;
  #standing!: ReplicaStanding;
  #turns!: BoundaryTurns;
  #requests = 0;

  constructor(plan: ServingPlan) {
    this.#plan = plan;
    const others = plan.sharedModels?.others ?? [];
    this.#tokensMax = [
      Math.min(plan.requestTokensMax, longestHeld([plan, ...(plan.otherPools ?? [])], plan.kvBlockTokens)),
      ...others.map((each) => Math.min(each.requestTokensMax, longestHeld([each], plan.kvBlockTokens))),
    ];
    const { networkNs = 0, afterNs = 0 } = plan.stages ?? {};
    const delivery = { networkNs, afterNs, whole: plan.delivery === "whole" };
    this.recorder = new ServingRecorder(plan.objectives, delivery, divisionOf(plan));
    this.trace = new ServingTrace(plan.timeline);
  }

  /**
   * Starts the run; keys and values move over `links` and `ways` where there are any, else each transfer and each load takes
   * its time alone.
   */
  start(simulator: Simulator, { links, ways }: { links?: LinkResources; ways?: KvWays } = {}): void {
    this.#simulator = simulator;
    this.#links = links;
    this.#ways = ways;
    this.#startNs = simulator.now;
    const plan = this.#plan;
    this.#makeFleet();
    this.#turns = new BoundaryTurns(simulator, (engine, at) => {
      if (engine.atBoundary) engine.next(at);
      this.#settled(engine, at);
    });
    const { beforeNs = 0, afterNs = 0, networkNs = 0 } = plan.stages ?? {};
    this.#before = new Delay(simulator, beforeNs + networkNs, (request, now) => this.#route(request, now));
    this.#after = new Delay(simulator, afterNs + networkNs, (request, now) => this.#completed(request, now));
    const { queueNs, totalNs } = plan.timeouts ?? {};
    const expire = (request: Request, now: number) => this.#expire(request, now);
    const waiting = (request: Request, now: number) => request.startedNs < 0 && expire(request, now);
    if (queueNs !== undefined) this.#queueDeadlines = new Deadlines(simulator, queueNs, waiting);
    // What comes after the last token is part of the whole: an answer that would be seen too late is given up before.
    const answerNs = totalNs && Math.max(0, totalNs - afterNs - networkNs);
    if (answerNs !== undefined) this.#totalDeadlines = new Deadlines(simulator, answerNs, expire);
    if (plan.failures !== undefined) {
      const all = (act: (engine: Engine, now: number) => void) => (replica: number, now: number) => {
        for (const engine of this.#fleet.enginesOf(replica)) act(engine, now);
      };
      this.#failures = new ReplicaFailures(simulator, fleetReplicas(plan), plan.failures, {
        isIdle: () => this.held === 0,
        failed: all((engine, now) => {
          engine.halt(now);
          this.#standing.trouble(engine.index, "failed", true, now);
        }),
        down: all((engine, now) => this.#lose(engine, "failed", now)),
        up: all((engine, now) => this.#restore(engine, "failed", now)),
      });
    }
    simulator.watch({
      unfinished: () => (this.held > 0 ? [`${this.held} requests wait for a replica`] : []),
    });
    plan.load.start(simulator, (spec, now) => this.#arrive(spec, now));
    // Replicas stand idle for as long as somebody might have come.
    if (plan.load.pending === 0) simulator.schedule(plan.lastsNs ?? 0, this, 0);
  }

  /** A request has left for good; with the last one of the load the run is over. */
  #completed(request: Request, now: number): void {
    const { load } = this.#plan;
    load.completed(now, request);
    this.#lastLeftNs = now;
    if (load.pending === 0) this.account.mark(now);
    // Its engine lets go of it only after this.
    if (this.over !== undefined && load.pending === 0) this.#simulator.schedule(0, this, 0);
  }

  /** The run may be over. */
  handle(_code: number, now: number): void {
    if (this.endNs !== undefined || this.#after.held > 0 || this.held > 0) return;
    this.endNs = now;
    this.over?.();
  }

  /** Whether requests have come whatever the service did. */
  get isOpen(): boolean {
    return this.#plan.load.isOpen;
  }

  /** When the last request left, once the load has come to its end; `now` before that, ns. */
  endedBy(now: number): number {
    const isOver = this.#plan.load.pending === 0 && this.held + this.#after.held === 0;
    return isOver && this.#requests > 0 ? this.#lastLeftNs : (this.endNs ?? now);
  }

  /** Requests that wait in a line, run in an engine, or are on their way between. */
  get held(): number {
    return this.#fleet.held + this.#before.held + (this.#handover?.held ?? 0);
  }

  /** What is run on. */
  get fleet(): FleetGroups {
    return this.#fleet;
  }

  /** Who was held, warming, failed or given back. */
  get account(): FleetAccount {
    return this.#standing.account;
  }

  tokenGaps(gapNs: number, growthNs: number, count: number, requests: number): void {
    if (count === 1) this.recorder.itl.add(gapNs, requests);
    else this.recorder.itl.addProgression(gapNs, growthNs, count, requests);
  }

  tokenGap(gapNs: number, requests: number): void {
    this.recorder.itl.addEach(gapNs, requests);
  }

  finished(request: Request, now: number): void {
    this.#fleet.groupOf[request.replica]!.left(request);
    this.recorder.finished(request, now);
    this.trace.finished(request, now);
    this.#after.take(request, now);
  }

  dropped(request: Request, now: number): void {
    this.#fleet.groupOf[request.replica]!.left(request);
    this.#giveUp(request, "timed-out", now);
  }

  bounced(request: Request, now: number): void {
    this.#route(request, now);
  }

  /** Keys and values set out for a replica that decodes. */
  prefilled(index: number, request: Request): void {
    request.status = "waiting";
    this.#fleet.groupOf[index]!.left(request);
    this.#handover?.send(this.#fleet.engines[index]!, request);
  }

  stepEnded(
    index: number,
    what: "prompts" | "decoding",
    startNs: number,
    endNs: number,
    batch: number,
    steps = 1,
  ): void {
    this.trace.stepEnded(this.#fleet.engines[index]!, what, startNs, endNs, batch, steps);
  }

  lineMoved(index: number, now: number): void {
    const engine = this.#fleet.engines[index]!;
    const group = this.#fleet.groupOf[index]!;
    group.offer(now);
    // Who loses its place on a replica that takes nobody in starts again elsewhere.
    if (!engine.isUp) this.#routeAll(group.takeLine(group.engines.indexOf(engine)), now);
  }

  boundary(index: number, now: number): void {
    const engine = this.#fleet.engines[index]!;
    if (this.#fleet.groupOf[index]!.sharesLine) this.#turns.wait(engine);
    else {
      engine.next(now);
      this.#settled(engine, now);
    }
  }

  /** What `engine` holds has changed with a step. */
  #settled(engine: Engine, now: number): void {
    this.trace.levels(engine, now);
    this.#standing.atBoundary(engine.index, now);
    this.#fleet.flights.offerRoom(engine, this.#fleet.engines, now);
  }

  /** Where requests are taken in and decoded, and what scales and accounts for it. */
  #makeFleet(): void {
    const { disaggregation, regions, autoscaling } = this.#plan;
    this.#fleet = new FleetGroups(this.#simulator, this.#plan, this, this.#ways);
    const { groups, decoders, engines } = this.#fleet;
    if (regions !== undefined) this.#regions = new RegionChoice(this.#simulator, groups, regions, this);
    if (disaggregation !== undefined && decoders !== undefined) {
      this.#handover = new Handover(this.#simulator, disaggregation, {
        decoders,
        ways: this.#fleet.transferWays(this.#links),
        replicaOf: (index) => this.#fleet.flights.replicaOf(index),
        abandoned: (request, now) => this.#giveUp(request, "timed-out", now),
      });
    }
    this.#standing = new ReplicaStanding(
      new FleetAccount(accountedPools(this.#plan), autoscaling?.unit ?? "instance", this.#startNs),
      engines,
      (index) => this.#fleet.replicaOf(index),
    );
    if (autoscaling !== undefined) {
      for (const group of groups) this.#scalers.push(this.#scaler(group, autoscaling));
    }
  }

  #scaler(group: ReplicaGroup, autoscaling: ScalingOptions): ReplicaScaler {
    const indexOf = (replica: number) => group.engines[replica]!.index;
    const ways = this.#ways;
    const scaler = new ReplicaScaler(this.#simulator, group, forRegion(autoscaling, group.engines.length), {
      starting: (replica, now) => this.#standing.starting(indexOf(replica), now),
      placeOf: (replica) => ways && { ways, replica: this.#fleet.replicaOf(indexOf(replica)) },
      opened: (replica, now) => {
        this.#standing.started(indexOf(replica), now);
        this.#routeStranded(now);
      },
      closed: (replica, waiting, now) => {
        this.#standing.unwanted(indexOf(replica), now);
        this.#routeAll(waiting, now);
      },
    });
    for (const [replica, { index }] of group.engines.entries()) {
      if (!scaler.wants(replica)) this.#standing.unwanted(index, this.#startNs);
    }
    return scaler;
  }

  regionDown(place: number, now: number): void {
    for (const engine of this.#fleet.groups[place]!.engines) {
      engine.halt(now);
      this.#lose(engine, "outage", now);
    }
  }

  regionUp(place: number, now: number): void {
    for (const engine of this.#fleet.groups[place]!.engines) this.#restore(engine, "outage", now);
  }

  #arrive(spec: RequestSpec, now: number): void {
    const plan = this.#plan;
    const request = new Request(this.#requests++, spec, now >= this.#startNs + plan.warmupNs);
    request.adapter = plan.drawAdapter?.() ?? -1;
    this.recorder.arrived(request, now);
    this.recorder.line.arrived(this.trace.queued, now);
    this.trace.arrived(now);
    this.#failures?.resume(now);
    this.#regions?.arrived();
    if (request.inputTokens + request.outputTokens > this.#tokensMax[this.#modelOf(request)]!) {
      this.#giveUp(request, "too-long", now);
      return;
    }
    this.#queueDeadlines?.watch(request, now);
    this.#totalDeadlines?.watch(request, now);
    request.networkNs = plan.stages?.networkNs ?? 0;
    this.#before.take(request, now);
  }

  #route(request: Request, now: number): void {
    if (request.abandoned) {
      this.#giveUp(request, "timed-out", now);
      return;
    }
    const group = this.#regions?.groupFor(request) ?? this.#fleet.groups[this.#modelOf(request)]!;
    // A region that sends a client elsewhere for want of replicas is asked for too.
    if (this.#scalers.length > 0) {
      for (const index of new Set([Math.max(0, request.region), this.#fleet.groups.indexOf(group)]))
        this.#scalers[index]?.arrived(now);
    }
    if (!group.accept(request, now)) this.#giveUp(request, "rejected", now);
  }

  /** Number of the model that answers `request`. */
  #modelOf({ classIndex }: Request): number {
    return this.#plan.sharedModels?.modelOfClass[classIndex] ?? 0;
  }

  #routeAll(requests: readonly Request[], now: number): void {
    for (const request of requests) this.#route(request, now);
  }

  /** A request leaves without its answer. */
  #giveUp(request: Request, status: "too-long" | "rejected" | "timed-out" | "failed", now: number): void {
    request.status = status;
    this.recorder.failedRequest(request, now);
    this.trace.gone(now);
    this.#completed(request, now);
  }

  #expire(request: Request, now: number): void {
    if (isDone(request)) return;
    if (request.status === "running") {
      this.#fleet.engines[request.replica]!.abandon(request, now);
      return;
    }
    const isOut = this.#fleet.all.some((group) => group.withdraw(request, now));
    if (isOut) this.#giveUp(request, "timed-out", now);
    // One on its way is dropped where it arrives.
    else request.abandoned = true;
  }

  /** A replica is lost: what it ran and what waits for it goes elsewhere. */
  #lose(engine: Engine, reason: "failed" | "outage", now: number): void {
    const group = this.#fleet.groupOf[engine.index]!;
    const waiting = group.close(group.engines.indexOf(engine), reason);
    const unsent = this.#handover?.lose(engine, now) ?? [];
    const lost = engine.clear();
    for (const request of lost) group.left(request);
    this.trace.levels(engine, now);
    this.#standing.trouble(engine.index, reason, true, now);
    const retriesMax = this.#plan.failures?.retriesMax ?? Number.POSITIVE_INFINITY;
    for (const request of [...lost, ...unsent]) {
      request.status = "waiting";
      request.kvReady = false;
      request.loadNs = 0;
      request.retries++;
      if (request.abandoned) this.#giveUp(request, "timed-out", now);
      else if (request.retries > retriesMax) this.#giveUp(request, "failed", now);
      else this.#route(request, now);
    }
    this.#routeAll(waiting, now);
  }

  #restore(engine: Engine, reason: "failed" | "outage", now: number): void {
    const group = this.#fleet.groupOf[engine.index]!;
    group.open(group.engines.indexOf(engine), reason, now);
    this.#standing.trouble(engine.index, reason, false, now);
    this.#routeStranded(now);
  }

  /** A replica has come up: those who found none, there or elsewhere, try again. */
  #routeStranded(now: number): void {
    for (const group of this.#fleet.groups) this.#routeAll(group.takeStranded(), now);
    for (const request of this.#fleet.decoders?.takeStranded() ?? [])
      this.#fleet.decoders?.accept(request, now);
    this.#handover?.resume();
  }
}
