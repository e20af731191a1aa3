import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { clusterFabric } from "../../src/cluster/fabric.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { PricedPlan } from "../../src/network/analytic/analytic-player.ts";
import { shapeFor } from "../../src/network/analytic/group-shape.ts";
import { PlanFold } from "../../src/network/analytic/plan-fold.ts";
import { wireViews } from "../../src/network/analytic/wire-views.ts";
import { type CollectivePlan, collectiveOperations } from "../../src/network/collectives/collective-plan.ts";
import { collectives } from "../../src/network/collectives.ts";
import type { Topology } from "../../src/network/topology.ts";

const instances = ["trn1.32xlarge", "inf2.24xlarge", "g5.12xlarge", "p5.48xlarge"].map(
  (name) => catalog.instances.find((each) => each.name === name) as Instance,
);

const hierarchical = collectives.find(({ name }) => name === "hierarchical") as (typeof collectives)[number];

/** The same wires, whose parts are not known to be alike. */
const unfolded = (topology: Topology): Topology =>
  Object.create(topology, { alikeParts: { value: undefined } });

/** Groups of `size` ranks `stride` apart, from each of the first `groups` ranks on: data-parallel groups, and others. */
function stridedGroups(endpoints: number, size: number, stride: number, groups: number): number[][] {
  const first = Array.from({ length: Math.min(groups, stride) }, (_, rank) => rank);
  return first
    .map((rank) => Array.from({ length: size }, (_, place) => rank + place * stride))
    .filter((ranks) => (ranks.at(-1) as number) < endpoints);
}

interface Shape {
  instance: Instance;
  count: number;
  /** Instances from one that takes part to the next, in some kinds. */
  parts: number;
  groups: number;
  kind: "all" | "one a part" | "a run of each part" | "any";
}

const shape: fc.Arbitrary<Shape> = fc.record({
  instance: fc.constantFrom(...instances),
  count: fc.integer({ min: 2, max: 6 }),
  parts: fc.integer({ min: 1, max: 3 }),
  groups: fc.integer({ min: 1, max: 8 }),
  kind: fc.constantFrom<Shape["kind"][]>("all", "one a part", "a run of each part", "any"),
});

/** Groups that do a collective at once. */
function groupsOf(topology: Topology, { count, parts, groups, kind }: Shape): number[][] {
  const { endpoints } = topology;
  const each = endpoints / count;
  if (kind === "all") return [Array.from({ length: endpoints }, (_, rank) => rank)];
  if (kind === "one a part") return stridedGroups(endpoints, Math.floor(count / parts), parts * each, groups);
  if (kind === "any") return stridedGroups(endpoints, 4, groups, 2);
  const run = Math.max(1, each >> (parts % 3));
  const all = Array.from({ length: endpoints }, (_, rank) => rank);
  return [all.filter((rank) => rank % each < run)];
}

type Loads = PricedPlan["loads"];
const byLink = ({ links, fractions }: Loads) =>
  [...links].map((link, at) => [link, fractions[at]!] as const).sort(([a], [b]) => a - b);

test("a plan folded on alike instances has the times and the loads of the whole plan", () => {
  let folded = 0;
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom(...collectives),
      fc.constantFrom(...collectiveOperations),
      (of, each, operation) => {
        const topology = clusterFabric({ instance: of.instance, count: of.count });
        const groups = groupsOf(topology, of);
        const [first] = groups;
        if (first === undefined || first.length < 2) return;
        const plan = each.plan(operation, shapeFor(operation, topology, first));
        if (plan === undefined) return;
        if (PlanFold.of(topology, plan, groups)) folded++;
        const [short, long] = [topology, unfolded(topology)].map(
          (wires) => new PricedPlan(wires, plan, groups),
        );
        for (const bytes of [1, 2 ** 20, 2 ** 30]) {
          for (const chunks of [1, 4]) expect(short!.timeNs(bytes, chunks)).toBe(long!.timeNs(bytes, chunks));
        }
        expect(byLink(short!.loads)).toEqual(byLink(long!.loads));
      },
    ),
    { numRuns: 100 },
  );
  expect(folded).toBeGreaterThan(0);
});

test("plans of instances fold over UltraServers, and have the times and the loads of the whole plan, by wires and by cards", () => {
  const instance = catalog.instances.find(({ name }) => name === "trn2u-ultraserver") as Instance;
  let folded = 0;
  for (const count of [2, 3]) {
    const topology = clusterFabric({ instance, count });
    const [, ...others] = wireViews(topology, topology.endpoints / count / 4, topology.endpoints / count);
    expect(others.map(({ name }) => name)).toEqual(["instances", "cards"]);
    const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
    for (const { grid, topology: wires } of others) {
      for (const operation of ["all-reduce", "all-to-all"] as const) {
        const { members, ...shape } = shapeFor(operation, grid, ranks);
        const plan = hierarchical.plan(operation, shape) as CollectivePlan;
        if (PlanFold.of(wires, plan, [members])) folded++;
        const [short, long] = [wires, unfolded(wires)].map((each) => new PricedPlan(each, plan, [members]));
        for (const bytes of [1, 2 ** 20, 2 ** 30]) {
          for (const chunks of [1, 4]) {
            const ratio = short!.timeNs(bytes, chunks) / long!.timeNs(bytes, chunks);
            expect(ratio).toBeCloseTo(1, 12);
          }
        }
        expect(short!.loads.links.length).toBe(long!.loads.links.length);
      }
    }
  }
  expect(folded).toBe(8);
});

test("a plan in which the first instance does otherwise than the rest is not folded", () => {
  const topology = clusterFabric({ instance: instances[2]!, count: 4 });
  const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
  const each = topology.endpoints / 4;
  const between = (pairs: readonly (readonly [number, number])[]) => ({
    tracks: [
      {
        phases: [
          [{ transfers: pairs.map(([source, target]) => ({ source, target, fraction: 1 })), repeat: 1 }],
        ],
      },
    ],
  });
  const round = ranks.map((rank) => [rank, (rank + each) % ranks.length] as const);
  expect(PlanFold.of(topology, between(round), [ranks])).toBeDefined();
  const plan = hierarchical.plan("all-reduce", shapeFor("all-reduce", topology, ranks)) as CollectivePlan;
  expect(PlanFold.of(topology, plan, [ranks])).toBeDefined();
  // Everybody sends as the first do, but all to one instance.
  const toOne = ranks.map((rank) => [rank, rank < each ? rank + each : rank % each] as const);
  expect(PlanFold.of(topology, between(toOne), [ranks])).toBeUndefined();
  expect(PlanFold.of(topology, between(round.slice(1)), [ranks])).toBeUndefined();
  // Beside a group that lies otherwise, and under switches that some messages cross.
  expect(PlanFold.of(topology, between(round), [ranks, ranks.toReversed()])).toBeUndefined();
  const tiers = [{ instances: 2, oversubscription: 2, latencyNs: 0 }];
  const leaves = clusterFabric({ instance: instances[2]!, count: 4, tiers });
  expect(PlanFold.of(leaves, between(round), [ranks])).toBeUndefined();
});
