/**
 * A prefix cache with tiers beside a naive restatement of it: blocks in memory by who holds them and when they were let go,
 * tiers as lists in the order of use, every load written out.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Request } from "../../src/workload/inference/load/request.ts";
import { KvCache } from "../../src/workload/inference/replica/kv-cache.ts";
import type { ReplicaPlace } from "../../src/workload/inference/replica/kv-loads.ts";
import { PrefixCache } from "../../src/workload/inference/replica/prefix-cache.ts";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";

const blockTokens = 32;
const bytesPerToken = 1000;

const tierOf = fc.record({
  capacityBlocks: fc.integer({ min: 1, max: 8 }),
  bandwidth: fc.constantFrom(1, 4),
  latencyNs: fc.constantFrom(0, 50),
  isShared: fc.boolean(),
});

const settings = fc.record({
  hbm: fc.boolean(),
  tiers: fc.array(tierOf, { maxLength: 2 }),
  isPlaced: fc.boolean(),
  hasTraffic: fc.boolean(),
});

/** Prompts of few identities, whole or with a partial last block; how many of those running are let go before each. */
const prompts = fc.array(
  fc.record({
    prompt: fc.nat(2),
    blocks: fc.integer({ min: 1, max: 5 }),
    missing: fc.constantFrom(0, 1, 20),
    leaving: fc.nat(2),
  }),
  { minLength: 1, maxLength: 25 },
);

/** The last `capacity` of `list` when `block` is used. */
const used = (list: readonly number[], block: number, capacity: number) =>
  [...list.filter((each) => each !== block), block].slice(-capacity);

test("what is found, loaded, shared and left is what lists of blocks in the order of their use say", () => {
  fc.assert(
    fc.property(settings, prompts, ({ hbm, tiers, isPlaced, hasTraffic }, asked) => {
      const kvCache = new KvCache(16 * 1000, 16);
      const part = 1 / 4;
      const place = {
        ways: { hostLink: (replica: number) => [{ resource: 100 + replica, part }] },
        replica: 7,
        traffic: hasTraffic ? { uses: (bytes: number) => [{ resource: 200, bytes }] } : undefined,
      } as unknown as ReplicaPlace;
      const made = tiers.map(({ isShared, ...options }, index) => {
        const shares = isShared ? { shares: [{ resource: index, part: 1 }] } : {};
        return new PrefixTier({ name: `tier ${index}`, ...options, ...shares });
      });
      const options = { blockTokens, hbm, bytesPerToken, makeTiers: () => made };
      const cache = new PrefixCache(options, kvCache, isPlaced ? place : undefined);
      const running: Request[] = [];
      let kept: number[][] = tiers.map(() => []);
      const inMemory = new Set<number>();
      const counts = { asked: 0, found: 0 };
      const wholeOf = ({ inputTokens, prefixBlocks }: Request) =>
        hbm ? prefixBlocks.slice(0, Math.floor(inputTokens / blockTokens)) : [];
      for (const [id, { prompt, blocks, missing, leaving }] of asked.entries()) {
        for (let left = Math.min(leaving, running.length); left > 0; left--) {
          const gone = running.shift() as Request;
          const others = new Set(running.flatMap(wholeOf));
          const held = wholeOf(gone).filter((block) => others.has(block)).length;
          expect(cache.release(gone)).toBe(2 * held);
        }
        const prefixBlocks = Array.from({ length: blocks }, (_, index) => 10 * prompt + index);
        const inputTokens = blocks * blockTokens - missing;
        const request = new Request(id, { arrivalNs: 0, inputTokens, outputTokens: 1, prefixBlocks }, true);
        const whole = wholeOf(request);
        const placeOf = (block: number) => {
          if (whole.includes(block) && inMemory.has(block)) return "memory";
          const tier = kept.findIndex((list) => list.includes(block));
          return tier < 0 ? undefined : tier;
        };
        const unknown = prefixBlocks.findIndex((block) => placeOf(block) === undefined);
        const found = unknown < 0 ? prefixBlocks : prefixBlocks.slice(0, unknown);
        const heldByOthers = new Set(running.flatMap(wholeOf));
        const shared = 2 * whole.filter((block) => heldByOthers.has(block)).length;
        expect(cache.found(request)).toBe(found.length);
        expect(cache.sharedBlocks(request)).toBe(shared);
        const loads = made.map((tier, index) => {
          const bytes =
            found.filter((block) => placeOf(block) === index).length * blockTokens * bytesPerToken;
          return { tier, bytes, isShared: (tiers[index] as (typeof tiers)[number]).isShared, index };
        });
        const bytes = loads.reduce((sum, load) => sum + load.bytes, 0);
        const ways = [
          { resource: 107, bytes: bytes * part },
          ...(hasTraffic ? [{ resource: 200, bytes }] : []),
        ];
        expect(cache.start(request)).toBe(shared);
        counts.asked += blocks;
        counts.found += found.length;
        expect([cache.askedBlocks, cache.foundBlocks]).toEqual([counts.asked, counts.found]);
        expect(request).toMatchObject({
          cachedTokens: Math.min(found.length * blockTokens, inputTokens - 1),
          loadNs: loads.reduce((sum, load) => sum + load.tier.loadNs(load.bytes), 0),
          loadUses: [
            ...loads.flatMap(({ isShared, index, bytes: own }) =>
              isShared && own > 0 ? [{ resource: index, bytes: own }] : [],
            ),
            ...(isPlaced && bytes > 0 ? ways : []),
          ],
        });
        for (const block of prefixBlocks)
          kept = kept.map((list, index) =>
            used(list, block, (tiers[index] as (typeof tiers)[number]).capacityBlocks),
          );
        for (const block of whole) inMemory.add(block);
        running.push(request);
        const heldNow = new Set(running.flatMap(wholeOf));
        expect(cache.idleBlocks).toBe(2 * (inMemory.size - heldNow.size));
        expect(made.map((tier) => [...inMemory, ...prefixBlocks].filter((block) => tier.has(block)))).toEqual(
          kept.map((list) => [...inMemory, ...prefixBlocks].filter((block) => list.includes(block))),
        );
      }
    }),
    { numRuns: 60 },
  );
});
