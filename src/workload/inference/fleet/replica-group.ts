/**
 * Replicas that one router chooses from: a fleet, a region of it, or the decoding half of a disaggregated one.
 *
 *     request --> router --> front end of r --line of replica r--> engine r          (or one line before all engines)
 *
 * Requests that find no replica up wait until one comes up.
 */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Request } from "../load/request.ts";
import type { Engine } from "../replica/engine.ts";
import { Line, type Order } from "../replica/line.ts";
import { Fleet } from "./fleet.ts";
import { FrontEnds } from "./front-ends.ts";
import type { FleetView, Router } from "./routers/router.ts";

/** Why a replica takes nobody in. It is up when no reason holds. */
export type DownReason = "failed" | "outage" | "not wanted";

/** What a group is made of. */
export interface GroupOptions {
  replicas: number;
  /** Index of its first replica in the whole run. */
  firstIndex: number;
  order: Order;
  router: (fleet: FleetView) => Router;
  makeEngine: (index: number, line: Line, group: ReplicaGroup) => Engine;
  signalAgeNs?: number | undefined;
  /** Its engines share cores with those of other groups. */
  sharesCores?: boolean;
  weights?: readonly number[];
  /** Requests waiting or running at a replica beyond which it turns newcomers away; none when absent. */
  outstandingMax?: number | undefined;
  /** Time of a replica's front end for each request, one at a time, ns; none when absent. */
  frontEndNs?: number | undefined;
  /** Engines of a replica, which have one front end; 1 when absent. */
  enginesEach?: number;
  /** Told of requests that leave a front end in vain: nobody waits for them any more, or their replica has gone down. */
  bounced(request: Request, now: number): void;
}

/** Engines behind one router. */
export class ReplicaGroup {
  readonly engines: Engine[] = [];
  readonly fleet: Fleet;
  readonly #options: GroupOptions;
  readonly #lines: Line[] = [];
  readonly #downReasons: Set<DownReason>[] = [];
  readonly #router: Router;
  readonly #frontEnds: FrontEnds;
  /** Requests that wait for any replica to come up. */
  #stranded: Request[] = [];

  constructor(simulator: Simulator, options: GroupOptions) {
    this.#options = options;
    const sharedLine = new Line(options.order);
    // Whether the line is shared is known before there are engines to route to.
    const { sharedLine: shares } = options.router(noFleet);
    for (let index = 0; index < options.replicas; index++) {
      const line = shares ? sharedLine : new Line(options.order);
      this.#lines.push(line);
      this.#downReasons.push(new Set());
      this.engines.push(options.makeEngine(options.firstIndex + index, line, this));
    }
    const { weights, signalAgeNs } = options;
    this.fleet = new Fleet(simulator, this.engines, { weights, signalAgeNs });
    this.#router = options.router(this.fleet);
    this.fleet.inform(this.#router);
    const { frontEndNs = 0, replicas, enginesEach = 1 } = options;
    this.#frontEnds = new FrontEnds(simulator, frontEndNs, replicas / enginesEach, (request, now) =>
      this.#takenIn(request, now),
    );
  }

  /** Whether all replicas take from one line. */
  get sharesLine(): boolean {
    return this.#router.sharedLine;
  }

