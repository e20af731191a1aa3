/**
 * Closed forms of plans, made once for groups that lie alike, and the choice by them. Nothing is priced that cannot be the fastest:
 * what is slower alone than the best is beside others, and what takes longer by a few of its messages (`plan-floor.ts`) than the
 * best does by all.
 */
import type { CollectiveAlgorithm, CollectivePlan } from "../collectives/collective-plan.ts";
import { PricedPlan } from "./analytic-player.ts";
import type { GroupPlaces } from "./group-places.ts";
import { membersFor } from "./group-shape.ts";
import { countsFor, type Located, planOf } from "./located-request.ts";
import { floorOf } from "./plan-floor.ts";
import type { KeptLoads, Scratch } from "./pricing-loads.ts";

/** From so many groups on candidates are looked at alone first. */
const manyGroups = 4;

/** The closed forms of a network. */
export class ClosedForms {
  readonly #places: GroupPlaces;
  readonly #scratch: () => Scratch;
  readonly #priced = new Map<string, PricedPlan>();
  readonly #floors = new Map<string, PricedPlan | "none">();

  constructor(places: GroupPlaces, scratch: () => Scratch) {
    this.#places = places;
    this.#scratch = scratch;
  }

  /** The one of `algorithms`, all of which do what is asked, that is fastest in closed form; where there is but one, nothing is priced. */
  fastest(algorithms: readonly CollectiveAlgorithm[], request: Located): CollectiveAlgorithm {
    if (new Set(algorithms).size === 1) return algorithms[0]!;
    const promising = this.#promising(algorithms, request);
    const floorNs = new Map(promising.map((each) => [each, this.#floorNs(each, request)]));
    const inTurn = [...promising].sort((a, b) => floorNs.get(a)! - floorNs.get(b)!);
    const ns = new Map<CollectiveAlgorithm, number>();
    let leastNs = Number.POSITIVE_INFINITY;
    for (const each of inTurn) {
      // The last digit of a floor may be rounded up.
      if (floorNs.get(each)! > leastNs * (1 + 1e-9)) break;
      ns.set(each, this.ns(each, request));
      leastNs = Math.min(leastNs, ns.get(each)!);
    }
    return promising.find((each) => ns.get(each) === leastNs)!;
  }

  /** Loads on the links of these very ranks, where plans are priced among alike ones as far down as they can be moved. */
  loads(algorithm: CollectiveAlgorithm, request: Located): KeptLoads {
    const { operation, groups, view } = request;
    if (this.#places.movedDown(groups) === groups) return this.plan(algorithm, request).loads;
    const members = groups.map((group) => membersFor(operation, group));
    const plan = planOf(algorithm, request) as CollectivePlan;
    return new PricedPlan(view.topology, plan, members, this.#scratch()).loads;
  }

  /** What `algorithm` takes at least in closed form, ns; 0 where nothing is known of it without pricing all. */
  #floorNs(algorithm: CollectiveAlgorithm, request: Located): number {
    const { operation, groups, place, bytes, view } = request;
    const key = `${operation} ${algorithm.name} ${place}`;
    if (this.#priced.has(key)) return 0;
    let floor = this.#floors.get(key);
    if (floor === undefined) {
      const members = membersFor(operation, this.#places.movedDown(groups)[0]!);
      const plan = planOf(algorithm, request) as CollectivePlan;
      floor = floorOf(view.topology, plan, members, this.#scratch()) ?? "none";
      this.#floors.set(key, floor);
    }
    if (floor === "none") return 0;
    const some = floor;
    return Math.min(...countsFor(request).map((count) => some.floorNs(bytes, count)));
  }

  /**
   * Of `algorithms` those that may be the fastest. Beside others nothing is faster than alone, so that where many groups take
   * part, what is slower alone than the best candidate is beside all of them need not be priced with all.
   */
  #promising(algorithms: readonly CollectiveAlgorithm[], request: Located): readonly CollectiveAlgorithm[] {
    if (request.groups.length < manyGroups) return algorithms;
    const alone = request.alone();
    const ownNs = new Map(algorithms.map((each) => [each, this.ns(each, alone)]));
    const nsOf = (each: CollectiveAlgorithm) => ownNs.get(each) as number;
    const first = minBy(algorithms, nsOf);
    const bestNs = this.ns(first, request);
    return algorithms.filter((each) => each === first || nsOf(each) <= bestNs);
  }

  /** Time in closed form, in the chunks that are best for that, ns. */
  ns(algorithm: CollectiveAlgorithm, request: Located): number {
    const plan = this.plan(algorithm, request);
    return Math.min(...countsFor(request).map((chunks) => plan.timeNs(request.bytes, chunks)));
  }

  plan(algorithm: CollectiveAlgorithm, request: Located): PricedPlan {
    const { operation, groups, place } = request;
    const key = `${operation} ${algorithm.name} ${place}`;
    const known = this.#priced.get(key);
    if (known !== undefined) return known;
    const members = this.#places.movedDown(groups).map((group) => membersFor(operation, group));
    const plan = planOf(algorithm, request) as CollectivePlan;
    const priced = new PricedPlan(request.view.topology, plan, members, this.#scratch());
    this.#priced.set(key, priced);
    return priced;
  }
}

/** The first of `items` of which `of` is least. */
function minBy<Item>(items: readonly Item[], of: (item: Item) => number): Item {
  const values = items.map(of);
  return items[values.indexOf(Math.min(...values))] as Item;
}
