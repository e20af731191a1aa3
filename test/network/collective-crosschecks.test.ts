/**
 * Ring collectives against ASTRA-sim's analytical back ends (fixtures/astra-sim-collectives.csv), whose conventions are:
 * "GB/s" = 2^30 bytes/s; the buffer for all-reduce, a rank's input for reduce-scatter and all-to-all, the shard for
 * all-gather. Endpoint and memory terms, a few ns in these rows, are left out here.
 */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { flowCollectiveNs } from "../../src/network/flows/flow-collective.ts";
import { torus } from "../../src/network/topologies/torus.ts";

const file = new URL("../fixtures/astra-sim-collectives.csv", import.meta.url);
const rows: Record<string, string>[] = parse(readFileSync(file, "utf8"), { columns: true });
const rings = rows.filter(
  (row) => row.chunks === "1" && row.local_mem_bw_GBps === "1000000" && /^Ring(xRing)*$/.test(row.topology!),
);

function questionOf(row: Record<string, string>) {
  const sizes = row.npus_per_dim!.split("x").map(Number);
  const bandwidths = row.bandwidth_GiBps_per_dim!.split("x").map(Number);
  const latencies = row.latency_ns_per_dim!.split("x").map(Number);
  const topology = torus(
    sizes,
    sizes.map((_, index) => ({
      bandwidth: (bandwidths[index]! * 2 ** 30) / 1e9,
      latencyNs: latencies[index]!,
    })),
  );
  const operation = row.collective!.replaceAll("_", "-") as CollectiveOperation;
  const bytes = Number(row.comm_size_bytes) * (operation === "all-gather" ? topology.endpoints : 1);
  const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
  return { topology, request: { operation, bytes, ranks, algorithm: "ring", chunks: 1 } };
}

test("there are rows of one, two and three dimensions", () => {
  expect(new Set(rings.map(({ topology }) => topology))).toEqual(
    new Set(["Ring", "RingxRing", "RingxRingxRing"]),
  );
});

describe("ring collectives take the time that ASTRA-sim answers, within 0.2 %", () => {
  test.each(rings.map((row) => [row.collective, row.npus_per_dim, row.comm_size_bytes, row] as const))(
    "%s on %s, %s bytes",
    (_operation, _npus, _bytes, row) => {
      const { topology, request } = questionOf(row);
      const timeNs = new AnalyticNetwork(topology).collectiveNs(request);
      expect(Math.abs(timeNs / Number(row.simulated_ns) - 1)).toBeLessThan(0.002);
    },
  );
});

describe("played over flows without contention they take the same time as in closed form, within 1 %", () => {
  const small = rings.filter(({ npus, collective }) => Number(npus) <= 16 && collective !== "all_to_all");
  test.each(small.map((row) => [row.collective, row.npus_per_dim, row] as const))(
    "%s on %s",
    (_operation, _npus, row) => {
      const { topology, request } = questionOf(row);
      const analyticNs = new AnalyticNetwork(topology).collectiveNs(request);
      expect(Math.abs(flowCollectiveNs(topology, request) / analyticNs - 1)).toBeLessThan(0.01);
    },
  );
});

test("a ring all-reduce takes 2 (n-1) (a + S / (n B))", () => {
  const topology = torus([8], [{ bandwidth: 50, latencyNs: 500 }]);
  const ranks = [0, 1, 2, 3, 4, 5, 6, 7];
  const timeNs = new AnalyticNetwork(topology).collectiveNs({
    operation: "all-reduce",
    bytes: 2 ** 20,
    ranks,
    algorithm: "ring",
    chunks: 1,
  });
  expect(timeNs).toBeCloseTo(2 * 7 * (500 + 2 ** 20 / (8 * 50)), 6);
});
