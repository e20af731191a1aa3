/** Laws of models made of random parts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backwardOperators } from "../../src/models/backward-operators.ts";
import { forwardOperators } from "../../src/models/forward-operators.ts";
import { kvBytesPerToken, stateBytesPerSequence } from "../../src/models/kv-cache.ts";
import type { AttentionShape } from "../../src/models/layer/attention.ts";
import { attentionKinds } from "../../src/models/layer/attention.ts";
import type { FeedForwardShape } from "../../src/models/layer/feed-forward.ts";
import { feedForwardKinds } from "../../src/models/layer/feed-forward.ts";
import type { Model } from "../../src/models/model.ts";
import { type Operator, operatorFlops, operatorWeightBytes } from "../../src/models/operator.ts";
import { flatOperators } from "../../src/models/operator-group.ts";
import { layerWeights } from "../../src/models/parameters.ts";
import { type Layer, stackOfRuns } from "../../src/models/transformer-stack.ts";

const hidden = 256;
const power = (least: number, most: number) => fc.integer({ min: least, max: most }).map((each) => 2 ** each);

const groupedShape = fc.record({
  heads: fc.constantFrom(8, 16, 32),
  kvHeads: fc.constantFrom(2, 4, 8),
  headDim: power(3, 6),
  causal: fc.constant(true),
  rotary: fc.boolean(),
  biases: fc.constantFrom("all", "qkv", "none" as const),
});

/** A random shape of each kind; a kind without one fails the first test. */
const shapes: Record<string, fc.Arbitrary<AttentionShape>> = {
  grouped: groupedShape.map((shape) => ({ kind: "grouped", ...shape })),
  "sliding-window": groupedShape.map((shape) => ({ kind: "sliding-window", window: 64, ...shape })),
  latent: fc
    .record({
      heads: fc.constantFrom(8, 16),
      kvRank: power(4, 6),
      nopeDim: power(3, 5),
      ropeDim: power(2, 4),
      valueDim: power(3, 5),
    })
    .map((shape) => ({ kind: "latent", queryRank: 64, ...shape })),
  cross: fc.constant({ kind: "cross", heads: 8, kvHeads: 8, headDim: 32, sourceWidth: 128, biases: "none" }),
  "gated-delta": fc
    .record({
      keyHeads: fc.constant(8),
      valueHeads: fc.constantFrom(8, 16),
      keyDim: power(3, 5),
      valueDim: power(3, 5),
    })
    .map((shape) => ({ kind: "gated-delta", convolution: 4, ...shape })),
  "kimi-delta": power(3, 5).map((headDim) => ({ kind: "kimi-delta", heads: 16, headDim, convolution: 4 })),
  lightning: power(3, 5).map((headDim) => ({ kind: "lightning", heads: 16, headDim })),
  "state-space": fc
    .record({
      heads: fc.constantFrom(8, 16),
      headDim: power(3, 5),
      groups: fc.constant(8),
      stateDim: power(3, 6),
    })
    .map((shape) => ({ kind: "state-space", convolution: 4, convolutionBias: true, ...shape })),
  "selective-state": fc
    .record({ inner: fc.constant(2 * hidden), stateDim: power(3, 5), stepRank: fc.constant(16) })
    .map((shape) => ({ kind: "selective-state", convolution: 4, innerNorms: false, ...shape })),
};

const feedForwards: Record<string, fc.Arbitrary<FeedForwardShape>> = {
  dense: fc.boolean().map((gated) => ({ kind: "dense", width: 512, gated, biases: false })),
  experts: fc.record({ gated: fc.boolean(), active: fc.constantFrom(1, 2, 4), shared: fc.boolean() }).map(
    ({ gated, active, shared }): FeedForwardShape => ({
      kind: "experts",
      count: 8,
      active,
      width: 64,
      gated,
      biases: false,
      correction: false,
      ...(shared ? { shared: { width: 128, gate: false } } : {}),
    }),
  ),
};

