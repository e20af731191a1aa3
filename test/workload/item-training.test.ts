import { describe, expect, test } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import { itemNetworkParameters } from "../../src/models/items/item-network.ts";
import type { Model } from "../../src/models/model.ts";
import { modelFromShape } from "../../src/models/model-schema.ts";
import { models } from "../../src/models/models.ts";
import { groupFlops } from "../../src/models/operators/operator-group.ts";
import { forwardPass } from "../../src/workload/training/job/forward-pass.ts";
import { savedActivationBytes } from "../../src/workload/training/memory/saved-activations.ts";
import { trainingMemory } from "../../src/workload/training/memory/training-memory.ts";
import { gpipe } from "../../src/workload/training/schedules/gpipe.ts";

const widths = [784, 4096, 4096, 10];
const perceptron = modelFromShape({ widths }, models);
const weights = 784 * 4096 + 4096 * 4096 + 4096 * 10;

function jobOf(model: Model, tensor = 1) {
  return {
    model,
    degrees: { data: 1, tensor, pipeline: 1, microBatches: 1 },
    sequenceLength: 1,
    microBatch: 64,
    recompute: "selective" as const,
    sequenceParallel: false,
    zero: 0 as const,
    optimizer: "sgd" as const,
  };
}

const matmuls = (model: Model, tensor = 1) =>
  forwardPass(jobOf(model, tensor)).map((group) => ({
    ...group,
    operators: group.operators.filter(({ kind }) => kind === "matmul"),
  }));

describe("a multilayer perceptron", () => {
  test("has the parameters of its matrices, and takes 2 FLOPs a weight and item", () => {
    expect(itemNetworkParameters(perceptron.item as NonNullable<Model["item"]>)).toBe(weights);
    expect(groupFlops(matmuls(perceptron))).toBe(2 * 64 * weights);
  });

  test("over two tensor ranks splits columns, then rows, and sums once a pair; a layer left over gathers its columns", () => {
    // 784 x 2048, 2048 x 4096, 4096 x 5.
    expect(groupFlops(matmuls(perceptron, 2))).toBe(2 * 64 * (784 * 2048 + 2048 * 4096 + 4096 * 5));
    const exchanges = forwardPass(jobOf(perceptron, 2)).flatMap((group) => group.exchanges);
    expect(exchanges.map(({ kind, elements }) => [kind, elements])).toEqual([
      ["all-reduce", 64 * 4096],
      ["all-gather", 64 * 10],
    ]);
  });

  test("keeps the input of every matrix, and of every bias with its activation", () => {
    const operators = forwardPass(jobOf(perceptron)).flatMap((group) => group.operators);
    const inputs = 784 + 4096 + 4096;
    const biased = 4096 + 4096 + 10;
    expect(savedActivationBytes(operators, 2, false)).toBe(2 * 64 * (inputs + biased));
  });

  test("says what may not stand beside its widths", () => {
    expect(() => modelFromShape({ widths, layers: 3 }, models)).toThrow(
      "model.layers: found layers; expected nothing beside `widths` and `name`",
    );
  });
});

describe("a diffusion transformer in training", () => {
  const pixart = findModel(models, "pixart-alpha") as Model;

  test("makes one pass an image, not the passes of a sampler", () => {
    const once = groupFlops(forwardPass(jobOf(pixart)));
    const { passes } = pixart.item as NonNullable<Model["item"]>;
    expect(passes).toBe(40);
    // 611 M parameters see 1,024 tokens of a 512-pixel image, or 120 of its caption, or one time step.
    expect(once / 64).toBeGreaterThan(2 * 0.5 * 611e6 * 1024);
    expect(once / 64).toBeLessThan(2 * 1.3 * 611e6 * 1024);
  });

  test("holds its own weights, not the text encoder's, and no attention scores unless asked to", () => {
    const schedule = gpipe.create({}, undefined);
    const lean = trainingMemory(jobOf(pixart), schedule);
    expect(lean.weights).toBeGreaterThan(2 * 590e6);
    expect(lean.weights).toBeLessThan(2 * 620e6);
    const stored = trainingMemory({ ...jobOf(pixart), recompute: "none" }, schedule);
    // 28 layers of 16 heads: 1,024 keys of the image and 120 of the caption to each of 1,024 queries, 2 bytes a score.
    expect(stored.activations - lean.activations).toBe(2 * 64 * 28 * 16 * 1024 * (1024 + 120));
  });
});
