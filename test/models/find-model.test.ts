import { describe, expect, it, test } from "vitest";
import { labelsOf } from "../../src/base/named-list.ts";
import { findModel, modelCalled, nearestModelName } from "../../src/models/find-model.ts";
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
    ["nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8", "nemotron-3-nano-30b-a3b"],
    ["RedHatAI/Llama-3.3-70B-Instruct-quantized.w4a16", "llama-3.3-70b"],
    ["moonshotai/Kimi-K2.5-INT4", "kimi-k2.5"],
    ["amd/DeepSeek-R1-0528-MXFP4-Preview", "deepseek-v3"],
    ["deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "llama-3.3-70b"],
    ["Qwen/Qwen3-Coder-30B-A3B-Instruct", "qwen3-30b-a3b"],
  ])("finds %s as %s", (name, found) => {
    expect(findModel(models, name)?.name).toBe(found);
  });

  it("does not take one size or generation for another", () => {
    expect(findModel(models, "llama-3.1-9b")).toBeUndefined();
    expect(findModel(models, "llama-4-70b")).toBeUndefined();
    expect(nearestModelName(models, "lama-3.1-70b")).toBe("llama-3.1-70b");
  });
});

describe("modelCalled", () => {
  it("asks for the version where the name leaves it out and several models carry one", () => {
    const told = modelCalled(models, "meta-llama/Llama-70B-Instruct");
    expect(told).toEqual({
      expected: "a model with its version: llama-2-70b, llama-3-70b, llama-3.1-70b, llama-3.3-70b",
    });
  });

  it("names the one version that there is", () => {
    expect(modelCalled(models, "llama-405b")).toMatchObject({ nearest: "llama-3.1-405b" });
    expect(modelCalled(models, "llama-7b")).toHaveProperty("name", "llama-2-7b");
  });

  it("takes every name of the catalog, with or without its owner, and every alias that means one", () => {
    for (const { name, aliases = [] } of labelsOf(models)) {
      expect(modelCalled(models, name)).toHaveProperty("name", name);
      expect(modelCalled(models, `someone/${name}-Instruct`)).toHaveProperty("name");
      for (const alias of aliases) {
        const called = modelCalled(models, alias);
        expect("name" in called ? called.name : called.expected).toContain(name);
      }
    }
  });
});