  /** Requests that wait in a line. */
  get waiting(): number {
    const lines = this.sharesLine ? this.#lines.slice(0, 1) : this.#lines;
    return lines.reduce((sum, line) => sum + line.size, this.#stranded.length);
  }

  /** Requests that wait or run, and those in front ends. */
  get held(): number {
    return this.engines.reduce((sum, engine) => sum + engine.held, this.waiting + this.#frontEnds.held);
  }

  /** Takes `request` in; false when there is no room for it in line. */
  accept(request: Request, now: number): boolean {
    request.waitingNs = now;
    if (this.fleet.up === 0) {
      this.#stranded.push(request);
      return true;
    }
    const { outstandingMax = Number.POSITIVE_INFINITY, firstIndex } = this.#options;
    if (this.sharesLine) {
      if (outstandingMax < Number.POSITIVE_INFINITY && this.held >= outstandingMax * this.fleet.up)
        return false;
      this.#frontEnds.take(request, undefined, now);
      return true;
    }
    const replica = this.#router.route(request);
    if (this.fleet.outstanding(replica) >= outstandingMax) return false;
    request.replica = firstIndex + replica;
    this.fleet.moved(request, replica, 1);
    this.#frontEnds.take(request, Math.floor(replica / (this.#options.enginesEach ?? 1)), now);
    return true;
  }

  /** `request` has passed its front end and gets in line, unless there is no use any more. */
  #takenIn(request: Request, now: number): void {
    const replica = request.replica - this.#options.firstIndex;
    const hasGone =
      request.abandoned || (this.sharesLine ? this.fleet.up === 0 : !this.engines[replica]!.isUp);
    if (hasGone) {
      this.left(request);
      this.#options.bounced(request, now);
      return;
    }
    request.waitingNs = now;
    this.#lines[this.sharesLine ? 0 : replica]!.push(request);
    if (this.sharesLine) this.offer(now);
    else this.engines[replica]!.wake(now);
  }

  /**
   * Chooses the replica that `request` will go to, and counts it there, before it comes; undefined where none is up. Behind
   * one line for all it is the one that holds the fewest.
   */
  choose(request: Request): number | undefined {
    if (this.fleet.up === 0) return undefined;
    const { firstIndex } = this.#options;
    if (this.sharesLine) {
      const up = this.engines.filter(({ isUp }) => isUp);
      return up.reduce((least, engine) => (engine.held < least.held ? engine : least)).index;
    }
    const replica = this.#router.route(request);
    request.replica = firstIndex + replica;
    this.fleet.moved(request, replica, 1);
    return request.replica;
  }

  /** Takes in a request where `choose` has sent it; false where that replica has gone down since. */
  deliver(request: Request, now: number): boolean {
    if (this.sharesLine) return this.accept(request, now);
    const replica = request.replica - this.#options.firstIndex;
    if (!this.engines[replica]!.isUp) {
      this.left(request);
      return false;
    }
    request.waitingNs = now;
    this.#lines[replica]!.push(request);
    this.engines[replica]!.wake(now);
    return true;
  }

  /**
   * Wakes the first idle engine for the head of the shared line, else all that have room: the first to end its step takes
   * it. An idle engine on cores that it shares may have to wait for them, so that there all are woken.
   */
  offer(now: number): void {
    if (!this.sharesLine || this.#lines[0]!.size === 0) return;
    const idle = this.engines.find((engine) => engine.isUp && engine.idle);
    if (idle !== undefined && !this.#options.sharesCores) idle.wake(now);
    else for (const engine of this.engines) engine.wake(now);
  }

  /** `request` has left its replica. */
  left(request: Request): void {
    if (!this.sharesLine && request.replica >= 0) {
      this.fleet.moved(request, request.replica - this.#options.firstIndex, -1);
    }
  }

  /** Takes a waiting request out of whatever line it stands in; those behind it may find room where it found none. */
  withdraw(request: Request, now: number): boolean {
    const line = this.sharesLine ? this.#lines[0] : this.#lines[request.replica - this.#options.firstIndex];
    if (line?.remove(request)) {
      this.left(request);
      if (this.sharesLine) this.offer(now);
      else this.engines[request.replica - this.#options.firstIndex]!.wake(now);
      return true;
    }
    const before = this.#stranded.length;
    this.#stranded = this.#stranded.filter((each) => each !== request);
    return this.#stranded.length < before;
  }

  /** The replica takes nobody in while `reason` holds; what runs goes on, what waits for it alone comes back. */
  close(replica: number, reason: DownReason): Request[] {
    this.#downReasons[replica]!.add(reason);
    this.fleet.setUp(replica, false);
    return this.takeLine(replica);
  }

  /** Gives up what waits for `replica` alone, without the keys and values it may have there. */
  takeLine(replica: number): Request[] {
    const waiting: Request[] = [];
    if (this.sharesLine) return waiting;
    const line = this.#lines[replica]!;
    for (let next = line.shift(); next !== undefined; next = line.shift()) {
      this.left(next);
      next.kvReady = false;
      next.loadNs = 0;
      waiting.push(next);
    }
    return waiting;
  }

  /** Whether `reason` keeps the replica from taking anybody in. */
  isClosed(replica: number, reason: DownReason): boolean {
    return this.#downReasons[replica]!.has(reason);
  }

  /** `reason` holds no more: if no other does the replica takes requests. */
  open(replica: number, reason: DownReason, now: number): void {
    const reasons = this.#downReasons[replica]!;
    reasons.delete(reason);
    if (reasons.size > 0) return;
    this.fleet.setUp(replica, true);
    this.engines[replica]!.wake(now);
  }

  /** Gives up those that waited for any replica to come up, to be routed anew. */
  takeStranded(): Request[] {
    const stranded = this.#stranded;
    this.#stranded = [];
    return stranded;
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
