/**
 * Who is held, warming, failed or given back, over time. Instances are held whole: one is given back when every replica that
 * stands on it is, unless replicas are what is rented. A replica that is no longer wanted is held until it has answered
 * what it runs.
 */

/** What a replica is. */
export type ReplicaState = "on" | "warming" | "failed" | "off";

/** Where the replicas of one pool stand. */
export interface AccountedPool {
  replicas: number;
  chipsPerReplica: number;
  chipsPerInstance: number;
  instances: number;
}

/** Time of a pool's chips beside that of replicas that are up, chip-ns. */
export interface FleetTime {
  warming: number;
  failed: number;
  off: number;
  /** Held, and under no replica. */
  unused: number;
}

interface Standing {
  pool: AccountedPool;
  first: number;
  /** By instance, replicas on it that are not off. */
  held: Int32Array;
  /** By instance, chips under no replica. */
  unused: Float64Array;
  heldInstances: number;
  /** Chips under no replica on held instances. */
  heldUnused: number;
  changedNs: number;
  /** Integrals over time: instances x ns held, unused chips x ns held, replicas x ns by state. */
  heldNs: number;
  unusedNs: number;
  stateNs: Record<ReplicaState, number>;
  inState: Record<ReplicaState, number>;
}

/** Keeps the states of the replicas of all pools, numbered one pool after the other. */
export class FleetAccount {
  readonly #states: ReplicaState[] = [];
  readonly #pools: Standing[] = [];
  readonly #unit: "instance" | "replica";
  readonly #startNs: number;
  #marked: { now: number; times: FleetTime[]; meanHeld: number } | undefined;

  constructor(pools: readonly AccountedPool[], unit: "instance" | "replica", now: number) {
    this.#unit = unit;
    this.#startNs = now;
    for (const pool of pools) {
      const standing: Standing = {
        pool,
        first: this.#states.length,
        held: new Int32Array(pool.instances),
        unused: unusedChips(pool),
        heldInstances: 0,
        heldUnused: 0,
        changedNs: now,
        heldNs: 0,
        unusedNs: 0,
        stateNs: { on: 0, warming: 0, failed: 0, off: 0 },
        inState: { on: pool.replicas, warming: 0, failed: 0, off: 0 },
      };
      this.#pools.push(standing);
      for (let replica = 0; replica < pool.replicas; replica++) {
        this.#states.push("on");
        this.#hold(standing, replica, 1);
      }
      // Instances on which no replica stands are rented all the same, and with replicas for a unit all of them are.
      for (let instance = 0; instance < pool.instances; instance++) {
        if (unit === "replica" || standing.held[instance] === 0) this.#holdInstance(standing, instance, 1);
      }
    }
  }

  stateOf(replica: number): ReplicaState {
    return this.#states[replica]!;
  }

  set(replica: number, state: ReplicaState, now: number): void {
    const before = this.#states[replica]!;
    if (before === state) return;
    const standing = this.#standingOf(replica);
    this.#settle(standing, now);
    this.#states[replica] = state;
    standing.inState[before]--;
    standing.inState[state]++;
    if (before === "off") this.#hold(standing, replica - standing.first, 1);
    if (state === "off") this.#hold(standing, replica - standing.first, -1);
  }

  /** The run may end here: what is asked of this moment later is kept. */
  mark(now: number): void {
    this.#marked = { now, times: this.#timesNow(now), meanHeld: this.#meanHeldNow(now) };
  }

  /** By pool, what its chips did up to `now`: the present or the last moment that was marked. */
  times(now: number): FleetTime[] {
    return this.#marked?.now === now ? this.#marked.times : this.#timesNow(now);
  }

  /** Mean replicas held since the start, up to `now`, as in `times`. */
  meanHeld(now: number): number {
    return this.#marked?.now === now ? this.#marked.meanHeld : this.#meanHeldNow(now);
  }

  #timesNow(now: number): FleetTime[] {
    return this.#pools.map((standing) => {
      this.#settle(standing, now);
      const { pool, stateNs } = standing;
      const givenBackNs = Math.max(0, pool.instances * (now - this.#startNs) - standing.heldNs);
      return {
        unused: standing.unusedNs,
        warming: stateNs.warming * pool.chipsPerReplica,
        failed: stateNs.failed * pool.chipsPerReplica,
        off:
          this.#unit === "replica" ? stateNs.off * pool.chipsPerReplica : givenBackNs * pool.chipsPerInstance,
      };
    });
  }

  #meanHeldNow(now: number): number {
    let [heldNs, allNs] = [0, 0];
    for (const standing of this.#pools) {
      this.#settle(standing, now);
      const { on, warming, failed, off } = standing.stateNs;
      heldNs += on + warming + failed;
      allNs += on + warming + failed + off;
    }
    if (allNs > 0) return (heldNs / allNs) * this.#states.length;
    return this.#states.filter((state) => state !== "off").length;
  }

  #standingOf(replica: number): Standing {
    return this.#pools.findLast(({ first }) => first <= replica) as Standing;
  }

  /** A replica that begins (`by` 1) or ceases (-1) to hold the instances under it. */
  #hold(standing: Standing, place: number, by: 1 | -1): void {
    const { chipsPerReplica, chipsPerInstance } = standing.pool;
    const [from, to] = instancesUnder(place, chipsPerReplica / chipsPerInstance);
    for (let instance = from; instance < to; instance++) this.#holdInstance(standing, instance, by);
  }

  #holdInstance(standing: Standing, instance: number, by: 1 | -1): void {
    standing.held[instance]! += by;
    if (standing.held[instance] !== (by === 1 ? 1 : 0)) return;
    standing.heldInstances += by;
    standing.heldUnused += by * standing.unused[instance]!;
  }

  #settle(standing: Standing, now: number): void {
    const ns = now - standing.changedNs;
    standing.changedNs = now;
    standing.heldNs += standing.heldInstances * ns;
    standing.unusedNs += standing.heldUnused * ns;
    for (const state of ["on", "warming", "failed", "off"] as const) {
      standing.stateNs[state] += standing.inState[state] * ns;
    }
  }
}

/** First instance under replica `place` of `share` instances each, and the one behind the last. */
function instancesUnder(place: number, share: number): [from: number, to: number] {
  return [Math.floor(place * share + 1e-9), Math.ceil((place + 1) * share - 1e-9)];
}

/** By instance, the chips on which no replica stands. */
function unusedChips({
  replicas,
  chipsPerReplica,
  chipsPerInstance,
  instances,
}: AccountedPool): Float64Array {
  const used = replicas * chipsPerReplica;
  return Float64Array.from({ length: instances }, (_, instance) => {
    const left = (instance + 1) * chipsPerInstance - used;
    return Math.min(chipsPerInstance, Math.max(0, left));
  });
}
