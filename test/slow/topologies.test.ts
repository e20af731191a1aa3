/** Laws over all topologies that can be named: what they join, how wide they are, and where their routes lead. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathHash } from "../../src/network/path-hash.ts";
import { topologies } from "../../src/network/topologies.ts";
import type { Topology } from "../../src/network/topology.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";
import { topologyFacts } from "../../src/study/topology-facts.ts";

const figures = { bandwidth: 1, latencyNs: 100 };
const size = (most: number) => fc.integer({ min: 1, max: most });

/** What is expected of one: endpoints, cables, cables of an endpoint, links of the longest route. */
interface Expected {
  notation: string;
  endpoints: number;
  cables: number;
  degree: number;
  diameter: number;
  /** Routes that are no longer than any way there is. */
  minimal?: boolean;
}

const product = (sizes: readonly number[]) => sizes.reduce((total, each) => total * each, 1);

/** Random ones of each kind, with their figures by the closed forms of their sources. */
const kinds: Readonly<Record<string, fc.Arbitrary<Expected>>> = {
  ring: fc.integer({ min: 3, max: 20 }).map((n) => {
    return {
      notation: `ring:${n}`,
      endpoints: n,
      cables: n,
      degree: 2,
      diameter: Math.floor(n / 2),
      minimal: true,
    };
  }),
  chain: fc.integer({ min: 3, max: 20 }).map((n) => {
    return { notation: `chain:${n}`, endpoints: n, cables: n - 1, degree: 2, diameter: n - 1, minimal: true };
  }),
  mesh: fc.integer({ min: 2, max: 12 }).map((n) => {
    const cables = (n * (n - 1)) / 2;
    return { notation: `mesh:${n}`, endpoints: n, cables, degree: n - 1, diameter: 1, minimal: true };
  }),
  switch: fc.integer({ min: 2, max: 20 }).map((n) => {
    return { notation: `switch:${n}`, endpoints: n, cables: n, degree: 1, diameter: 2, minimal: true };
  }),
  "reducing-switch": fc.integer({ min: 2, max: 20 }).map((n) => {
    return {
      notation: `reducing-switch:${n}`,
      endpoints: n,
      cables: n,
      degree: 1,
      diameter: 2,
      minimal: true,
    };
  }),
  "fat-tree": fc.tuple(fc.integer({ min: 2, max: 6 }), size(6)).map(([leaves, nodes]) => {
    const endpoints = leaves * nodes;
    const cables = endpoints + leaves;
    return {
      notation: `fat-tree:${leaves}x${nodes}`,
      endpoints,
      cables,
      degree: 1,
      diameter: 4,
      minimal: true,
    };
  }),
  // Dally and Towles: n rings through every node, two cables a node and dimension, half way round each.
  torus: fc.array(fc.integer({ min: 3, max: 5 }), { minLength: 1, maxLength: 4 }).map((sizes) => ({
    notation: `torus:${sizes.join("x")}`,
    endpoints: product(sizes),
    cables: sizes.length * product(sizes),
    degree: 2 * sizes.length,
    diameter: sizes.reduce((sum, each) => sum + Math.floor(each / 2), 0),
    minimal: true,
  })),
  // As many leaves as rails and units, an uplink each.
  "rail-optimised": fc.tuple(size(4), size(3), fc.integer({ min: 2, max: 4 })).map(([each, units, rails]) => {
    const servers = each * units;
    return {
      notation: `rail-optimised:servers=${servers},rails=${rails},serversPerUnit=${each}`,
      endpoints: servers * rails,
      cables: servers * rails + units * rails,
      degree: 1,
      diameter: 4,
      minimal: true,
    };
  }),
  // Kim et al.: g = a h + 1 groups of a routers, a (a - 1) / 2 local cables a group, g (g - 1) / 2 global ones.
  dragonfly: fc.tuple(size(3), fc.integer({ min: 2, max: 4 }), size(2)).map(([p, a, h]) => {
    const groups = a * h + 1;
    return {
      notation: `dragonfly:${p}x${a}x${h}`,
      endpoints: p * a * groups,
      cables: groups * (p * a + (a * (a - 1)) / 2) + (groups * (groups - 1)) / 2,
      degree: 1,
      diameter: 2 + 3,
    };
  }),
  // Ahn et al.: P switches with T endpoints, in every dimension P (S - 1) / 2 cables; one hop a dimension.
  hyperx: fc
    .tuple(fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 3 }), size(3))
    .map(([sizes, each]) => ({
      notation: `hyperx:${sizes.join("x")}:${each}`,
      endpoints: product(sizes) * each,
      cables: product(sizes) * (each + sizes.reduce((sum, n) => sum + (n - 1) / 2, 0)),
      degree: 1,
      diameter: 2 + sizes.length,
      minimal: true,
    })),
};

