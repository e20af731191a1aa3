/**
 * No collective is faster than its bandwidth bound on a random grid of topologies, groups, sizes and algorithms. The bound
 * follows from cuts: what must leave or enter a rank over its own links, and what must cross the middle.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { collectives } from "../../src/network/collectives.ts";
import type { Topology } from "../../src/network/topology.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

const size = fc.integer({ min: 2, max: 5 });
const notation = fc.oneof(
  fc
    .tuple(fc.constantFrom("ring", "chain", "mesh", "switch"), fc.integer({ min: 3, max: 17 }))
    .map(([kind, n]) => `${kind}:${n}`),
  fc.tuple(size, size).map(([a, b]) => `torus:${a}x${b}`),
  fc.tuple(size, size, size).map(([a, b, c]) => `torus:${a}x${b}x${c}`),
  fc.tuple(size, size, fc.constantFrom(1, 2, 4)).map(([a, b, over]) => `fat-tree:${a}x${b}:${over}`),
);
const operations: CollectiveOperation[] = [
  "all-reduce",
  "all-gather",
  "reduce-scatter",
  "all-to-all",
  "broadcast",
];

/** Sum of the bandwidths of the links out of (or into) an endpoint. */
function width(topology: Topology, rank: number, end: "source" | "target"): number {
  return topology.links
    .filter((link) => link[end] === rank)
    .reduce((sum, { bandwidth }) => sum + bandwidth, 0);
}

/** Least time that the cuts allow for `bytes` among all endpoints, ns. */
function boundNs(topology: Topology, operation: CollectiveOperation, bytes: number): number {
  const n = topology.endpoints;
  const ranks = Array.from({ length: n }, (_, rank) => rank);
  const out = Math.min(...ranks.map((rank) => width(topology, rank, "source")));
  const into = Math.min(...ranks.map((rank) => width(topology, rank, "target")));
  const half = Math.floor(n / 2);
  switch (operation) {
    case "all-reduce":
      // A switch that sums takes every buffer once and gives the sum once; else 2 (n-1)/n of it leave every rank.
      return topology.reducingSwitch === undefined ? (2 * bytes * (n - 1)) / n / out : bytes / out;
    case "all-gather":
      return (bytes * (n - 1)) / n / into;
    case "reduce-scatter":
      return (bytes * (n - 1)) / n / out;
    case "all-to-all": {
      // The narrowest cut of a grid halves it only where its sides are even.
      const isHalved = topology.dimensions.every(({ size: side }) => side % 2 === 0);
      const crossing = isHalved ? (half * (n - half) * bytes) / n : 0;
      return Math.max((bytes * (n - 1)) / n / Math.min(out, into), crossing / topology.bisectionBandwidth);
    }
    default:
      return bytes / into;
  }
}

test("no collective beats its bandwidth bound", () => {
  let checked = 0;
  fc.assert(
    fc.property(
      notation,
      fc.constantFrom(...operations),
      fc.constantFrom("best", ...collectives.map(({ name }) => name)),
      fc.double({ min: 3, max: 30, noNaN: true }),
      fc.constantFrom(undefined, 1, 2, 8),
      (where, operation, algorithm, exponent, chunks) => {
        const topology = topologyOf(where, { bandwidth: 40, latencyNs: 0 });
        const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
        const bytes = 2 ** exponent;
        let timeNs: number;
        try {
          timeNs = new AnalyticNetwork(topology).collectiveNs({ operation, bytes, ranks, algorithm, chunks });
        } catch {
          return; // This algorithm does not do this operation here.
        }
        checked++;
        expect(timeNs).toBeGreaterThanOrEqual(boundNs(topology, operation, bytes) * (1 - 1e-9));
      },
    ),
    { numRuns: 1500, seed: 1 },
  );
  expect(checked).toBeGreaterThan(300);
});
