/**
 * What befalls engines - wanted or not, starting, out of order - made into the states of the replicas whose chips they share.
 * A replica that is no longer wanted is given back when its last engine has answered what it runs.
 */

import type { FleetAccount, ReplicaState } from "../record/fleet-account.ts";
import type { Engine } from "../replica/engine.ts";

interface Standing {
  isWanted: boolean;
  isStarting: boolean;
  /** Reasons for which it is out of order. */
  troubles: Set<string>;
}

/** From the best use of chips to none: a replica is what its most useful engine is. */
const order: readonly ReplicaState[] = ["on", "failed", "warming", "off"];

/** Tells the account what each replica is. */
export class ReplicaStanding {
  readonly account: FleetAccount;
  readonly #engines: readonly Engine[];
  readonly #replicaOf: (engine: number) => number;
  readonly #standings: Standing[] = [];
  /** Where nobody scales the fleet no engine is asked at its boundaries. */
  #mayBeUnwanted = false;
  /** By replica, the indices of its engines. */
  readonly #enginesOf = new Map<number, number[]>();

  constructor(account: FleetAccount, engines: readonly Engine[], replicaOf: (engine: number) => number) {
    this.account = account;
    this.#engines = engines;
    this.#replicaOf = replicaOf;
    for (const { index } of engines) {
      this.#standings[index] = { isWanted: true, isStarting: false, troubles: new Set() };
      const replica = replicaOf(index);
      this.#enginesOf.set(replica, [...(this.#enginesOf.get(replica) ?? []), index]);
    }
  }

  starting(engine: number, now: number): void {
    Object.assign(this.#standings[engine]!, { isWanted: true, isStarting: true });
    this.settle(engine, now);
  }

  started(engine: number, now: number): void {
    this.#standings[engine]!.isStarting = false;
    this.settle(engine, now);
  }

  unwanted(engine: number, now: number): void {
    Object.assign(this.#standings[engine]!, { isWanted: false, isStarting: false });
    this.#mayBeUnwanted = true;
    this.settle(engine, now);
  }

  /** It is out of order for `trouble`, or no more. */
  trouble(engine: number, trouble: string, isOut: boolean, now: number): void {
    const { troubles } = this.#standings[engine]!;
    if (isOut) troubles.add(trouble);
    else troubles.delete(trouble);
    this.settle(engine, now);
  }

  /** Brings the account up to date with what the replica of `engine` is now. */
  settle(engine: number, now: number): void {
    const replica = this.#replicaOf(engine);
    const states = (this.#enginesOf.get(replica) as number[]).map((each) => this.#stateOf(each));
    this.account.set(replica, order.find((state) => states.includes(state)) as ReplicaState, now);
  }

  /** `engine` stands between two steps: one that nobody wants may have answered all it had. */
  atBoundary(engine: number, now: number): void {
    if (this.#mayBeUnwanted && !this.#standings[engine]!.isWanted) this.settle(engine, now);
  }

  #stateOf(engine: number): ReplicaState {
    const { isWanted, isStarting, troubles } = this.#standings[engine]!;
    if (!isWanted) return this.#engines[engine]!.held > 0 ? "on" : "off";
    if (troubles.size > 0) return "failed";
    return isStarting ? "warming" : "on";
  }
}
