/**
 * Shortest routes by breadth-first search, for irregular graphs. Among equally short ones the widest counts (the one whose
 * narrowest link is widest), then the one over lower node numbers.
 */
import type { Link } from "./link.ts";

/** A router over `links` among `nodes` nodes; routes are found per source and kept. */
export function shortestRoutes(
  nodes: number,
  links: readonly Link[],
): (source: number, target: number) => readonly number[] {
  const outgoing: number[][] = Array.from({ length: nodes }, () => []);
  links.forEach((link, index) => {
    outgoing[link.source]!.push(index);
  });
  for (const list of outgoing) list.sort((a, b) => links[a]!.target - links[b]!.target);
  const arrivals = new Map<number, Int32Array>();
  const arrivalsFrom = (source: number): Int32Array => {
    const hops = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
    const width = new Float64Array(nodes);
    const arrivedBy = new Int32Array(nodes).fill(-1);
    hops[source] = 0;
    width[source] = Number.POSITIVE_INFINITY;
    const line = [source];
    for (const node of line) {
      for (const index of outgoing[node]!) {
        const { target, bandwidth } = links[index]!;
        const narrowest = Math.min(width[node]!, bandwidth);
        if (hops[target] === Number.POSITIVE_INFINITY) line.push(target);
        if (
          hops[node]! + 1 > hops[target]! ||
          (hops[node]! + 1 === hops[target] && narrowest <= width[target]!)
        )
          continue;
        hops[target] = hops[node]! + 1;
        width[target] = narrowest;
        arrivedBy[target] = index;
      }
    }
    return arrivedBy;
  };
  return (source, target) => {
    let arrivedBy = arrivals.get(source);
    if (arrivedBy === undefined) {
      arrivedBy = arrivalsFrom(source);
      arrivals.set(source, arrivedBy);
    }
    const route: number[] = [];
    for (let node = target; node !== source; ) {
      const index = arrivedBy[node]!;
      if (index < 0) throw new Error(`no route from node ${source} to node ${target}`);
      route.push(index);
      node = links[index]!.source;
    }
    return route.reverse();
  };
}
