/** From a scenario's options to pools of equal replicas: what a pool is made of, its host tiers, pools of other kinds. */
import { counted } from "../../base/counted.ts";
import { ScenarioError } from "../../base/errors.ts";
import { formatBytes } from "../../base/units.ts";
import { buildCluster, type Cluster } from "../../cluster/cluster.ts";
import { hostShare } from "../../cluster/host.ts";
import type { HostPart } from "../../cluster/host-links.ts";
import { namedModel } from "../../models/find-model.ts";
import { heldTokens } from "../../models/kv-cache.ts";
import { type Model, writesText } from "../../models/model.ts";
import { movingBandwidth } from "../../timing/operator-time.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { PoolPlan } from "./fleet/serving-plan.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { AdapterPlan } from "./replica/adapter-store.ts";
import type { ReplicaPlace } from "./replica/kv-loads.ts";
import type { RankMemory } from "./replica/memory-traffic.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import { type PrefixCacheOptions, prefixBlockTokensDefault } from "./replica/prefix-cache.ts";
import { PrefixTier } from "./replica/prefix-tier.ts";
import { type ReplicaExtras, replicaTimer } from "./replica/replica-timer.ts";
import { adapterBytes } from "./time/adapter-timer.ts";

/** KV cache of one token over all ranks of a replica, bytes. */
export function kvBytes({ memory, ranksPerReplica }: PlacedReplicas): number {
  return memory.kvBytesPerToken * ranksPerReplica;
}

/** What a replica's chips and their hosts pass on between them where nobody else uses their links, bytes/ns. */
export function hostBandwidth({ context, ranksPerReplica }: PlacedReplicas): number {
  const { chip, cores } = context.device;
  return chip.hostBandwidth * Math.max(1, (cores * ranksPerReplica) / chip.cores);
}

function adapterPlan(
  placed: PlacedReplicas,
  { count, resident, rank }: NonNullable<ReplicaExtras["adapters"]>,
): AdapterPlan {
  const bytes = adapterBytes(placed.model, rank);
  return { count, resident, bytes, loadNs: bytes / hostBandwidth(placed) };
}

/** The memory of a rank of `placed`, at the rate that streams reach in its software. */
export function rankMemory({ context, ranksPerReplica }: PlacedReplicas): RankMemory {
  const { device, constants } = context;
  const bandwidth = movingBandwidth(device) * constants.activationBandwidthEfficiency;
  return { bandwidth, ranks: ranksPerReplica };
}

/** The replicas of `placed` as the run sees them. */
export function poolPlan(
  placed: PlacedReplicas,
  options: {
    extras: ReplicaExtras;
    kvCache: InferenceOptions["kvCache"];
    prefixCache: InferenceOptions["prefixCache"];
    prefixBlockTokens: number | undefined;
    /** Where they stand. */
    cluster: Cluster;
    weight?: number | undefined;
    name?: string | undefined;
  },
): PoolPlan {
  const { kvCache, prefixCache } = options;
  const swapBandwidth = kvCache.swapBandwidth ?? hostBandwidth(placed);
  return {
    replicas: placed.replicas,
    standing: standingOn(options.cluster, placed),
    kvCapacityTokens: placed.memory.kvCapacityTokens,
    heldTokens: heldTokens(placed.model),
    timer: replicaTimer(placed, options.extras),
    swapBytes: kvBytes(placed),
    swapsOverLink: kvCache.swapBandwidth === undefined,
    adapters: options.extras.adapters && adapterPlan(placed, options.extras.adapters),
    rankMemory: rankMemory(placed),
    swapNs:
      kvCache.preemption === "swap" ? (tokens) => (tokens * kvBytes(placed)) / swapBandwidth : undefined,
    prefixCache:
      prefixCache &&
      prefixCachePlan(prefixCache, options.prefixBlockTokens, kvCache.blockTokens, placed, options.cluster),
    weight: options.weight,
    name: options.name,
  };
}

