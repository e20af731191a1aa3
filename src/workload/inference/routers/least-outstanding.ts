/**
 * The replica with the fewest requests waiting or running; the lowest index among equals.
 *
 * A tournament tree over the replicas keeps the winner at its root: a change of load replays log2(replicas) matches, and
 * a choice costs nothing, so the cost of routing does not grow with the fleet.
 */
import { defineRouter } from "./router.ts";

export const leastOutstanding = defineRouter({
  name: "least-outstanding",
  help: "the replica with the fewest requests waiting or running",
  options: {},
  create: (_, { replicas }) => {
    const leaves = 2 ** Math.ceil(Math.log2(Math.max(2, replicas)));
    const load = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY);
    load.fill(0, 0, replicas);
    const winner = new Int32Array(2 * leaves);
    for (let leaf = 0; leaf < leaves; leaf++) winner[leaves + leaf] = leaf;
    const play = (match: number) => {
      const left = winner[2 * match];
      const right = winner[2 * match + 1];
      winner[match] = load[right] < load[left] ? right : left;
    };
    for (let match = leaves - 1; match >= 1; match--) play(match);
    return {
      sharedLine: false,
      route: () => winner[1],
      loadChanged: (replica, outstanding) => {
        load[replica] = outstanding;
        for (let match = (leaves + replica) >> 1; match >= 1; match >>= 1) play(match);
      },
    };
  },
});
