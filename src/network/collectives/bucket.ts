/**
 * The bucket algorithm on a torus: the buffer in shares, each of which takes the dimensions in another order and one of the
 * two directions, so that every link of the torus works all the time.
 *
 *     all-reduce of S on a 4x4 torus, links of B: 2 x 15/16 x S / (4 B), the bound itself
 */
import { defineCollective, type Track } from "./collective-plan.ts";
import { balancedOrders } from "./dimension-orders.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import { directions, ringPass, ringRelayBothWays } from "./ring-steps.ts";

export const bucket = defineCollective({
  name: "bucket",
  help: "rings along all dimensions of a torus at once, both directions, each share in another order",
  options: {},
  create: () => ({
    plan(operation, group) {
      if (group.dimensions.some(({ shape }) => shape === "all")) return undefined;
      const tracks: Track[] = [];
      for (const { order, share } of balancedOrders(group.dimensions)) {
        for (const direction of directions) {
          const phases = dimensionPhases(
            operation,
            group,
            {
              reduceScatter: (lines, part) => ringPass(lines, part, direction),
              allGather: (lines, part) => ringPass(lines, part, direction),
              allToAll: ringRelayBothWays,
            },
            { share: share / 2, order },
          );
          if (phases === undefined) return undefined;
          tracks.push({ phases });
        }
      }
      return { tracks };
    },
  }),
});
