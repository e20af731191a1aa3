import { describe, expect, it, test } from "vitest";
import { findModel, nearestModelName } from "../../src/models/find-model.ts";
import { models } from "../../src/models/models.ts";

describe("findModel", () => {
  test.each([
    ["llama-3.1-70b", "llama-3.1-70b"],
    ["meta-llama/Llama-3.1-70B", "llama-3.1-70b"],
    ["meta-llama/Meta-Llama-3.1-8B-Instruct-FP8", "llama-3.1-8b"],
    ["Llama-2-7b-chat-hf", "llama-2-7b"],
    ["llama2-70b", "llama-2-70b"],
    ["llama3.3-70b", "llama-3.3-70b"],
    ["Qwen/Qwen3-32B", "qwen3-32b"],
    ["GPT3-23B", "gpt3-23b"],
    ["BERT base", "bert-base"],
    ["BERT base (bert-base-uncased)", "bert-base"],
    ["BERT-Large-Ph1", "bert-large"],
    ["google/vit-base-patch16-224", "vit-base"],
    ["openai/clip-vit-base-patch32", "clip-vit-b-32"],
    ["Stable Diffusion XL Base", "stable-diffusion-xl-base"],
    ["Resnet-50", "resnet-50"],
  ])("finds %s as %s", (name, found) => {
    expect(findModel(models, name)?.name).toBe(found);
  });

  it("does not take one size or generation for another", () => {
    expect(findModel(models, "llama-3.1-9b")).toBeUndefined();
    expect(findModel(models, "llama-4-70b")).toBeUndefined();
    expect(nearestModelName(models, "lama-3.1-70b")).toBe("llama-3.1-70b");
  });
});
