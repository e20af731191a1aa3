/** Every router of the list, decision by decision, against what its line of help says, said once more and slowly. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { type Random, RandomStreams } from "../../src/base/random.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { RegionChoice } from "../../src/workload/inference/fleet/region-choice.ts";
import type { ReplicaGroup } from "../../src/workload/inference/fleet/replica-group.ts";
import { type FleetView, routerContract } from "../../src/workload/inference/fleet/routers/router.ts";
import { routers } from "../../src/workload/inference/fleet/routers.ts";
import { Request } from "../../src/workload/inference/load/request.ts";

/** What a router can see of a replica; `known` are the prompt blocks in its cache. */
interface Seen {
  isUp: boolean;
  requests: number;
  tokens: number;
  kvUse: number;
  weight: number;
  known: number;
}

/** What a restatement decides by: the fleet, those that are up, a stream equal to the router's, and what was decided before. */
interface Decision {
  fleet: readonly Seen[];
  up: readonly number[];
  random: Random;
  session: number;
  before: readonly { session: number; replica: number }[];
}

type Restatement = (decision: Decision) => number;

/** The first of `replicas` with the least of something. */
function least(replicas: readonly number[], of: (replica: number) => number): number {
  return replicas.reduce((best, each) => (of(each) < of(best) ? each : best));
}

/** A replica that is up, drawn until one is. */
function drawn({ fleet, random }: Decision): number {
  let replica = -1;
  while (!fleet[replica]?.isUp) replica = Math.floor(random() * fleet.length);
  return replica;
}

const fewest: Restatement = ({ fleet, up }) => least(up, (each) => fleet[each]!.requests);

const restated: { readonly [name: string]: Restatement } = {
  "round-robin": ({ fleet, before }) => {
    const last = before.at(-1)?.replica ?? -1;
    const turns = fleet.map((_, place) => (last + 1 + place) % fleet.length);
    return turns.find((replica) => fleet[replica]!.isUp) as number;
  },
  random: drawn,
  "least-outstanding": fewest,
  "power-of-two": (decision) => {
    const two = [drawn(decision), drawn(decision)];
    return least(two, (each) => decision.fleet[each]!.requests);
  },
  "least-tokens": ({ fleet, up }) => least(up, (each) => fleet[each]!.tokens),
  "kv-aware": ({ fleet, up }) => {
    const emptiest = Math.min(...up.map((each) => fleet[each]!.kvUse));
    const equal = up.filter((each) => fleet[each]!.kvUse === emptiest);
    return least(equal, (each) => fleet[each]!.requests);
  },
  "prefix-affinity": (decision) => {
    const { fleet, up } = decision;
    const idlest = fewest(decision);
    const bearable = up.filter((each) => fleet[each]!.requests <= fleet[idlest]!.requests + 8);
    const most = Math.max(...bearable.map((each) => fleet[each]!.known));
    const best = bearable.filter((each) => fleet[each]!.known === most);
    return best.includes(idlest) ? idlest : (best[0] as number);
  },
  session: (decision) => {
    const { fleet, session, before } = decision;
    const home = session < 0 ? undefined : before.findLast((each) => each.session === session)?.replica;
    return home !== undefined && fleet[home]!.isUp ? home : fewest(decision);
  },
  weighted: ({ fleet, up, random }) => {
    const chances = up.filter((each) => fleet[each]!.weight > 0);
    const total = chances.reduce((sum, each) => sum + fleet[each]!.weight, 0);
    let left = random() * total;
    for (const each of chances) {
      left -= fleet[each]!.weight;
      if (left < 0) return each;
    }
    return chances.at(-1) as number;
  },
};

