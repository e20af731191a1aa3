/** Routers that send a request to the replica with the least of something. */
import { LeastIndex } from "../least-index.ts";
import type { FleetView, Router } from "./router.ts";

/** The replica with the least `load` of those that are up; the lowest index among equals. */
export function leastLoaded(fleet: FleetView, load: (replica: number) => number): Router {
  const least = new LeastIndex(fleet.replicas);
  const changed = (replica: number) =>
    least.set(replica, fleet.isUp(replica) ? load(replica) : Number.POSITIVE_INFINITY);
  for (let replica = 0; replica < fleet.replicas; replica++) changed(replica);
  return { sharedLine: false, route: () => least.index, changed };
}
