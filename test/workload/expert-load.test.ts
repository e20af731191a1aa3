/** Serving waits for the expert rank that most tokens chose. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import { forwardOperators } from "../../src/models/forward-operators.ts";
import type { Model } from "../../src/models/model.ts";
import { operatorFlops } from "../../src/models/operator.ts";
import { flatOperators } from "../../src/models/operator-group.ts";
import { checkExperts, expertsWithoutEffect } from "../../src/workload/inference/expert-spread.ts";
import { loads, shardWarnings } from "../../src/workload/inference/loadable-shard.ts";

const model = findModel(catalog.models, "deepseek-v3") as Model;
const wide = { tensor: 64, expert: 64, expertTensor: 1, expertBatches: 1, attentionGroups: 16 };

const groupsAt = (expertLoad: number | undefined, sequences: number, shard = wide) =>
  forwardOperators(
    model,
    { kind: "decode", sequences, contextTokens: 1000 },
    { ...shard, ...(expertLoad === undefined ? {} : { expertLoad }) },
  );

const expertFlops = (expertLoad: number | undefined, sequences: number) =>
  flatOperators(groupsAt(expertLoad, sequences))
    .filter(({ kind, name }) => kind === "matmul" && name.startsWith("expert "))
    .reduce((sum, op) => sum + operatorFlops(op), 0);

describe("the busiest expert rank", () => {
  test("has as many times the mean choices as the imbalance says, and changes nothing where it is even", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2048 }), fc.integer({ min: 1, max: 32 }), (sequences, load) => {
        expect(expertFlops(load, sequences) / expertFlops(undefined, sequences)).toBeCloseTo(load, 6);
        expect(groupsAt(1, sequences)).toEqual(groupsAt(undefined, sequences).map((group) => ({ ...group })));
      }),
      { numRuns: 20 },
    );
  });

  test("gets as many times the tokens in the all-to-all of wide expert parallelism", () => {
    const sent = (load: number) =>
      groupsAt(load, 64)
        .flatMap(({ exchanges }) => exchanges)
        .filter(({ kind }) => kind === "all-to-all")
        .reduce((sum, { elements }) => sum + elements, 0);
    expect(sent(3)).toBeCloseTo(3 * sent(1), 3);
  });
});

describe("an imbalance", () => {
  const options = (expert: number, imbalance: number) => ({
    parallelism: { tensor: 64, pipeline: 1, expert, context: 1, attentionGroups: 1, replicas: 1 } as const,
    experts: { imbalance },
  });

  test("is at most what sends every token's choices to one rank: 4 of 8 choices, where 8 / 64 are the mean", () => {
    expect(() => checkExperts(model, options(64, 32))).not.toThrow();
    expect(() => checkExperts(model, options(64, 32.5))).toThrow(
      "expected at most 32: a token goes to 8 different experts, and a rank holds 4 of 256",
    );
  });

  test("without experts, or with a part of every expert on every rank, is without effect", () => {
    expect(expertsWithoutEffect(model, options(64, 2))).toBeUndefined();
    expect(expertsWithoutEffect(model, options(1, 2))).toBe("every rank has a part of every expert");
    const dense = findModel(catalog.models, "llama-3.1-8b") as Model;
    expect(expertsWithoutEffect(dense, options(1, 2))).toBe("llama-3.1-8b has no experts");
  });
});

describe("a split of feed-forward columns that is uneven", () => {
  const chip = (name: string) =>
    catalog.chips.find((each) => each.name === name) as (typeof catalog.chips)[0];
  const mixture = findModel(catalog.models, "qwen3-30b-a3b") as Model;

  test("is refused on GPUs, where experts of 768 columns have 512 ranks, and loaded where experts are dealt out whole", () => {
    const shard = { tensor: 512, expert: 1, attentionGroups: 128 };
    expect(loads(mixture, shard, chip("h100"))).toBe(false);
    expect(shardWarnings(mixture, shard, chip("h100"))).toEqual([
      "would not load: the 768 expert columns of qwen3-30b-a3b do not divide over 512 ranks; software on GPUs refuses this",
    ]);
    expect(loads(mixture, { ...shard, expert: 128, expertTensor: 4 }, chip("h100"))).toBe(true);
  });

  test("is padded on Neuron cores, and says by how much: 768 columns are 1,024", () => {
    const shard = { tensor: 512, expert: 1, attentionGroups: 128 };
    expect(loads(mixture, shard, chip("trainium2"))).toBe(true);
    expect(shardWarnings(mixture, shard, chip("trainium2"))).toEqual([
      "the 768 expert columns of qwen3-30b-a3b do not divide over 512 ranks: they are padded to 1024, 33.3 % more of them",
    ]);
  });
});
