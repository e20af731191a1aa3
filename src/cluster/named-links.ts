/** Links of a cluster by what they join, for people: `chip 3 > chip 7`, `chip 3 > network`. */
import type { LinkLoad } from "../network/link-loads.ts";
import type { Cluster } from "./cluster.ts";

/** A link's load with the names of its ends. */
export interface NamedLinkLoad extends LinkLoad {
  from: string;
  to: string;
}

/** Names the ends of `loads`. Nodes of the fabric are ranks, then chips (where a chip has several ranks), then the rest. */
export function nameLinks(cluster: Cluster, loads: readonly LinkLoad[]): NamedLinkLoad[] {
  const { ranks, chips, ranksPerChip } = cluster.whole ?? cluster;
  const firstChip = ranksPerChip > 1 ? ranks : 0;
  const names = new Map<number, string>();
  const name = (node: number): string => {
    const known = names.get(node) ?? nameOf(node);
    names.set(node, known);
    return known;
  };
  const nameOf = (node: number): string => {
    if (ranksPerChip > 1 && node < ranks) return `rank ${node}`;
    if (node < firstChip + chips) return `chip ${node - firstChip}`;
    return "switch or network card";
  };
  return loads.map(({ source, target, bandwidth, bytes, utilisation }) => {
    return { source, target, bandwidth, bytes, utilisation, from: name(source), to: name(target) };
  });
}
