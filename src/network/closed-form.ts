/**
 * Collectives in closed form on a hierarchy of domains (chip, scale-up domain, cluster): a ring over the widest domain
 * that the group spans, at that domain's bandwidth per rank.
 *
 *     all-reduce of S bytes over n ranks: 2(n-1) (a + S / (n B))     all-gather, reduce-scatter: (n-1) (a + S / (n B))
 */
import type { CollectiveOperation, CollectiveRequest, Network } from "./collective-request.ts";

/** Ranks that reach each other at one bandwidth and latency. */
export interface Domain {
  /** Consecutive ranks in one domain. */
  ranks: number;
  /** Bytes/ns out of one rank. */
  bandwidth: number;
  /** ns from rank to rank. */
  latencyNs: number;
}

/** Passes over the ring that each operation needs. */
const passes: Record<CollectiveOperation, number> = {
  "all-reduce": 2,
  "all-gather": 1,
  "reduce-scatter": 1,
  "all-to-all": 1,
  broadcast: 1,
};

/** A network of nested domains, narrowest first. */
export function closedFormNetwork(domains: readonly Domain[]): Network {
  const spanning = (ranks: readonly number[]): Domain => {
    const first = Math.min(...ranks);
    const last = Math.max(...ranks);
    const domain = domains.find((each) => Math.floor(first / each.ranks) === Math.floor(last / each.ranks));
    return domain ?? domains[domains.length - 1];
  };
  return {
    collectiveNs({ operation, bytes, ranks }: CollectiveRequest): number {
      const n = ranks.length;
      if (n < 2) return 0;
      const { bandwidth, latencyNs } = spanning(ranks);
      return passes[operation] * (n - 1) * (latencyNs + bytes / (n * bandwidth));
    },
    transferNs(bytes, source, target) {
      if (source === target) return 0;
      const { bandwidth, latencyNs } = spanning([source, target]);
      return latencyNs + bytes / bandwidth;
    },
  };
}
