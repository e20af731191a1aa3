/** What is rented of a fleet whose replicas come and go, against a count of every chip in every interval. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ReplicaStanding } from "../../src/workload/inference/fleet/replica-standing.ts";
import {
  type AccountedPool,
  FleetAccount,
  type FleetTime,
  type ReplicaState,
} from "../../src/workload/inference/record/fleet-account.ts";
import type { Engine } from "../../src/workload/inference/replica/engine.ts";

const pools: fc.Arbitrary<AccountedPool> = fc
  .record({
    chipsPerReplica: fc.constantFrom(1, 2, 3, 4, 8, 12),
    chipsPerInstance: fc.constantFrom(1, 4, 8),
    replicas: fc.integer({ min: 1, max: 6 }),
    spare: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ spare, ...pool }) => {
    const least = Math.ceil((pool.replicas * pool.chipsPerReplica) / pool.chipsPerInstance);
    return { ...pool, instances: least + spare };
  });

const changes = fc.array(
  fc.record({
    afterNs: fc.integer({ min: 0, max: 100 }),
    replica: fc.nat(),
    state: fc.constantFrom<ReplicaState>("on", "warming", "failed", "off", "off"),
  }),
  { maxLength: 20 },
);

/** Chips of `pool` in one interval, counted one by one: where no replica stands, and what each stands under. */
function counted(pool: AccountedPool, states: readonly ReplicaState[], unit: string): FleetTime {
  const of: FleetTime = { unused: 0, warming: 0, failed: 0, off: 0 };
  const stateOf = (chip: number) => states[Math.floor(chip / pool.chipsPerReplica)];
  for (let instance = 0; instance < pool.instances; instance++) {
    const chips = Array.from(
      { length: pool.chipsPerInstance },
      (_, chip) => instance * pool.chipsPerInstance + chip,
    );
    const under = chips.map(stateOf);
    const stood = under.filter((state) => state !== undefined);
    const isGivenBack = unit === "instance" && stood.length > 0 && stood.every((state) => state === "off");
    for (const state of under) {
      if (state === "warming" || state === "failed") of[state]++;
      if (state === undefined && !isGivenBack) of.unused++;
      if (isGivenBack || (unit === "replica" && state === "off")) of.off++;
    }
  }
  return of;
}

test("an instance is rented while a replica stands on it that is, a replica by itself where replicas are", () => {
  fc.assert(
    fc.property(
      fc.array(pools, { minLength: 1, maxLength: 2 }),
      fc.constantFrom("instance" as const, "replica" as const),
      changes,
      (all, unit, steps) => {
        let now = 50;
        const account = new FleetAccount(all, unit, now);
        const owner = all.flatMap((pool, index) => Array.from({ length: pool.replicas }, () => index));
        const states = owner.map((): ReplicaState => "on");
        const sums = all.map((): FleetTime => ({ unused: 0, warming: 0, failed: 0, off: 0 }));
        let heldNs = 0;
        for (const { afterNs, replica, state } of [
          ...steps,
          { afterNs: 7, replica: 0, state: "on" as const },
        ]) {
          for (const [index, pool] of all.entries()) {
            const times = counted(
              pool,
              states.filter((_, each) => owner[each] === index),
              unit,
            );
            for (const key of Object.keys(times) as (keyof FleetTime)[])
              sums[index]![key] += times[key] * afterNs;
          }
          heldNs += states.filter((each) => each !== "off").length * afterNs;
          now += afterNs;
          states[replica % states.length] = state;
          account.set(replica % states.length, state, now);
        }
        expect(account.times(now)).toEqual(sums);
        if (now > 50) expect(account.meanHeld(now)).toBeCloseTo(heldNs / (now - 50), 9);
      },
    ),
  );
});

const befalls = fc.record({
  engine: fc.nat(3),
  what: fc.constantFrom("starting", "started", "unwanted", "failed", "repaired", "boundary"),
  held: fc.nat(1),
});

test("a replica is what the most useful of its engines is, from the moment that something befalls one", () => {
  fc.assert(
    fc.property(fc.array(befalls, { maxLength: 20 }), (events) => {
      const engines = [0, 1, 2, 3].map((index) => ({ index, held: 0 }));
      const told: (readonly [replica: number, state: ReplicaState, now: number])[] = [];
      const account = { set: (...each: (typeof told)[number]) => told.push(each) };
      const standing = new ReplicaStanding(
        account as unknown as FleetAccount,
        engines as unknown as Engine[],
        (engine) => engine >> 1,
      );
      const known = engines.map(() => ({ wanted: true, starting: false, failed: false }));
      const stateOf = (engine: number): ReplicaState => {
        const { wanted, starting, failed } = known[engine]!;
        if (!wanted) return engines[engine]!.held > 0 ? "on" : "off";
        if (failed) return "failed";
        return starting ? "warming" : "on";
      };
      for (const [index, { engine, what, held }] of events.entries()) {
        const now = 100 + index;
        engines[engine]!.held = held;
        const of = known[engine]!;
        const before = told.length;
        if (what === "starting") Object.assign(of, { wanted: true, starting: true });
        if (what === "started") of.starting = false;
        if (what === "unwanted") Object.assign(of, { wanted: false, starting: false });
        if (what === "failed" || what === "repaired") of.failed = what === "failed";
        if (what === "starting" || what === "started" || what === "unwanted") standing[what](engine, now);
        else if (what === "boundary") standing.atBoundary(engine, now);
        else standing.trouble(engine, "failed", of.failed, now);
        const states = [engine, engine ^ 1].map(stateOf);
        const best = (["on", "failed", "warming", "off"] as const).find((state) => states.includes(state));
        const isTold = what !== "boundary" || !of.wanted;
        expect(told.slice(before)).toEqual(isTold ? [[engine >> 1, best, now]] : []);
      }
    }),
  );
});
