import { describe, expect, it, test } from "vitest";
import { countedActive, publishedActive } from "../../src/models/catalog/published-active.ts";
import { dividedHeads, layerKinds } from "../../src/models/layer-kinds.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import {
  activeParameters,
  headParameters,
  layerParameters,
  parameterCount,
  stackParameters,
} from "../../src/models/parameters.ts";

const catalogModel = (name: string): Model => {
  const model = models.find((candidate) => candidate.name === name);
  if (model === undefined) throw new Error(`no model ${name} in the catalog`);
  return model;
};

/** Digits that publishers give of these: 45.5 billion are 46, 101 are 100 (that is, 1.0e11); of those that see, without the tower. */
const digits: Record<string, number> = {
  "gpt3-46b": 2,
  "encoder-1b": 1,
  "encoder-100b": 2,
  "nemotron-4-15b": 3,
  "glm-4.7-flash": 2,
  "helium-1-2b": 3,
  "qwen3.5-27b": 2,
  "qwen3.5-35b-a3b": 2,
  "qwen3.5-122b-a10b": 3,
};

describe("parameterCount", () => {
  test.each(models.map((model) => [model.name, model] as const))(
    "gives the published number of %s within 0.1 %%, or the rounding of its publisher",
    (name, model) => {
      const published = model.publishedParameters ?? Number.NaN;
      const { image: _, ...written } = model;
      if (name in digits) expect(Number(parameterCount(written).toPrecision(digits[name]))).toBe(published);
      else expect(Math.abs(parameterCount(model) / published - 1)).toBeLessThan(1e-3);
    },
  );

  it("counts 131 GB of OPT-66B weights in fp16", () => {
    expect(Math.round((parameterCount(catalogModel("opt-66b")) * 2) / 1e9)).toBe(131);
  });

  it("counts a Llama layer as two square, two key-value and three feed-forward matrices and two norms", () => {
    const { stack } = catalogModel("llama-3.1-8b");
    if (stack === undefined) throw new Error("no stack");
    const { kind } = layerKinds(stack)[0]!;
    const attention = 2 * 4096 * 4096 + 2 * 4096 * 1024;
    expect(layerParameters(stack, kind)).toBe(attention + 3 * 4096 * 14_336 + 2 * 4096);
  });

  it("counts an output head only where it does not share the embedding's weights", () => {
    expect(headParameters(catalogModel("llama-3.1-8b"))).toBe(128_256 * 4096);
    expect(headParameters(catalogModel("llama-3.2-1b"))).toBe(0);
  });
});

describe("parameters of a shard", () => {
  it("divide matrices over the tensor ranks and replicate norms", () => {
    const { stack } = catalogModel("llama-3.1-70b");
    if (stack === undefined) throw new Error("no stack");
    const norms = (2 * stack.layers + 1) * stack.hidden;
    const whole = stackParameters(stack) - norms;
    const onOneOfEight = stackParameters(stack, { tensor: 8, expert: 1 }) - norms;
    expect(onOneOfEight).toBe(whole / 8);
  });

  it("replicate KV heads where there are more ranks than heads", () => {
    const { stack } = catalogModel("llama-3.1-70b");
    if (stack === undefined) throw new Error("no stack");
    const norms = (2 * stack.layers + 1) * stack.hidden;
    const at = (tensor: number) => stackParameters(stack, { tensor, expert: 1 }) - norms;
    // 32 ranks hold 32 copies of a KV head where 8 would do.
    const surplus = 24 * 2 * stack.layers * stack.hidden * 128;
    expect(32 * at(32)).toBe(at(1) + surplus);
  });

  it("divide experts over the expert ranks and their matrices over the tensor ranks", () => {
    const { stack } = catalogModel("mixtral-8x7b");
    if (stack === undefined) throw new Error("no stack");
    const expert = 3 * 4096 * 14_336;
    const replicated = stackParameters(stack) - 32 * 8 * expert;
    expect(stackParameters(stack, { tensor: 1, expert: 4 })).toBe(replicated + 32 * 2 * expert);
    const halved = stackParameters(stack, { tensor: 1, expert: 4, expertTensor: 2 });
    expect(halved).toBe(replicated + 32 * 2 * (expert / 2));
  });
});

describe("activeParameters", () => {
  const mixtures = models.filter((model) => activeParameters(model) !== parameterCount(model));

  test.each(mixtures.map((model) => [model.name, model] as const))(
    "of %s are as published, rounded as there",
    (_, model) => {
      const said = publishedActive(model);
      if (said === undefined) throw new Error("no published figure");
      expect(countedActive(model, said)).toBe(said.billions);
    },
  );

  it("of Nemotron 3 Nano are 3.2 B without the embedding and 3.6 B with it, as its card says both", () => {
    const nano = catalogModel("nemotron-3-nano-30b-a3b");
    expect(countedActive(nano, { billions: 3.6, digits: 1, counts: "everything" })).toBe(3.6);
  });

  it("equal all parameters of a dense model", () => {
    const model = catalogModel("llama-2-7b");
    expect(activeParameters(model)).toBe(parameterCount(model));
  });
});

describe("the catalog", () => {
  it("names every model once, aliases included", () => {
    const names = models.flatMap((model) => [model.name, ...(model.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has query heads that KV heads divide", () => {
    for (const { name, stack } of models) {
      for (const { heads, kvHeads } of stack ? dividedHeads(stack) : []) {
        expect(heads % kvHeads, name).toBe(0);
      }
    }
  });
});
