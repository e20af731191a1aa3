/** Links that several jobs used: what each sent there, and how much longer its exchanges took than alone. */
import type { Cluster } from "../cluster/cluster.ts";
import { nameLinks } from "../cluster/named-links.ts";
import type { World } from "../cluster/world.ts";
import { linkOf } from "../network/link.ts";

/** A link of several jobs. */
export interface SharedLink {
  from: string;
  to: string;
  /** Bytes over what it could have carried in the run. */
  utilisation: number;
  jobs: readonly { name: string; bytes: number; slowdown: number }[];
}

/** The links that two jobs or more of `names` used in `world`, hottest first; of links loaded alike, one. */
export function sharedLinks(cluster: Cluster, world: World, names: readonly string[]): SharedLink[] {
  const { links, sharing, simulator } = world;
  const byResource = new Map<number, { name: string; bytes: number; slowdown: number }[]>();
  for (const [owner, name] of names.entries()) {
    for (const { resource, used, tookNs, aloneNs } of sharing.usesOf(owner)) {
      const known = byResource.get(resource) ?? [];
      known.push({ name, bytes: used, slowdown: tookNs / aloneNs });
      byResource.set(resource, known);
    }
  }
  const loads = [...byResource].flatMap(([resource, jobs]) => {
    const [link] = links.linksOf(resource);
    if (jobs.length < 2 || link === undefined) return [];
    const { source, target, bandwidth } = linkOf(links.topology, link);
    const bytes = jobs.reduce((sum, job) => sum + job.bytes, 0);
    return [{ source, target, bandwidth, bytes, utilisation: bytes / (bandwidth * simulator.now), jobs }];
  });
  loads.sort((a, b) => b.utilisation - a.utilisation);
  const named = nameLinks(cluster, loads);
  return loads.map(({ utilisation, jobs }, index) => ({
    from: named[index].from,
    to: named[index].to,
    utilisation,
    jobs,
  }));
}
