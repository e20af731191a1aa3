/**
 * A collective over a grid, one dimension after another, for any method that works along one dimension:
 *
 *     reduce-scatter   dimensions in order, what is left shrinks by each size
 *     all-gather       in reverse order, what is held grows by each size
 *     all-reduce       reduce-scatter, then all-gather
 *     all-to-all       one dimension after another, the whole buffer each time
 */
import type { CollectiveOperation, GroupShape, Phase, Step } from "./collective-plan.ts";
import { type Lines, linesAlong } from "./grid-lines.ts";

/** How to work along dimension `index` of the group: steps for a share of the buffer on each of its lines. */
export interface DimensionMethod {
  reduceScatter(lines: Lines, share: number, index: number): Step[];
  allGather(lines: Lines, share: number, index: number): Step[];
  allToAll(lines: Lines, share: number, index: number): Step[];
}

/** Phases of `operation` on a share of the buffer, dimensions in the given order; undefined for other operations. */
export function dimensionPhases(
  operation: CollectiveOperation,
  group: GroupShape,
  method: DimensionMethod,
  options: { share?: number; order?: readonly number[] } = {},
): Phase[] | undefined {
  const { share = 1, order = group.dimensions.map((_, index) => index) } = options;
  const stages = order.map((index, place) => {
    const before = order.slice(0, place).reduce((product, each) => product * group.dimensions[each]!.size, 1);
    return { index, lines: linesAlong(group.dimensions, index), share: share / before };
  });
  const scatter = () => stages.map((each) => method.reduceScatter(each.lines, each.share, each.index));
  const gather = () => stages.map((each) => method.allGather(each.lines, each.share, each.index)).reverse();
  switch (operation) {
    case "reduce-scatter":
      return scatter();
    case "all-gather":
      return gather();
    case "all-reduce":
      return [...scatter(), ...gather()];
    case "all-to-all":
      return stages.map((each) => method.allToAll(each.lines, share, each.index));
    default:
      return undefined;
  }
}
