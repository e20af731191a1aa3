/** Rings through all ranks of all instances: what each hop crosses. */
import { describe, expect, test } from "vitest";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { instances } from "../../src/hardware/instances.ts";
import { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import { PricedPlan } from "../../src/network/analytic/analytic-player.ts";
import { shapeFor } from "../../src/network/analytic/group-shape.ts";
import type { GroupShape } from "../../src/network/collectives/collective-plan.ts";
import { collectives } from "../../src/network/collectives.ts";
import { leastLatencyNs } from "../../src/network/link.ts";

const flatRing = collectives.find(({ name }) => name === "flat-ring")!;
const ring = (size: number) => ({ size, shape: "ring", bandwidth: 1 }) as const;
const all = (size: number) => ({ size, shape: "all", bandwidth: 1 }) as const;

/** Cores of a chip, chips of an instance, instances. */
const grids = [
  { cores: 2, wired: [ring(4), ring(4)], instances: 3 },
  { cores: 1, wired: [ring(2), ring(3)], instances: 2 },
  { cores: 4, wired: [ring(6)], instances: 2 },
];

/** A core's place on the wired dimensions. */
const placeOf = (rank: number, { cores, wired }: (typeof grids)[number]) => {
  let chip = Math.floor(rank / cores);
  return wired.map(({ size }) => {
    const place = chip % size;
    chip = Math.floor(chip / size);
    return place;
  });
};

describe.each(grids)("through $instances instances of $wired.length wired dimensions", (grid) => {
  const { cores, wired, instances } = grid;
  const chips = wired.reduce((product, { size }) => product * size, 1);
  const dimensions = [...(cores > 1 ? [all(cores)] : []), ...wired, all(instances)];
  const members = cores * chips * instances;
  const shape = { dimensions, isReduced: false } as unknown as GroupShape;
  const plan = flatRing.plan("all-gather", shape);
  const rings = (plan?.tracks ?? []).map(({ phases }) => phases[0]?.[0]?.transfers ?? []);

  test("there are as many rings as chips in an instance, each through every rank once", () => {
    expect(rings).toHaveLength(chips);
    for (const transfers of rings) {
      const next = new Map(transfers.map(({ source, target }) => [source, target]));
      const seen = new Set<number>();
      for (let rank = 0; !seen.has(rank); rank = next.get(rank)!) seen.add(rank);
      expect(seen.size).toBe(members);
    }
  });

  test("inside an instance a hop stays on its chip or goes to a neighbour, and every ring leaves and comes in at another chip", () => {
    const crossed = rings.map((transfers) => {
      const crossings: { out: number; into: number }[] = [];
      const chipOf = (rank: number) => Math.floor(rank / cores) % chips;
      for (const { source, target } of transfers) {
        const [from, to] = [source, target].map((rank) => placeOf(rank, grid)) as [number[], number[]];
        if (Math.floor(source / (cores * chips)) !== Math.floor(target / (cores * chips))) {
          crossings.push({ out: chipOf(source), into: chipOf(target) });
          continue;
        }
        const hops = wired.reduce((sum, { size }, axis) => {
          const apart = Math.abs((from[axis] as number) - (to[axis] as number));
          return sum + Math.min(apart, size - apart);
        }, 0);
        expect(hops).toBeLessThanOrEqual(1);
      }
      expect(crossings).toHaveLength(instances);
      return crossings;
    });
    for (const way of ["out", "into"] as const) {
      const chipsOf = crossed.map((crossings) => new Set(crossings.map((each) => each[way])));
      for (const each of chipsOf) expect(each.size).toBe(1);
      expect(new Set(chipsOf.flatMap((each) => [...each])).size).toBe(chips);
    }
  });
});

test("where a switch joins the chips they stand in their order, and all rings go one way", () => {
  const shape = { dimensions: [all(4), all(3)], isReduced: false } as unknown as GroupShape;
  const plan = flatRing.plan("all-gather", shape)!;
  expect(plan.tracks).toHaveLength(4);
  for (const { phases } of plan.tracks)
    for (const { source, target } of phases[0]![0]!.transfers)
      expect((target - source + 12) % 4 === 1 || target % 4 === (source + 1) % 4).toBe(true);
});

test("a group inside one instance has no such rings", () => {
  for (const dimensions of [
    [ring(4), ring(4)],
    [all(2), ring(4)],
  ])
    expect(flatRing.plan("all-gather", { dimensions, isReduced: false } as never)).toBeUndefined();
});

test("none of its plans takes less than the hops that it tells of, so that leaving it out changes no choice", () => {
  const trn1 = instances.find(({ name }) => name === "trn1.32xlarge")!;
  for (const count of [3, 32]) {
    const { topology } = buildCluster({ instance: trn1, count }).network;
    const ranks = Array.from({ length: topology.endpoints }, (_, rank) => rank);
    const { members, ...group } = shapeFor("all-reduce", topology, ranks);
    const leastNs = flatRing.leastHops!("all-reduce", group) * leastLatencyNs(topology);
    const plan = flatRing.plan("all-reduce", group)!;
    expect(leastNs).toBeGreaterThan(0);
    expect(leastNs).toBeLessThanOrEqual(new PricedPlan(topology, plan, [members]).timeNs(1));
    const [told, untold] = [collectives, collectives.map(({ leastHops: _, ...each }) => each)].map(
      (algorithms) => new AnalyticNetwork(topology, { algorithms }),
    );
    const request = { operation: "all-reduce" as const, bytes: 2 ** 20, ranks, algorithm: "best" };
    expect(told!.collective(request)).toEqual(untold!.collective(request));
  }
});
