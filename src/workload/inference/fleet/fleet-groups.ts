/**
 * The replicas of a run as engines in groups: one group a region and model; with disaggregation one that prefills and one that
 * decodes. Engines are numbered group by group; those of several models on the same chips share cores pairwise.
 */
import type { Simulator } from "../../../kernel/simulator.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import { type KvUse, noUses } from "../load/kv-use.ts";
import type { Request } from "../load/request.ts";
import { Engine } from "../replica/engine.ts";
import type { EngineListener } from "../replica/engine-listener.ts";
import { hostUses, KvLoads, type KvWays, type ReplicaPlace } from "../replica/kv-loads.ts";
import type { Line } from "../replica/line.ts";
import { MemoryTraffic } from "../replica/memory-traffic.ts";
import { SharedCores } from "../replica/shared-cores.ts";
import type { SharedExchanges } from "../replica/shared-exchanges.ts";
import { BatchesInFlight } from "./batches-in-flight.ts";
import type { TransferWays } from "./kv-transfer.ts";
import { poolMemory } from "./pool-memory.ts";
import { ReplicaGroup } from "./replica-group.ts";
import { fleetReplicas, type PoolPlan, type ServingPlan } from "./serving-plan.ts";

/** Who is told what happens in engines, and before them. */
export interface FleetListener extends EngineListener {
  /** `request` has left a front end, and nobody waits for it any more or its replica has gone down. */
  bounced(request: Request, now: number): void;
}

/** Engines, and the groups they stand in. */
export class FleetGroups {
  readonly engines: Engine[] = [];
  /** By replica, the cores that the engines of several models share; empty where there is one model. */
  readonly cores: SharedCores[] = [];
  /** Groups that take requests in, one a region, or one a model. */
  readonly groups: readonly ReplicaGroup[];
  /** Where prompts computed elsewhere are decoded. */
  readonly decoders: ReplicaGroup | undefined;
  /** By engine. */
  readonly groupOf: ReplicaGroup[] = [];
  readonly flights: BatchesInFlight;
  /** Sets of chips, each with an engine for every model. */
  readonly replicas: number;
  readonly #simulator: Simulator;
  readonly #plan: ServingPlan;
  readonly #listener: FleetListener;
  /** What replicas share; absent where each takes its time alone. */
  readonly #ways: KvWays | undefined;
  readonly #pools: readonly PoolPlan[];
  /** By replica. */
  readonly #traffic: (MemoryTraffic | undefined)[] = [];
  readonly #exchanges: SharedExchanges[] = [];

