import { expect, test } from "vitest";
import type { RequestSpec } from "../../src/workload/inference/load/request.ts";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import { linearTimer, type ServingOptions, serve } from "./serving-builder.ts";

/** `prompts("0ms 0,1,2 96+4")`: arrival, prompt blocks of 32 tokens, prompt + answer tokens. */
function prompts(...texts: string[]): RequestSpec[] {
  return texts.map((text) => {
    const [at, blocks, lengths] = text.split(" ");
    const [inputTokens, outputTokens] = lengths!.split("+").map(Number);
    const prefixBlocks = blocks!.split(",").map(Number);
    return {
      arrivalNs: Number.parseFloat(at!) * 1e6,
      inputTokens: inputTokens!,
      outputTokens: outputTokens!,
      prefixBlocks,
    };
  });
}

function withCache(
  load: RequestSpec[],
  options: Partial<ServingOptions> & { hbm?: boolean; tierBlocks?: number },
) {
  const { hbm = true, tierBlocks = 0, ...rest } = options;
  return serve({
    timer: linearTimer({ prefillToken: 1, step: 10 }),
    load,
    prefixCache: {
      blockTokens: 32,
      hbm,
      bytesPerToken: 1000,
      makeTiers: () =>
        tierBlocks > 0
          ? [new PrefixTier({ name: "host", capacityBlocks: tierBlocks, bandwidth: 0.001, latencyNs: 0 })]
          : [],
    },
    ...rest,
  });
}

const cacheOf = ({ serving }: ReturnType<typeof serve>) => serving.fleet.engines[0]!.memory.prefixCache;

test("a prompt whose leading blocks were computed before is prefilled from where they end", () => {
  const { rows } = withCache(prompts("0ms 1,2,3 96+1", "500ms 1,2,9 96+1"), {});
  expect(rows.map(({ ttft_ms }) => ttft_ms)).toEqual([96, 96 - 2 * 32]);
});

test("only leading blocks count: after the first unknown block nothing is spared", () => {
  const run = withCache(prompts("0ms 1,2,3 96+1", "500ms 9,2,3 96+1"), {});
  expect(run.rows[1]!.ttft_ms).toBe(96);
  expect(cacheOf(run)).toMatchObject({ askedBlocks: 6, foundBlocks: 0 });
});

test("a prompt that is known to its end still computes one token, for its logits", () => {
  const { rows } = withCache(prompts("0ms 1,2 64+1", "500ms 1,2 64+1"), {});
  expect(rows[1]!.ttft_ms).toBe(1);
});

test("requests of one step find what the ones before them in line compute", () => {
  const run = withCache(prompts("0ms 1,2 64+1", "0ms 1,2 64+1"), {});
  // 64 tokens of the first, one of the second.
  expect(run.rows.map(({ ttft_ms }) => ttft_ms)).toEqual([65, 65]);
});

test("running requests share blocks: three prompts of 64 tokens, 32 of them equal, take 4 + 2 + 2 blocks and their answers", () => {
  const run = withCache(prompts("0ms 1,2 64+4", "0ms 1,3 64+4", "0ms 1,4 64+4"), {});
  // Blocks of 16 tokens: 65 tokens need 5; the second and third share the 2 of the first block.
  expect(run.serving.fleet.engines[0]!.memory.kvCache.usedBlocksMax).toBe(5 + 3 + 3);
});

test("blocks that nobody holds give way to new requests, the least recently used first", () => {
  // Room for 8 blocks of 16: the third prompt pushes out block 1, and 2 stays.
  const load = prompts(
    "0ms 1 32+1",
    "100ms 2 32+1",
    "200ms 2 32+1",
    "300ms 3,4 64+1",
    "500ms 2 32+1",
    "600ms 1 32+1",
  );
  const { rows } = withCache(load, { kvCapacityTokens: 128 });
  expect(rows.map(({ ttft_ms }) => ttft_ms)).toEqual([32, 32, 1, 64, 1, 32]);
});

test("a partial last block is found in a tier, but not in the KV cache's own memory", () => {
  const load = () => prompts("0ms 1,2 40+1", "500ms 1,2 40+1");
  expect(cacheOf(withCache(load(), { hbm: false, tierBlocks: 10 }))?.foundBlocks).toBe(2);
  expect(cacheOf(withCache(load(), { hbm: true }))?.foundBlocks).toBe(1);
});

test("what a tier holds must be loaded, beside the prefill of the rest", () => {
  const { rows } = withCache(prompts("0ms 1,2,3 96+1", "500ms 1,2,9 96+1"), { hbm: false, tierBlocks: 10 });
  // 64 tokens of 1,000 bytes at 0.001 bytes/ns take 64 ms; the 32 new tokens take 32.
  expect(rows[1]!.ttft_ms).toBeCloseTo(64, 9);
});

test("a full tier gives up the block that was used longest ago", () => {
  const load = prompts(
    "0ms 1 32+1",
    "100ms 2 32+1",
    "200ms 1 32+1",
    "300ms 3 32+1",
    "400ms 2 32+1",
    "500ms 1 32+1",
  );
  expect(cacheOf(withCache(load, { hbm: false, tierBlocks: 2 }))?.foundBlocks).toBe(1 + 0 + 0);
});

test("reading from a tier takes its latency and the bytes at its bandwidth, and nothing takes nothing", () => {
  const tier = new PrefixTier({ name: "host", capacityBlocks: 1, bandwidth: 4, latencyNs: 100 });
  expect([0, 1, 800].map((bytes) => tier.loadNs(bytes))).toEqual([0, 100 + 1 / 4, 100 + 800 / 4]);
});
