/**
 * How a collective may see instances that wires join to an UltraServer. It may plan by the wires; or as if the instances had none,
 * by the plan of instances apart, whose messages then take the wires or the cards, which the instances have as well. By cards
 * all is as it is between instances apart, so that an UltraServer loses nothing by having wires.
 *
 *     view          plan for               messages between instances take
 *     wires         the grid of wires      wires
 *     instances     instances apart        wires
 *     cards         instances apart        cards
 */
import type { Dimension, Topology } from "../topology.ts";

/** What shapes of groups are read from. */
export type Grid = Pick<Topology, "dimensions" | "reducingSwitch">;

/** One of them. */
export interface WireView {
  name: "wires" | "instances" | "cards";
  grid: Grid;
  /** The same links each time, by other routes. */
  topology: Topology;
}

/** Views of `topology`, that of its wires first; `part` are the ranks of an instance, `domain` those of an UltraServer. */
export function wireViews(topology: Topology, part: number, domain: number): [WireView, ...WireView[]] {
  const own: WireView = { name: "wires", grid: topology, topology };
  const grid = part < domain ? gridOf(topology, part) : undefined;
  if (grid === undefined) return [own];
  const views: [WireView, ...WireView[]] = [own, { name: "instances", grid, topology }];
  const { byCards } = topology;
  if (byCards !== undefined) {
    const { route, appendRoute } = byCards;
    const taken = { route: { value: route }, appendRoute: { value: appendRoute } };
    views.push({ name: "cards", grid, topology: Object.create(topology, taken) as Topology });
  }
  return views;
}

/** The grid of `topology` whose parts of `ranksEach` are joined as one level; undefined where dimensions do not end with a part. */
function gridOf({ dimensions, reducingSwitch }: Grid, ranksEach: number): Grid | undefined {
  let below = 1;
  const levels = dimensions.findIndex(({ size }) => {
    if (below === ranksEach) return true;
    below *= size;
    return false;
  });
  if (levels < 0) return undefined;
  const between = dimensions.slice(levels);
  const size = between.reduce((product, each) => product * each.size, 1);
  const { bandwidth } = between.at(-1) as Dimension;
  return {
    dimensions: [...dimensions.slice(0, levels), { size, shape: "all", bandwidth }],
    ...(reducingSwitch && { reducingSwitch }),
  };
}
