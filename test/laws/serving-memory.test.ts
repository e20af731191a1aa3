/** Memory of a serving rank, and blocks of its KV cache, counted once more from the sizes of the model alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import { kvBytesPerToken, stateBytesPerSequence } from "../../src/models/kv-cache.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import { BatchRows } from "../../src/workload/inference/replica/batch-rows.ts";
import { KvCache } from "../../src/workload/inference/replica/kv-cache.ts";
import type { PlacedReplicas } from "../../src/workload/inference/replica/placed-replicas.ts";
import { PrefixCache } from "../../src/workload/inference/replica/prefix-cache.ts";
import { fits } from "../../src/workload/inference/replica/replica-fit.ts";
import { replicaMemory, withKvRoom } from "../../src/workload/inference/replica/replica-memory.ts";
import { RequestMemory } from "../../src/workload/inference/replica/request-memory.ts";

// Llama 3.1 8B: 32 layers of width 4,096 with 32 heads of 128, 8 of them of keys and values, three matrices of 14,336; 128,256
// words, in and out.
const [layers, hidden, keyValue, ffn, words] = [32, 4096, 8 * 128, 14_336, 128_256];
const layerParameters = 2 * hidden * hidden + 2 * hidden * keyValue + 3 * hidden * ffn + 2 * hidden;

const places = fc.record({
  tensor: fc.constantFrom(1, 2, 4, 8),
  stages: fc.constantFrom(1, 2, 4),
  context: fc.constantFrom(1, 2),
  weights: fc.constantFrom(1, 2),
  kvCache: fc.constantFrom(1, 2),
  activations: fc.constantFrom(2, 4),
  reserve: fc.constantFrom(0, 0.1),
  prefillTokens: fc.integer({ min: 1, max: 16_384 }),
  sequences: fc.integer({ min: 1, max: 64 }),
  gathersLogits: fc.boolean(),
  beside: fc.constantFrom(undefined, { weightsBytes: 1e9, kvBytesPerToken: 500, verifiedTokens: 3 }),
});

test("a rank holds its part of the layers, the vocabulary of its end, one prefill's vectors, and KV cache in what is left", () => {
  const model = findModel(models, "llama-3.1-8b") as Model;
  fc.assert(
    fc.property(places, (place) => {
      const { tensor, stages, context, weights, kvCache, activations, beside, sequences } = place;
      const usableMemoryBytes = 96e9;
      const memory = replicaMemory({
        model,
        shard: { tensor, context, expert: 1 },
        stages,
        bytes: { weights, kvCache, activations },
        device: { usableMemoryBytes } as Parameters<typeof replicaMemory>[0]["device"],
        reserveFraction: place.reserve,
        prefillTokens: place.prefillTokens,
        sequences,
        gathersLogits: place.gathersLogits,
        beside,
      });
      // Norms are on every rank; one more stands before the head.
      const norms = 2 * hidden;
      const ofLayers = layers * ((layerParameters - norms) / tensor + norms) + hidden;
      const vocabulary = (words / tensor) * hidden;
      // The first of several stages holds the words that come in, the last those that go out; a single one holds both.
      const ends = stages === 1 ? 2 * vocabulary : vocabulary;
      const weightsBytes = weights * (ofLayers / stages + ends);
      expect(memory.weightsBytes / weightsBytes).toBeCloseTo(1, 4);
      const perToken =
        (2 * layers * keyValue * kvCache) / tensor / stages / context + (beside?.kvBytesPerToken ?? 0);
      expect(memory.kvBytesPerToken).toBeCloseTo(perToken, 6);
      const vectors = (8 * hidden + (3 * ffn) / tensor) * activations;
      const shown = words / tensor + (place.gathersLogits && tensor > 1 ? words : 0);
      const logits = 4 * sequences * (beside?.verifiedTokens ?? 1) * shown;
      expect(memory.samplingBytes).toBeCloseTo(logits, 3);
      expect(memory.workspaceBytes).toBeCloseTo((place.prefillTokens / context) * vectors + logits, 3);
      const room =
        usableMemoryBytes * (1 - place.reserve) -
        memory.weightsBytes -
        memory.workspaceBytes -
        (beside?.weightsBytes ?? 0);
      expect(memory.kvRoomBytes).toBeCloseTo(room, 1);
      expect(memory.kvCapacityTokens).toBe(Math.max(0, Math.floor(room / perToken)));
    }),
  );
});

test("states and keys and values of sequences are divided among attention groups, those of a draft on each rank are not", () => {
  const model = models.find(
    (each) => stateBytesPerSequence(each) > 0 && kvBytesPerToken(each, 2) > 0,
  ) as Model;
  const sequences = 64;
  const beside = { weightsBytes: 0, kvBytesPerToken: 500, verifiedTokens: 1 };
  for (const groups of [1, 2, 4]) {
    const { stateBytes, ...kv } = replicaMemory({
      model,
      beside,
      shard: { tensor: groups, expert: 1, attentionGroups: groups },
      stages: 1,
      bytes: { weights: 2, kvCache: 2, activations: 2 },
      device: { usableMemoryBytes: 96e9 } as Parameters<typeof replicaMemory>[0]["device"],
      reserveFraction: 0,
      prefillTokens: 1024,
      sequences,
      gathersLogits: false,
    });
    expect(stateBytes).toBeCloseTo((sequences * stateBytesPerSequence(model)) / groups, 3);
    // A token of one group is in its ranks' memory, and in that of the draft of all.
    expect(kv.kvBytesPerToken).toBeCloseTo(kvBytesPerToken(model, 2) / groups + beside.kvBytesPerToken, 6);
  }
});

test("what has no KV cache has room for as many tokens as can be counted", () => {
  for (const attentionGroups of [1, 2, 4]) {
    const memory = { attentionGroups, kvBytesPerToken: 0 } as Parameters<typeof withKvRoom>[0];
    const { kvCapacityTokens, kvSequenceTokens } = withKvRoom(memory, 1e9);
    expect(kvSequenceTokens).toBe(Math.floor(Number.MAX_SAFE_INTEGER / attentionGroups));
    expect(kvCapacityTokens).toBe(attentionGroups * kvSequenceTokens);
  }
});

test("requests fit where there is room for all of them, and for the longest in the group that attends to it", () => {
  const model = findModel(models, "llama-3.1-8b") as Model;
  const memory = { kvRoomBytes: 0, kvCapacityTokens: 1000, kvSequenceTokens: 250 };
  const held = { memory, model } as unknown as PlacedReplicas;
  const need = (tokens: number, sequenceTokens = tokens) => ({
    tokens,
    sequenceTokens,
    description: "",
    prefillTokens: 1,
  });
  expect(fits(held, need(1000, 250))).toBe(true);
  expect(fits(held, need(1001, 250))).toBe(false);
  expect(fits(held, need(1000, 251))).toBe(false);
  expect(fits(held, need(251))).toBe(false);
  const full = { memory: { ...memory, kvRoomBytes: -1 }, model } as unknown as PlacedReplicas;
  expect(fits(full, need(1))).toBe(false);
});

test("a KV cache has the whole blocks that its tokens fill, knows how many are held, and the most that ever were", () => {
  const takes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.constantFrom(1, 16, 32),
      takes,
      (tokens, blockTokens, wanted) => {
        const cache = new KvCache(tokens, blockTokens);
        expect(cache.capacityBlocks * blockTokens).toBeLessThanOrEqual(tokens);
        expect((cache.capacityBlocks + 1) * blockTokens).toBeGreaterThan(tokens);
        const held: number[] = [];
        let most = 0;
        for (const blocks of wanted) {
          const isFull = blocks > cache.freeBlocks;
          if (isFull) for (const each of held.splice(0)) cache.take(-each);
          else {
            held.push(blocks);
            cache.take(blocks);
          }
          const used = held.reduce((sum, each) => sum + each, 0);
          most = Math.max(most, used);
          expect([cache.usedBlocks, cache.freeBlocks, cache.usedBlocksMax]).toEqual([
            used,
            cache.capacityBlocks - used,
            most,
          ]);
        }
      },
    ),
  );
});

const sizes = fc.record({
  inputTokens: fc.integer({ min: 1, max: 70 }),
  outputTokens: fc.integer({ min: 1, max: 40 }),
});

test("a request holds the blocks of its tokens and of what a step may write, never beyond its answer, and gives all of them back", () => {
  const rules = fc.record({
    reservesAnswer: fc.boolean(),
    watermarkBlocks: fc.integer({ min: 0, max: 4 }),
    lookaheadTokens: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 1, maxLength: 5 }), rules, (specs, rule) => {
      const cache = new KvCache(5 * 200, 16);
      const memory = new RequestMemory(cache, undefined, { ...rule, tokensPerStep: rule.lookaheadTokens });
      const blocks = (tokens: number) => Math.ceil(tokens / 16);
      const batch = specs.map((spec, id) => new Request(id, { ...spec, arrivalNs: 0 }, true));
      const heldBlocks = () => batch.reduce((sum, { kvBlocks }) => sum + kvBlocks, 0);
      for (const request of batch) {
        const whole = request.inputTokens + request.outputTokens;
        const starts = blocks(rule.reservesAnswer ? whole : request.inputTokens + 1);
        expect(memory.needed(request)).toBe(starts);
        memory.start(request);
        expect([request.kvBlocks, cache.usedBlocks]).toEqual([starts, heldBlocks()]);
      }
      const rows = new BatchRows(1);
      for (const request of batch) {
        // Its prompt is computed.
        request.generated = 1;
        request.prefills = 1;
        rows.add(request);
      }
      expect(memory.freeFor(0)).toBe(cache.freeBlocks);
      expect(memory.freeFor(1)).toBe(cache.freeBlocks - rule.watermarkBlocks);
      for (let step = 0; step < 45; step++) {
        const ahead = batch.map((request) => {
          const whole = request.inputTokens + request.outputTokens;
          const tokens = rule.reservesAnswer
            ? whole
            : Math.min(whole, request.contextTokens + rule.lookaheadTokens);
          return Math.max(request.kvBlocks, blocks(tokens));
        });
        const missing = ahead.reduce((sum, each) => sum + each, 0) - cache.capacityBlocks;
        if (!rule.reservesAnswer) expect(memory.missing(rows)).toBe(missing);
        expect(memory.growForNextStep(rows)).toBe(true);
        for (const place of batch.keys()) rows.settle(place);
        expect(batch.map(({ kvBlocks }) => kvBlocks)).toEqual(ahead);
        expect(cache.usedBlocks).toBe(heldBlocks());
        const complete = batch.map(({ outputTokens, generated }) => generated + 1 >= outputTokens);
        expect(rows.advance(1, step)).toBe(complete.includes(true));
        for (const [place, request] of batch.entries()) {
          expect(rows.isComplete(place)).toBe(complete[place]);
          const generated = Math.min(request.outputTokens, request.generated + 1);
          expect(rows.settle(place).generated).toBe(generated);
        }
      }
      for (const request of batch) memory.release(request);
      expect([cache.usedBlocks, heldBlocks()]).toEqual([0, 0]);
    }),
    { numRuns: 40 },
  );
});

test("after steps that are not counted yet a batch holds what it would hold step by step", () => {
  const rules = fc.record({
    reservesAnswer: fc.boolean(),
    lookaheadTokens: fc.integer({ min: 1, max: 5 }),
    tokensPerStep: fc.constantFrom(1, 1.6, 3),
  });
  const places = fc.record({
    inputTokens: fc.integer({ min: 1, max: 70 }),
    outputTokens: fc.integer({ min: 1, max: 60 }),
    decodeSteps: fc.integer({ min: 0, max: 10 }),
  });
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 4 }), rules, fc.nat(20), (specs, rule, steps) => {
      const cache = new KvCache(16 * 200, 16);
      const memory = new RequestMemory(cache, undefined, { ...rule, watermarkBlocks: 0 });
      const rows = new BatchRows(rule.tokensPerStep);
      const after = (outputTokens: number, count: number) =>
        Math.min(outputTokens, 1 + Math.floor(count * rule.tokensPerStep + 1e-9));
      const batch = specs.map(({ decodeSteps, ...spec }, id) => {
        const request = new Request(id, { ...spec, arrivalNs: 0 }, true);
        request.prefills = 1;
        request.decodeSteps = decodeSteps;
        request.generated = after(spec.outputTokens, decodeSteps);
        memory.start(request);
        rows.add(request);
        return request;
      });
      const heldAfter = (more: number) =>
        batch.reduce((sum, { inputTokens, outputTokens, decodeSteps, kvBlocks }) => {
          const generated = after(outputTokens, decodeSteps + more);
          const tokens = inputTokens + Math.min(outputTokens, generated + rule.lookaheadTokens);
          return sum + Math.max(kvBlocks, rule.reservesAnswer ? 0 : Math.ceil(tokens / 16));
        }, 0);
      expect(memory.heldAfter(rows, steps)).toBe(heldAfter(steps));
      expect(cache.usedBlocks).toBe(batch.reduce((sum, { kvBlocks }) => sum + kvBlocks, 0));
      if (steps === 0) return;
      // Taken at once, when they are over: what the last of them took.
      const held = heldAfter(steps - 1);
      rows.advance(steps, 1);
      memory.growToContext(rows);
      expect(cache.usedBlocks).toBe(held);
    }),
    { numRuns: 60 },
  );
});

test("requests share the prompt blocks that others hold, find those that were left, and compute at least their last token", () => {
  const prompts = fc.array(
    fc.record({
      prompt: fc.nat(2),
      blocks: fc.integer({ min: 1, max: 6 }),
      leaves: fc.boolean(),
      rest: fc.integer({ min: 0, max: 15 }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(prompts, fc.constantFrom(1, 2, 4), (asked, each) => {
      // KV blocks of a prompt block.
      const cache = new KvCache(16 * 1600, 16);
      const options = { blockTokens: 16 * each, hbm: true, makeTiers: () => [], bytesPerToken: 1 };
      const prefixes = new PrefixCache(options, cache);
      const rules = { reservesAnswer: false, watermarkBlocks: 0, lookaheadTokens: 1, tokensPerStep: 1 };
      const memory = new RequestMemory(cache, prefixes, rules);
      const running: Request[] = [];
      // The cache is large enough that nothing is given up: all that was ever asked for is known.
      const known = new Set<number>();
      for (const [id, { prompt, blocks, leaves, rest }] of asked.entries()) {
        const prefixBlocks = Array.from({ length: blocks }, (_, index) => prompt * 100 + index);
        const inputTokens = blocks * 16 * each + rest;
        const request = new Request(id, { arrivalNs: 0, inputTokens, outputTokens: 1, prefixBlocks }, true);
        const heldNow = new Set(running.flatMap((one) => one.prefixBlocks));
        const shared = prefixBlocks.filter((block) => heldNow.has(block)).length;
        const own = Math.ceil((inputTokens + 1) / 16);
        expect(memory.needed(request)).toBe(own - each * shared);
        const before = cache.usedBlocks;
        memory.start(request);
        expect(cache.usedBlocks - before).toBe(own - each * shared);
        const found = prefixBlocks.filter((block) => known.has(block)).length;
        expect(request.cachedTokens).toBe(Math.min(found * 16 * each, inputTokens - 1));
        for (const block of prefixBlocks) known.add(block);
        running.push(request);
        if (leaves) memory.release(running.shift() as Request);
        const distinct = new Set(running.flatMap((one) => one.prefixBlocks)).size;
        const alone = running.reduce(
          (sum, one) => sum + Math.ceil((one.inputTokens + 1) / 16) - each * one.prefixBlocks.length,
          0,
        );
        expect([cache.usedBlocks, prefixes.idleBlocks]).toEqual([
          each * distinct + alone,
          each * (known.size - distinct),
        ]);
      }
    }),
  );
});

test("prompt blocks that nobody holds go, the oldest and within a prompt the last first, when memory runs short, and no more of them than that", () => {
  const sizes = fc.record({
    each: fc.constantFrom(1, 2, 4),
    prompts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }),
  });
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), ({ each, prompts }, share) => {
      const all = prompts.reduce((sum, blocks) => sum + blocks, 0) * each;
      // Room for every prompt, one after the other, and to spare.
      const cache = new KvCache(16 * (2 * all + 8), 16);
      const options = { blockTokens: 16 * each, hbm: true, makeTiers: () => [], bytesPerToken: 1 };
      const prefixes = new PrefixCache(options, cache);
      const oldestFirst: { id: number; request: Request }[] = [];
      for (const [prompt, blocks] of prompts.entries()) {
        const prefixBlocks = Array.from({ length: blocks }, (_, index) => prompt * 100 + index);
        const spec = { arrivalNs: 0, inputTokens: blocks * 16 * each + 1, outputTokens: 1, prefixBlocks };
        const request = new Request(prompt, spec, true);
        prefixes.start(request);
        prefixes.release(request);
        oldestFirst.push(...[...prefixBlocks].reverse().map((id) => ({ id, request })));
      }
      expect(prefixes.idleBlocks).toBe(all);
      const room = Math.floor(share * all);
      cache.take(cache.freeBlocks - room);
      prefixes.trim();
      const kept = Math.floor(room / each);
      expect(prefixes.idleBlocks).toBe(kept * each);
      const gone = new Set(oldestFirst.slice(0, oldestFirst.length - kept).map(({ id }) => id));
      for (const { request } of oldestFirst) {
        const firstGone = request.prefixBlocks.findIndex((id) => gone.has(id));
        expect(prefixes.found(request)).toBe(firstGone < 0 ? request.prefixBlocks.length : firstGone);
      }
    }),
    { numRuns: 50 },
  );
});
