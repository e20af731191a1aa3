/**
 * A cluster: catalog entries placed and wired. `count` instances (or UltraServers) of one type, their ranks numbered
 * consecutively: rank r sits on chip floor(r / ranks per chip), chip c in instance floor(c / chips per instance).
 */
import { elementAt } from "../base/element-at.ts";
import { ScenarioError } from "../base/errors.ts";
import { lazy } from "../base/lazy.ts";
import { type RankDevice, rankDevice, ranksPerChip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";
import type { ClusterNetwork } from "../network/cluster-network.ts";
import type { CollectiveChoice } from "../network/selection.ts";
import { Availability } from "./availability.ts";
import { type ClusterTopology, cardsOf, wireBetween } from "./between.ts";
import type { NetworkTier } from "./fabric.ts";
import { networkOf } from "./wiring.ts";

/** What a cluster is made of. */
export interface ClusterPlan {
  instance: Instance;
  count: number;
  /** Physical cores per rank (LNC); the chip's default when absent. */
  coresPerRank?: number | undefined;
  /** Switches between instances, lowest first; none when absent. */
  tiers?: readonly NetworkTier[];
  /** How cards or instances are wired, in place of tiers. */
  topology?: ClusterTopology | undefined;
  /** Which collective algorithms are used; the usual runtime's choice when absent. */
  collectives?: CollectiveChoice | undefined;
  /** Where it stands, for what volumes of other regions cost; not told when absent. */
  region?: string | undefined;
}

/** Placed and wired hardware. */
export interface Cluster {
  /** What it was built from. */
  plan: ClusterPlan;
  instance: Instance;
  /** Instances or UltraServers. */
  count: number;
  chips: number;
  ranks: number;
  ranksPerChip: number;
  ranksPerInstance: number;
  coresPerRank: number;
  /** Each rank's share of its chip. */
  device: RankDevice;
  memoryBytes: number;
  /** Wired when it is first asked for. */
  readonly network: ClusterNetwork;
  /** Where it stands; not told when absent. */
  region?: string | undefined;
  /** The cluster that this one is a part of; absent for a whole one. */
  whole?: Cluster;
  /** Number of its first instance in the whole, and of its first rank of each instance. */
  firstInstance: number;
  firstRank: number;
  /** Other jobs compute on its chips too: the part of their time that it is held to account for. Its own when absent. */
  chipShare?: number;
  /** Chips and instances that are up. */
  chipsUp: Availability;
  instancesUp: Availability;
}

/** Places and wires `plan`. Throws a `ScenarioError` when the chip has no ranks of that many cores. */
export function buildCluster(plan: ClusterPlan): Cluster {
  const { instance, count, tiers = [], topology, collectives } = plan;
  const { chip } = instance;
  const coresPerRank = plan.coresPerRank ?? elementAt(chip.coresPerRank, -1);
  if (!chip.coresPerRank.includes(coresPerRank)) {
    const expected = `${chip.coresPerRank.join(" or ")} on ${chip.name}`;
    throw new ScenarioError([{ path: "cluster.lnc", found: String(coresPerRank), expected }]);
  }
  checkTiers(tiers);
  if (topology) checkTopology(topology, plan);
  const perChip = ranksPerChip(chip, coresPerRank);
  const chips = instance.chips * count;
  // Half a million chips take seconds to wire, and many a mistake is told without a link.
  const network = lazy(() => networkOf({ instance, count, coresPerRank, tiers, topology, collectives }));
  return {
    plan: { ...plan, coresPerRank },
    instance,
    count,
    chips,
    ranks: chips * perChip,
    ranksPerChip: perChip,
    ranksPerInstance: instance.chips * perChip,
    coresPerRank,
    device: rankDevice(chip, coresPerRank),
    memoryBytes: chips * chip.memory.bytes,
    firstInstance: 0,
    firstRank: 0,
    region: plan.region,
    get network() {
      return network();
    },
    chipsUp: new Availability("chip", chips),
    instancesUp: new Availability("instance", count),
  };
}

/** Throws a `ScenarioError` when a topology between instances has nothing to join, or not as much as it joins. */
function checkTopology(topology: ClusterTopology, { instance, count, tiers = [] }: ClusterPlan): void {
  const wrong = (path: string, expected: string) => new ScenarioError([{ path, expected }]);
  if (tiers.length > 0) throw wrong("cluster.tiers", "tiers or a topology, not both");
  if (count === 1) throw wrong("cluster.topology", "no such key for one instance");
  const cardsEach = cardsOf(instance);
  wireBetween(topology, { cardsEach, count, cardBandwidth: 1, efficiency: 1 });
}

/** Throws a `ScenarioError` when a tier's switches do not each join whole switches of the tier below. */
function checkTiers(tiers: readonly NetworkTier[]): void {
  const problems = tiers.flatMap(({ instances }, index) => {
    const below = tiers[index - 1]?.instances ?? 1;
    if (instances % below === 0) return [];
    return [
      {
        path: `cluster.tiers[${index}].instances`,
        found: String(instances),
        expected: `a multiple of the ${below} below`,
      },
    ];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

/**
 * The network by which the first `ranks` ranks of `cluster` exchange among themselves: that of a single instance where one holds
 * them, since what others there are changes nothing in it. Clusters of any size then share what is known of its exchanges, and
 * a thousand instances are not wired for the sake of one.
 */
export function networkAmongFirst(cluster: Cluster, ranks: number): ClusterNetwork {
  const { plan, count, whole, ranksPerInstance } = cluster;
  if (count === 1 || whole !== undefined || ranks > ranksPerInstance) return cluster.network;
  const { instance, coresPerRank, collectives } = plan;
  return networkOf({ instance, count: 1, coresPerRank, collectives });
}
