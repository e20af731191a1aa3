/** Bisection and diameter of every kind of topology, against a search over all even halves of the small ones. */
import { describe, expect, test } from "vitest";
import { scaleUpTopology } from "../../src/cluster/scale-up.ts";
import { instances } from "../../src/hardware/instances.ts";
import type { Topology } from "../../src/network/topology.ts";
import { topologyOf } from "../../src/network/topology-notation.ts";
import { topologyFacts } from "../../src/study/topology-facts.ts";
import { trnsim } from "../cli/trnsim.ts";

const figures = { bandwidth: 1, latencyNs: 0 };
const named = (name: string) =>
  scaleUpTopology(instances.find((instance) => instance.name === name) as (typeof instances)[number]);

/** Least bandwidth from one half of the endpoints to the other, wherever the switches are counted. */
function narrowestHalving({ endpoints, nodes, links }: Topology): number {
  const half = Math.floor(endpoints / 2);
  let narrowest = Number.POSITIVE_INFINITY;
  for (let side = 0; side < 2 ** nodes; side++) {
    let members = 0;
    for (let node = 0; node < endpoints; node++) members += (side >> node) & 1;
    if (members !== half) continue;
    let across = 0;
    for (const { source, target, bandwidth } of links) {
      if (((side >> source) & 1) === 1 && ((side >> target) & 1) === 0) across += bandwidth;
    }
    narrowest = Math.min(narrowest, across);
  }
  return narrowest;
}

describe("the bisection is the narrowest of all even halvings", () => {
  test.each([
    "ring:2",
    "ring:6",
    "ring:7",
    "chain:5",
    "mesh:7",
    "switch:8",
    "torus:2x4",
    "torus:2x5",
    "torus:3x3",
    "torus:3x4",
    "torus:3x5",
    "torus:2x2x3",
    "fat-tree:2x4:2",
    "fat-tree:3x4:2",
    "fat-tree:2x4:0.5",
    "torus:2x2x2x2",
    "rail-optimised:3x2",
    "rail-optimised:4x2:2",
    "rail-optimised:servers=4,rails=2,serversPerUnit=2,oversubscription=4",
    "hyperx:4:2",
    "hyperx:3:2",
    "hyperx:3x3:1",
    "hyperx:2x3:2",
    "hyperx:dimensions=2x2,endpoints=2,widths=1x2",
    "dragonfly:1x3x1",
    "dragonfly:2x2x1:2",
    "dragonfly:2x3x1:2",
    "dragonfly:2x2x1",
    "dragonfly:1x4x1:3",
  ])("%s", (notation) => {
    const topology = topologyOf(notation, figures);
    expect(topology.bisectionBandwidth).toBeCloseTo(narrowestHalving(topology), 9);
  });
  test.each(["p3dn.24xlarge", "g5.48xlarge", "inf2.48xlarge", "dl1.24xlarge", "p5.48xlarge"])(
    "%s",
    (name) => {
      const topology = named(name);
      expect(topology.bisectionBandwidth).toBeCloseTo(narrowestHalving(topology), 9);
    },
  );
});

test("bisections of the large ones, by the links that a plane through the middle cuts", () => {
  expect(named("trn1.32xlarge").bisectionBandwidth).toBe(4 * 2 * 48);
  expect(named("trn2.48xlarge").bisectionBandwidth).toBe(4 * 2 * 128);
  // Across Z, whose links are half as wide.
  expect(named("trn2u-ultraserver").bisectionBandwidth).toBe(16 * 2 * 64);
  expect(named("trn3-gen1-ultraserver").bisectionBandwidth).toBe(32 * 704);
  // Between the racks, one link from each chip to its like.
  expect(named("trn3-gen2-ultraserver").bisectionBandwidth).toBe(72 * 128);
});

test.each([
  ["trn2.48xlarge", 2 + 2],
  ["trn2u-ultraserver", 2 + 2 + 2],
  ["inf1.24xlarge", 15],
  ["inf2.48xlarge", 6],
  ["trn3-gen1-ultraserver", 2],
  ["trn3-gen2-ultraserver", 1 + 2],
  ["p3dn.24xlarge", 2],
])("the diameter of %s is %i links, and no route is longer", (name, hops) => {
  const topology = named(name);
  expect(topologyFacts(topology).diameter).toBe(hops);
  let longest = 0;
  for (let source = 0; source < topology.endpoints; source++) {
    for (let target = 0; target < topology.endpoints; target++) {
      longest = Math.max(longest, topology.route(source, target).length);
    }
  }
  expect(longest).toBe(hops);
});

test("with spines a fat tree hashes each pair to one of them, so that messages to different nodes can collide", () => {
  const topology = topologyOf("fat-tree:2x4:1:4", figures);
  const uplinks = [0, 1, 2, 3].map((node) => topology.route(node, 4 + node)[1]);
  expect(topology.links.filter(({ bandwidth }) => bandwidth === 1)).toHaveLength(2 * 8 + 2 * 2 * 4);
  expect(new Set(uplinks).size).toBeLessThan(4);
});

test.each([
  "fat-tree:4x4:0",
  "ring:8:2",
  "ring:0",
  "torus:2x2:2",
  "fat-tree:4",
  "dragonfly:2x4x2:5:1",
  "dragonfly:1x3x2:6",
  "rail-optimised:servers=6,rails=2,serversPerUnit=4",
  "hyperx:dimensions=4x4,widths=1",
  "hyperx:dimension=4x4",
  "fat-tree:2x2:1:1.5",
  "mesh:5000",
])("%s is no topology", (notation) => {
  expect(() => topologyOf(notation, figures)).toThrow(`--topology: found "${notation}"; expected`);
});

test("the links of a notation have the figures that are asked for, those of an instance their own", () => {
  const asked = ["--bandwidth", "50 GB/s", "--latency", "500 ns"];
  const { stdout } = trnsim(["topology", "torus:4x4", ...asked]);
  expect(stdout).toContain("32 of 50 GB/s each way, 500 ns");
  // Two cables of each of four rows cross the middle of a torus.
  expect(stdout).toContain(`Bisection   ${2 * 4 * 50} GB/s each way`);
  const refused = trnsim(["topology", "trn2.48xlarge", ...asked]);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  const told = ["--bandwidth", "--latency"].map(
    (flag) => `${flag}: expected no such flag beside trn2.48xlarge, whose links are its own\n`,
  );
  expect(refused.stderr).toBe(told.join(""));
});