function prefixCachePlan(
  written: NonNullable<InferenceOptions["prefixCache"]>,
  traceBlockTokens: number | undefined,
  kvBlockTokens: number,
  placed: PlacedReplicas,
  cluster: Cluster,
): PrefixCacheOptions {
  const blockTokens = written.blockTokens ?? traceBlockTokens ?? prefixBlockTokensDefault;
  if (blockTokens % kvBlockTokens !== 0) {
    throw new ScenarioError([
      {
        path: "workload.prefixCache.blockTokens",
        found: `blocks of ${counted(blockTokens, "token")}`,
        expected: `whole blocks of the KV cache, of ${counted(kvBlockTokens, "token")} (workload.kvCache.blockTokens)`,
      },
    ]);
  }
  const bytesPerToken = kvBytes(placed);
  checkHostTiers(written.tiers, placed, cluster);
  const makers = written.tiers.map((tier) => {
    const make = (place?: ReplicaPlace) =>
      new PrefixTier({
        name: tier.name,
        shares: sharesOf(tier, place),
        capacityBlocks:
          tier.capacity === "unlimited"
            ? Number.POSITIVE_INFINITY
            : Math.floor(tier.capacity / (blockTokens * bytesPerToken)),
        bandwidth: Math.min(tier.bandwidth ?? Number.POSITIVE_INFINITY, hostBandwidth(placed)),
        latencyNs: tier.latency,
      });
    if (!tier.shared) return make;
    let one: PrefixTier | undefined;
    return (place?: ReplicaPlace) => {
      one ??= make(place);
      return one;
    };
  });
  const makeTiers = (place?: ReplicaPlace) => makers.map((make) => make(place));
  return { blockTokens, hbm: written.hbm, makeTiers, bytesPerToken };
}

/** Tiers without a bandwidth of their own are the memory of hosts: those of all replicas on one must have room there. */
function checkHostTiers(
  tiers: NonNullable<InferenceOptions["prefixCache"]>["tiers"],
  { replicas, ranksPerReplica }: PlacedReplicas,
  cluster: Cluster,
): void {
  const { memoryBytes } = hostShare(cluster);
  const each = Math.min(replicas, Math.max(1, Math.floor(cluster.ranksPerInstance / ranksPerReplica)));
  const problems = tiers.flatMap(({ bandwidth, shared, capacity }, index) =>
    bandwidth === undefined && !shared && capacity !== "unlimited" && each * capacity > memoryBytes
      ? [
          {
            path: `workload.prefixCache.tiers[${index}].capacity`,
            found: `${formatBytes(capacity)} for each of ${each} replicas of a host`,
            expected: `at most the ${formatBytes(memoryBytes)} of its memory, or a bandwidth where it is no host memory`,
          },
        ]
      : [],
  );
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** What readings of a tier share: one that all replicas have in common its bandwidth, one without a bandwidth of its own the host's memory. */
function sharesOf(
  { name, bandwidth, shared }: NonNullable<InferenceOptions["prefixCache"]>["tiers"][number],
  place: ReplicaPlace | undefined,
): readonly HostPart[] {
  if (place === undefined) return [];
  if (shared && bandwidth !== undefined) return [{ resource: place.ways.tier(name, bandwidth), part: 1 }];
  return bandwidth === undefined && !shared ? place.ways.hostMemory(place.replica) : [];
}

/** The chips on which the replicas of `placed` stand, on the instances of `cluster`. */
export function standingOn(
  cluster: Cluster,
  { ranksPerReplica }: PlacedReplicas,
): NonNullable<PoolPlan["standing"]> {
  return {
    chipsPerReplica: (ranksPerReplica * cluster.chips) / cluster.ranks,
    chipsPerInstance: cluster.chips / cluster.count,
    instances: cluster.count,
  };
}

/** Replicas on other hardware, and what that is. */
export interface OtherPool {
  name: string;
  cluster: Cluster;
  weight: number;
  placed: PlacedReplicas;
}

/** What a pool runs, and on what. */
export interface PoolParts {
  cluster: Cluster;
  profile: SoftwareProfile;
  model: Model;
  tensor: number | "auto";
}

/** The pools of `options`, each placed by `place` on its own instances. Throws a `ScenarioError` where a model does not do. */
export function otherPools(
  options: InferenceOptions,
  setting: WorkloadSetting,
  catalog: readonly Model[],
  place: (parts: PoolParts) => PlacedReplicas,
): OtherPool[] {
  return options.pools.map(({ name, instance, count, software, tensor, weight, model: named }, index) => {
    const path = `workload.pools[${index}].model`;
    const model = named === undefined ? setting.model : namedModel(catalog, named, path);
    if (writesText(model) !== writesText(setting.model)) {
      const found = `${model.name} beside ${setting.model.name}`;
      throw new ScenarioError([{ path, found, expected: "models that both write text, or both do not" }]);
    }
    const cluster = buildCluster({ instance, count });
    const profile = software ?? setting.profile;
    return { name, cluster, weight, placed: place({ cluster, profile, model, tensor }) };
  });
}
