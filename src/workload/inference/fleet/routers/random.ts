/** Any replica, all equally likely. */
import { defineRouter, type FleetView, withoutIndex } from "./router.ts";

export const random = defineRouter({
  name: "random",
  help: "any replica, all equally likely",
  options: {},
  create: (_, needs) => withoutIndex(() => anyUp(needs.fleet, needs.random)),
});

/** A replica that is up, all equally likely; one of them is. */
export function anyUp(fleet: FleetView, draw: () => number): number {
  for (;;) {
    const replica = Math.floor(draw() * fleet.replicas);
    if (fleet.isUp(replica)) return replica;
  }
}
