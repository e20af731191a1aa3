/**
 * Which replica takes an arriving request. A router sees the fleet through its signals, which may be older than the truth
 * (`signalAge`), and is told of every change it can see, so that it can keep an index instead of asking all replicas.
 */
import type { FamilyContract } from "../../../../base/contract.ts";
import { definePlugin } from "../../../../base/plugin.ts";
import type { Random } from "../../../../base/random.ts";
import type { Request } from "../../load/request.ts";
import { viewOf } from "../../load/request-view.ts";

/** What a router can see of the replicas it chooses from, by their index. */
export interface FleetView {
  readonly replicas: number;
  /** Takes requests: not failed, starting, or shutting down. */
  isUp(replica: number): boolean;
  /** Requests waiting or running. */
  requests(replica: number): number;
  /** Tokens of those requests, prompts and answers. */
  tokens(replica: number): number;
  /** KV blocks in use, and what there is. */
  kvUse(replica: number): number;
  /** Leading prompt blocks of `request` that the replica's prefix cache holds. */
  prefixBlocks(replica: number, request: Request): number;
  /** Share of the traffic the replica is meant to get. */
  weight(replica: number): number;
}

/** A routing policy. */
export interface Router {
  /** True: requests wait in one line before all replicas, and a replica takes the next one when it has room. */
  readonly sharedLine: boolean;
  /** The replica that takes `request`. Not asked when the line is shared, or when no replica is up. */
  route(request: Request): number;
  /** The signals of `replica` have changed. */
  changed(replica: number): void;
}

/** What a router draws on. */
export interface RouterNeeds {
  fleet: FleetView;
  random: Random;
}

/** Types a router plug-in. */
export const defineRouter = definePlugin<Router, RouterNeeds>();

/** What of `fleet` a router is handed: to read and to hand on, and nothing to write. */
export function forRouters(fleet: FleetView): FleetView {
  const { replicas, isUp, requests, tokens, kvUse, prefixBlocks, weight } = fleet;
  return Object.freeze({ replicas, isUp, requests, tokens, kvUse, prefixBlocks, weight });
}

/** A router names a replica that exists and is up. */
export function routerContract({ replicas, isUp }: FleetView): FamilyContract<Router> {
  return {
    family: "router",
    guard(router, contract) {
      contract.functions(router, ["route", "changed"]);
      return {
        sharedLine: router.sharedLine,
        route(request) {
          const shown = contract.isForeign ? viewOf(request) : request;
          let replica: number;
          try {
            replica = router.route(shown);
          } catch (error) {
            throw contract.failure("route", error);
          }
          contract.atOnce("route", replica);
          contract.whole(replica, "replica", 0, replicas - 1);
          if (!isUp(replica)) throw contract.breach(`replica ${replica}, which is down`, "one that is up");
          return replica;
        },
        changed(replica) {
          try {
            contract.atOnce("changed", router.changed(replica));
          } catch (error) {
            throw contract.failure("changed", error);
          }
        },
      };
    },
  };
}

/** A router that keeps no index. */
export function withoutIndex(route: (request: Request) => number): Router {
  return { sharedLine: false, route, changed() {} };
}
