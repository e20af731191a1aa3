/** What plans have in common: they move what the operation needs, over neighbours where they promise to, in either player. */
import { describe, expect, test } from "vitest";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { PricedPlan } from "../../src/network/analytic/analytic-player.ts";
import { shapeGroup } from "../../src/network/analytic/group-shape.ts";
import type { CollectiveOperation, CollectivePlan } from "../../src/network/collectives/collective-plan.ts";
import { balancedOrders } from "../../src/network/collectives/dimension-orders.ts";
import { disjointCycles, gridCycle } from "../../src/network/collectives/hamiltonian-cycles.ts";
import { collectives } from "../../src/network/collectives.ts";
import { flowCollectiveNs } from "../../src/network/flows/flow-collective.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

const figures = { bandwidth: 100, latencyNs: 500 };
const ranksOf = (count: number) => Array.from({ length: count }, (_, rank) => rank);

/** Fractions of the buffer that each member sends and receives in the whole plan. */
function moved(plan: CollectivePlan, members: number) {
  const sent = new Array<number>(members).fill(0);
  const received = new Array<number>(members).fill(0);
  for (const { phases } of plan.tracks) {
    for (const { transfers, repeat } of phases.flat()) {
      for (const { source, target, fraction } of transfers) {
        sent[source]! += repeat * fraction;
        received[target]! += repeat * fraction;
      }
    }
  }
  return { sent, received };
}

/** Fraction of the buffer that a member must receive at least. */
const least: Partial<Record<CollectiveOperation, (n: number) => number>> = {
  "all-reduce": () => 1,
  "all-gather": (n) => (n - 1) / n,
  "reduce-scatter": (n) => (n - 1) / n,
  "all-to-all": (n) => (n - 1) / n,
  permute: () => 1,
};

describe.each(["ring:6", "chain:5", "torus:4x4", "torus:3x4", "torus:2x4x4", "mesh:8", "fat-tree:4x4"])(
  "every plan on %s",
  (notation) => {
    const topology = topologyOf(notation, figures);
    const n = topology.endpoints;
    const group = shapeGroup(topology, ranksOf(n));

    test("brings every member what the operation needs, in tracks of equally many phases", () => {
      for (const { name, plan } of collectives) {
        for (const [operation, bound] of Object.entries(least)) {
          const made = plan(operation as CollectiveOperation, group);
          if (made === undefined || name === "in-network") continue;
          expect(new Set(made.tracks.map(({ phases }) => phases.length)).size, name).toBe(1);
          const { received } = moved(made, n);
          // The root of a tree receives the children's sums, the leaves the result: one buffer each at least.
          expect(Math.min(...received), `${name} ${operation}`).toBeGreaterThan(bound(n) - 1e-9);
        }
      }
    });

    test("of rings, buckets and halving moves no more than it must: 2 (n-1)/n of the buffer for an all-reduce", () => {
      for (const { name, plan } of collectives) {
        if (!/ring|bucket|halving/.test(name)) continue;
        const made = plan("all-reduce", group);
        if (made === undefined) continue;
        for (const sent of moved(made, n).sent) expect(sent, name).toBeCloseTo((2 * (n - 1)) / n, 9);
      }
    });
  },
);

describe("in closed form a plan takes what it takes over flows where no link is shared, within 1 %", () => {
  const free = ["ring", "ring-bidirectional", "hamiltonian-ring", "multi-ring", "bucket", "halving-doubling"];
  const cases = ["ring:4", "ring:8", "torus:4x4", "mesh:8", "switch:8"].flatMap((notation) =>
    free.map((algorithm) => [algorithm, notation] as const),
  );
  // On a ring of eight the partners of halving are up to three hops apart and share links.
  const contends = (algorithm: string, notation: string) =>
    algorithm === "halving-doubling" && notation === "ring:8";
  test.each(cases.filter(([algorithm, notation]) => !contends(algorithm, notation)))(
    "%s on %s",
    (algorithm, notation) => {
      const topology = topologyOf(notation, figures);
      const ranks = ranksOf(topology.endpoints);
      const made = collectives
        .find(({ name }) => name === algorithm)
        ?.plan("all-reduce", shapeGroup(topology, ranks));
      if (made === undefined) return;
      for (const bytes of [1024, 2 ** 26]) {
        const request = { operation: "all-reduce", bytes, ranks, algorithm, chunks: 1 } as const;
        const analyticNs = new PricedPlan(topology, made, [ranks]).timeNs(bytes);
        expect(Math.abs(analyticNs / flowCollectiveNs(topology, request) - 1)).toBeLessThan(0.01);
      }
    },
  );
});

test("two Hamiltonian cycles on a 4x4 torus use each of its 32 cables once", () => {
  const cycles = disjointCycles([4, 4]);
  const topology = topologyOf("torus:4x4", figures);
  const cables = cycles.flatMap((cycle) =>
    cycle.map((node, index) => [node, cycle[(index + 1) % cycle.length]].sort((a, b) => a! - b!).join("-")),
  );
  expect(new Set(cables).size).toBe(32);
  for (const [from, to] of cables.map((cable) => cable.split("-").map(Number))) {
    expect(topology.route(from!, to!)).toHaveLength(1);
  }
});

test("a grid has a cycle over neighbours when a side is even, and none is known when all are odd", () => {
  const cycle = gridCycle([3, 4]) as readonly number[];
  expect([...cycle].sort((a, b) => a - b)).toEqual(ranksOf(12));
  const grid = topologyOf("torus:3x4", figures);
  cycle.forEach((node, index) => {
    expect(grid.route(node, cycle[(index + 1) % 12]!)).toHaveLength(1);
  });
  expect(gridCycle([3, 5])).toBeUndefined();
});

test("shares of the buffer balance unequal dimensions: on 4x4x4 with Z half as wide no link is left behind", () => {
  const dimensions = [128, 128, 64].map((bandwidth) => ({ size: 4, shape: "ring" as const, bandwidth }));
  const loads = [0, 0, 0];
  for (const { order, share } of balancedOrders(dimensions)) {
    let before = 1;
    for (const index of order) {
      loads[index]! += (share * 3) / 4 / before / dimensions[index]!.bandwidth;
      before *= 4;
    }
  }
  // All links together carry 63/64 of the buffer over 128 + 128 + 64 bytes/ns: no order can do better.
  expect(Math.max(...loads)).toBeLessThan((1.02 * (63 / 64)) / (128 + 128 + 64));
});

test("eight ranks that are two rows of a 4x4 torus are a ring of four by a chain of two", () => {
  const shape = shapeGroup(topologyOf("torus:4x4", figures), ranksOf(8));
  expect(shape.dimensions.map(({ size, shape: kind }) => [size, kind])).toEqual([
    [4, "ring"],
    [2, "chain"],
  ]);
});

test("groups that run at the same time share the links they have in common", () => {
  const network = new AnalyticNetwork(topologyOf("switch:4", { bandwidth: 100, latencyNs: 0 }));
  const request = { operation: "permute", bytes: 1000, ranks: [0, 1] } as const;
  expect(network.collectiveNs(request)).toBe(1000 / 100);
  expect(network.collectiveNs({ ...request, simultaneous: [[1, 0]] })).toBe((2 * 1000) / 100);
});
