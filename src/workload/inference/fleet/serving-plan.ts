/** Everything a serving run is made of. */
import { counted } from "../../../base/counted.ts";
import { ScenarioError } from "../../../base/errors.ts";
import { significant } from "../../../base/units.ts";
import type { Timeline } from "../../../metrics/timeline.ts";
import type { HeldTokens } from "../../../models/kv-cache.ts";
import type { Objectives } from "../../workload.ts";
import type { LoadGenerator } from "../load/load-generator.ts";
import type { AccountedPool } from "../record/fleet-account.ts";
import type { ClassObjectives, Division } from "../record/serving-recorder.ts";
import type { AdapterPlan } from "../replica/adapter-store.ts";
import type { BatchingPolicy } from "../replica/batching/batching-policy.ts";
import type { Order } from "../replica/line.ts";
import type { RankMemory } from "../replica/memory-traffic.ts";
import type { PrefixCacheOptions } from "../replica/prefix-cache.ts";
import type { CoreSharing } from "../replica/shared-cores.ts";
import type { StepTimer } from "../time/step-timer.ts";
import type { TransferPlan } from "./kv-transfer.ts";
import type { RegionsPlan } from "./region-choice.ts";
import type { ReplicaFailureOptions } from "./replica-failures.ts";
import type { ScalingOptions } from "./replica-scaler.ts";
import type { FleetView, Router } from "./routers/router.ts";

/** Equal replicas on one kind of hardware. */
export interface PoolPlan {
  replicas: number;
  /** KV cache of one replica, tokens. */
  kvCapacityTokens: number;
  /** What sequences hold where layers have windows; every token when absent. */
  heldTokens?: HeldTokens | undefined;
  timer: StepTimer;
  /** Time to move `tokens` tokens of a preempted request's KV cache to or from host memory; absent: computed anew. */
  swapNs?: ((tokens: number) => number) | undefined;
  /** KV cache of one token on all ranks of a replica, bytes; absent: nothing is swapped. */
  swapBytes?: number | undefined;
  /** Whether that goes over the links to the host; over a way of its own when absent. */
  swapsOverLink?: boolean;
  /** LoRA adapters of its requests; none when absent. */
  adapters?: AdapterPlan | undefined;
  /** Memory that its steps share with keys and values that come and go; theirs alone when absent. */
  rankMemory?: RankMemory | undefined;
  prefixCache?: PrefixCacheOptions | undefined;
  /** The chips its replicas stand on; one replica an instance of one chip when absent. */
  standing?: Omit<AccountedPool, "replicas">;
  /** Share of the traffic under the router `weighted`; 1 when absent. */
  weight?: number | undefined;
  /** What it is called among other pools. */
  name?: string | undefined;
}

/** Models beside the first one on the same chips: each has an engine on every replica, which take turns. */
export interface SharedModelsPlan {
  /** What the other models run with: as many replicas as the first. */
  others: readonly (Omit<PoolPlan, "replicas"> & { requestTokensMax: number })[];
  /** By request class, the number of its model: 0 for the first, then the others. */
  modelOfClass: readonly number[];
  sharing: CoreSharing;
}

/** A serving run: replicas, policies, load. */
export interface ServingPlan extends PoolPlan {
  /** Batches in flight on each replica, one behind the other through its pipeline stages; 1 when absent. */
  batchesInFlight?: number;
  /** Replicas on other hardware beside the first kind, behind the same routers. */
  otherPools?: readonly PoolPlan[];
  sharedModels?: SharedModelsPlan | undefined;
  /** Longest prompt and answer together that one request may have, tokens. */
  requestTokensMax: number;
  policy: BatchingPolicy;
  /** Who goes first. */
  order: Order;
  /** Tokens of one block of the KV cache, and the fraction of them kept free of newcomers. */
  kvBlockTokens: number;
  watermark: number;
  /** Time of a replica's front end for each request, one at a time, ns; none when absent. */
  frontEndNs?: number;
  /** Fixed times before and after the model, and one way between client and model, ns. */
  stages?: { beforeNs: number; afterNs: number; networkNs: number } | undefined;
  /** Whether clients see tokens as they come or the whole answer; streaming when absent. */
  delivery?: "streaming" | "whole";
  router: (fleet: FleetView) => Router;
  /** Age of what routers see, ns; always fresh when absent. */
  signalAgeNs?: number | undefined;
  /** Requests waiting or running at a replica beyond which it turns newcomers away. */
  outstandingMax?: number | undefined;
  /** How long a request may wait for its start, and how long it may take in all, ns. */
  timeouts?: { queueNs?: number | undefined; totalNs?: number | undefined } | undefined;
  failures?: ReplicaFailureOptions | undefined;
  /** The first replicas only prefill; keys and values go to the others. */
  disaggregation?: ({ prefillReplicas: number } & TransferPlan) | undefined;
  /** Replicas by place; one place when absent. */
  regions?: RegionsPlan | undefined;
  /** All replicas are up all the time when absent. */
  autoscaling?: ScalingOptions | undefined;
  load: LoadGenerator;
  /** How long requests may come, ns; not known when absent. */
  lastsNs?: number | undefined;
  /** Adapter of the next request; none when absent. */
  drawAdapter?: (() => number) | undefined;
  /** Requests that arrive before this are simulated but not measured, ns. */
  warmupNs: number;
  objectives: Objectives;
  /** Classes of requests with limits of their own. */
  classes?: readonly ClassObjectives[] | undefined;
  timeline?: Timeline | undefined;
  /** False: one event per decode step. */
  jump?: boolean | undefined;
}

/** Where the replicas of each pool stand; one on each instance of one chip where the plan does not say. */
export function accountedPools({ otherPools = [], ...own }: ServingPlan): AccountedPool[] {
  const alone = (instances: number) => ({ chipsPerReplica: 1, chipsPerInstance: 1, instances });
  return [own, ...otherPools].map(({ replicas, standing = alone(replicas) }) => ({ replicas, ...standing }));
}

/** How figures of requests are told apart in `plan`: by class, by pool, by region. */
export function divisionOf({ classes, regions, otherPools = [], ...own }: ServingPlan): Division {
  const pools = [own, ...otherPools].map(({ name, replicas }, index) => ({
    name: name ?? `pool ${index}`,
    replicas,
  }));
  return { classes, pools, regions: regions?.places.map(({ name }) => name) };
}

/** Sets of chips of `plan`, those of other pools included. */
export function fleetReplicas({ replicas, otherPools = [] }: ServingPlan): number {
  return otherPools.reduce((sum, pool) => sum + pool.replicas, replicas);
}

/** Replicas of a run; each is an engine of its own, some 6 KB before any request. */
const replicasMost = 250_000;

/** Throws a `ScenarioError` where there are more `replicas` than a run can hold. */
export function checkReplicas(replicas: number): void {
  if (replicas <= replicasMost) return;
  const expected = `at most ${significant(replicasMost, 9)} in one run: a smaller slice of fleet and load`;
  throw new ScenarioError([{ path: "workload", found: counted(replicas, "replica"), expected }]);
}
