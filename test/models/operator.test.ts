import { describe, expect, it } from "vitest";
import {
  type Attention,
  attendedPairs,
  attendedTokens,
  operatorActivationBytes,
  operatorFlops,
  operatorKvBytes,
} from "../../src/models/operators/operator.ts";

const bf16 = { weights: 2, activations: 2, kvCache: 2 };

function attention(change: Partial<Attention>): Attention {
  return {
    kind: "attention",
    name: "attention",
    sequences: 1,
    queryTokens: 8,
    contextTokens: 8,
    heads: 4,
    kvHeads: 2,
    headDim: 16,
    causal: true,
    fromCache: false,
    ...change,
  };
}

/** Counts pairs one by one. */
function countedPairs(queryTokens: number, contextTokens: number, window: number): number {
  let pairs = 0;
  for (let position = contextTokens - queryTokens + 1; position <= contextTokens; position++) {
    for (let key = 1; key <= position; key++) if (position - key < window) pairs++;
  }
  return pairs;
}

describe("attention", () => {
  it("of a causal prefill of s tokens computes s (s + 1) / 2 pairs", () => {
    expect(attendedPairs(attention({}))).toBe((8 * 9) / 2);
  });

  it("computes every pair of query and context where it is not causal", () => {
    expect(attendedPairs(attention({ causal: false, contextTokens: 77 }))).toBe(8 * 77);
  });

  it("with a window computes the pairs that a count one by one gives", () => {
    for (const [query, context, window] of [
      [8, 8, 3],
      [8, 8, 20],
      [1, 50, 16],
      [5, 12, 9],
    ] as const) {
      const op = attention({ queryTokens: query, contextTokens: context, window });
      expect(attendedPairs(op)).toBe(countedPairs(query, context, window));
    }
  });

  it("takes 4 FLOPs a pair, head and element: two products of a multiply and an add", () => {
    expect(operatorFlops(attention({ sequences: 3 }))).toBe(3 * 36 * 4 * 16 * 4);
  });

  it("reads the keys and values of its KV heads from the cache, and no further back than its window", () => {
    const decode = attention({ queryTokens: 1, contextTokens: 100, fromCache: true });
    expect(operatorKvBytes(decode, bf16)).toBe(2 * 100 * 2 * 16 * 2);
    expect(attendedTokens({ ...decode, window: 10 })).toBe(10);
    expect(operatorKvBytes({ ...decode, window: 10 }, bf16)).toBe(2 * 10 * 2 * 16 * 2);
    expect(operatorKvBytes(attention({}), bf16)).toBe(0);
  });

  it("moves queries, keys, values and outputs forward, and their gradients as well backward", () => {
    const forward = operatorActivationBytes(attention({}), bf16);
    expect(forward).toBe((2 * 8 * 4 * 16 + 2 * 8 * 2 * 16) * 2);
    expect(operatorActivationBytes(attention({ products: 5 }), bf16)).toBe(2 * forward);
  });
});
