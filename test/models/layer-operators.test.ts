import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { llamaModel } from "../../src/models/architectures.ts";
import { layerKinds } from "../../src/models/layer-kinds.ts";
import { distinctExperts } from "../../src/models/operators/feed-forward-operators.ts";
import { layerExchanges, layerGroups, layerOperators } from "../../src/models/operators/layer-operators.ts";
import {
  type Matmul,
  type Operator,
  operatorFlops,
  operatorKvBytes,
  totalFlops,
} from "../../src/models/operators/operator.ts";
import type { Shard } from "../../src/models/shard.ts";
import type { ShortStack, TransformerStack } from "../../src/models/transformer-stack.ts";

function stackOf(change: Partial<ShortStack>): TransformerStack {
  const shape = {
    layers: 4,
    hidden: 1024,
    heads: 16,
    kvHeads: 4,
    ffn: 2816,
    vocabulary: 1000,
    maxTokens: 4096,
  };
  const { stack } = llamaModel({ ...shape, name: "tiny", title: "Tiny", source: "test", stack: change });
  return stack as TransformerStack;
}

const prefill = { sequences: 2, queryTokens: 64, contextTokens: 64, fromCache: false };
const decode = { sequences: 8, queryTokens: 1, contextTokens: 500, fromCache: true };
const whole: Shard = { tensor: 1, expert: 1 };

function operators(stack: TransformerStack, work: typeof prefill, shard: Shard): Operator[] {
  return layerOperators(stack, layerKinds(stack)[0]!.kind, work, shard);
}

const matrixFlops = (all: readonly Operator[]) =>
  totalFlops(all.filter((op) => op.kind === "matmul" || op.kind === "attention"));

function matmul(all: readonly Operator[], name: string): Matmul {
  return all.find((op) => op.kind === "matmul" && op.name === name) as Matmul;
}

describe("layerOperators", () => {
  it("takes 2 FLOPs a weight and token, and 4 a head element and attended pair", () => {
    const stack = stackOf({});
    const weights = 2 * 1024 * 1024 + 2 * 1024 * 256 + 3 * 1024 * 2816;
    const attention = 4 * 2 * ((64 * 65) / 2) * 1024;
    expect(matrixFlops(operators(stack, prefill, whole))).toBe(2 * weights * 128 + attention);
  });

  it("sums over the tensor ranks to the whole layer", () => {
    const stack = stackOf({});
    for (const work of [prefill, decode]) {
      const shards = matrixFlops(operators(stack, work, { tensor: 4, expert: 1 }));
      expect(4 * shards).toBe(matrixFlops(operators(stack, work, whole)));
    }
  });

  it("rounds heads up where they do not divide: 16 heads over 6 ranks cost 3 each", () => {
    const stack = stackOf({});
    const attention = operators(stack, decode, { tensor: 6, expert: 1 }).find(
      (op) => op.kind === "attention",
    );
    expect(attention).toMatchObject({ heads: 3, kvHeads: 1 });
  });

  it("pads the feed-forward columns of a rank to the multiple the software asks for", () => {
    const ops = operators(stackOf({}), decode, { tensor: 4, expert: 1, ffnMultiple: 128 });
    expect(matmul(ops, "down projection").k).toBe(Math.ceil(2816 / 4 / 128) * 128);
  });

  it("splits norms and residuals over the ranks with sequence parallelism", () => {
    const stack = stackOf({});
    const norm = (shard: Shard) => operatorFlops(operators(stack, prefill, shard)[0]!);
    expect(norm({ tensor: 4, expert: 1, sequenceParallel: true })).toBe(norm({ tensor: 4, expert: 1 }) / 4);
  });
});

