/** What routers see of their fleet, against all that ever happened to it, looked up anew at every moment. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { Target } from "../../src/kernel/target.ts";
import { Fleet } from "../../src/workload/inference/fleet/fleet.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import type { Engine } from "../../src/workload/inference/replica/engine.ts";
import { KvCache } from "../../src/workload/inference/replica/kv-cache.ts";
import { PrefixCache } from "../../src/workload/inference/replica/prefix-cache.ts";

const replicas = 3;
const blockTokens = 16;

/** Something that happens to a replica so long after what happened last: a request comes, one leaves, it goes down or up. */
const happenings = fc.array(
  fc.record({
    afterNs: fc.constantFrom(0, 1, 2, 6, 13),
    replica: fc.nat(replicas - 1),
    what: fc.constantFrom("comes", "comes", "leaves", "turns"),
    inputTokens: fc.integer({ min: 1, max: 90 }),
    prompt: fc.nat(3),
  }),
  { maxLength: 40 },
);

/** How a replica stood from a moment on. */
interface Standing {
  fromNs: number;
  requests: number;
  tokens: number;
  kvUse: number;
}

/** As much of a replica as its fleet looks at. */
function replicaOf(capacityBlocks: number, hasCache: boolean) {
  const kvCache = new KvCache(capacityBlocks * blockTokens, blockTokens);
  const options = { blockTokens, hbm: true, makeTiers: () => [], bytesPerToken: 1 };
  const prefixCache = hasCache ? new PrefixCache(options, kvCache) : undefined;
  return { isUp: true, memory: { kvCache, prefixCache }, kvBlocksHeld: () => kvCache.usedBlocks };
}

test.each([0, 5])(
  "with signals of age %i a router sees how replicas stood when signals were last due, and is told of every change that it sees",
  (signalAgeNs) => {
    fc.assert(
      fc.property(happenings, fc.boolean(), (all, hasCache) => {
        const simulator = new Simulator("fleet");
        const engines = [40, 90, 300].map((capacity) => replicaOf(capacity, hasCache));
        const weights = [1, 0.5];
        const fleet = new Fleet(simulator, engines as unknown as Engine[], { weights, signalAgeNs });
        const stood: Standing[][] = engines.map(() => [{ fromNs: 0, requests: 0, tokens: 0, kvUse: 0 }]);
        const here: Request[][] = engines.map(() => []);
        const mirror = engines.map(() => ({ requests: 0, tokens: 0, isUp: true }));
        fleet.inform({
          sharedLine: false,
          route: () => 0,
          changed: (replica: number) => {
            mirror[replica] = {
              requests: fleet.requests(replica),
              tokens: fleet.tokens(replica),
              isUp: fleet.isUp(replica),
            };
          },
        });

        const seen = (replica: number, now: number) => {
          const dueNs = signalAgeNs === 0 ? now : Math.floor(now / signalAgeNs) * signalAgeNs;
          return stood[replica]?.findLast(({ fromNs }) => fromNs <= dueNs) as Standing;
        };
        const look = (now: number) => {
          for (const [replica, engine] of engines.entries()) {
            const { requests, tokens, kvUse } = seen(replica, now);
            expect([fleet.requests(replica), fleet.tokens(replica)]).toEqual([requests, tokens]);
            expect(fleet.kvUse(replica)).toBeCloseTo(kvUse, 12);
            expect(fleet.isUp(replica)).toBe(engine.isUp);
            expect(mirror[replica]).toEqual({ requests, tokens, isUp: engine.isUp });
            expect(fleet.weight(replica)).toBe([1, 0.5, 1][replica]);
            expect(fleet.outstanding(replica)).toBe(here[replica]?.length);
            for (const request of here.flat())
              expect(fleet.prefixBlocks(replica, request)).toBe(
                engine.memory.prefixCache?.found(request) ?? 0,
              );
          }
          expect(fleet.up).toBe(engines.filter(({ isUp }) => isUp).length);
          expect(fleet.outstandingTotal).toBe(here.flat().length);
        };

        const happens: Target = {
          handle(index: number, now: number) {
            look(now);
            const { replica, what, inputTokens, prompt } = all[index] as (typeof all)[number];
            const engine = engines[replica] as (typeof engines)[number];
            const waiting = here[replica] as Request[];
            if (what === "turns") fleet.setUp(replica, !engine.isUp);
            else {
              const prefixBlocks = [10 * prompt, 10 * prompt + 1];
              const spec = { arrivalNs: now, inputTokens, outputTokens: 7, prefixBlocks };
              const request = what === "comes" ? new Request(index, spec, true) : waiting.shift();
              if (request === undefined) return;
              const isComing = what === "comes";
              if (isComing) {
                waiting.push(request);
                engine.memory.prefixCache?.start(request);
                engine.memory.kvCache.take(1);
              } else engine.memory.kvCache.take(-1);
              fleet.moved(request, replica, isComing ? 1 : -1);
              stood[replica]?.push({
                fromNs: now,
                requests: waiting.length,
                tokens: waiting.reduce((sum, each) => sum + each.inputTokens + each.outputTokens, 0),
                kvUse: waiting.length / ([40, 90, 300][replica] as number),
              });
            }
            look(now);
          },
        };
        // Never at a moment at which signals are due.
        let atNs = 1;
        for (const [index, { afterNs }] of all.entries()) {
          atNs += afterNs;
          if (atNs % 5 === 0) atNs++;
          simulator.scheduleAt(atNs, happens, index);
        }
        simulator.run();
        look(simulator.now + (signalAgeNs === 0 ? 0 : 0.5));
      }),
    );
  },
);

test("signals show at once what a replica without memory has: nothing of nothing", () => {
  const engines = [replicaOf(0, false)] as unknown as Engine[];
  expect(new Fleet(new Simulator("fleet"), engines).kvUse(0)).toBe(0);
});
