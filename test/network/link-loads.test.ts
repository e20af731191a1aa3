import { expect, test } from "vitest";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { LinkLoads } from "../../src/network/link-loads.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

test("a ring all-reduce puts 2 (n-1)/n of the buffer on each link of its way round, a message its bytes on its route", () => {
  const topology = topologyOf("ring:4", { bandwidth: 10, latencyNs: 0 });
  const loads = new LinkLoads(new AnalyticNetwork(topology));
  const ranks = [0, 1, 2, 3];
  loads.addCollective({ operation: "all-reduce", bytes: 1000, ranks, algorithm: "ring", chunks: 1 }, 3);
  const elapsedNs = 900;
  const used = loads.hottest(elapsedNs);
  expect(used).toHaveLength(4);
  for (const { bytes, utilisation } of used) {
    expect(bytes).toBeCloseTo(3 * 2 * (3 / 4) * 1000, 9);
    expect(utilisation).toBeCloseTo(4500 / (10 * elapsedNs), 12);
  }
  loads.addTransfer(500, 0, 1, 2);
  const [hottest] = loads.hottest(elapsedNs);
  expect(hottest).toMatchObject({ source: 0, target: 1, bytes: 5500 });
});

test("groups that lie alike in different parts of a network each load their own links, by the same", () => {
  const topology = topologyOf("torus:4x4", { bandwidth: 10, latencyNs: 0 });
  const network = new AnalyticNetwork(topology, { periods: [4, 16] });
  const of = (ranks: number[]) => {
    const loads = new LinkLoads(network);
    loads.addCollective({ operation: "all-reduce", bytes: 1000, ranks }, 1);
    return loads.hottest(1);
  };
  const rows = [0, 1, 2, 3].map((row) => of([0, 1, 2, 3].map((column) => 4 * row + column)));
  const moved = rows.map((links, row) =>
    links.map(({ source, target, bytes }) => [source - 4 * row, target - 4 * row, bytes]).sort(),
  );
  expect(rows[0]?.length).toBeGreaterThan(0);
  for (const links of moved) expect(links).toEqual(moved[0]);
});
