/** Laws of models made of random parts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kvBytesPerToken, stateBytesPerSequence } from "../../src/models/kv-cache.ts";
import type { AttentionShape } from "../../src/models/layer/attention.ts";
import { attentionKinds, attentionOf } from "../../src/models/layer/attention.ts";
import type { FeedForwardShape } from "../../src/models/layer/feed-forward.ts";
import { feedForwardKinds } from "../../src/models/layer/feed-forward.ts";
import { parametersOf } from "../../src/models/layer/weight.ts";
import { layerWeights } from "../../src/models/layer-weights.ts";
import type { Model } from "../../src/models/model.ts";
import { backwardOperators } from "../../src/models/operators/backward-operators.ts";
import { forwardOperators } from "../../src/models/operators/forward-operators.ts";
import { type Operator, operatorFlops, operatorWeightBytes } from "../../src/models/operators/operator.ts";
import { flatOperators } from "../../src/models/operators/operator-group.ts";
import { rankAccount, type Surplus } from "../../src/models/rank-account.ts";
import { wholeModel } from "../../src/models/shard.ts";
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
    .chain((kind) => shapes[kind]!)
    .map((shape) => [shape]),
  feedForward: fc.constantFrom(...Object.keys(feedForwards)).chain((kind) => feedForwards[kind]!),
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

/** `count` rounded up to a multiple of `ranks`. */
const up = (count: number, ranks: number) => Math.ceil(count / ranks) * ranks;

/** The shape with every dimension that ranks divide rounded up to them; fewer KV heads than ranks are one a rank. */
function roundedShape(shape: AttentionShape, ranks: number): AttentionShape {
  const divided = ["heads", "kvHeads", "keyHeads", "valueHeads", "groups", "inner"] as const;
  const fields = shape as unknown as Record<string, number>;
  const rounded = divided
    .filter((name) => name in fields)
    .map((name) => [name, up(fields[name]!, ranks)] as const);
  return { ...shape, ...Object.fromEntries(rounded) } as AttentionShape;
}

/** The model that `ranks` ranks hold together, but for copies. */
function roundedUp(model: Model, ranks: number): Model {
  const feedForward = (part: FeedForwardShape): FeedForwardShape => ({
    ...part,
    width: up(part.width, ranks),
    ...(part.kind === "experts" && part.shared
      ? { shared: { ...part.shared, width: up(part.shared.width, ranks) } }
      : {}),
  });
  const runs = (model.stack?.runs ?? []).map(({ repeat, layer }) => ({
    repeat,
    layer: {
      attention: layer.attention.map((shape) => roundedShape(shape, ranks)),
      ...(layer.feedForward ? { feedForward: feedForward(layer.feedForward) } : {}),
    },
  }));
  return {
    ...model,
    vocabulary: up(model.vocabulary, ranks),
    stack: stackOfRuns({ hidden, norm: "rmsnorm" }, runs),
  };
}

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
        const phase = { kind: "forward", sequences: 1, tokens: 2 ** 40 } as const;
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

  test("training costs six FLOPs a token and weight that it passes through, chosen experts included, beside attention", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const tokens = 64;
        const groups = forwardOperators(model, { kind: "forward", sequences: 1, tokens });
        const forward = flatOperators(groups).filter(isMatmul);
        const { inputGradient, weightGradient } = backwardOperators(forward);
        const flops = (ops: readonly Operator[]) => ops.reduce((sum, op) => sum + operatorFlops(op), 0);
        const active = (model.stack?.runs ?? []).reduce((sum, { repeat, layer }) => {
          const own = layerWeights(model.stack as never, layer).filter(({ isMatrix }) => isMatrix);
          return sum + repeat * parametersOf(own, "active");
        }, model.vocabulary * hidden);
        const trained = flops(forward) + flops(inputGradient) + flops(weightGradient);
        expect(trained / (6 * active * tokens)).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  test("ranks hold the model whose heads, columns and rows are rounded up to theirs, and copies of what none divides", () => {
    fc.assert(
      fc.property(anyModel, fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 16, 32), (model, tensor) => {
        const shard = { tensor, expert: 1 };
        const account = rankAccount(model, shard);
        const padded = rankAccount(roundedUp(model, tensor), shard);
        expect(padded.held).toBe(account.held);
        // What is rounded up has copies alone beside it.
        const isCopy = ({ why }: Surplus) => why === "on every rank";
        expect(padded.surplus.every(isCopy)).toBe(true);
        const sum = (all: readonly Surplus[]) => all.reduce((total, { parameters }) => total + parameters, 0);
        expect(sum(account.surplus.filter((each) => !isCopy(each)))).toBe(padded.whole - account.whole);
        expect(account.whole + sum(account.surplus)).toBe(account.held);
        // The norm at the stack's end is all that stands outside of layers, embedding and head.
        const rest = account.surplus.find(({ name }) => name.startsWith("final norms"));
        expect(rest?.parameters ?? 0).toBe((tensor - 1) * hidden);
      }),
      { numRuns: 100 },
    );
  });

  test("ranks keep the cache and states of the model that is rounded up, and the latents once each", () => {
    fc.assert(
      fc.property(anyModel, fc.constantFrom(1, 3, 4, 6, 8, 16), (model, tensor) => {
        const shard = { tensor, expert: 1 };
        const padded = roundedUp(model, tensor);
        const once = (of: "perToken" | "stateBytes") =>
          (padded.stack?.runs ?? []).reduce((sum, { repeat, layer }) => {
            const [shape] = layer.attention;
            const copies = shape!.kind === "latent" ? tensor : 1;
            return sum + repeat * copies * attentionOf(shape!).kept(shape!, wholeModel)[of];
          }, 0);
        expect(tensor * kvBytesPerToken(model, 2, shard)).toBeCloseTo(2 * once("perToken"), 6);
        expect(tensor * stateBytesPerSequence(model, shard)).toBeCloseTo(once("stateBytes"), 3);
      }),
      { numRuns: 100 },
    );
  });
});
