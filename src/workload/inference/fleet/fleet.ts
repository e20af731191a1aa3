/**
 * The replicas of a run as routers and autoscalers see them: who is up, and how much each has to do. Signals may lag behind
 * the truth: with an age of 5 s a router sees every 5 s how things stand, and nothing in between.
 */

import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";
import type { Engine } from "../replica/engine.ts";
import type { FleetView, Router } from "./routers/router.ts";

/** Load by replica: the truth, and what is seen of it. */
export class Fleet implements FleetView, Target {
  readonly engines: readonly Engine[];
  readonly #weights: readonly number[];
  readonly #simulator: Simulator;
  readonly #signalAgeNs: number;
  readonly #requests: Float64Array;
  readonly #tokens: Float64Array;
  readonly #seenRequests: Float64Array;
  readonly #seenTokens: Float64Array;
  readonly #seenKvUse: Float64Array;
  readonly #stale = new Set<number>();
  #router: Router | undefined;
  #up = 0;
  #total = 0;

  // What a router sees are functions of their own, so that it may hand them on: `replicas.filter(fleet.isUp)`.
  readonly isUp = (replica: number): boolean => this.engines[replica]!.isUp;

  readonly requests = (replica: number): number => this.#seenRequests[replica]!;

  readonly tokens = (replica: number): number => this.#seenTokens[replica]!;

  readonly kvUse = (replica: number): number =>
    this.#signalAgeNs === 0 ? this.#kvUseNow(replica) : this.#seenKvUse[replica]!;

  readonly prefixBlocks = (replica: number, request: Request): number =>
    this.engines[replica]!.memory.prefixCache?.found(request) ?? 0;

  readonly weight = (replica: number): number => this.#weights[replica] ?? 1;

  constructor(
    simulator: Simulator,
    engines: readonly Engine[],
    options: { weights?: readonly number[] | undefined; signalAgeNs?: number | undefined } = {},
  ) {
    this.#simulator = simulator;
    this.engines = engines;
    this.#weights = options.weights ?? [];
    this.#signalAgeNs = options.signalAgeNs ?? 0;
    this.#requests = new Float64Array(engines.length);
    this.#tokens = new Float64Array(engines.length);
    this.#seenRequests = new Float64Array(engines.length);
    this.#seenTokens = new Float64Array(engines.length);
    this.#seenKvUse = new Float64Array(engines.length);
    this.#up = engines.filter(({ isUp }) => isUp).length;
  }

  /** Tells `router` of every change from now on. */
  inform(router: Router): void {
    this.#router = router;
  }

  get replicas(): number {
    return this.engines.length;
  }

  /** Replicas that are up. */
  get up(): number {
    return this.#up;
  }

  /** Requests waiting or running at all replicas. */
  get outstandingTotal(): number {
    return this.#total;
  }

  /** Requests waiting or running at `replica`, as it is. */
  outstanding(replica: number): number {
    return this.#requests[replica]!;
  }

  /** `request` has come to `replica` (`by` 1) or left it (-1). */
  moved(request: Request, replica: number, by: 1 | -1): void {
    this.#requests[replica]! += by;
    this.#total += by;
    this.#tokens[replica]! += by * (request.inputTokens + request.outputTokens);
    if (this.#signalAgeNs === 0) this.#show(replica);
    else this.#remember(replica);
  }

  /** `replica` takes requests, or takes none any more; seen at once, by health checks or by refusal. */
  setUp(replica: number, isUp: boolean): void {
    if (this.engines[replica]!.isUp !== isUp) this.#up += isUp ? 1 : -1;
    this.engines[replica]!.isUp = isUp;
    this.#router?.changed(replica);
  }

  /** Signals are due. */
  handle(): void {
    for (const replica of this.#stale) this.#show(replica);
    this.#stale.clear();
  }

  #remember(replica: number): void {
    if (this.#stale.size === 0) {
      const { now } = this.#simulator;
      const next = Math.floor(now / this.#signalAgeNs + 1) * this.#signalAgeNs;
      this.#simulator.scheduleAt(Math.max(now, next), this, 0);
    }
    this.#stale.add(replica);
  }

  #show(replica: number): void {
    this.#seenRequests[replica] = this.#requests[replica]!;
    this.#seenTokens[replica] = this.#tokens[replica]!;
    if (this.#signalAgeNs > 0) this.#seenKvUse[replica] = this.#kvUseNow(replica);
    this.#router?.changed(replica);
  }

  #kvUseNow(replica: number): number {
    const engine = this.engines[replica]!;
    return engine.kvBlocksHeld(this.#simulator.now) / Math.max(1, engine.memory.kvCache.capacityBlocks);
  }
}
