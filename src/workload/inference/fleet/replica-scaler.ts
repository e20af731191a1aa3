/**
 * Brings replicas up and down. A new replica takes requests after its cold start (`cold-start.ts`). One that is no longer wanted takes no more requests and ends those it runs.
 *
 * The policy is asked every interval while there is work, and at once when a request finds nobody up (scale to zero).
 */

import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";
import type { ReplicaPlace } from "../replica/kv-loads.ts";
import type { AutoscalingPolicy } from "./autoscaling/autoscaling-policy.ts";
import { ColdStart, type ColdStartPlan } from "./cold-start.ts";
import type { ReplicaGroup } from "./replica-group.ts";

/** How a group scales. */
export interface ScalingOptions {
  policy: AutoscalingPolicy;
  min: number;
  max: number;
  /** Replicas up at the start. */
  initial: number;
  intervalNs: number;
  coldStart: ColdStartPlan;
  /** What is rented: instances whole when absent. */
  unit?: "instance" | "replica";
  /** A replica goes down only when fewer were wanted for this long. */
  cooldownNs: number;
}

/** Told when replicas of the group come and go. */
export interface ScalingListener {
  /** A replica is held, and starts. */
  starting(replica: number, now: number): void;
  /** It takes requests. */
  opened(replica: number, now: number): void;
  /** It takes none any more; `waiting` waited for it. */
  closed(replica: number, waiting: readonly Request[], now: number): void;
  /** Over what `replica` loads its weights; alone when absent. */
  placeOf?(replica: number): ReplicaPlace | undefined;
}

/** Code of the event at which the policy is asked. */
const ask = 0;

/** `options` for a region of `replicas` replicas: none of its numbers is larger. */
export function forRegion(options: ScalingOptions, replicas: number): ScalingOptions {
  const { min, initial } = options;
  return {
    ...options,
    max: replicas,
    min: Math.min(min, replicas),
    initial: Math.min(initial, replicas),
  };
}

/** Scales one group. */
export class ReplicaScaler implements Target {
  readonly #simulator: Simulator;
  readonly #group: ReplicaGroup;
  readonly #options: ScalingOptions;
  readonly #listener: ScalingListener;
  readonly #isWanted: boolean[];
  /** Cold starts under way, by replica. */
  readonly #starting: (ColdStart | undefined)[] = [];
  #asking = false;
  #lowSinceNs = -1;

  constructor(simulator: Simulator, group: ReplicaGroup, options: ScalingOptions, listener: ScalingListener) {
    this.#simulator = simulator;
    this.#group = group;
    this.#options = options;
    this.#listener = listener;
    this.#isWanted = group.engines.map((_, index) => index < options.initial);
    for (let index = options.initial; index < group.engines.length; index++) group.close(index, "not wanted");
  }

  /** Whether `replica` is wanted: it serves, or starts. */
  wants(replica: number): boolean {
    return this.#isWanted[replica]!;
  }

  /** There is work: ask the policy, at once where nobody is up or starting. */
  arrived(now: number): void {
    if (this.#wantedNow === 0) this.#bringUp(1, now);
    if (this.#asking) return;
    this.#asking = true;
    this.#simulator.scheduleAt(now + this.#options.intervalNs, this, ask);
  }

  handle(_code: number, now: number): void {
    const { policy, min, max, cooldownNs, intervalNs } = this.#options;
    const { held } = this.#group;
    const replicas = this.#wantedNow;
    const wanted = Math.min(max, Math.max(min, policy.wanted({ now, replicas, outstanding: held })));
    if (wanted > replicas) this.#bringUp(wanted - replicas, now);
    if (wanted >= replicas) this.#lowSinceNs = -1;
    else if (this.#lowSinceNs < 0) this.#lowSinceNs = now;
    if (wanted < replicas && now - this.#lowSinceNs >= cooldownNs) this.#takeDown(replicas - wanted, now);
    this.#asking = held > 0 || wanted < this.#wantedNow;
    if (this.#asking) this.#simulator.scheduleAt(now + intervalNs, this, ask);
  }

  get #wantedNow(): number {
    let wanted = 0;
    for (const each of this.#isWanted) if (each) wanted++;
    return wanted;
  }

  #bringUp(count: number, now: number): void {
    let left = count;
    for (let index = 0; index < this.#isWanted.length && left > 0; index++) {
      if (this.#isWanted[index]) continue;
      this.#isWanted[index] = true;
      const { coldStart } = this.#options;
      const start = new ColdStart(this.#simulator, coldStart, this.#listener.placeOf?.(index), (openNs) => {
        this.#starting[index] = undefined;
        this.#group.open(index, "not wanted", openNs);
        this.#listener.opened(index, openNs);
      });
      this.#starting[index] = start;
      start.start();
      this.#listener.starting(index, now);
      left--;
    }
  }

  #takeDown(count: number, now: number): void {
    let left = count;
    for (let index = this.#isWanted.length - 1; index >= 0 && left > 0; index--) {
      if (!this.#isWanted[index]) continue;
      this.#isWanted[index] = false;
      this.#starting[index]?.giveUp();
      this.#starting[index] = undefined;
      this.#listener.closed(index, this.#group.close(index, "not wanted"), now);
      left--;
    }
  }
}
