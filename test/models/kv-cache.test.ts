import { describe, expect, it, test } from "vitest";
import { findModel } from "../../src/models/find-model.ts";
import { heldTokens, kvBytesPerToken, kvCacheBytes } from "../../src/models/kv-cache.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";

const model = (name: string) => findModel(models, name) as Model;

describe("kvBytesPerToken", () => {
  test.each([
    ["llama-3.1-8b", 2 * 32 * 8 * 128 * 2, 131_072],
    ["llama-3.1-70b", 2 * 80 * 8 * 128 * 2, 327_680],
    ["opt-66b", 2 * 64 * 72 * 128 * 2, 2_359_296],
  ])("of %s in bf16 is two vectors a layer and KV head", (name, derived, published) => {
    expect(kvBytesPerToken(model(name), 2)).toBe(derived);
    expect(derived).toBe(published);
  });

  it("is divided over the tensor ranks until each has one KV head", () => {
    const llama = model("llama-3.1-70b");
    const whole = kvBytesPerToken(llama, 2);
    expect(kvBytesPerToken(llama, 2, { tensor: 8, expert: 1 })).toBe(whole / 8);
    expect(kvBytesPerToken(llama, 2, { tensor: 32, expert: 1 })).toBe(whole / 8);
  });

  it("follows the query heads where the software stores KV per query head", () => {
    const shard = { tensor: 32, expert: 1, kvPerQueryHead: true };
    expect(kvBytesPerToken(model("llama-3.1-70b"), 2, shard)).toBe(2 * 80 * (64 / 32) * 128 * 2);
  });

  it("is zero where nothing is cached", () => {
    expect(kvBytesPerToken(model("bert-base"), 2)).toBe(0);
    expect(kvBytesPerToken(model("resnet-50"), 2)).toBe(0);
  });

  it("leaves out layers that attend only to an image", () => {
    expect(kvBytesPerToken(model("llama-3.2-11b-vision"), 2)).toBe(2 * 32 * 8 * 128 * 2);
  });
});

describe("kvCacheBytes", () => {
  it("holds no more than the window in layers that have one", () => {
    const perTokenAndLayer = 2 * 8 * 64 * 2;
    const bytes = kvCacheBytes(model("gpt-oss-120b"), { tokens: 1000 }, 2);
    expect(bytes).toBe(perTokenAndLayer * (18 * 1000 + 18 * 128));
  });

  it("holds the other sequence once in each layer with cross-attention", () => {
    const perTokenAndLayer = 2 * 32 * 128 * 2;
    const bytes = kvCacheBytes(model("t5-3b"), { tokens: 10, sourceTokens: 100 }, 2);
    expect(bytes).toBe(perTokenAndLayer * 24 * (10 + 100));
  });
});

describe("heldTokens", () => {
  // Half of its layers look at 128 tokens, so a sequence of t holds (t + min(t, 128)) / 2.
  const { of, longest } = heldTokens(model("gpt-oss-120b"))!;

  it("counts what is kept in tokens that every layer keeps", () => {
    expect([1, 128, 129, 1000].map(of)).toEqual([1, 128, (129 + 128) / 2, (1000 + 128) / 2]);
    expect(heldTokens(model("llama-3.1-8b"))).toBeUndefined();
  });

  it("finds the longest sequence that a memory of so many tokens holds, and no longer one than the model takes", () => {
    for (const held of [0, 1, 127, 127.5, 128, 128.5, 129, 500, 563.9, 564]) {
      // Inside the window one for one, beyond it two tokens for each that is held.
      const tokens = held < 128 ? Math.floor(held) : Math.floor(2 * held - 128);
      expect(longest(held), `${held}`).toBe(tokens);
      expect(of(tokens)).toBeLessThanOrEqual(held);
      expect(of(tokens + 1)).toBeGreaterThan(held);
    }
    expect(longest(100_000)).toBe(model("gpt-oss-120b").maxTokens);
  });
});
