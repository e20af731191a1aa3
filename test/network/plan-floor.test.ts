/** No plan is faster than a few of its messages, so that one whose floor is above another's time need not be priced. */
import { describe, expect, test } from "vitest";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { PricedPlan } from "../../src/network/analytic/analytic-player.ts";
import { shapeFor } from "../../src/network/analytic/group-shape.ts";
import { floorOf } from "../../src/network/analytic/plan-floor.ts";
import { collectives } from "../../src/network/collectives.ts";
import { topologies } from "../../src/network/topologies.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

const figures = { bandwidth: 50, latencyNs: 500, startNs: 40 };
const chunkCounts = [1, 2, 4, 8, 16, 32, 64];
const sizes = [8, 2 ** 20, 2 ** 28];

// Powers of two, which algorithms halve, and others, which a tree takes as well.
describe.each([
  ["torus:8x8x4", ["halving-doubling", "recursive-doubling"]],
  ["torus:8x8x17", ["tree"]],
  ["fat-tree:32x34:4", ["tree"]],
])("an all-reduce on %s", (notation, floored) => {
  const topology = topologyOf(notation, figures, topologies);
  const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
  const shape = shapeFor("all-reduce", topology, ranks);
  const among = collectives.filter(({ everyPair, onRequest }) => !everyPair && !onRequest);
  const plans = among.flatMap(({ name, plan }) => {
    const made = plan("all-reduce", shape);
    if (made === undefined) return [];
    const floor = floorOf(topology, made, ranks);
    return [{ name, floor, priced: new PricedPlan(topology, made, [ranks]) }];
  });

  test("no plan takes less than its floor", () => {
    expect(plans.flatMap(({ name, floor }) => (floor ? [name] : []))).toEqual(floored);
    for (const { name, floor, priced } of plans) {
      for (const bytes of sizes) {
        for (const chunks of chunkCounts) {
          const most = priced.timeNs(bytes, chunks) * (1 + 1e-9);
          expect(floor?.floorNs(bytes, chunks) ?? 0, name).toBeLessThanOrEqual(most);
        }
      }
    }
  });

  test("the choice by floors is the choice by all prices", () => {
    for (const bytes of sizes) {
      const times = plans.map(({ priced }) =>
        Math.min(...chunkCounts.map((chunks) => priced.timeNs(bytes, chunks))),
      );
      // A network for each size, so that nothing was priced before.
      const network = new AnalyticNetwork(topology, { algorithms: among });
      const chosen = network.collective({ operation: "all-reduce", bytes, ranks })?.algorithm;
      expect(chosen).toBe(plans[times.indexOf(Math.min(...times))]?.name);
    }
  });
});
