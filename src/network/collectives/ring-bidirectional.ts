/**
 * Two rings at once, one each way round, with half of the buffer each; on a grid one pair per dimension. Neither waits for the
 * other.
 */
import { defineCollective } from "./collective-plan.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import { type Direction, directions, ringPass, ringRelayBothWays } from "./ring-steps.ts";

export const ringBidirectional = defineCollective({
  name: "ring-bidirectional",
  help: "both directions of a ring at once, half of the buffer each; on a torus one dimension after another",
  options: {},
  create: () => ({
    plan(operation, group) {
      const phasesOf = (direction: Direction, share: number) =>
        dimensionPhases(
          operation,
          group,
          {
            reduceScatter: (lines, part) => ringPass(lines, part, direction),
            allGather: (lines, part) => ringPass(lines, part, direction),
            allToAll: ringRelayBothWays,
          },
          { share },
        );
      // Blocks of an all-to-all go the shorter way round: one track carries both directions.
      const rings =
        operation === "all-to-all" ? [phasesOf(1, 1)] : directions.map((each) => phasesOf(each, 1 / 2));
      const tracks = rings.flatMap((phases) => (phases === undefined ? [] : [{ phases }]));
      return tracks.length > 0 ? { tracks } : undefined;
    },
  }),
});
