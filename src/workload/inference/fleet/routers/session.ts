/**
 * Sticky sessions: all turns of a conversation go to one replica, which has its history in the prefix cache. Where a
 * conversation begins, or its replica is down, the replica with the fewest requests takes it.
 */
import { leastLoaded } from "./least.ts";
import { defineRouter } from "./router.ts";

export const session = defineRouter({
  name: "session",
  help: "all turns of a conversation go to the same replica",
  options: {},
  create: (_, { fleet }) => {
    const home = new Map<number, number>();
    const least = leastLoaded(fleet, (replica) => fleet.requests(replica));
    return {
      ...least,
      route: (request) => {
        const known = home.get(request.session);
        if (known !== undefined && fleet.isUp(known)) return known;
        const chosen = least.route(request);
        if (request.session >= 0) home.set(request.session, chosen);
        return chosen;
      },
    };
  },
});
