/**
 * Which region serves a request. A client has a home region, drawn by the regions' shares; it is served there unless no
 * replica of it is up or its replicas are too busy: then by the region with the least load, at the price of the way there
 * and back. Outages take a whole region down for a while: what ran there is lost and starts again elsewhere.
 */
import type { Random } from "../../../base/random.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import type { Request } from "../load/request.ts";
import type { ReplicaGroup } from "./replica-group.ts";

/** Regions and the ways between them. */
export interface RegionsPlan {
  places: readonly { name: string; replicas: number; share: number }[];
  /** One way between two regions, ns. */
  latencyNs: number;
  /** Mean requests outstanding at a region's replicas beyond which newcomers go elsewhere. */
  spillAbove: number;
  outages: readonly { place: number; atNs: number; durationNs: number }[];
  random: Random;
}

/** Told of outages. */
export interface OutageListener {
  regionDown(place: number, now: number): void;
  regionUp(place: number, now: number): void;
}

/** Chooses regions, and plays their outages: event 2 i begins outage i, event 2 i + 1 ends it. */
export class RegionChoice implements Target {
  readonly #simulator: Simulator;
  readonly #groups: readonly ReplicaGroup[];
  readonly #plan: RegionsPlan;
  readonly #listener: OutageListener;
  readonly #shares: number;
  #hasBegun = false;

  constructor(
    simulator: Simulator,
    groups: readonly ReplicaGroup[],
    plan: RegionsPlan,
    listener: OutageListener,
  ) {
    this.#simulator = simulator;
    this.#groups = groups;
    this.#plan = plan;
    this.#listener = listener;
    this.#shares = plan.places.reduce((sum, { share }) => sum + share, 0);
  }

  /** The first request has come: outages are due at their times. */
  arrived(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#plan.outages.forEach(({ atNs }, index) => {
      if (atNs >= this.#simulator.now) this.#simulator.scheduleAt(atNs, this, 2 * index);
    });
  }

  /** The region that serves `request`. */
  groupFor(request: Request): ReplicaGroup {
    const { places, spillAbove, latencyNs, random } = this.#plan;
    if (request.region < 0) {
      let left = random() * this.#shares;
      let home = 0;
      while (home < places.length - 1 && left >= places[home]!.share) left -= places[home++]!.share;
      request.region = home;
    }
    const home = this.#groups[request.region]!;
    if (home.fleet.up > 0 && load(home) <= spillAbove) return home;
    let chosen = home;
    for (const group of this.#groups) if (load(group) < load(chosen)) chosen = group;
    if (chosen !== home) request.networkNs += 2 * latencyNs;
    return chosen;
  }

  handle(code: number, now: number): void {
    const { place, durationNs } = this.#plan.outages[code >> 1]!;
    if ((code & 1) === 0) {
      this.#simulator.scheduleAt(now + durationNs, this, code + 1);
      this.#listener.regionDown(place, now);
    } else this.#listener.regionUp(place, now);
  }
}

/** Mean requests outstanding at the replicas that are up; infinite where none is. */
function load({ fleet }: ReplicaGroup): number {
  return fleet.up > 0 ? fleet.outstandingTotal / fleet.up : Number.POSITIVE_INFINITY;
}
