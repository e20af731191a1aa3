/** Two rings at once, one each way round, with half of the buffer each; on a grid one pair per dimension. */
import type { CollectiveAlgorithm, Step } from "./collective-plan.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import type { Line } from "./grid-lines.ts";
import { ringPass, ringRelayBothWays } from "./ring-steps.ts";

/** One pass over both rings. */
function bothWays(lines: readonly Line[], share: number): Step[] {
  const [up] = ringPass(lines, share / 2, 1);
  const [down] = ringPass(lines, share / 2, -1);
  return up ? [{ transfers: [...up.transfers, ...down.transfers], repeat: up.repeat }] : [];
}

export const ringBidirectional: CollectiveAlgorithm = {
  name: "ring-bidirectional",
  help: "both directions of a ring at once, half of the buffer each; on a torus one dimension after another",
  plan(operation, group) {
    const phases = dimensionPhases(operation, group, {
      reduceScatter: bothWays,
      allGather: bothWays,
      allToAll: ringRelayBothWays,
    });
    return phases && { tracks: [{ phases }] };
  },
};
