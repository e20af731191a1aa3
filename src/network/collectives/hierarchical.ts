/**
 * Level by level, each in its own way: ranks of a chip exchange directly, chips of a torus by rings in all dimensions and both
 * directions (shares in different orders), instances by halving and doubling where they are a power of two, directly where they
 * are few, and by Bruck's steps where they are many and no power of two.
 *
 *     all-reduce = reduce-scatter inside, all-reduce of the shards between, all-gather inside
 */
import { bruckAllToAll, bruckGather, bruckScatter } from "./bruck-steps.ts";
import { defineCollective, type Step, type Track } from "./collective-plan.ts";
import { balancedOrders } from "./dimension-orders.ts";
import { type DimensionMethod, dimensionPhases } from "./dimension-phases.ts";
import { directExchange } from "./direct-steps.ts";
import { type Lines, lineSize } from "./grid-lines.ts";
import { doubling, halving, isPowerOfTwo } from "./halving-steps.ts";
import { type Direction, directions, ringPass, ringRelayBothWays } from "./ring-steps.ts";

/** Up to this many members of a level exchange directly; more of them take turns by bits. */
const directMax = 8;
/** Up to this many that are no power of two still exchange directly. */
const directOddMax = 64;

type LevelSteps = (lines: Lines, share: number) => Step[];

/** How members that all reach all do reduce-scatter and all-gather. */
function amongAll(byBits: LevelSteps, byBruck: LevelSteps): LevelSteps {
  return (lines, share) => {
    const members = lineSize(lines);
    if (members > directMax && isPowerOfTwo(members)) return byBits(lines, share);
    return members > directOddMax ? byBruck(lines, share) : directExchange(lines, share);
  };
}

const scatterAmongAll = amongAll((lines, share) => halving(lines, "all", share), bruckScatter);
const gatherAmongAll = amongAll((lines, share) => doubling(lines, "all", share), bruckGather);
const exchangeAmongAll = (lines: Lines, share: number) =>
  lineSize(lines) > directOddMax ? bruckAllToAll(lines, share) : directExchange(lines, share);

/** `steps`, made once for a dimension and share: tracks differ in what they do before and after. */
function madeOnce(steps: LevelSteps): (lines: Lines, share: number, index: number) => Step[] {
  const made = new Map<string, Step[]>();
  return (lines, share, index) => {
    const key = `${index} ${share}`;
    const known = made.get(key) ?? steps(lines, share);
    made.set(key, known);
    return known;
  };
}

/** What the levels of a grid do, by the direction of rings. */
function levelsOf(isAll: (index: number) => boolean): (direction: Direction) => DimensionMethod {
  const [scatter, gather] = [madeOnce(scatterAmongAll), madeOnce(gatherAmongAll)];
  const exchange = madeOnce(exchangeAmongAll);
  return (direction) => ({
    reduceScatter: (lines, share, index) =>
      isAll(index) ? scatter(lines, share, index) : ringPass(lines, share, direction),
    allGather: (lines, share, index) =>
      isAll(index) ? gather(lines, share, index) : ringPass(lines, share, direction),
    allToAll: (lines, share, index) =>
      isAll(index) ? exchange(lines, share, index) : ringRelayBothWays(lines, share),
  });
}

export const hierarchical = defineCollective({
  name: "hierarchical",
  help: "inside first, then between: direct in a chip, rings in a torus, halving and doubling between instances",
  options: {},
  create: () => ({
    plan(operation, group) {
      if (group.dimensions.length < 2) return undefined;
      const isAll = (index: number) => group.dimensions[index]!.shape === "all";
      const levels = levelsOf(isAll);
      const tracks: Track[] = [];
      for (const { order, share } of balancedOrders(group.dimensions)) {
        for (const direction of directions) {
          const phases = dimensionPhases(operation, group, levels(direction), {
            share: share / 2,
            order,
          });
          if (phases === undefined) return undefined;
          tracks.push({ phases });
        }
      }
      return { tracks };
    },
  }),
});