/** Links of the shortest way from `source` to every node. */
function distances({ nodes, links }: Topology, source: number): Int32Array {
  const hops = new Int32Array(nodes).fill(-1);
  hops[source] = 0;
  const next: number[][] = Array.from({ length: nodes }, () => []);
  for (const link of links) next[link.source]!.push(link.target);
  const line = [source];
  for (const node of line) {
    for (const other of next[node]!) {
      if (hops[other]! >= 0) continue;
      hops[other] = hops[node]! + 1;
      line.push(other);
    }
  }
  return hops;
}

test("every topology of the list has its laws here", () => {
  expect(Object.keys(kinds).sort()).toEqual(topologies.map(({ name }) => name).sort());
});

describe.each(Object.entries(kinds))("%s", (_, arbitrary) => {
  test("joins its endpoints by as many cables as its source says, and routes lead where they should", () => {
    fc.assert(
      fc.property(arbitrary, ({ notation, endpoints, cables, degree, diameter, minimal }) => {
        const topology = topologyOf(notation, figures);
        const facts = topologyFacts(topology);
        expect(topology.endpoints).toBe(endpoints);
        expect(topology.links).toHaveLength(2 * cables);
        expect(facts.degree.most).toBe(degree);
        let longest = 0;
        for (let source = 0; source < endpoints; source++) {
          const hops = distances(topology, source);
          for (let target = 0; target < endpoints; target++) {
            // The contract has followed the route from end to end.
            const route = topology.route(source, target);
            expect(new Set(route).size).toBe(route.length);
            if (minimal) expect(route).toHaveLength(hops[target]!);
            longest = Math.max(longest, route.length);
          }
        }
        expect(longest).toBeLessThanOrEqual(diameter);
        expect(facts.diameter).toBeLessThanOrEqual(longest);
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test("is as wide as what its endpoints send allows, and twice as wide with links of twice the width", () => {
    fc.assert(
      fc.property(arbitrary, ({ notation, endpoints }) => {
        const { links, bisectionBandwidth } = topologyOf(notation, figures);
        const out = new Float64Array(endpoints);
        for (const { source, bandwidth } of links) if (source < endpoints) out[source]! += bandwidth;
        const half = out.sort().subarray(endpoints - Math.floor(endpoints / 2));
        expect(bisectionBandwidth).toBeGreaterThan(endpoints > 1 ? 0 : -1);
        expect(bisectionBandwidth).toBeLessThanOrEqual(half.reduce((sum, each) => sum + each, 0) + 1e-9);
        const wider = topologyOf(notation, { ...figures, bandwidth: 2 });
        expect(wider.bisectionBandwidth).toBeCloseTo(2 * bisectionBandwidth, 9);
      }),
      { numRuns: 12, seed: 2 },
    );
  });
});

test("bisections are those of the published closed forms", () => {
  const width = (notation: string) => topologyOf(notation, figures).bisectionBandwidth;
  // Dally and Towles: 2 N / k_max cables both ways of a torus: 2 x 4^4 / 4; a hypercube's N / 2.
  expect(width("torus:4x4x4x4")).toBe((2 * 4 ** 4) / 4);
  expect(width("torus:2x2x2x2")).toBe(2 ** 4 / 2);
  // Full fat trees: half the endpoints.
  expect(width("rail-optimised:16x8")).toBe((16 * 8) / 2);
  expect(width("rail-optimised:servers=16,rails=8,serversPerUnit=4,oversubscription=2")).toBe((16 * 8) / 4);
  // HyperX: K S / (2 T) of half the endpoints' bandwidth, in the dimension where that is least.
  expect(width("hyperx:4x4:4")).toBe(((4 * 16) / 2) * (4 / (2 * 4)));
  expect(width("hyperx:dimensions=4x8,endpoints=4,widths=3x1")).toBe(((4 * 32) / 2) * (8 / (2 * 4)));
  expect(width("hyperx:dimensions=4x8,endpoints=4,widths=1x1")).toBe(((4 * 32) / 2) * (4 / (2 * 4)));
  // Dragonfly of an even number of groups: a global link between any two of (g / 2)^2 pairs, m times.
  expect(width("dragonfly:4x5x1:6")).toBe(3 * 3);
  expect(width("dragonfly:endpoints=8,routers=6,globals=1,groups=4")).toBe(2 * 2 * 2);
});

test("a rail is one switch apart, and other cards of the same server meet under the spines", () => {
  const topology = topologyOf("rail-optimised:4x2", figures);
  const card = (server: number, rail: number) => 2 * server + rail;
  expect(topology.route(card(0, 1), card(3, 1))).toHaveLength(2);
  expect(topology.route(card(0, 0), card(0, 1))).toHaveLength(4);
});

test("a route of a dragonfly takes one global link at most", () => {
  const topology = topologyOf("dragonfly:2x4x2", figures);
  const groupOf = (node: number) =>
    node < topology.endpoints ? Math.floor(node / 8) : Math.floor((node - topology.endpoints) / 4);
  for (let target = 0; target < topology.endpoints; target++) {
    const groups = topology.route(0, target).filter((link) => {
      const { source, target: end } = topology.links[link]!;
      return groupOf(source) !== groupOf(end);
    });
    expect(groups).toHaveLength(target < 8 ? 0 : 1);
  }
});

test("a route of a dragonfly takes the link of its two groups that spares most local ones, of equals the hashed one", () => {
  for (const [each, routers, globals, groups] of [
    [1, 4, 6, 3],
    [2, 3, 4, 5],
    [2, 4, 2, 9],
    [1, 5, 7, 6],
  ] as const) {
    const topology = topologyOf(`dragonfly:${each}x${routers}x${globals}:${groups}`, figures);
    const { endpoints } = topology;
    const between = (routers * globals) / (groups - 1);
    const hold = (group: number, other: number, round: number) =>
      endpoints +
      group * routers +
      Math.floor((round * (groups - 1) + other - (other > group ? 1 : 0)) / globals);
    const groupOf = (endpoint: number) => Math.floor(endpoint / each / routers);
    const routerOf = (endpoint: number) => endpoints + Math.floor(endpoint / each);
    for (let source = 0; source < endpoints; source++) {
      for (let target = 0; target < endpoints; target++) {
        const [from, to] = [groupOf(source), groupOf(target)];
        if (from === to) continue;
        // From the hashed link on, round and round.
        const ways = Array.from({ length: between }, (_, turn) => {
          const round = (turn + pathHash(source, target)) % between;
          const nodes = [source, routerOf(source), hold(from, to, round), hold(to, from, round)];
          return [...new Set([...nodes, routerOf(target), target])];
        });
        const least = Math.min(...ways.map(({ length }) => length));
        const route = topology.route(source, target).map((link) => topology.links[link]!.target);
        expect([source, ...route]).toEqual(ways.find(({ length }) => length === least));
      }
    }
  }
});
