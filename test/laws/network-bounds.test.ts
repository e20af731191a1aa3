/** No collective beats what its links can carry; the torus is used both ways. */
import { describe, expect, test } from "vitest";
import { idealLinks } from "../../src/cluster/link-software.ts";
import { wire } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { busFactor } from "../../src/network/bus-factor.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { collectives } from "../../src/network/collectives.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";

const operations: CollectiveOperation[] = ["all-reduce", "all-gather", "reduce-scatter", "all-to-all"];
const notations = [
  "ring:4",
  "ring:7",
  "chain:5",
  "torus:4x4",
  "torus:2x4x4",
  "mesh:8",
  "switch:8",
  "fat-tree:2x4:2",
];

describe.each(notations)("on %s", (notation) => {
  const bandwidth = 40;
  const topology = topologyOf(notation, { bandwidth, latencyNs: 300 });
  const network = new AnalyticNetwork(topology);
  const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
  const outgoing = ranks.map((rank) =>
    topology.links.filter(({ source }) => source === rank).reduce((sum, link) => sum + link.bandwidth, 0),
  );
  const widest = Math.max(...outgoing);

  test.each(operations)("no %s moves more over the bus than a rank's outgoing links carry", (operation) => {
    for (const algorithm of ["best", ...collectives.map(({ name }) => name)]) {
      for (const bytes of [8, 4096, 2 ** 20, 2 ** 28]) {
        let timeNs: number;
        try {
          timeNs = network.collectiveNs({ operation, bytes, ranks, algorithm });
        } catch {
          continue; // This algorithm does not do this operation here.
        }
        const busBytesPerNs = (bytes / timeNs) * busFactor(operation, ranks.length);
        expect(busBytesPerNs, `${algorithm}, ${bytes} bytes`).toBeLessThanOrEqual(widest * (1 + 1e-9));
      }
    }
  });

  test("half of an all-to-all crosses the bisection", () => {
    const bytes = 2 ** 26;
    const n = ranks.length;
    const half = Math.floor(n / 2);
    const crossing = (half * (n - half) * bytes) / n;
    const timeNs = network.collectiveNs({ operation: "all-to-all", bytes, ranks, algorithm: "best" });
    expect(timeNs).toBeGreaterThanOrEqual((crossing / topology.bisectionBandwidth) * (1 - 1e-9));
  });
});

const named = (name: string) =>
  instances.find((instance) => instance.name === name) as (typeof instances)[number];
const gibibyte = 2 ** 30;

test("a 1 GiB all-reduce on the 16 chips of a Trn2 uses both ways of the torus: within 25 % of 2 S (n-1)/n / (4 x 128 GB/s)", () => {
  const network = wire({ instance: named("trn2.48xlarge"), count: 1, software: idealLinks });
  const ranks = Array.from({ length: network.topology.endpoints }, (_, rank) => rank);
  const bound = (2 * gibibyte * (15 / 16)) / (4 * 128);
  expect(bound / 1e6).toBeCloseTo(3.93, 2);
  const timeNs = network.collectiveNs({ operation: "all-reduce", bytes: gibibyte, ranks });
  expect(timeNs).toBeGreaterThanOrEqual(bound);
  expect(timeNs).toBeLessThan(1.25 * bound);
});

test("an UltraServer is faster than four Trn2 over EFA, most so where latency counts", () => {
  const ranks = Array.from({ length: 256 }, (_, rank) => rank);
  const apart = wire({ instance: named("trn2.48xlarge"), count: 4 });
  const joined = wire({ instance: named("trn2u-ultraserver"), count: 1 });
  const ratio = (time: (network: AnalyticNetwork) => number) => time(apart) / time(joined);
  const exchange = (bytes: number) => ({ operation: "all-reduce", bytes, ranks }) as const;
  expect(ratio((network) => network.collectiveNs(exchange(2 ** 20)))).toBeGreaterThan(1.2);
  // The chunks of large buffers hide the hops that differ, and both wait for the ports of their chips; of middling ones, whose
  // few chunks meet there otherwise, it may wait an eighth of a per cent longer.
  for (const bytes of [2 ** 30, 2 ** 32])
    expect(ratio((network) => network.collectiveNs(exchange(bytes)))).toBeGreaterThanOrEqual(1);
  expect(ratio((network) => network.collectiveNs(exchange(2 ** 26)))).toBeGreaterThan(0.998);
});

test("more bandwidth is never slower", () => {
  for (const notation of notations) {
    const times = [20, 40, 80].map((bandwidth) => {
      const topology = topologyOf(notation, { bandwidth, latencyNs: 300 });
      const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
      return new AnalyticNetwork(topology).collectiveNs({ operation: "all-reduce", bytes: 1e6, ranks });
    });
    expect(times).toEqual([...times].sort((a, b) => b - a));
  }
});
