/**
 * Where no link is shared at the same time the closed form takes the time of the flow player: small messages anywhere, any
 * size where every message has its links to itself.
 */
import { describe, expect, test } from "vitest";
import { AnalyticNetwork, NoAlgorithmError } from "../../src/network/analytic/analytic-network.ts";
import {
  type CollectiveOperation,
  collectiveOperations,
} from "../../src/network/collectives/collective-plan.ts";
import { collectives } from "../../src/network/collectives.ts";
import { flowCollectiveNs } from "../../src/network/flows/flow-collective.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

const latencyNs = 500;
const ranksOf = (count: number) => Array.from({ length: count }, (_, rank) => rank);

/** Both times, or undefined where the algorithm does not do the operation there. */
function times(
  notation: string,
  algorithm: string,
  operation: CollectiveOperation,
  bytes: number,
  chunks = 1,
) {
  const topology = topologyOf(notation, { bandwidth: 50, latencyNs });
  const request = { operation, bytes, ranks: ranksOf(topology.endpoints), algorithm, chunks };
  try {
    const analyticNs = new AnalyticNetwork(topology).collectiveNs(request);
    return { analyticNs, flowNs: flowCollectiveNs(topology, request) };
  } catch (error) {
    if (error instanceof NoAlgorithmError) return undefined;
    throw error;
  }
}

describe("a byte takes the same time in closed form and over flows, within 1 %", () => {
  test.each([
    ..."ring:2 ring:3 ring:8 chain:5 torus:4x4 torus:3x5 torus:2x3x4 mesh:7 switch:8".split(" "),
    "reducing-switch:5",
    "fat-tree:3x3:2",
  ])("by every algorithm for every operation on %s", (notation) => {
    let compared = 0;
    for (const { name } of collectives) {
      for (const operation of collectiveOperations) {
        const both = times(notation, name, operation, 1);
        if (both === undefined) continue;
        compared++;
        expect(both.flowNs / both.analyticNs, `${name} ${operation}`).toBeGreaterThan(0.99);
        expect(both.flowNs / both.analyticNs, `${name} ${operation}`).toBeLessThan(1.01);
      }
    }
    expect(compared).toBeGreaterThan(15);
  });
});

test("on a full mesh every message has its own link: all sizes agree, for any number of ranks", () => {
  for (const notation of ["mesh:2", "mesh:5", "mesh:7", "mesh:8"]) {
    for (const { name } of collectives) {
      for (const operation of collectiveOperations) {
        for (const bytes of [1e4, 1e8]) {
          const both = times(notation, name, operation, bytes);
          if (both === undefined) continue;
          const what = `${name} ${operation} of ${bytes} on ${notation}`;
          expect(Math.abs(both.flowNs / both.analyticNs - 1), what).toBeLessThan(0.01);
        }
      }
    }
  }
});

test("a tree of seven is as deep as its longest path: two hops, where eight take three", () => {
  const small = (notation: string) => times(notation, "tree", "broadcast", 1e-6)?.analyticNs ?? 0;
  expect(small("mesh:7")).toBeCloseTo(2 * latencyNs, 3);
  expect(small("mesh:8")).toBeCloseTo(3 * latencyNs, 3);
});

test("orders of unequal dimensions do not wait for each other: a byte round 3x5 takes the hops of one order", () => {
  const hops = 2 * (3 - 1 + (5 - 1));
  expect(times("torus:3x5", "bucket", "all-reduce", 1e-6)?.analyticNs).toBeCloseTo(hops * latencyNs, 3);
});

test("chunks of a message follow each other without waiting for the wire: S / B and one latency", () => {
  for (const chunks of [1, 4, 16]) {
    const both = times("ring:4", "point-to-point", "point-to-point", 1e6, chunks);
    expect(both?.analyticNs).toBeCloseTo(1e6 / 50 + latencyNs, 6);
    expect(both?.flowNs).toBeCloseTo(1e6 / 50 + latencyNs, 6);
  }
});