const ownKinds = Object.keys(shapes).filter((kind) => kind !== "cross");
const anyLayer: fc.Arbitrary<Layer> = fc.record({
  attention: fc
    .constantFrom(...ownKinds)
    .chain((kind) => shapes[kind])
    .map((shape) => [shape]),
  feedForward: fc.constantFrom(...Object.keys(feedForwards)).chain((kind) => feedForwards[kind]),
});

const anyModel: fc.Arbitrary<Model> = fc
  .array(fc.record({ repeat: fc.integer({ min: 1, max: 4 }), layer: anyLayer }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((runs) => ({
    name: "random",
    title: "random",
    family: "decoder",
    stack: stackOfRuns({ hidden, norm: "rmsnorm" }, runs),
    vocabulary: 1024,
    maxTokens: 4096,
    positions: 0,
    tiedEmbeddings: false,
    head: true,
    otherParameters: 0,
    source: "test",
  }));

const ranks = fc.constantFrom(1, 2, 4, 8);
const matrixBytes = { weights: 1, activations: 0, kvCache: 0 };
const isMatmul = (op: Operator) => op.kind === "matmul";

/** Elements of the matrices of all layers on a rank. */
function matrices({ stack }: Model, tensor: number): number {
  return (stack?.runs ?? []).reduce((sum, { repeat, layer }) => {
    const own = layerWeights(stack as never, layer, { tensor, expert: 1 }).filter(({ isMatrix }) => isMatrix);
    return sum + repeat * own.reduce((all, { rows, columns, count }) => all + rows * columns * count, 0);
  }, 0);
}

test("every kind of part is drawn", () => {
  expect(Object.keys(shapes).sort()).toEqual(attentionKinds.map(({ kind }) => kind).sort());
  expect(Object.keys(feedForwards).sort()).toEqual(feedForwardKinds.map(({ kind }) => kind).sort());
});

describe("on models of random parts", () => {
  test("a pass over many tokens reads every matrix of the layers once, on whatever ranks", () => {
    fc.assert(
      fc.property(anyModel, ranks, (model, tensor) => {
        // So many tokens that every expert is chosen, to nine digits.
        const phase = { kind: "forward", sequences: 1, tokens: 512 } as const;
        const groups = forwardOperators(model, phase, { tensor, expert: 1 }).filter(
          ({ stage }) => stage === "every",
        );
        const read = flatOperators(groups)
          .filter(isMatmul)
          .reduce((sum, op) => sum + operatorWeightBytes(op, matrixBytes), 0);
        expect(read / matrices(model, tensor)).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  test("the ranks together hold each cache and state once, or as often as KV heads and latents are replicated", () => {
    fc.assert(
      fc.property(anyModel, ranks, (model, tensor) => {
        const shard = { tensor, expert: 1 };
        const copies = (of: (model: Model, shard: object) => number) =>
          (tensor * of(model, shard)) / of(model, { tensor: 1, expert: 1 });
        const kv = copies((each, split) => kvBytesPerToken(each, 2, split as never) + 1e-9);
        const states = copies((each, split) => stateBytesPerSequence(each, split as never) + 1e-9);
        for (const each of [kv, states]) {
          expect(each).toBeGreaterThan(1 - 1e-6);
          expect(each).toBeLessThan(tensor + 1e-6);
        }
        expect(states).toBeCloseTo(stateBytesPerSequence(model) > 0 ? 1 : tensor, 6);
      }),
      { numRuns: 60 },
    );
  });

  test("training costs six FLOPs a parameter and token in the matrices: two forward, four backward", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const tokens = 64;
        const groups = forwardOperators(model, { kind: "forward", sequences: 1, tokens });
        const forward = flatOperators(groups).filter(
          (op) => op.kind === "matmul" && !op.name.startsWith("expert "),
        );
        const { inputGradient, weightGradient } = backwardOperators(forward);
        const flops = (ops: readonly Operator[]) => ops.reduce((sum, op) => sum + operatorFlops(op), 0);
        const parameters = forward.reduce((sum, op) => sum + operatorWeightBytes(op, matrixBytes), 0);
        expect(flops(forward) + flops(inputGradient) + flops(weightGradient)).toBeCloseTo(
          6 * parameters * tokens,
          -1,
        );
      }),
      { numRuns: 40 },
    );
  });
});
