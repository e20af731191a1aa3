/** The KV memory of one replica of a pool, under the rules of its run. */
import { AdapterStore } from "../replica/adapter-store.ts";
import { KvCache } from "../replica/kv-cache.ts";
import type { ReplicaPlace } from "../replica/kv-loads.ts";
import { PrefixCache } from "../replica/prefix-cache.ts";
import { RequestMemory } from "../replica/request-memory.ts";
import type { PoolPlan, ServingPlan } from "./serving-plan.ts";

/** An empty memory for a replica of `pool`. */
export function poolMemory(
  { kvCapacityTokens, timer, prefixCache, heldTokens, adapters }: PoolPlan,
  { kvBlockTokens, watermark, policy }: ServingPlan,
  place?: ReplicaPlace,
): RequestMemory {
  const kvCache = new KvCache(kvCapacityTokens, kvBlockTokens);
  return new RequestMemory(kvCache, prefixCache && new PrefixCache(prefixCache, kvCache, place), {
    reservesAnswer: policy.reservesAnswer,
    watermarkBlocks: Math.floor(watermark * kvCache.capacityBlocks),
    lookaheadTokens: timer.lookaheadTokens ?? 1,
    tokensPerStep: timer.tokensPerStep ?? 1,
    adapters: adapters && new AdapterStore(adapters, place),
    // Blocks that a prefix cache finds again are counted whole.
    ...(heldTokens && prefixCache === undefined ? { heldTokens: heldTokens.of } : {}),
  });
}

/** Longest prompt and answer together that every one of `pools` has room for, in whole blocks: 26 of 16 tokens in 430. */
export function longestHeld(
  pools: readonly Pick<PoolPlan, "kvCapacityTokens" | "heldTokens" | "prefixCache">[],
  blockTokens: number,
): number {
  return Math.min(
    ...pools.map(({ kvCapacityTokens, heldTokens, prefixCache }) => {
      const whole = Math.floor(kvCapacityTokens / blockTokens) * blockTokens;
      return heldTokens && prefixCache === undefined ? heldTokens.longest(whole) : whole;
    }),
  );
}
