/** Serving waits for the expert rank that most tokens chose. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import type { Table } from "../../src/metrics/table.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { forwardOperators } from "../../src/models/operators/forward-operators.ts";
import { operatorFlops } from "../../src/models/operators/operator.ts";
import { flatOperators } from "../../src/models/operators/operator-group.ts";
import { parameterCount } from "../../src/models/parameters.ts";
import {
  checkExperts,
  expertSpreads,
  expertsWithoutEffect,
  imbalanceMost,
} from "../../src/workload/inference/expert-spread.ts";
import { loads, shardWarnings } from "../../src/workload/inference/replica/loadable-shard.ts";
import { record, summary } from "../laws/account-scenarios.ts";

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

test("experts cut into thin slices are told with the degree that deals them out whole, which makes it so", () => {
  const served = (instance: string, tensor: number, expert: number) => {
    const { result } = record({
      cluster: { instance },
      model: "qwen3-30b-a3b",
      workload: {
        kind: "inference",
        arrivals: { kind: "batch", size: 1 },
        input: { kind: "constant", tokens: 1024 },
        output: { kind: "constant", tokens: 2 },
        parallelism: { tensor, expert, replicas: 1 },
      },
    });
    if (result === undefined) throw new Error("nothing was served");
    const advice = result.warnings.find((each) => each.includes("columns of every expert"));
    const { columns, rows } = result.tables.requests as Table;
    return { advice, ttftMs: Number([...rows][0]?.[columns.indexOf("ttft_ms")]) };
  };
  const [sliced, whole] = [served("trn2.48xlarge", 32, 1), served("trn2.48xlarge", 32, 32)];
  // 768 columns over 32 ranks; 32 is what 32 ranks and 128 experts have in common.
  expect(sliced.advice).toMatch(
    /^32 tensor ranks have 24 of the 768 columns .*parallelism.expert: 32\), evenly loaded/,
  );
  expect(sliced.ttftMs).toBeGreaterThan(2 * whole.ttftMs);
  expect(whole.advice).toBeUndefined();
  expect(served("p5.48xlarge", 4, 1).advice).toBeUndefined();
});

describe("a spread of experts that is left open", () => {
  const run = (instance: string, parallelism: object, more: object = {}) =>
    record({
      cluster: { instance },
      model: "qwen3-30b-a3b",
      workload: {
        kind: "inference",
        arrivals: { kind: "closed-loop", users: 16 },
        requests: 32,
        input: { kind: "constant", tokens: 1024 },
        output: { kind: "constant", tokens: 64 },
        parallelism,
        ...more,
      },
    });
  const throughput = (parallelism: object, instance: string) =>
    summary(run(instance, parallelism)).inference?.output_throughput ?? Number.NaN;

  test.each(["trn2.48xlarge", "p5.48xlarge", "inf2.48xlarge"])(
    "is that which serves more, sliced or whole, on %s",
    (instance) => {
      const tensor = 8;
      const [sliced, whole] = expertSpreads(findModel(catalog.models, "qwen3-30b-a3b") as Model, tensor).map(
        (expert) => throughput({ tensor, expert, replicas: 1 }, instance),
      );
      const open = throughput({ tensor, expert: "auto", replicas: 1 }, instance);
      expect(open).toBe(Math.max(sliced as number, whole as number));
      expect(sliced).not.toBe(whole);
    },
  );

  test("is told as a choice where the degree is open too, and is a slice of each where the degree is written", () => {
    const chosen = run("trn2.48xlarge", { tensor: "auto" });
    const { expert } = chosen.result?.chosen ?? {};
    const choices = chosen.jobs[0]?.choices.filter(({ key }) => key.endsWith("parallelism.expert"));
    expect(choices).toMatchObject([{ value: expert ?? 1 }]);
    expect(run("trn2.48xlarge", { tensor: 8 }).result?.chosen.expert).toBeUndefined();
    expect(run("trn2.48xlarge", { tensor: 8, expert: 8 }).result?.chosen.expert).toBe(8);
  });

  test("is none of those that cannot be so unevenly loaded", () => {
    const most = imbalanceMost(findModel(catalog.models, "qwen3-30b-a3b") as Model, 8);
    const uneven = run(
      "trn2.48xlarge",
      { tensor: 8, expert: "auto" },
      { experts: { imbalance: most + 0.1 } },
    );
    expect(uneven.result?.chosen.expert).toBeUndefined();
  });

  test("that is written and divides no degree is told with the degrees", () => {
    expect(() => run("p5.48xlarge", { tensor: "auto", expert: 16 })).toThrow(
      /parallelism.expert: found 16, with tensor auto, which is 1, 2, 4, 8 on p5.48xlarge/,
    );
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
    expect(expertsWithoutEffect(model, 64)).toBeUndefined();
    expect(expertsWithoutEffect(model, 1)).toBe("every rank has a part of every expert");
    const dense = findModel(catalog.models, "llama-3.1-8b") as Model;
    expect(expertsWithoutEffect(dense, 1)).toBe("llama-3.1-8b has no experts");
  });
});

describe("a split of feed-forward columns that is uneven", () => {
  const on = (chipName: string, profileName: string) => ({
    chip: catalog.chips.find(({ name }) => name === chipName) as (typeof catalog.chips)[0],
    profile: catalog.profiles.find(({ name }) => name === profileName) as (typeof catalog.profiles)[0],
  });
  const mixture = findModel(catalog.models, "qwen3-30b-a3b") as Model;

  test("is refused on GPUs, where experts of 768 columns have 512 ranks, and loaded where experts are dealt out whole", () => {
    const shard = { tensor: 512, expert: 1, attentionGroups: 128 };
    expect(loads(mixture, shard, on("h100", "vllm"))).toBe(false);
    expect(shardWarnings(mixture, shard, on("h100", "vllm"))).toEqual([
      "would not load: the 768 expert columns of qwen3-30b-a3b do not divide over 512 ranks; software on GPUs refuses this",
    ]);
    expect(loads(mixture, { ...shard, expert: 128, expertTensor: 4 }, on("h100", "vllm"))).toBe(true);
  });

  test("is padded on Neuron cores, and says by how much: 768 columns are 1,024", () => {
    const shard = { tensor: 512, expert: 1, attentionGroups: 128 };
    expect(loads(mixture, shard, on("trainium2", "tnx-2.18"))).toBe(true);
    expect(shardWarnings(mixture, shard, on("trainium2", "tnx-2.18"))).toEqual([
      "the 768 expert columns of qwen3-30b-a3b do not divide over 512 ranks: they are padded to 1024, 33.3 % more of them",
    ]);
  });

  test("of routed experts is refused by NxD Inference, which pads the others", () => {
    const nxdi = on("trainium2", "nxdi");
    // 2,880 columns over 128 ranks are 22.5; over 64 they are 45. Heads are padded: 64 over 48 ranks to 96.
    const experts = findModel(catalog.models, "gpt-oss-120b") as Model;
    expect(loads(experts, { tensor: 64, expert: 1 }, nxdi)).toBe(true);
    expect(shardWarnings(experts, { tensor: 128, expert: 1 }, nxdi)).toContain(
      "would not load: the 2880 expert columns of gpt-oss-120b do not divide over 128 ranks; NxD Inference refuses this",
    );
    const dense = findModel(catalog.models, "llama-3.1-8b") as Model;
    expect(loads(dense, { tensor: 48, expert: 1 }, nxdi)).toBe(true);
    expect(shardWarnings(dense, { tensor: 48, expert: 1 }, nxdi)[0]).toContain("they are padded to 48, 50 %");
    expect(loads(dense, { tensor: 48, expert: 1 }, on("h100", "vllm"))).toBe(false);
  });

  test("of latent attention, with its embedding and head, is refused by NxD Inference", () => {
    const nxdi = on("trainium2", "nxdi");
    expect(loads(model, { tensor: 64, expert: 64, expertTensor: 1 }, nxdi)).toBe(true);
    const why = (tensor: number) => shardWarnings(model, { tensor, expert: tensor, expertTensor: 1 }, nxdi);
    // 128 heads, 18,432 dense columns, 7,168 wide, 129,280 words: 48 divides the columns alone.
    // Shared experts are padded.
    expect(why(48).filter((each) => each.startsWith("would not load"))).toEqual([
      "would not load: the 128 query and 128 KV heads of deepseek-v3 do not divide over 48 ranks; NxD Inference refuses this",
      "would not load: the 7168 columns of the embedding of deepseek-v3 do not divide over 48 ranks; NxD Inference refuses this",
      "would not load: the 129280 rows of the vocabulary of deepseek-v3 do not divide over 48 ranks; NxD Inference refuses this",
    ]);
    expect(loads(model, { tensor: 48, expert: 48, expertTensor: 1 }, on("trainium2", "tnx-2.18"))).toBe(true);
  });
});

describe("the shared expert where whole experts are spread over attention groups", () => {
  const shared = findModel(catalog.models, "deepseek-v3")?.stack?.runs[1]?.layer.feedForward;
  const width = shared?.kind === "experts" ? (shared.shared?.width ?? 0) : 0;
  const matrices = 3 * 7168 * width;
  const expertLayers = 58;
  const replicated = { ...wide, replicatesShared: true };

  test("lies whole on every rank, or in parts: 58 layers of three matrices", () => {
    expect(width).toBe(2048);
    const more = parameterCount(model, replicated) - parameterCount(model, wide);
    expect(more).toBe(expertLayers * matrices * (1 - 1 / 64));
    // Where the ranks attend to the same tokens, or share experts, all split it.
    const alike = { tensor: 64, expert: 64, expertTensor: 1, expertBatches: 1 };
    expect(parameterCount(model, { ...alike, replicatesShared: true })).toBe(parameterCount(model, alike));
  });

  test("computes the same work either way, and travels only where it is split", () => {
    const groups = (shard: typeof wide) =>
      forwardOperators(model, { kind: "decode", sequences: 640, contextTokens: 1000 }, shard);
    const flops = (shard: typeof wide) =>
      flatOperators(groups(shard))
        .filter(({ name }) => name.startsWith("shared expert") && name.endsWith("projection"))
        .reduce((sum, op) => sum + operatorFlops(op), 0);
    expect(flops(replicated)).toBeCloseTo(flops(wide), -3);
    const names = (shard: typeof wide) =>
      groups(shard).flatMap(({ exchanges }) => exchanges.map(({ name }) => name));
    expect(names(wide)).toEqual(expect.arrayContaining(["tokens of the shared expert", "shared expert"]));
    expect(names(replicated)).not.toContain("shared expert");
  });

  test("is replicated by vLLM, SGLang and TensorRT-LLM, and split by NxD Inference", () => {
    const replicating = catalog.profiles.filter(({ behaviours }) => behaviours.replicatesSharedExpert);
    expect(new Set(replicating.map(({ name }) => name.replace(/-.*/, "")))).toEqual(
      new Set(["sglang", "trtllm", "vllm"]),
    );
    expect(catalog.profiles.find(({ name }) => name === "nxdi")?.behaviours.replicatesSharedExpert).toBe(
      false,
    );
  });
});
