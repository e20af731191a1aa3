/**
 * How much of each shared resource is in use, as counters of a timeline: links, hosts' memory and cores, volumes. Of links
 * that are always equally loaded one is told.
 */
import type { Cluster } from "../cluster/cluster.ts";
import { nameLinks } from "../cluster/named-links.ts";
import type { World } from "../cluster/world.ts";
import type { Timeline } from "../metrics/timeline.ts";
import { linkOf } from "../network/link.ts";

/** Resources that get a counter: those that are used first. */
const countersMax = 64;

/** Tells `timeline` what is in use of the resources of `world` from now on, as shares of what each can do. */
export function tellLoads(world: World, cluster: Cluster, timeline: Timeline): void {
  const { sharing } = world;
  const names = new Map<number, string>();
  const told = new Float64Array(countersMax);
  const counted: number[] = [];
  sharing.observe({
    settled(now) {
      for (let resource = 0; resource < sharing.count; resource++) {
        const load = sharing.load(resource);
        if (load === 0 || names.has(resource) || counted.length === countersMax) continue;
        names.set(resource, nameOf(world, cluster, resource));
        counted.push(resource);
      }
      for (const [index, resource] of counted.entries()) {
        const share = sharing.load(resource) / sharing.capacity(resource);
        if (share === told[index]) continue;
        told[index] = share;
        timeline.counter("resources", names.get(resource) as string, now, share);
      }
    },
  });
}

function nameOf({ links, sharing }: World, cluster: Cluster, resource: number): string {
  const [link] = links.linksOf(resource);
  if (link === undefined) return sharing.nameOf(resource);
  const { source, target, bandwidth } = linkOf(links.topology, link);
  const [{ from, to }] = nameLinks(cluster, [{ source, target, bandwidth, bytes: 0, utilisation: 0 }]);
  return `${from} > ${to}`;
}
