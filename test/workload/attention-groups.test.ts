import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import { kvBytesPerToken } from "../../src/models/kv-cache.ts";
import type { Model } from "../../src/models/model.ts";
import { parameterCount } from "../../src/models/parameters.ts";
import type { ShortStack, TransformerStack } from "../../src/models/transformer-stack.ts";
import { replicaOf } from "../../src/validation/rows/replica.ts";
import { Request } from "../../src/workload/inference/load/request.ts";
import { PromptWork } from "../../src/workload/inference/replica/prompt-work.ts";
import { AttentionGroups } from "../../src/workload/inference/time/attention-groups.ts";
import { emptyCost, equalBatch } from "../../src/workload/inference/time/step-timer.ts";

const model = findModel(catalog.models, "qwen3-30b-a3b") as Model;

function onEight(attentionGroups: number) {
  return replicaOf({
    model,
    instance: catalog.instances.find(({ name }) => name === "p5.48xlarge") as (typeof catalog.instances)[0],
    profile: catalog.profiles.find(({ name }) => name === "vllm-h100") as (typeof catalog.profiles)[0],
    tensor: 8,
    attentionGroups,
    weights: "bf16",
    kvCache: "bf16",
    batch: 64,
    tokens: 4096,
  });
}

const prompt = (inputTokens: number) => new Request(0, { arrivalNs: 0, inputTokens, outputTokens: 1 }, true);

test("a prompt goes to the group with the fewest tokens before it, and each group cuts its own to its share", () => {
  const work = new PromptWork(2);
  const prompts = [50, 30, 10, 40].map(prompt);
  for (const each of prompts) work.add(each);
  // 50 | 30, then 10 after the 30, and with 50 | 40 the 40 too.
  expect(prompts.map(({ attentionGroup }) => attentionGroup)).toEqual([0, 1, 1, 1]);
  expect(work.roomIn(60)).toBe(60 - 50);
  expect(work.takeChunks(35).map(({ tokens }) => tokens)).toEqual([35, 30, 5]);
});

test("a step waits for the busiest group", () => {
  const groups = new AttentionGroups(2);
  groups.clear(7);
  [50, 30, 40].forEach((tokens, index) => {
    groups.add(index === 0 ? 0 : 1, tokens, { ...emptyCost(), totalNs: tokens });
  });
  expect(groups.tokensMax).toBe(7 + 30 + 40);
  const cost = emptyCost();
  groups.addBusiest(cost);
  expect(cost.totalNs).toBe(30 + 40);
});

test("with four KV heads on eight ranks, two groups keep each token once where one keeps it twice", () => {
  const perToken = kvBytesPerToken(model, 2);
  const [one, two, eight] = [1, 2, 8].map((groups) => onEight(groups).plan.memory);
  // Bytes of a token over all eight ranks: each of four heads on two ranks, or each head once.
  expect(8 * one!.kvBytesPerToken).toBe(2 * perToken);
  expect(8 * two!.kvBytesPerToken).toBe(perToken);
  expect(8 * eight!.kvBytesPerToken).toBe(perToken);
});

test("groups hold together what the room of all ranks holds, and one sequence has the room of one group", () => {
  const { memory, shard } = onEight(8).plan;
  expect(memory.weightsBytes).toBe(2 * parameterCount(model, shard));
  const groupTokens = Math.floor(memory.kvRoomBytes / kvBytesPerToken(model, 2));
  expect(memory.kvSequenceTokens).toBe(groupTokens);
  expect(memory.kvCapacityTokens).toBe(8 * groupTokens);
});

test("attention weights are replicated in every group, the experts are not", () => {
  const [one, eight] = [1, 8].map((groups) => parameterCount(model, onEight(groups).plan.shard));
  const { layers, hidden, heads, kvHeads, headDim } = (model.stack as TransformerStack).short as ShortStack;
  // Queries and output: all heads instead of an eighth; keys and values: four heads instead of one.
  const more = 2 * hidden * headDim * (heads - heads / 8) + 2 * hidden * headDim * (kvHeads - 1);
  expect(eight! - one!).toBe(layers * more);
});

test("a step of one sequence gains nothing from groups, a prefill of eight equal prompts has them side by side", () => {
  const [one, eight] = [onEight(1).timer, onEight(8).timer];
  expect(eight.decode(equalBatch(1, 2000)).first.totalNs).toBeGreaterThan(
    one.decode(equalBatch(1, 2000)).first.totalNs,
  );
  const prompts = Array.from({ length: 8 }, () => prompt(1024));
  const work = new PromptWork(8);
  for (const each of prompts) work.add(each);
  const alone = eight.prefill(prompts.slice(0, 1)).parts[0]!;
  const together = eight.prefill(prompts).parts[0];
  expect(together).toBeLessThan(8 * alone);
});

test("long contexts in large batches decode faster in groups, which read each KV head once", () => {
  const [one, two] = [onEight(1).timer, onEight(2).timer];
  expect(two.decode(equalBatch(256, 16_000)).first.parts[1]).toBeLessThan(
    0.6 * one.decode(equalBatch(256, 16_000)).first.parts[1]!,
  );
});