  constructor(simulator: Simulator, plan: ServingPlan, listener: FleetListener, ways?: KvWays) {
    const { disaggregation, regions, sharedModels, otherPools = [] } = plan;
    this.#simulator = simulator;
    this.#plan = plan;
    this.#listener = listener;
    this.#ways = ways;
    this.replicas = fleetReplicas(plan);
    this.flights = new BatchesInFlight(plan.batchesInFlight ?? 1);
    const others = sharedModels?.others.map((each) => ({ ...each, replicas: plan.replicas })) ?? [];
    this.#pools = [plan, ...otherPools, ...others];
    if (sharedModels !== undefined) {
      for (let replica = 0; replica < this.replicas; replica++) {
        this.cores.push(new SharedCores(simulator, sharedModels.sharing, ways && { ways, replica }));
      }
    }
    const { count } = this.flights;
    const sizes = regions?.places.map(({ replicas }) => replicas) ?? [
      disaggregation?.prefillReplicas ?? this.replicas,
    ];
    const intake = sizes.map((size) => this.#group(size * count, disaggregation && "prefills"));
    this.groups = [...intake, ...others.map(() => this.#group(this.replicas))];
    this.decoders =
      disaggregation && this.#group((this.replicas - disaggregation.prefillReplicas) * count, "decodes");
  }

  /** Every group. */
  get all(): readonly ReplicaGroup[] {
    return this.decoders === undefined ? this.groups : [...this.groups, this.decoders];
  }

  /** Requests that wait or run in any. */
  get held(): number {
    return this.all.reduce((sum, group) => sum + group.held, 0);
  }

  /** On whose chips the engine `index` runs. */
  replicaOf(index: number): number {
    return this.flights.replicaOf(index) % this.replicas;
  }

  /** The engines on the chips of `replica`. */
  enginesOf(replica: number): Engine[] {
    return this.engines.filter(({ index }) => this.replicaOf(index) === replica);
  }

  /** Whether anything has moved to or from a memory that steps share. */
  get sharedMemory(): boolean {
    return this.#traffic.some((traffic) => traffic?.hasMoved);
  }

  /** Whether other jobs compute on its chips too. */
  get sharedChips(): boolean {
    return this.#traffic.some((traffic) => traffic?.isOnSharedChips);
  }

  /** Whether steps have exchanged on links that others used. */
  get sharedLinks(): boolean {
    return this.#exchanges.some((each) => each.hasPlayed);
  }

  /** What keys and values between replicas share with others; undefined where nothing is shared. */
  transferWays(links: LinkResources | undefined): TransferWays | undefined {
    if (links === undefined || this.#ways === undefined) return undefined;
    const { sharing, owner } = this.#ways;
    return { links, sharing, owner, trafficOf: (replica) => this.#traffic[replica] };
  }

  /** A group that does both, or one half of a disaggregated fleet. Who decodes refuses nobody: its requests were taken in. */
  #group(replicas: number, half?: "prefills" | "decodes"): ReplicaGroup {
    const { order, router, signalAgeNs, outstandingMax } = this.#plan;
    const firstIndex = this.engines.length;
    return new ReplicaGroup(this.#simulator, {
      replicas,
      firstIndex,
      order,
      router,
      signalAgeNs,
      outstandingMax: half === "decodes" ? undefined : this.flights.shareOf(outstandingMax),
      frontEndNs: half === "decodes" ? undefined : this.#plan.frontEndNs,
      enginesEach: this.flights.count,
      bounced: (request, now) => this.#listener.bounced(request, now),
      sharesCores: this.#plan.sharedModels !== undefined,
      weights: Array.from({ length: replicas }, (_, index) => {
        const pool = this.flights.poolOf(firstIndex + index, this.#pools);
        return (pool.weight ?? 1) / pool.replicas;
      }),
      makeEngine: (index, line, group) => {
        const engine = this.#engine(index, line, half === "prefills");
        this.engines.push(engine);
        this.groupOf.push(group);
        return engine;
      },
    });
  }

  #engine(index: number, line: Line, prefillsOnly: boolean): Engine {
    const { policy, order, jump = true } = this.#plan;
    const pool = this.flights.poolOf(index, this.#pools);
    const own = this.flights.replicaOf(index);
    const replica = own % this.replicas;
    const model = Math.floor(own / this.replicas);
    const shared = this.cores[replica];
    const { swapNs, swapBytes = 0 } = pool;
    const place = this.#placeOf(replica, pool);
    const stages = this.#mayMove(pool) ? this.flights.lineOf(index) : undefined;
    const pipe = stages === undefined ? this.flights.pipeOf(index) : undefined;
    const exchanges = pipe ? undefined : place?.ways.exchanges?.(replica);
    if (exchanges !== undefined) this.#exchanges.push(exchanges);
    const engine = new Engine(this.#simulator, {
      name: shared === undefined ? `replica ${own}` : `replica ${replica} model ${model}`,
      index,
      timer: pool.timer,
      policy,
      memory: this.flights.siblingOf(index, this.engines)?.memory ?? poolMemory(pool, this.#plan, place),
      pipe,
      stages,
      order,
      swap:
        swapNs &&
        ((tokens) => ({
          ns: swapNs(tokens),
          uses: place ? usesOfSwap(place, tokens * swapBytes, pool.swapsOverLink === true) : noUses,
        })),
      loads: new KvLoads(place),
      traffic: pipe ? undefined : place?.traffic,
      exchanges,
      inputs: place?.ways.inputs?.(replica),
      prefillsOnly,
      line,
      listener: this.#listener,
      ...(shared && { cores: { shared, model } }),
      jump,
    });
    shared?.join(model, engine);
    return engine;
  }

  /** Whether anything may move beside the steps of the replicas of `pool`. */
  #mayMove({ swapNs, prefixCache, adapters }: PoolPlan): boolean {
    if (this.#ways === undefined) return false;
    const isApart = this.#plan.disaggregation !== undefined;
    const loads = swapNs !== undefined || prefixCache !== undefined || adapters !== undefined;
    return isApart || loads || this.#ways.hasCompany === true;
  }

  /** Where `replica` of `pool` stands; undefined where nothing is shared. */
  #placeOf(replica: number, { rankMemory }: PoolPlan): ReplicaPlace | undefined {
    const ways = this.#ways;
    if (ways === undefined) return undefined;
    const { sharing, owner } = ways;
    const of = () => ({
      owner,
      name: `replica ${replica} of job ${owner}`,
      stages: this.flights.count,
      programs: ways.programs?.(replica) ?? [],
    });
    this.#traffic[replica] ??= rankMemory && new MemoryTraffic(sharing, rankMemory, of());
    return { ways, replica, traffic: this.#traffic[replica] };
  }
}

/** What keys and values of `bytes` pass through on their way to or from the host. */
function usesOfSwap(
  { ways, replica, traffic }: ReplicaPlace,
  bytes: number,
  overLink: boolean,
): readonly KvUse[] {
  const parts = [...ways.hostMemory(replica), ...(overLink ? ways.hostLink(replica) : [])];
  return [...hostUses(parts, bytes), ...(traffic?.uses(bytes) ?? noUses)];
}
