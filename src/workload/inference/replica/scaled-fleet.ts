/**
 * How much of a cluster a fleet rents that may have fewer replicas than there is room for: the fewest with which a load is
 * served as its objectives ask, found by halving, since more replicas serve no worse. Of one load the degree that needs fewest
 * instances costs least, whatever policy scales it; where instances hide it the one that needs fewest ranks, since these are what
 * a peak takes more of. The policy, and how far the rate swings around its mean, are left out.
 */
import type { PlacedReplicas } from "./placed-replicas.ts";

/** A fleet that scales. */
export interface FleetScaling {
  /** Replicas that always stay. */
  min: number;
  /** What is rented: whole instances, or replicas by themselves. */
  unit: "instance" | "replica";
  /** Ranks of an instance. */
  instanceRanks: number;
}

/** What a fleet rents. */
export interface Rented {
  instances: number;
  ranks: number;
}

/** What is rented of `placed`, each of whose fleets `serves` or does not; without bound where the largest does not. */
export function rentedBy(
  placed: PlacedReplicas,
  { min, unit, instanceRanks }: FleetScaling,
  serves: (replicas: number) => boolean,
): Rented {
  const { replicas: most, ranksPerReplica } = placed;
  if (!serves(most)) return { instances: Number.POSITIVE_INFINITY, ranks: Number.POSITIVE_INFINITY };
  let [few, enough] = [Math.min(most, Math.max(1, min)) - 1, most];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (serves(middle)) enough = middle;
    else few = middle;
  }
  const ranks = enough * ranksPerReplica;
  if (unit === "replica") return { instances: 0, ranks };
  const together = Math.max(1, Math.floor(instanceRanks / ranksPerReplica));
  const spanned = Math.ceil(ranksPerReplica / instanceRanks);
  return {
    instances: ranksPerReplica > instanceRanks ? enough * spanned : Math.ceil(enough / together),
    ranks,
  };
}