describe("experts", () => {
  const experts = { count: 8, active: 2, ffn: 512, shared: 0 };

  it("are touched N T k / (N - k + T k) at a time by T tokens, popularity being spread exponentially", () => {
    expect(distinctExperts(experts, 1)).toBeCloseTo(2, 12);
    expect(distinctExperts(experts, 2)).toBeCloseTo((8 * 2 * 2) / (8 - 2 + 2 * 2), 12);
    expect(distinctExperts(experts, 1e6)).toBeCloseTo(8, 4);
    expect(distinctExperts({ count: 4, active: 4 }, 3)).toBe(4);
  });

  it("are never more than evenly popular ones, nor fewer than those of one token, and grow with the tokens", () => {
    const whole = fc.integer({ min: 1, max: 512 });
    fc.assert(
      fc.property(whole, whole, whole, (a, b, tokens) => {
        const of = { count: Math.max(a, b), active: Math.min(a, b) };
        const touched = distinctExperts(of, tokens);
        const even = of.count * (1 - (1 - of.active / of.count) ** tokens);
        expect(touched).toBeLessThanOrEqual(even * (1 + 1e-9));
        expect(touched).toBeGreaterThanOrEqual(of.active * (1 - 1e-9));
        expect(distinctExperts(of, tokens + 1)).toBeGreaterThanOrEqual(touched);
      }),
    );
  });

  it("read only the weights of those touched, while the FLOPs follow the tokens", () => {
    const stack = stackOf({ experts });
    const up = matmul(operators(stack, decode, whole), "expert gate-up projection");
    expect(up.count).toBe(distinctExperts(experts, 8));
    expect(operatorFlops(up)).toBeCloseTo(2 * (8 * 2) * 1024 * 1024, 3);
  });

  it("are all read where the software streams them", () => {
    const ops = operators(stackOf({ experts }), decode, { ...whole, streamAllExperts: true });
    expect(matmul(ops, "expert gate-up projection").count).toBe(8);
  });

  it("across data-parallel ranks compute as many choices a rank, with fewer distinct experts each", () => {
    const stack = stackOf({ experts });
    const up = matmul(operators(stack, decode, { tensor: 1, expert: 4 }), "expert gate-up projection");
    expect(up.count * up.m).toBeCloseTo(8 * 2, 9);
    expect(up.count).toBeCloseTo(distinctExperts(experts, 4 * 8) / 4, 12);
  });

  it("on ranks that hold the same tokens share out their choices", () => {
    const stack = stackOf({ experts });
    const shard = { tensor: 4, expert: 4, expertTensor: 1, expertBatches: 1 };
    const up = matmul(operators(stack, decode, shard), "expert gate-up projection");
    expect(up.count * up.m).toBeCloseTo((8 * 2) / 4, 9);
    expect(layerExchanges(stack, layerKinds(stack)[0]!.kind, decode, shard).map((each) => each.kind)).toEqual(
      ["all-reduce", "all-reduce"],
    );
  });

  it("on every second layer make two groups of half the layers", () => {
    const groups = layerGroups(stackOf({ experts: { ...experts, everyLayers: 2 } }), prefill, whole);
    expect(groups.map(({ name, repeat }) => [name, repeat])).toEqual([
      ["layers", 2],
      ["expert layers", 2],
    ]);
  });

  it("of two sorts of window still repeat as often as the stack has layers", () => {
    const stack = stackOf({ layers: 12, experts, slidingWindow: { tokens: 32, layers: 6 } });
    const groups = layerGroups(stack, prefill, whole);
    expect(groups.map(({ name }) => name)).toEqual(["expert layers", "windowed expert layers"]);
    expect(groups.reduce((sum, { repeat }) => sum + repeat, 0)).toBe(12);
  });
});

