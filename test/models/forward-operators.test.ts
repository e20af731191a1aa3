import { describe, expect, it, test } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { forwardOperators } from "../../src/models/operators/forward-operators.ts";
import { promptTokensOfImages } from "../../src/models/operators/image-operators.ts";
import type { Operator } from "../../src/models/operators/operator.ts";
import { flatOperators, groupFlops, groupWeightBytes } from "../../src/models/operators/operator-group.ts";
import { activeParameters, embeddingParameters, parameterCount } from "../../src/models/parameters.ts";

const model = (name: string) => findModel(models, name) as Model;
const bytes = { weights: 2, activations: 2, kvCache: 2 };
const isMatmul = (op: Operator) => op.kind === "matmul";

const ofMatmuls = (groups: ReturnType<typeof forwardOperators>) =>
  groups.map((group) => ({ ...group, operators: group.operators.filter(isMatmul) }));

const decoders = [
  "llama-2-7b",
  "llama-3.1-70b",
  "qwen3-32b",
  "gpt3-23b",
  "opt-66b",
  "gpt-neox-20b",
  "mixtral-8x7b",
];

describe("forwardOperators", () => {
  test.each(decoders)("of %s takes 2 FLOPs a parameter and token, the looked-up embedding aside", (name) => {
    const decoder = model(name);
    const flops = groupFlops(
      ofMatmuls(forwardOperators(decoder, { kind: "forward", sequences: 2, tokens: 512 })),
    );
    const lookedUp = decoder.tiedEmbeddings
      ? decoder.positions * (decoder.stack?.hidden ?? 0)
      : embeddingParameters(decoder);
    const expected = 2 * (activeParameters(decoder) - lookedUp) * 2 * 512;
    expect(Math.abs(flops / expected - 1)).toBeLessThan(2e-3);
  });

  it("adds attention of 4 h s (s + 1) / 2 a layer and sequence", () => {
    const groups = forwardOperators(model("llama-2-7b"), { kind: "forward", sequences: 3, tokens: 512 });
    const attention = groups.map((group) => ({
      ...group,
      operators: group.operators.filter((op) => op.kind === "attention"),
    }));
    expect(groupFlops(attention)).toBe(3 * 32 * 4 * 4096 * ((512 * 513) / 2));
  });

  it("in decode reads every weight of a dense model once, the embedding table aside", () => {
    const llama = model("llama-3.1-8b");
    const groups = forwardOperators(llama, { kind: "decode", sequences: 16, contextTokens: 1000 });
    const norms = (2 * 32 + 1) * 4096;
    const expected = 2 * (parameterCount(llama) - embeddingParameters(llama) - norms);
    expect(groupWeightBytes(ofMatmuls(groups), bytes)).toBe(expected);
  });

  it("repeats each layer as often as the stack has it", () => {
    for (const each of models) {
      if (each.stack === undefined) continue;
      const groups = forwardOperators(each, { kind: "forward", sequences: 1, tokens: 8, images: 1 });
      const own = groups.filter(
        ({ name }) => name.endsWith("layers") && !/^(image|encoder|output)/.test(name),
      );
      expect(
        own.reduce((sum, { repeat }) => sum + repeat, 0),
        each.name,
      ).toBe(each.stack.layers);
    }
  });

  it("projects one token a sequence onto the vocabulary in prefill, and each in training", () => {
    const rows = (groups: ReturnType<typeof forwardOperators>) =>
      flatOperators(groups).find((op) => op.name === "vocabulary projection") as { m: number } | undefined;
    const llama = model("llama-2-7b");
    expect(rows(forwardOperators(llama, { kind: "prefill", sequences: 4, tokens: 100 }))?.m).toBe(4);
    expect(rows(forwardOperators(llama, { kind: "forward", sequences: 4, tokens: 100 }))?.m).toBe(400);
    const bert = model("bert-large");
    expect(rows(forwardOperators(bert, { kind: "forward", sequences: 4, tokens: 128 }))).toBeUndefined();
    const masked = forwardOperators(bert, { kind: "forward", sequences: 4, tokens: 128, logitTokens: 20 });
    expect(rows(masked)?.m).toBe(80);
  });

  it("prefills only the new tokens behind a cached prefix, and attends to both", () => {
    const phase = { kind: "prefill", sequences: 1, tokens: 100, cachedTokens: 900 } as const;
    const attention = flatOperators(forwardOperators(model("llama-2-7b"), phase)).find(
      (op) => op.kind === "attention",
    );
    expect(attention).toMatchObject({ queryTokens: 100, contextTokens: 1000, fromCache: true });
  });

  it("runs the encoder and one decoder token in the prefill of an encoder-decoder model", () => {
    const groups = forwardOperators(model("t5-3b"), { kind: "prefill", sequences: 2, tokens: 128 });
    expect(groups.map(({ name, repeat }) => [name, repeat])).toEqual([
      ["encoder embedding", 1],
      ["encoder layers", 24],
      ["embedding", 1],
      ["cross-attention layers", 24],
      ["head", 1],
    ]);
  });

  it("projects the other sequence's keys and values in prefill and not in decode", () => {
    const t5 = model("t5-3b");
    const has = (groups: ReturnType<typeof forwardOperators>) =>
      flatOperators(groups).some((op) => op.name === "cross key-value projection");
    expect(has(forwardOperators(t5, { kind: "prefill", sequences: 1, tokens: 64 }))).toBe(true);
    const decode = { kind: "decode", sequences: 1, contextTokens: 5, sourceTokens: 64 } as const;
    expect(has(forwardOperators(t5, decode))).toBe(false);
  });

  it("skips the image layers of a prompt without an image", () => {
    const vision = model("llama-3.2-11b-vision");
    const layersOf = (images: number) =>
      forwardOperators(vision, { kind: "prefill", sequences: 1, tokens: 64, images })
        .filter(({ name }) => name === "layers" || name === "cross-attention layers")
        .map(({ repeat }) => repeat);
    expect(layersOf(0)).toEqual([32]);
    expect(layersOf(1)).toEqual([32, 8]);
  });

  it("puts 576 tokens of an image into a LLaVA prompt and none into Llama 3.2 Vision's", () => {
    expect(promptTokensOfImages(model("llava-1.5-7b"), 2)).toBe(2 * 576);
    expect(promptTokensOfImages(model("llama-3.2-11b-vision"), 2)).toBe(0);
  });

  it("takes about 17.6 GFLOPs of multiply-adds for a ViT-Base image", () => {
    const vit = model("vit-base");
    const groups = forwardOperators(vit, { kind: "forward", sequences: 1, tokens: vit.maxTokens });
    const layer = 2 * 197 * 12 * 768 ** 2 + 4 * 197 ** 2 * 768;
    const ends = 2 * 196 * 768 * 768 + 2 * 768 * 1000;
    const products = groups.map((group) => ({
      ...group,
      operators: group.operators.filter((op) => op.kind !== "vector"),
    }));
    expect(groupFlops(products)).toBe(12 * layer + ends);
  });

  it("refuses a phase that the model does not have, by name", () => {
    expect(() => forwardOperators(model("bert-base"), { kind: "item", items: 1 })).toThrow(
      "bert-base is no item network",
    );
  });
});
