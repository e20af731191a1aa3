import { expect, test } from "vitest";
import { AnalyticNetwork } from "../../src/network/analytic-network.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";
import { shareFabric } from "../../src/study/shared-fabric.ts";

const ranks = (first: number, count: number, stride = 1) =>
  Array.from({ length: count }, (_, i) => first + i * stride);
const job = (name: string, members: number[]) =>
  ({ name, ranks: members, operation: "all-reduce", bytes: 2 ** 24, repeat: 2 }) as const;

test("jobs whose groups cross the same narrow links slow each other down; jobs apart do not", () => {
  const network = new AnalyticNetwork(topologyOf("fat-tree:2x4:4", { bandwidth: 40, latencyNs: 100 }));
  // Two leaves of four: jobs that each keep to one leaf share nothing, jobs across both share the narrow uplinks.
  const apart = shareFabric(network, [job("a", ranks(0, 4)), job("b", ranks(4, 4))]);
  for (const { slowdown } of apart.jobs) expect(slowdown).toBeCloseTo(1, 9);
  const across = shareFabric(network, [job("a", ranks(0, 4, 2)), job("b", ranks(1, 4, 2))]);
  for (const { slowdown } of across.jobs) expect(slowdown).toBeGreaterThan(1.2);
  const [hottest] = across.hottest_links;
  expect(Object.keys(hottest?.bytesByJob ?? {}).sort()).toEqual(["a", "b"]);
  expect(hottest?.utilisation).toBeGreaterThan(0.8);
});
