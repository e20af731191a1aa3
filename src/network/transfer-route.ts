/** The way of a message of a collective, through the switch that sums it where there is one. */
import type { Topology } from "./topology.ts";

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
