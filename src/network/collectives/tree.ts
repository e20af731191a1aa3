/**
 * Binomial tree: up to rank 0 with the sum, down again with the result, the whole buffer at each of log2(n) levels. Levels are
 * phases, so chunks follow each other through the tree.
 *
 *     level of reach r      0 -> r,   2r -> 3r,   4r -> 5r, ...      told as pairs, for there may be a million
 */
import { defineCollective, groupSize, type Phase } from "./collective-plan.ts";
import { SpacedLines } from "./grid-lines.ts";
import { LineStep, type Move } from "./line-step.ts";

/** A phase for each level, from the root to the leaves, in which each pair makes `move`. */
function levels(members: number, move: Move): Phase[] {
  const count = Math.ceil(Math.log2(members));
  return Array.from({ length: count }, (_, level) => {
    const reach = 2 ** (count - 1 - level);
    const spacing = 2 * reach;
    const length = Math.ceil((members - reach) / spacing);
    return [new LineStep(new SpacedLines({ size: 2, stride: reach, length, spacing }), [move], 1)];
  });
}

const downward = (members: number) => levels(members, { source: 0, target: 1, fraction: 1 });
const upward = (members: number) => levels(members, { source: 1, target: 0, fraction: 1 }).reverse();

export const tree = defineCollective({
  name: "tree",
  help: "binomial tree, up with the sum and down with the result; broadcast only down",
  options: {},
  create: () => ({
    plan(operation, group) {
      const members = groupSize(group);
      if (operation === "broadcast") return { tracks: [{ phases: downward(members) }] };
      if (operation === "all-reduce")
        return { tracks: [{ phases: [...upward(members), ...downward(members)] }] };
      return undefined;
    },
  }),
});
