/**
 * Binomial tree: up to rank 0 with the sum, down again with the result, the whole buffer at each of log2(n) levels. Levels are
 * phases, so chunks follow each other through the tree.
 */
import { defineCollective, groupSize, type Phase } from "./collective-plan.ts";

function downward(members: number): Phase[] {
  const levels = Math.ceil(Math.log2(members));
  return Array.from({ length: levels }, (_, level) => {
    const reach = 2 ** (levels - 1 - level);
    const transfers = [];
    for (let source = 0; source + reach < members; source += 2 * reach) {
      transfers.push({ source, target: source + reach, fraction: 1 });
    }
    return [{ transfers, repeat: 1 }];
  });
}

function upward(members: number): Phase[] {
  return downward(members)
    .reverse()
    .map((phase) =>
      phase.map(({ transfers, repeat }) => ({
        transfers: transfers.map(({ source, target, fraction }) => ({
          source: target,
          target: source,
          fraction,
        })),
        repeat,
      })),
    );
}

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
