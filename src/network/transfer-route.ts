/** The way of a message of a collective, through the switch that sums it where there is one. */
import type { RouteEnd } from "./link-list.ts";
import type { Topology } from "./topology.ts";

/** Adds the links from one node to another, through `via` where given, to the end of `route`. */
export function appendTransferRoute(
  topology: Topology,
  route: RouteEnd,
  { source, target, via }: { source: number; target: number; via: number | undefined },
): void {
  if (via === undefined && topology.appendRoute !== undefined) topology.appendRoute(route, source, target);
  else for (const link of transferRoute(topology, source, target, via)) route.push(link);
}

/** Links from one node to another, through `via` where given. */
export function transferRoute(
  topology: Topology,
  source: number,
  target: number,
  via: number | undefined,
): readonly number[] {
  if (via === undefined) return topology.route(source, target);
  return [...topology.route(source, via), ...topology.route(via, target)];
}
