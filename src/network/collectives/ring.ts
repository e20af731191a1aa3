/**
 * Ring in one direction; on a grid one ring per dimension, first dimension first.
 *
 *     all-reduce of S over n ranks: 2 (n - 1) (a + S / (n B))
 *
 * A broadcast travels down the ring: n - 1 hops of the whole buffer, which chunks fill like a pipeline.
 */
import { defineCollective, groupSize } from "./collective-plan.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import { ringPass, ringRelay } from "./ring-steps.ts";

export const ring = defineCollective({
  name: "ring",
  help: "one direction around a ring; on a torus one ring per dimension, first dimension first",
  options: {},
  create: () => ({
    plan(operation, group) {
      if (operation === "broadcast") {
        const hops = Array.from({ length: groupSize(group) - 1 }, (_, hop) => [
          { transfers: [{ source: hop, target: hop + 1, fraction: 1 }], repeat: 1 },
        ]);
        return { tracks: [{ phases: hops }] };
      }
      const phases = dimensionPhases(operation, group, {
        reduceScatter: (lines, share) => ringPass(lines, share, 1),
        allGather: (lines, share) => ringPass(lines, share, 1),
        allToAll: ringRelay,
      });
      return phases && { tracks: [{ phases }] };
    },
  }),
});
