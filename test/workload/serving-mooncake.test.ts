import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createPlugin } from "../../src/base/plugin.ts";
import { traceContract } from "../../src/workload/inference/load/traces/trace-reader.ts";
import { traces } from "../../src/workload/inference/load/traces.ts";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import { linearTimer, serve } from "./serving-builder.ts";

const file = "scenarios/mooncake-small.jsonl";
const text = readFileSync(file, "utf8");

/** Leading blocks of each prompt that stand anywhere in an earlier one. */
function leadingBlocksSeen(): { asked: number; found: number } {
  const seen = new Set<number>();
  let asked = 0;
  let found = 0;
  for (const line of text.trim().split("\n")) {
    const { hash_ids: blocks } = JSON.parse(line) as { hash_ids: number[] };
    const unknown = blocks.findIndex((block) => !seen.has(block));
    asked += blocks.length;
    found += unknown < 0 ? blocks.length : unknown;
    for (const block of blocks) seen.add(block);
  }
  return { asked, found };
}

test("an unlimited tier finds the leading blocks that any earlier prompt of a trace had", () => {
  const reader = createPlugin(traces, { kind: "mooncake" }, undefined, traceContract);
  const { serving } = serve({
    timer: linearTimer({ prefillToken: 0.01, step: 5 }),
    load: reader.read(text, file),
    batching: { kind: "continuous", maxBatch: 16, maxPrefillTokens: 8192, reserve: "prompt" },
    prefixCache: {
      blockTokens: reader.prefixBlockTokens as number,
      hbm: false,
      bytesPerToken: 1,
      makeTiers: () => [
        new PrefixTier({
          name: "host",
          capacityBlocks: Number.POSITIVE_INFINITY,
          bandwidth: 1,
          latencyNs: 0,
        }),
      ],
    },
  });
  const { asked, found } = leadingBlocksSeen();
  expect(serving.fleet.engines[0]!.memory.prefixCache).toMatchObject({
    askedBlocks: asked,
    foundBlocks: found,
  });
});
