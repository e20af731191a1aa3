/**
 * Level by level, each in its own way: ranks of a chip exchange directly, chips of a torus by rings in all dimensions and both
 * directions (shares in different orders), instances by halving and doubling where they are a power of two, directly otherwise.
 *
 *     all-reduce = reduce-scatter inside, all-reduce of the shards between, all-gather inside
 */
import type { CollectiveAlgorithm, Step, Track } from "./collective-plan.ts";
import { balancedOrders } from "./dimension-orders.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import { directExchange } from "./direct-steps.ts";
import type { Line } from "./grid-lines.ts";
import { doubling, halving, isPowerOfTwo } from "./halving-steps.ts";
import { directions, ringPass, ringRelayBothWays } from "./ring-steps.ts";

/** Up to this many members of a level exchange directly; more of them take turns by bits. */
const directMax = 8;

export const hierarchical: CollectiveAlgorithm = {
  name: "hierarchical",
  help: "inside first, then between: direct in a chip, rings in a torus, halving and doubling between instances",
  plan(operation, group) {
    if (group.dimensions.length < 2) return undefined;
    const tracks: Track[] = [];
    const byBits = (lines: readonly Line[]) => lines[0].length > directMax && isPowerOfTwo(lines[0].length);
    for (const { order, share } of balancedOrders(group.dimensions)) {
      for (const direction of directions) {
        const along =
          (steps: (lines: readonly Line[], part: number) => Step[]) =>
          (lines: readonly Line[], part: number, index: number): Step[] => {
            if (group.dimensions[index].shape !== "all") return ringPass(lines, part, direction);
            return byBits(lines) ? steps(lines, part) : directExchange(lines, part);
          };
        const phases = dimensionPhases(
          operation,
          group,
          {
            reduceScatter: along((lines, part) => halving(lines, "all", part)),
            allGather: along((lines, part) => doubling(lines, "all", part)),
            allToAll: (lines, part, index) =>
              group.dimensions[index].shape === "all"
                ? directExchange(lines, part)
                : ringRelayBothWays(lines, part),
          },
          { share: share / 2, order },
        );
        if (phases === undefined) return undefined;
        tracks.push({ phases });
      }
    }
    return { tracks };
  },
};
