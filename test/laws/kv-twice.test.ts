/** Blocks of prompts and room for decode steps, counted once more by lists that are looked through from one end to the other. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { longestHeld, poolMemory } from "../../src/workload/inference/fleet/pool-memory.ts";
import type { PoolPlan, ServingPlan } from "../../src/workload/inference/fleet/serving-plan.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import { BatchRows } from "../../src/workload/inference/replica/batch-rows.ts";
import { noSlot } from "../../src/workload/inference/replica/block-index.ts";
import { KvCache } from "../../src/workload/inference/replica/kv-cache.ts";
import { PrefixBlocks } from "../../src/workload/inference/replica/prefix-blocks.ts";
import { RequestMemory } from "../../src/workload/inference/replica/request-memory.ts";

/** Somebody who holds a block, since the memory was lost for so many times. */
interface Holder {
  block: number;
  losses: number;
}

/** Prompt blocks as lists: who holds what, and what nobody does, the one used last at the end. */
class ListedBlocks {
  readonly holders: Holder[] = [];
  idle: number[] = [];
  #losses = 0;

  hold(block: number): Holder {
    const holder = { block, losses: this.#losses };
    this.idle = this.idle.filter((each) => each !== block);
    this.holders.push(holder);
    return holder;
  }

  holdersOf(block: number, losses = this.#losses): number {
    return this.holders.filter((each) => each.block === block && each.losses === losses).length;
  }

  /** Whether somebody else still holds what `holder` leaves; what was lost does not stay. */
  release(holder: Holder): boolean {
    this.holders.splice(this.holders.indexOf(holder), 1);
    if (this.holdersOf(holder.block, holder.losses) > 0) return true;
    if (holder.losses === this.#losses) this.idle.push(holder.block);
    return false;
  }

  clear(): void {
    this.idle = [];
    this.#losses++;
  }
}

test("prompt blocks are found, held, left and given up, the least recently used first, as in lists, however many there are", () => {
  const distinct = 150;
  const steps = fc.array(fc.tuple(fc.nat(15), fc.nat(1000)), { minLength: 150, maxLength: 400, size: "max" });
  fc.assert(
    fc.property(steps, (all) => {
      const blocks = new PrefixBlocks();
      const listed = new ListedBlocks();
      const held: { slot: number; holder: Holder }[] = [];
      const agrees = (block: number) => {
        const slot = blocks.find(block);
        const holders = listed.holdersOf(block);
        if (holders === 0 && !listed.idle.includes(block)) return slot === noSlot;
        return slot !== noSlot && blocks.holders(slot) === holders;
      };
      for (const [what, which] of all) {
        const block = which % distinct;
        if (what < 8) held.push({ slot: blocks.hold(block), holder: listed.hold(block) });
        else if (what < 13 && held.length > 0) {
          const [left] = held.splice(which % held.length, 1) as [(typeof held)[number]];
          expect(blocks.release(left.slot)).toBe(listed.release(left.holder));
        } else if (what < 15 && listed.idle.length > 0) {
          blocks.dropOldest();
          const gone = listed.idle.shift() as number;
          expect(agrees(gone), `${gone} is given up`).toBe(true);
        } else if (which < 200) {
          blocks.clear();
          listed.clear();
        }
        if (blocks.idle !== listed.idle.length || !agrees(block)) expect.unreachable(`${what} of ${block}`);
      }
      expect(Array.from({ length: distinct }, (_, block) => block).filter((block) => !agrees(block))).toEqual(
        [],
      );
      while (listed.idle.length > 0) {
        blocks.dropOldest();
        const gone = listed.idle.shift() as number;
        expect(agrees(gone), `${gone} is given up`).toBe(true);
      }
      expect(blocks.idle).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test("for as many decode steps as are said to have room, every one has, and hardly more are left", () => {
  const batches = fc.array(
    fc.record({ inputTokens: fc.integer({ min: 1, max: 70 }), decodeSteps: fc.nat(10) }),
    { minLength: 1, maxLength: 5 },
  );
  const rules = fc.record({
    reservesAnswer: fc.boolean(),
    // Tokens that a step gives on average, of as many positions as it may write.
    step: fc.constantFrom(
      { tokensPerStep: 1, lookaheadTokens: 1 },
      { tokensPerStep: 1.6, lookaheadTokens: 2 },
      { tokensPerStep: 3.5, lookaheadTokens: 4 },
      { tokensPerStep: 5, lookaheadTokens: 5 },
    ),
  });
  fc.assert(
    fc.property(batches, rules, fc.integer({ min: 0, max: 40 }), (specs, { reservesAnswer, step }, spare) => {
      const blockTokens = 16;
      const cache = new KvCache(blockTokens * 1000, blockTokens);
      const memory = new RequestMemory(cache, undefined, { reservesAnswer, watermarkBlocks: 0, ...step });
      const rows = new BatchRows(step.tokensPerStep);
      const batch = specs.map(({ inputTokens, decodeSteps }, id) => {
        const request = new Request(id, { arrivalNs: 0, inputTokens, outputTokens: 10_000 }, true);
        request.prefills = 1;
        request.decodeSteps = decodeSteps;
        request.generated = 1 + Math.floor(decodeSteps * step.tokensPerStep + 1e-9);
        if (reservesAnswer) request.kvBlocks = 700;
        else memory.start(request);
        rows.add(request);
        return request;
      });
      if (reservesAnswer) {
        expect(memory.stepsWithRoom(batch.length)).toBe(Number.POSITIVE_INFINITY);
        return;
      }
      expect(memory.growForNextStep(rows)).toBe(true);
      cache.take(cache.freeBlocks - spare);
      const steps = memory.stepsWithRoom(batch.length);
      expect(steps).toBeGreaterThanOrEqual(1);
      for (let ahead = 0; ahead <= steps; ahead++)
        if (steps > 1) expect(memory.heldAfter(rows, ahead)).toBeLessThanOrEqual(cache.capacityBlocks);
      // Of the tokens that whole blocks for everybody hold, two steps at most stay unused.
      const tokens = Math.floor(spare / batch.length) * blockTokens;
      expect(steps).toBeGreaterThanOrEqual(tokens / step.tokensPerStep - 2);
    }),
    { numRuns: 200 },
  );
});

test("a pool keeps its share of whole blocks free beside requests that run, and holds no longer a request than whole blocks do", () => {
  const pools = fc.record({
    kvCapacityTokens: fc.integer({ min: 0, max: 5000 }),
    kvBlockTokens: fc.constantFrom(1, 16, 128),
    watermark: fc.constantFrom(0, 0.01, 0.1, 0.25),
    // Tokens that a window holds; all where there is none.
    window: fc.constantFrom(undefined, 40, 400),
    hasCache: fc.boolean(),
  });
  fc.assert(
    fc.property(pools, fc.integer({ min: 1, max: 900 }), (drawn, inputTokens) => {
      const { kvCapacityTokens, kvBlockTokens, watermark, window, hasCache } = drawn;
      const options = { blockTokens: kvBlockTokens, hbm: true, makeTiers: () => [], bytesPerToken: 1 };
      const heldTokens =
        window === undefined
          ? undefined
          : {
              of: (tokens: number) => Math.min(tokens, window),
              longest: (held: number) => (held >= window ? 9999 : held),
            };
      const pool = { kvCapacityTokens, timer: {}, heldTokens, prefixCache: hasCache ? options : undefined };
      const plan = { kvBlockTokens, watermark, policy: { reservesAnswer: false } };
      const memory = poolMemory(pool as unknown as PoolPlan, plan as ServingPlan);
      let blocks = 0;
      while ((blocks + 1) * kvBlockTokens <= kvCapacityTokens) blocks++;
      let kept = 0;
      while (kept + 1 <= watermark * blocks) kept++;
      expect([memory.freeFor(0), memory.freeFor(1)]).toEqual([blocks, blocks - kept]);
      const request = new Request(0, { arrivalNs: 0, inputTokens, outputTokens: 5 }, true);
      // What a prefix cache finds again is counted whole.
      const tokens = window === undefined || hasCache ? inputTokens + 1 : Math.min(inputTokens + 1, window);
      expect(memory.needed(request)).toBe(Math.ceil(tokens / kvBlockTokens));
      const held = blocks * kvBlockTokens;
      const longest = window !== undefined && !hasCache && held >= window ? 9999 : held;
      expect(longestHeld([pool as unknown as PoolPlan], kvBlockTokens)).toBe(longest);
    }),
  );
});
