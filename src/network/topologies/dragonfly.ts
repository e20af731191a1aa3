/**
 * A dragonfly (J. Kim, W. J. Dally, S. Scott, D. Abts, "Technology-driven, highly-scalable dragonfly topology", ISCA 2008): groups
 * of a routers, each with p endpoints and h global links; the routers of a group all reach each other, and so do the groups:
 *
 *     g groups, g <= a h + 1, with m = a h / (g - 1) links between any two       endpoints = p a g
 *
 * Global link k of group i goes to the k-th other group, counted round and round ("consecutive" arrangement), from router k / h.
 * Routes are the paper's minimal ones: at most one local, one global and one local link between the routers, over the link of the
 * two groups that spares most local ones, and among equals a hashed one.
 *
 * Bisection of an even number of groups: (g / 2)^2 m global links, or what half the endpoints can send where that is less. An
 * odd number leaves a group in the middle, whose routers are divided: its local links between the halves come on top, and those
 * of its global links that lead from one half to groups of the other side, which are taken to be the ones with fewest.
 */
import { count } from "../../base/quantity.ts";
import { pathHash } from "../path-hash.ts";
import { Wiring } from "../topology.ts";
import { defineTopology } from "../topology-plugin.ts";

/** `dragonfly:endpoints=2,routers=4,globals=2,groups=9`, `dragonfly:2x4x2` (p x a x h, all groups there can be). */
export const dragonflyTopology = defineTopology({
  name: "dragonfly",
  help: "groups of fully linked routers, every two groups joined by global links (Kim, Dally, Scott, Abts 2008)",
  options: {
    endpoints: count().meta({ description: "Endpoints of each router, p." }),
    routers: count().meta({ description: "Routers of each group, a." }),
    globals: count().meta({ description: "Global links of each router, h." }),
    groups: count().optional().meta({
      description: "Groups, g, at most a h + 1, which it is when absent; g - 1 divides a h.",
    }),
  },
  notation: {
    form: "PxAxH[:GROUPS]",
    read([endpoints, routers, globals, ...others], [groups, ...more]) {
      if (endpoints === undefined || routers === undefined || globals === undefined) return undefined;
      if (others.length > 0 || more.length > 0) return undefined;
      return { endpoints, routers, globals, groups };
    },
  },
  check({ routers, globals, groups = routers * globals + 1 }) {
    if (groups === 1 || (routers * globals) % (groups - 1) === 0) return undefined;
    return {
      option: "groups",
      expected: `one more than a divisor of the ${routers * globals} global links of a group`,
    };
  },
  links({ endpoints, routers, globals, groups = routers * globals + 1 }) {
    return groups * routers * (2 * endpoints + routers - 1 + globals);
  },
  create({ endpoints: each, routers, globals, groups = routers * globals + 1 }, figures) {
    const { bandwidth } = figures;
    const endpoints = each * routers * groups;
    const routerOf = (endpoint: number) => endpoints + Math.floor(endpoint / each);
    const groupOf = (router: number) => Math.floor((router - endpoints) / routers);
    const between = groups > 1 ? (routers * globals) / (groups - 1) : 0;
    const turnOf = (group: number, other: number) => (other < group ? other : other - 1);
    /** Router of `group` that holds the `round`-th link to `other`. */
    const gateway = (group: number, other: number, round: number) => {
      const link = round * (groups - 1) + turnOf(group, other);
      return endpoints + group * routers + Math.floor(link / globals);
    };
    /** Rounds of the links to `other` that `router` of `group` holds itself, which follow each other. */
    const roundsAt = (router: number, group: number, other: number): Rounds => {
      const first = (router - endpoints - group * routers) * globals - turnOf(group, other);
      const round = (link: number) => Math.min(between, Math.max(0, Math.ceil(link / (groups - 1))));
      return { start: round(first), end: round(first + globals) };
    };
    const wiring = new Wiring();
    for (let endpoint = 0; endpoint < endpoints; endpoint++)
      wiring.bothWays(endpoint, routerOf(endpoint), { ...figures, latencyNs: figures.latencyNs / 2 });
    for (let group = 0; group < groups; group++) {
      const first = endpoints + group * routers;
      for (let a = 0; a < routers; a++)
        for (let b = a + 1; b < routers; b++) wiring.bothWays(first + a, first + b, figures);
      for (let other = group + 1; other < groups; other++)
        for (let round = 0; round < between; round++)
          wiring.bothWays(gateway(group, other, round), gateway(other, group, round), figures);
    }
    /** Routers from `from` to `to`, both among them. */
    const path = (from: number, to: number, hash: number): number[] => {
      const [group, other] = [groupOf(from), groupOf(to)];
      if (from === to) return [from];
      if (group === other) return [from, to];
      const [outs, intos] = [roundsAt(from, group, other), roundsAt(to, other, group)];
      const both = { start: Math.max(outs.start, intos.start), end: Math.min(outs.end, intos.end) };
      const start = hash % between;
      const round = nextRound([both], start, between) ?? nextRound([outs, intos], start, between) ?? start;
      const [out, into] = [gateway(group, other, round), gateway(other, group, round)];
      return [...(out === from ? [] : [from]), out, into, ...(into === to ? [] : [to])];
    };
    const half = Math.floor(groups / 2);
    const upper = Math.floor(routers / 2);
    /** Global links of the group in the middle to the other side than where their router is counted. */
    const astray = () => {
      const middle = groups - 1;
      const isUpper = (router: number) => router - endpoints - middle * routers < upper;
      const fromUpper = Array.from({ length: middle }, (_, other) => {
        const gateways = Array.from({ length: between }, (_, round) => gateway(middle, other, round));
        return gateways.filter(isUpper).length;
      }).sort((a, b) => b - a);
      return fromUpper.reduce((sum, links, at) => sum + (at < half ? between - links : links), 0);
    };
    const middle = groups % 2 === 1 ? upper * (routers - upper) + astray() : 0;
    const ends = routers % 2 === 1 && groups % 2 === 1 ? Math.floor(each / 2) : 0;
    return {
      name: `dragonfly:${each}x${routers}x${globals}${groups === routers * globals + 1 ? "" : `:${groups}`}`,
      endpoints,
      nodes: endpoints + groups * routers,
      links: wiring.links,
      dimensions: [
        { size: each, shape: "all", bandwidth },
        { size: routers, shape: "all", bandwidth },
        { size: groups, shape: "all", bandwidth: Math.min(bandwidth, (globals * bandwidth) / each) },
      ],
      bisectionBandwidth:
        Math.min(Math.floor(endpoints / 2), half * half * between + middle + ends) * bandwidth,
      route(source, target) {
        if (source === target) return [];
        const routers = path(routerOf(source), routerOf(target), pathHash(source, target));
        return wiring.along([source, ...routers, target]);
      },
    };
  },
});

/** Links between two groups one after the other, the end exclusive. */
interface Rounds {
  start: number;
  end: number;
}

/** The first round of `ranges` from `start` on, round and round all of them; undefined where there is none. */
function nextRound(ranges: readonly Rounds[], start: number, all: number): number | undefined {
  const ahead = ranges.flatMap((range) => {
    if (range.start >= range.end) return [];
    return start >= range.start && start < range.end ? 0 : (range.start - start + all) % all;
  });
  return ahead.length === 0 ? undefined : (start + Math.min(...ahead)) % all;
}
