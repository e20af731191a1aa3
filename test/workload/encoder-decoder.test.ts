import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { replicaOf } from "../../src/validation/rows/replica.ts";
import { equalBatch, stepParts } from "../../src/workload/inference/time/step-timer.ts";

const named = <Item extends { name: string }>(list: readonly Item[], name: string) =>
  list.find((each) => each.name === name) as Item;

const { plan, timer } = replicaOf({
  model: findModel(catalog.models, "t5-3b") as Model,
  instance: named(catalog.instances, "p5.48xlarge"),
  profile: { ...named(catalog.profiles, "splitwise-h100"), kernels: undefined },
  tensor: 1,
  weights: "bf16",
  kvCache: "bf16",
  batch: 8,
  tokens: 2048,
});
const memory = stepParts.indexOf("memory");
const { device, constants } = plan.context;

/** Time to read the keys and values of `tokens` tokens in all layers of the decoder: 32 heads of 128, 2 bytes each. */
const readNs = (tokens: number) =>
  (24 * 2 * tokens * 32 * 128 * 2) / (device.memoryBandwidth * constants.attentionDecodeEfficiency);

test("a decode step of an encoder-decoder model reads the keys and values of every prompt", () => {
  const [short, long] = [512, 1024].map((prompt) => {
    const { first } = timer.decode(equalBatch(8, prompt + 1, prompt));
    return first.parts[memory];
  });
  expect(long! - short!).toBeCloseTo(readNs(8 * (1024 - 512)), 3);
});

test("its own context is the start token and the answer so far, not the prompt", () => {
  const { growth, validSteps } = timer.decode(equalBatch(8, 1024 + 4, 1024));
  // 1 + 4 tokens are the first of the segment from 5 to 8.
  expect(validSteps).toBe(4);
  expect(growth.parts[memory]).toBeCloseTo(readNs(8), 3);
});
