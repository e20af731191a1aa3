/**
 * In which orders to take the dimensions of a grid so that all their links work at once. Whoever goes first along a dimension
 * moves most there, so shares of the buffer that start with different dimensions balance the links:
 *
 *     load of dimension d per byte in order o = (n_d - 1) / n_d / (product of the sizes before d in o) / bandwidth_d
 *
 * and twice that on a chain, where what goes round comes back over the links of the other direction.
 *
 * Shares w minimise the largest load, max_d sum_o w_o load(o, d): a matrix game, solved by fictitious play (each round the
 * most loaded dimension answers the orders so far, and the order that loads it least answers that). Only rings and chains
 * change places; dimensions of shape `all` keep theirs, ranks of a chip before them, instances after.
 */
import type { Dimension } from "../topology.ts";

/** An order of dimensions and the share of the buffer that follows it. */
export interface OrderShare {
  order: readonly number[];
  share: number;
}

const rounds = 4000;
const shareMin = 0.01;

/** Orders of `dimensions` with shares that sum to 1. */
export function balancedOrders(dimensions: readonly Dimension[]): OrderShare[] {
  const moving = dimensions.flatMap(({ shape, size }, index) => (shape !== "all" && size > 1 ? [index] : []));
  const orders = permutations(moving).map((permutation) => {
    const places = [...permutation];
    return dimensions.map((_, index) => (moving.includes(index) ? (places.shift() as number) : index));
  });
  if (orders.length === 1) return [{ order: orders[0], share: 1 }];
  const loads = orders.map((order) => {
    let before = 1;
    const load = new Map<number, number>();
    for (const index of order) {
      const { size, shape, bandwidth } = dimensions[index];
      const passes = shape === "chain" ? 2 : 1;
      load.set(index, (passes * (size - 1)) / size / before / bandwidth);
      before *= size;
    }
    return moving.map((index) => load.get(index) as number);
  });
  const counts = playGame(loads);
  const kept = counts.map((count) => (count >= shareMin * rounds ? count : 0));
  const total = kept.reduce((sum, count) => sum + count, 0);
  return orders
    .map((order, index) => ({ order, share: kept[index] / total }))
    .filter(({ share }) => share > 0);
}

/** How often each row is played when rows minimise and columns maximise. */
function playGame(loads: readonly (readonly number[])[]): number[] {
  const counts = loads.map(() => 0);
  const byColumn = loads[0].map(() => 0);
  const byRow = loads.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    let row = 0;
    for (let other = 1; other < byRow.length; other++) if (byRow[other] < byRow[row]) row = other;
    counts[row]++;
    for (let column = 0; column < byColumn.length; column++) byColumn[column] += loads[row][column];
    let column = 0;
    for (let other = 1; other < byColumn.length; other++)
      if (byColumn[other] > byColumn[column]) column = other;
    for (let index = 0; index < byRow.length; index++) byRow[index] += loads[index][column];
  }
  return counts;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
