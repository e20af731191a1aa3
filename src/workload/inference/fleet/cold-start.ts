/**
 * A replica that comes up: an instance is found, weights come from a store or a volume over uplinks and the cards of its hosts,
 * through their memory and over the links to its chips, and graphs are compiled.
 *
 *     cold start = provision + weights / min(load bandwidth, its part of the volume, the cards, host memory and links) + compile
 *
 * Events: one where nothing is shared, else three.
 */

import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { ReplicaPlace } from "../replica/kv-loads.ts";

/** What it takes. */
export interface ColdStartPlan {
  provisionNs: number;
  /** Weights of a replica, and the pace of its loader, bytes/ns; nothing is loaded when absent. */
  weights?: { bytes: number; bandwidth: number };
  compileNs?: number;
}

const provisioned = 0;
const loaded = 1;
const compiled = 2;

/** One replica on its way up. */
export class ColdStart implements Target {
  readonly #simulator: Simulator;
  readonly #plan: ColdStartPlan;
  readonly #place: ReplicaPlace | undefined;
  readonly #done: (now: number) => void;
  #isGivenUp = false;
  /** Of what is being loaded. */
  #task: number | undefined;

  /** Weights come over what the replica shares with others at `place`; without one it loads alone. */
  constructor(
    simulator: Simulator,
    plan: ColdStartPlan,
    place: ReplicaPlace | undefined,
    done: (now: number) => void,
  ) {
    this.#simulator = simulator;
    this.#plan = plan;
    this.#place = place;
    this.#done = done;
  }

  start(): void {
    const { provisionNs, weights, compileNs = 0 } = this.#plan;
    if (weights !== undefined && this.#place !== undefined) {
      this.#simulator.schedule(provisionNs, this, provisioned);
      return;
    }
    const loadNs = weights === undefined ? 0 : weights.bytes / weights.bandwidth;
    this.#simulator.schedule(provisionNs + loadNs + compileNs, this, compiled);
  }

  /** The replica is not wanted any more. */
  giveUp(): void {
    this.#isGivenUp = true;
    if (this.#task !== undefined) this.#place?.ways.sharing.stop(this.#task);
  }

  handle(code: number, now: number): void {
    if (this.#isGivenUp) return;
    if (code === provisioned) this.#load();
    else if (code === loaded) this.#compile();
    else this.#done(now);
  }

  #compile(): void {
    this.#task = undefined;
    this.#simulator.schedule(this.#plan.compileNs ?? 0, this, compiled);
  }

  #load(): void {
    const { bytes, bandwidth } = this.#plan.weights as NonNullable<ColdStartPlan["weights"]>;
    const { ways, replica } = this.#place as ReplicaPlace;
    const cards = ways.fromStore?.(replica) ?? [];
    const parts = [...cards, ...ways.hostMemory(replica), ...ways.hostLink(replica)];
    const read = ways.readWeights?.(replica, bytes);
    const usage = {
      resources: [...parts.map(({ resource }) => resource), ...(read?.resources ?? [])],
      amounts: [...parts.map(({ part }) => part), ...(read?.amounts ?? [])],
      rateMax: Math.min(bandwidth, read?.rateMax ?? Number.POSITIVE_INFINITY),
      ...(read && { weight: read.weight }),
    };
    this.#task = ways.sharing.run({ work: bytes, usage, owner: ways.owner }, this, loaded);
  }
}