const seen: fc.Arbitrary<Seen> = fc.record({
  isUp: fc.boolean(),
  requests: fc.integer({ min: 0, max: 20 }),
  tokens: fc.integer({ min: 0, max: 5000 }),
  // The last two are a block of a large cache apart.
  kvUse: fc.constantFrom(0, 0.25, 0.5, 0.5001),
  weight: fc.constantFrom(0, 1, 3),
  known: fc.integer({ min: 0, max: 3 }),
});
/** A fleet, and what has become of it at each request, with the conversation that the request is of. */
const days = fc.integer({ min: 1, max: 6 }).chain((replicas) =>
  fc.array(
    fc.record({
      fleet: fc
        .array(seen, { minLength: replicas, maxLength: replicas })
        .filter((fleet) => fleet.some(({ isUp, weight }) => isUp && weight > 0)),
      session: fc.integer({ min: -1, max: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
);

test.each(routers.map(({ name }) => name))("%s decides as its help says, at every request", (name) => {
  if (name === "central-queue") {
    expect(restated[name]).toBeUndefined();
    return;
  }
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 1e6 }), (requests, seed) => {
      let now = requests[0]!.fleet;
      const fleet: FleetView = {
        replicas: now.length,
        isUp: (replica) => now[replica]!.isUp,
        requests: (replica) => now[replica]!.requests,
        tokens: (replica) => now[replica]!.tokens,
        kvUse: (replica) => now[replica]!.kvUse,
        prefixBlocks: (replica) => now[replica]!.known,
        weight: (replica) => now[replica]!.weight,
      };
      const streams = new RandomStreams(seed);
      const [random, same] = [streams.stream("router"), new RandomStreams(seed).stream("router")];
      const options = name === "prefix-affinity" ? { slack: 8 } : {};
      const router = createPlugin(
        routers,
        { kind: name, ...options },
        { fleet, random },
        routerContract(fleet),
      );
      const before: { session: number; replica: number }[] = [];
      for (const [id, { fleet: next, session }] of requests.entries()) {
        now = next;
        for (let replica = 0; replica < next.length; replica++) router.changed(replica);
        const up = next.flatMap(({ isUp }, replica) => (isUp ? [replica] : []));
        const expected = (restated[name] as Restatement)({ fleet: next, up, random: same, session, before });
        const spec = { arrivalNs: 0, inputTokens: 1, outputTokens: 1, session };
        expect(router.route(new Request(id, spec, true))).toBe(expected);
        before.push({ session, replica: expected });
      }
    }),
    { numRuns: 60 },
  );
});

test("a central queue is one line before all replicas, and no other router is", () => {
  for (const { name } of routers) {
    const fleet = { replicas: 1, isUp: () => true, requests: () => 0, tokens: () => 0, kvUse: () => 0 };
    const view: FleetView = { ...fleet, prefixBlocks: () => 0, weight: () => 1 };
    const needs = { fleet: view, random: () => 0 };
    const router = createPlugin(routers, { kind: name, slack: 0 }, needs, routerContract(view));
    expect([name, router.sharedLine]).toEqual([name, name === "central-queue"]);
  }
});

test("a region serves its own unless none of it is up or each has too many on average; then the least busy does, at the way there and back", () => {
  const seen = fc.record({
    up: fc.integer({ min: 0, max: 4 }),
    outstandingTotal: fc.integer({ min: 0, max: 30 }),
  });
  const fleets = fc.array(seen, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fleets, fc.nat(3), fc.integer({ min: 0, max: 12 }), (all, at, spillAbove) => {
      const groups = all.map((fleet) => ({ fleet })) as unknown as ReplicaGroup[];
      const places = all.map((_, place) => ({ name: `place ${place}`, replicas: 4, share: place + 1 }));
      const listener = { regionDown() {}, regionUp() {} };
      const home = at % all.length;
      // A number in the middle of what is home's of the shares 1, 2, 3, ...
      const random = () => (home + 1) ** 2 / 2 / ((all.length * (all.length + 1)) / 2);
      const plan = { places, latencyNs: 7, spillAbove, outages: [], random };
      const request = new Request(0, { arrivalNs: 0, inputTokens: 1, outputTokens: 1 }, true);
      const group = new RegionChoice(new Simulator(), groups, plan, listener).groupFor(request);
      expect(request.region).toBe(home);
      const mean = ({ up, outstandingTotal }: (typeof all)[number]) =>
        up === 0 ? Number.POSITIVE_INFINITY : outstandingTotal / up;
      const own = mean(all[home]!);
      const best = least([home, ...all.keys()], (place) => mean(all[place]!));
      const expected = own <= spillAbove ? home : best;
      expect(groups.indexOf(group)).toBe(expected);
      expect(request.networkNs).toBe(expected === home ? 0 : 14);
      // Tried again it comes from where it came.
      new RegionChoice(new Simulator(), groups, { ...plan, random: () => 0.999 }, listener).groupFor(request);
      expect(request.region).toBe(home);
    }),
  );
});
