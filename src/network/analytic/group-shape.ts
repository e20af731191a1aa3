/**
 * A group of endpoints as a grid: which dimensions of the topology it spans, and how. Ranks 0-7 of a 4x4 torus are a 4x2 grid:
 * a ring of four along the first dimension, a chain of two along the second. A group that is no such box is one dimension in
 * which all reach all, over whatever routes there are.
 */
import type { CollectiveOperation, GroupShape } from "../collectives/collective-plan.ts";
import type { Dimension, Topology } from "../topology.ts";

/** The members in grid order and the shape that this order has. */
export interface ShapedGroup extends GroupShape {
  members: readonly number[];
}

/** Whether `members` stand in ascending order. */
export function isAscending(members: readonly number[]): boolean {
  for (let index = 1; index < members.length; index++)
    if (members[index - 1]! > members[index]!) return false;
  return true;
}

/** The shape of `members` in `topology`; they come back in ascending order. */
export function shapeGroup(
  topology: Pick<Topology, "dimensions" | "reducingSwitch">,
  members: readonly number[],
): ShapedGroup {
  const sorted = isAscending(members) ? members : [...members].sort((a, b) => a - b);
  const isReduced = topology.reducingSwitch?.(sorted) !== undefined;
  let stride = 1;
  const dimensions: Dimension[] = [];
  for (const { size, shape, bandwidth } of topology.dimensions) {
    const places = placesAlong(sorted, stride, size);
    stride *= size;
    if (places > 1) {
      const partial = shape === "ring" && places < size ? "chain" : shape;
      dimensions.push({ size: places, shape: partial, bandwidth });
    }
  }
  const box = dimensions.reduce((product, { size }) => product * size, 1);
  if (box === sorted.length && stride > sorted[sorted.length - 1]!) {
    if (dimensions.length === 0) dimensions.push({ size: 1, shape: "all", bandwidth: 0 });
    return { members: sorted, dimensions, isReduced };
  }
  const bandwidth = Math.min(...topology.dimensions.map((dimension) => dimension.bandwidth));
  return { members: sorted, dimensions: [{ size: sorted.length, shape: "all", bandwidth }], isReduced };
}

/** How many of the `size` places along a dimension `sorted` members take, of which `stride` in a row have the same. */
function placesAlong(sorted: readonly number[], stride: number, size: number): number {
  const [first = 0, last = first] = [sorted[0], sorted.at(-1)];
  // Members in a row, of which there may be two million, take places in a row.
  if (last - first === sorted.length - 1)
    return Math.min(size, Math.floor(last / stride) - Math.floor(first / stride) + 1);
  const isTaken = new Uint8Array(size);
  let places = 0;
  for (const member of sorted) {
    const place = Math.floor(member / stride) % size;
    if (isTaken[place] === 0) places++;
    isTaken[place] = 1;
  }
  return places;
}

/** Operations in which the order of the ranks matters. */
const ordered: readonly CollectiveOperation[] = ["broadcast", "permute", "point-to-point"];

/** The group as an algorithm for `operation` sees it: a grid, or a line in the order given where the order matters. */
export function shapeFor(
  operation: CollectiveOperation,
  topology: Pick<Topology, "dimensions" | "reducingSwitch">,
  ranks: readonly number[],
) {
  const grid = shapeGroup(topology, ranks);
  if (!ordered.includes(operation)) return grid;
  return { ...grid, members: ranks, dimensions: [{ ...grid.dimensions[0]!, size: ranks.length }] };
}

/** The members of a group in the order of the shape that `shapeFor` gives it. */
export function membersFor(operation: CollectiveOperation, ranks: readonly number[]): readonly number[] {
  return ordered.includes(operation) || isAscending(ranks) ? ranks : [...ranks].sort((a, b) => a - b);
}