describe("attention groups", () => {
  const grouped = { tensor: 8, expert: 1, attentionGroups: 4 };

  it("attend to a share of the sequences each, with the heads divided over their own ranks only", () => {
    const stack = stackOf({});
    const attention = operators(stack, { ...decode, sequences: 33 }, grouped).find(
      (op) => op.kind === "attention",
    );
    expect(attention).toMatchObject({ sequences: Math.ceil(33 / 4), heads: 16 / 2, kvHeads: 4 / 2 });
  });

  it("do the work of plain tensor parallelism together where the sequences divide", () => {
    // As many ranks as KV heads, so that neither way replicates any.
    const stack = stackOf({});
    expect(matrixFlops(operators(stack, decode, { tensor: 4, expert: 1, attentionGroups: 4 }))).toBe(
      matrixFlops(operators(stack, decode, { tensor: 4, expert: 1 })),
    );
  });

  it("read a KV head once where plain tensor parallelism replicates it", () => {
    const stack = stackOf({});
    const bytes = { weights: 2, activations: 2, kvCache: 2 };
    const read = (shard: Shard) =>
      operators(stack, decode, shard).reduce((sum, op) => sum + operatorKvBytes(op, bytes), 0);
    // 8 ranks over 4 KV heads hold each twice: one head of 8 sequences against two heads of 2.
    expect(read({ tensor: 8, expert: 1 })).toBe(2 * 8 * 500 * 1 * 64 * 2);
    expect(read(grouped)).toBe(2 * 2 * 500 * 2 * 64 * 2);
  });

  it("sum within a group, gather the tokens of all groups, and scatter the feed-forward sums back", () => {
    const stack = stackOf({});
    const exchanges = layerExchanges(stack, layerKinds(stack)[0]!.kind, decode, grouped);
    expect(exchanges.map(({ kind, group, elements }) => [kind, group, elements / 1024])).toEqual([
      ["all-reduce", "attention", 8 / 4],
      ["all-gather", "tensor", 8],
      ["reduce-scatter", "tensor", 8],
      ["all-gather", "attention", 8 / 4],
    ]);
    const alone = { tensor: 8, expert: 1, attentionGroups: 8 };
    expect(layerExchanges(stack, layerKinds(stack)[0]!.kind, decode, alone)).toHaveLength(2);
  });
});

describe("layerExchanges", () => {
  const kinds = (stack: TransformerStack, shard: Shard, sourceTokens = 0) =>
    layerExchanges(stack, layerKinds(stack)[0]!.kind, { ...decode, sourceTokens }, shard).map(
      ({ name }) => name,
    );

  it("are none on one rank", () => {
    expect(kinds(stackOf({}), whole)).toEqual([]);
  });

  it("are two sums of tokens x hidden in a decoder layer", () => {
    const stack = stackOf({});
    const exchanges = layerExchanges(stack, layerKinds(stack)[0]!.kind, decode, { tensor: 2, expert: 1 });
    expect(exchanges).toHaveLength(2);
    expect(exchanges[0]!.elements).toBe(8 * 1024);
  });

  it("are three with cross-attention and one where attention and feed-forward stand side by side", () => {
    const shard = { tensor: 2, expert: 1 };
    const crossAttention = { layers: 4, sourceWidth: 1024, replacesSelf: false };
    expect(kinds(stackOf({ crossAttention }), shard, 100)).toHaveLength(3);
    expect(kinds(stackOf({ parallelFeedForward: true }), shard)).toHaveLength(1);
  });
});

describe("wide expert parallelism", () => {
  it("sends tokens to whole experts and back by two all-to-alls, each rank its share of its group's tokens", () => {
    const stack = stackOf({ experts: { count: 8, active: 2, ffn: 64, shared: 0 } });
    const shard = { tensor: 8, expert: 8, expertTensor: 1, expertBatches: 1, attentionGroups: 4 };
    const exchanges = layerExchanges(stack, layerKinds(stack)[0]!.kind, { ...decode, sequences: 32 }, shard);
    const routed = exchanges.filter(({ kind }) => kind === "all-to-all");
    expect(routed.map(({ name }) => name)).toEqual(["expert dispatch", "expert combine"]);
    // 32 sequences over 4 groups of 2 ranks: 4 tokens a rank, each to 2 experts.
    expect(routed[0]!.elements).toBe(4 * 2 * stack.hidden);
  });
});
