import { describe, expect, it } from "vitest";
import { modelFromShape, modelShapeSchema } from "../../src/models/model-schema.ts";
import { models } from "../../src/models/models.ts";
import { parameterCount } from "../../src/models/parameters.ts";

const written = (shape: unknown) => modelFromShape(modelShapeSchema.parse(shape), models);

describe("modelFromShape", () => {
  it("takes a model for a Llama where the family is left out", () => {
    const model = written({ layers: 32, hidden: 4096, heads: 32, ffn: 11_008, vocabulary: 32_000 });
    expect(parameterCount(model)).toBe(6_738_415_616);
  });

  it("knows GPT and BERT by family", () => {
    const gpt = written({ family: "gpt", layers: 2, hidden: 64, heads: 4, vocabulary: 100, maxTokens: 32 });
    const layer = 4 * 64 * 65 + 64 * 256 + 256 + 256 * 64 + 64 + 2 * 2 * 64;
    expect(parameterCount(gpt)).toBe(2 * layer + 2 * 64 + (100 + 32) * 64);
    const encoder = written({ family: "encoder", layers: 2, hidden: 64, heads: 4, vocabulary: 100 });
    expect(encoder.stack?.short?.causal).toBe(false);
  });

  it("has no dense feed-forward part beside experts in every layer", () => {
    const experts = { count: 8, active: 2, ffn: 512 };
    const model = written({ layers: 2, hidden: 64, heads: 4, vocabulary: 100, experts });
    expect(model.stack?.short).toMatchObject({ ffn: 0, experts: { ...experts, shared: 0, everyLayers: 1 } });
  });

  it("changes the given fields of a catalog model and keeps the others", () => {
    const model = written({ from: "Llama-3.1-8B", layers: 16, name: "half" });
    expect(model).toMatchObject({
      name: "half",
      vocabulary: 128_256,
      stack: { layers: 16, hidden: 4096, short: { kvHeads: 8 } },
    });
  });

  it("keeps the share of windowed layers when the depth changes", () => {
    expect(written({ from: "gpt-oss-120b", layers: 12 }).stack?.short?.slidingWindow).toEqual({
      tokens: 128,
      layers: 6,
    });
  });

  it("names every missing field at once", () => {
    expect(() => written({ layers: 2, hidden: 64 })).toThrow(
      [
        "model.heads: found nothing; expected a count, or `from` a catalog model",
        "model.vocabulary: found nothing; expected a count, or `from` a catalog model",
      ].join("\n"),
    );
  });

  it("names the nearest catalog model where `from` is unknown", () => {
    expect(() => written({ from: "lama-3.1-8b" })).toThrow(
      'model.from: found "lama-3.1-8b"; expected a catalog model; did you mean "llama-3.1-8b"?',
    );
  });

  it("refuses heads that do not fit each other or the width", () => {
    const shape = { layers: 2, hidden: 64, heads: 4, vocabulary: 100 };
    expect(() => written({ ...shape, kvHeads: 3 })).toThrow(
      "model.kvHeads: found 3; expected a divisor of the 4 heads",
    );
    expect(() => written({ ...shape, heads: 5 })).toThrow(
      "model.heads: found 5; expected a divisor of hidden (64)",
    );
  });

  it("refuses keys it does not know", () => {
    expect(modelShapeSchema.safeParse({ layer: 2 }).success).toBe(false);
  });
});
