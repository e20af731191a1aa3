/** Shortcuts that large clusters are priced with give what the long way gives on small ones. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { clusterFabric } from "../../src/cluster/fabric.ts";
import { networkOf } from "../../src/cluster/wiring.ts";
import { instances } from "../../src/hardware/instances.ts";
import { collectives } from "../../src/network/collectives.ts";

const named = (name: string) => instances.find((each) => each.name === name) as (typeof instances)[number];

const fabrics = fc.record({
  instance: fc
    .constantFrom("trn1.32xlarge", "trn2.48xlarge", "p4d.24xlarge", "p5.48xlarge", "p3dn.24xlarge")
    .map(named),
  count: fc.integer({ min: 1, max: 9 }),
  tiers: fc.constantFrom(
    [],
    [{ instances: 2, oversubscription: 2, latencyNs: 100 }],
    [
      { instances: 2, oversubscription: 2, latencyNs: 100 },
      { instances: 4, oversubscription: 3, latencyNs: 50 },
    ],
  ),
});

test("every route leads from link to link from its source to its target, and no node twice", () => {
  fc.assert(
    fc.property(fabrics, fc.nat(), fc.nat(), (plan, a, b) => {
      const { endpoints, links, route, reducingSwitch } = clusterFabric(plan);
      const [source, target] = [a % endpoints, b % endpoints];
      const leads = (from: number, to: number) => {
        const nodes = [from, ...route(from, to).map((link) => links[link]!.target)];
        for (const [index, link] of route(from, to).entries()) expect(links[link]!.source).toBe(nodes[index]);
        expect(nodes[nodes.length - 1]).toBe(to);
        expect(new Set(nodes).size).toBe(nodes.length);
      };
      leads(source, target);
      const ranksEach = endpoints / plan.count;
      const first = source - (source % ranksEach);
      const sums = reducingSwitch?.(Array.from({ length: ranksEach }, (_, rank) => first + rank));
      if (sums === undefined) return;
      leads(source, sums);
      leads(sums, source);
    }),
    { numRuns: 200, seed: 8 },
  );
});

test("uplinks carry what the cards below send, over oversubscription", () => {
  const p4d = named("p4d.24xlarge");
  const tiers = [{ instances: 2, oversubscription: 4, latencyNs: 0 }];
  const { links, route } = clusterFabric({ instance: p4d, count: 4, tiers });
  const crossing = route(0, 16).map((link) => links[link]!.bandwidth);
  // Two instances of 50 GB/s each under a leaf.
  expect(crossing[2]).toBeCloseTo((2 * p4d.scaleOut.bandwidth) / 4, 9);
});

test("sends between instances take as long with those that they can meet as with all", () => {
  const network = networkOf({ instance: named("trn2.48xlarge"), count: 8 });
  const ranksEach = 64;
  const sends = Array.from({ length: 4 * ranksEach }, (_, rank) => [rank, rank + 4 * ranksEach]);
  const met = network.meeting(sends);
  // Those of the first instance and the one it sends to.
  expect(met).toHaveLength(ranksEach);
  const timeNs = ([ranks = [], ...simultaneous]: readonly (readonly number[])[]) =>
    network.collectiveNs({ operation: "point-to-point", bytes: 2 ** 20, ranks, simultaneous });
  expect(timeNs(met)).toBe(timeNs(sends));
});

test("the algorithm for many groups at once is the fastest of all, though not all are priced", () => {
  const network = networkOf({
    instance: named("p4d.24xlarge"),
    count: 96,
    collectives: { selection: "best" },
  });
  const groups = Array.from({ length: 8 }, (_, rank) =>
    Array.from({ length: 96 }, (_, index) => rank + 8 * index),
  );
  // Each six times: more ranks than all candidates are priced with.
  const [ranks = [], ...simultaneous] = Array.from({ length: 6 }, () => groups).flat();
  for (const bytes of [2 ** 16, 2 ** 28]) {
    const request = { operation: "all-reduce", bytes, ranks, simultaneous } as const;
    const times = collectives
      .filter(({ onRequest }) => !onRequest)
      .flatMap(({ name }) => {
        try {
          return network.collective({ ...request, algorithm: name })?.timeNs ?? [];
        } catch {
          return [];
        }
      });
    expect(network.collectiveNs(request)).toBe(Math.min(...times));
  }
});

test("an UltraServer is under one leaf, whose uplinks are those of its instances under one", () => {
  const [ultra, apart] = [named("trn2u-ultraserver"), named("trn2u.48xlarge")];
  const leaf = (instances: number) => [{ instances, oversubscription: 4, latencyNs: 0 }];
  const [whole, four] = [
    clusterFabric({ instance: ultra, count: 2, tiers: leaf(1) }),
    clusterFabric({ instance: apart, count: 8, tiers: leaf(4) }),
  ];
  const last = whole.endpoints - 1;
  const widths = (fabric: typeof whole, route: readonly number[]) =>
    route.map((link) => fabric.links[link]!.bandwidth);
  expect(widths(whole, whole.route(0, last))).toEqual(widths(four, four.route(0, last)));
  // By their cards the first and the last instance of one reach each other below the uplinks.
  const within = whole.endpoints / 2 - 1;
  const byCards = whole.byCards?.route(0, within) ?? [];
  expect(widths(whole, byCards)).toEqual(widths(four, four.route(0, within)));
});
