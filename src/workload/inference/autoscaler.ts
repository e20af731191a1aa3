/**
 * Brings replicas up and down. A new replica takes requests after its cold start: provision + weights over the bandwidth
 * they are loaded with + compile. One that is no longer wanted takes no more requests and ends those it runs.
 *
 * The policy is asked every interval while there is work, and at once when a request finds nobody up (scale to zero).
 */
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { AutoscalingPolicy } from "./autoscaling/autoscaling-policy.ts";
import type { ReplicaGroup } from "./replica-group.ts";
import type { Request } from "./request.ts";

/** How a group scales. */
export interface AutoscalerOptions {
  policy: AutoscalingPolicy;
  min: number;
  max: number;
  /** Replicas up at the start. */
  initial: number;
  intervalNs: number;
  coldStartNs: number;
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
}

/** Code of the event at which the policy is asked; a code r >= 0 brings replica r up. */
const ask = -1;

/** `options` for a region of `replicas` replicas: none of its numbers is larger. */
export function forRegion(options: AutoscalerOptions, replicas: number): AutoscalerOptions {
  const { min, initial } = options;
  return {
    ...options,
    max: replicas,
    min: Math.min(min, replicas),
    initial: Math.min(initial, replicas),
  };
}

/** Scales one group. */
export class Autoscaler implements Target {
  readonly #simulator: Simulator;
  readonly #group: ReplicaGroup;
  readonly #options: AutoscalerOptions;
  readonly #listener: ScalingListener;
  readonly #isWanted: boolean[];
  /** When the last cold start of each replica ends. */
  readonly #readyNs: Float64Array;
  #asking = false;
  #lowSinceNs = -1;

  constructor(
    simulator: Simulator,
    group: ReplicaGroup,
    options: AutoscalerOptions,
    listener: ScalingListener,
  ) {
    this.#simulator = simulator;
    this.#group = group;
    this.#options = options;
    this.#listener = listener;
    this.#readyNs = new Float64Array(group.engines.length);
    this.#isWanted = group.engines.map((_, index) => index < options.initial);
    for (let index = options.initial; index < group.engines.length; index++) group.close(index, "not wanted");
  }

  /** Whether `replica` is wanted: it serves, or starts. */
  wants(replica: number): boolean {
    return this.#isWanted[replica];
  }

  /** There is work: ask the policy, at once where nobody is up or starting. */
  arrived(now: number): void {
    if (this.#wantedNow === 0) this.#bringUp(1, now);
    if (this.#asking) return;
    this.#asking = true;
    this.#simulator.scheduleAt(now + this.#options.intervalNs, this, ask);
  }

  handle(code: number, now: number): void {
    if (code !== ask) {
      // A cold start that was given up in between has an event too.
      if (!this.#isWanted[code] || this.#readyNs[code] !== now) return;
      this.#group.open(code, "not wanted", now);
      this.#listener.opened(code, now);
      return;
    }
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
      this.#readyNs[index] = now + this.#options.coldStartNs;
      this.#simulator.scheduleAt(this.#readyNs[index], this, index);
      this.#listener.starting(index, now);
      left--;
    }
  }

  #takeDown(count: number, now: number): void {
    let left = count;
    for (let index = this.#isWanted.length - 1; index >= 0 && left > 0; index--) {
      if (!this.#isWanted[index]) continue;
      this.#isWanted[index] = false;
      this.#listener.closed(index, this.#group.close(index, "not wanted"), now);
      left--;
    }
  }
}
