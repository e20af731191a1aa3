/** Logits in the memory of training. */
import { expect, test } from "vitest";
import { elementAt } from "../../src/base/element-at.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import { stageMemories, totalBytes } from "../../src/workload/training/memory/training-memory.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";

const schedule = oneForwardOneBackward.create({}, undefined);

function memory(name: string, tensor: number, stage: number) {
  const job = {
    model: findModel(models, name) as Model,
    degrees: { data: 1, tensor, pipeline: 2, microBatches: 8 },
    sequenceLength: 512,
    microBatch: 3,
    recompute: "none" as const,
    sequenceParallel: false,
    zero: 0 as const,
    optimizer: "adamw" as const,
  };
  return elementAt(stageMemories(job, schedule), stage);
}

test("the last stage of a language model keeps the logits of one micro-batch in 32 bits, divided over tensor ranks", () => {
  const bytes = 4 * 3 * 512 * 128_256;
  expect(memory("llama-3.1-8b", 1, 1).logits).toBe(bytes);
  expect(memory("llama-3.1-8b", 4, 1).logits).toBe(bytes / 4);
  expect(memory("llama-3.1-8b", 1, 0).logits).toBeUndefined();
  expect(memory("vit-base", 1, 1).logits).toBeUndefined();
  const { weights, gradients, optimizer, activations } = memory("llama-3.1-8b", 1, 1);
  expect(totalBytes(memory("llama-3.1-8b", 1, 1))).toBe(
    weights + gradients + optimizer + activations + bytes,
  );
});
