/**
 * The links that replicas of a job exchange over, as it claims them: those of each replica by itself, and those that keys and
 * values take between replicas. From who claimed what follows which replicas' steps share their links.
 */
import { lazy } from "../../base/lazy.ts";
import type { Program } from "../../cluster/shared-chips.ts";
import type { World } from "../../cluster/world.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";
import { type RankGroups, SharedExchanges } from "./replica/shared-exchanges.ts";

/** Links of the replicas of a job. */
export class OwnLinks {
  readonly #setting: WorkloadSetting;
  readonly #placed: PlacedReplicas;
  /** Claims by replica, and that of transfers. */
  readonly #replicas: { user: number; links: readonly number[] }[] = [];
  #transfers: number | undefined;

  constructor(setting: WorkloadSetting, placed: PlacedReplicas) {
    this.#setting = setting;
    this.#placed = placed;
  }

  /** Claims what replicas use between their ranks, and `transfers` between them, before anything moves. */
  claim({ links }: World, transfers: readonly number[] | undefined): void {
    if (transfers !== undefined) {
      this.#transfers = links.newUser();
      links.claimLinks(this.#transfers, transfers);
    }
    for (let replica = 0; replica < this.#placed.replicas; replica++) {
      const own = { user: links.newUser(), links: this.#linksOf(replica) };
      links.claimLinks(own.user, own.links);
      this.#replicas.push(own);
    }
  }

  /** What steps of `replica` exchange on links that others use too; undefined where nobody else claimed any. */
  exchanges(
    { links, board }: World,
    replica: number,
    programs: readonly Program[],
  ): SharedExchanges | undefined {
    const own = this.#replicas[replica];
    if (own === undefined) return undefined;
    const others = lazy(() => this.#others(links.usersOf(own.links), own.user));
    const { owner = 0, cluster } = this.#setting;
    return new SharedExchanges({
      links,
      owner,
      network: cluster.network,
      programs,
      groups: (stage) => this.#groupsOf(replica, stage),
      areShared: (moves) => {
        const { jobs, transfers, replicas } = others();
        return (jobs && board.hasCompany(owner)) || (transfers && moves) || replicas;
      },
      mayBeShared: () => Object.values(others()).includes(true),
    });
  }

  #others(users: ReadonlySet<number>, own: number): Record<"jobs" | "transfers" | "replicas", boolean> {
    const replicas = new Set(this.#replicas.map(({ user }) => user));
    const others = [...users].filter((user) => user !== own);
    return {
      transfers: others.some((user) => user === this.#transfers),
      replicas: others.some((user) => replicas.has(user)),
      jobs: others.some((user) => user !== this.#transfers && !replicas.has(user)),
    };
  }

  #linksOf(replica: number): number[] {
    const { network } = this.#setting.cluster;
    const links = new Set<number>();
    const stages = Array.from({ length: this.#placed.stages }, (_, stage) => this.#groupsOf(replica, stage));
    for (const ranks of stages.flatMap((groups) => Object.values(groups).flat())) {
      for (const from of ranks) {
        for (const to of ranks) if (from !== to) for (const link of network.route(from, to)) links.add(link);
      }
    }
    return [...links];
  }

  /** Groups of `replica` in one stage: every layer exchanges among those of its stage. */
  #groupsOf(replica: number, stage: number): RankGroups {
    const { ranksPerReplica, tensor, shard } = this.#placed;
    const { context = 1, attentionGroups = 1 } = shard;
    const first = replica * ranksPerReplica + stage * tensor * context;
    const run = (from: number, count: number, stride = 1) =>
      Array.from({ length: count }, (_, index) => from + index * stride);
    const ofContext = run(first, context, tensor);
    const tensors = ofContext.map((from) => run(from, tensor));
    return {
      tensor: tensors,
      expert: tensors,
      attention: ofContext.flatMap((from) =>
        run(from, attentionGroups, tensor / attentionGroups).map((start) =>
          run(start, tensor / attentionGroups),
        ),
      ),
      context: run(first, tensor).map((from) => run(from, context, tensor)),
    };
  }
}
