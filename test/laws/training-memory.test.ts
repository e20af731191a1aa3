/** Memory of a training rank, counted once more from the sizes of the model and the degrees alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import { models } from "../../src/models/models.ts";
import type { Attention, Matmul, Recurrence } from "../../src/models/operators/operator.ts";
import { type Optimizer, optimizers } from "../../src/workload/training/job/optimizers.ts";
import { savedActivationBytes } from "../../src/workload/training/memory/saved-activations.ts";
import {
  layerActivationBytes,
  stageMemories,
  totalBytes,
  trainingMemory,
} from "../../src/workload/training/memory/training-memory.ts";
import { scheduleContract } from "../../src/workload/training/schedules/schedule-contract.ts";
import { schedules } from "../../src/workload/training/schedules.ts";

// Llama 3.1 8B: 32 layers of width 4,096 with 32 heads of 128, 8 of them of keys and values, three matrices of 14,336; 128,256
// words, in and out.
const [layers, hidden, keyValue, ffn, words] = [32, 4096, 8 * 128, 14_336, 128_256];
const matrices = 2 * hidden * hidden + 2 * hidden * keyValue + 3 * hidden * ffn;
const norms = 2 * hidden;

const jobs = fc.record({
  tensor: fc.constantFrom(1, 2, 8),
  pipeline: fc.constantFrom(1, 2, 4),
  data: fc.constantFrom(1, 4),
  context: fc.constantFrom(1, 2),
  // Of the data-parallel ranks, those over which ZeRO divides; all where absent.
  shardRanks: fc.constantFrom(undefined, 2),
  isTaught: fc.boolean(),
  offload: fc.constantFrom<undefined | "optimizer" | "parameters">(undefined, "optimizer", "parameters"),
  narrowWeights: fc.constantFrom(undefined, false, true),
  microBatches: fc.integer({ min: 1, max: 12 }),
  zero: fc.constantFrom<0 | 1 | 2 | 3>(0, 1, 2, 3),
  precision: fc.constantFrom<"bf16" | "fp32">("bf16", "fp32"),
  optimizer: fc.constantFrom(...(Object.keys(optimizers) as Optimizer[])),
  recompute: fc.constantFrom<"none" | "selective" | "full">("none", "selective", "full"),
  name: fc.constantFrom(...schedules.map(({ name }) => name).filter((name) => name !== "bidirectional")),
});

test("every stage holds its weights, gradients in 32 bits, the optimizer's state, what is in flight, and its logits", () => {
  fc.assert(
    fc.property(jobs, (drawn) => {
      const { tensor, pipeline, data, context, microBatches, zero, precision, optimizer, recompute } = drawn;
      const { shardRanks, isTaught, offload, narrowWeights } = drawn;
      const choice = pluginChoice(schedules).parse(drawn.name);
      const schedule = createPlugin(schedules, choice, undefined, scheduleContract);
      const model = findModel(models, "llama-3.1-8b") as Model;
      const job = {
        model,
        degrees: { data, tensor, pipeline, context, microBatches },
        shardRanks,
        offload,
        ...(isTaught && { teacher: model }),
        ...(narrowWeights !== undefined && {
          recipe: { scaling: "delayed" as const, bytes: 1, narrowWeights },
        }),
        sequenceLength: 2048,
        microBatch: 2,
        sequenceParallel: false,
        zero,
        precision,
        optimizer,
        recompute,
      };
      const each = precision === "fp32" ? 4 : 2;
      const stages = stageMemories(job, schedule);
      for (const [stage, memory] of stages.entries()) {
        const isLast = stage === pipeline - 1;
        const vocabulary = (words / tensor) * hidden;
        const ends = (stage === 0 ? vocabulary : 0) + (isLast ? vocabulary + hidden : 0);
        const parameters = (layers / pipeline) * (matrices / tensor + norms) + ends;
        const isNear = (found: number, expected: number) => expect(found / expected).toBeCloseTo(1, 4);
        const shards = Math.min(shardRanks ?? data, data) * context;
        isNear(memory.gradients, (4 * parameters) / (zero >= 2 ? shards : 1));
        // Weights in 32 bits are their own master copy.
        const state = optimizers[optimizer].stateBytes - (precision === "fp32" ? 4 : 0);
        if (offload) expect(memory.optimizer).toBe(0);
        else isNear(memory.optimizer, (state * parameters) / (zero === 0 ? 1 : shards));
        // With parts of the gradients a layer's pass by whole before they are summed.
        const stageLayers = layers / pipeline;
        const layer = parameters / stageLayers;
        const foreign = each * (1 - 1 / shards);
        // With parts of the weights that of the next one comes too.
        const passing = (zero >= 2 ? foreign * layer : 0) + (zero === 3 ? foreign * 2 * layer : 0);
        // Linear layers in one byte keep both layouts of it, in place of the weights or beside them.
        const ofLayers = parameters - ends;
        const kept = narrowWeights ? each * ends + ofLayers : each * parameters;
        const copies = narrowWeights === undefined ? 0 : narrowWeights ? 1 : 2;
        const copied = copies * ofLayers * (zero === 3 ? 2 / stageLayers : 1);
        isNear(
          memory.weights,
          // From the host come the weights of a layer, those of the next, and its gradients go there.
          offload === "parameters" ? 3 * each * layer : kept / (zero === 3 ? shards : 1) + copied + passing,
        );
        // The teacher is as large as the model here, and has weights alone.
        const taught = isTaught ? (each * parameters) / (zero === 3 ? shards : 1) : 0;
        isNear(1 + (memory.teacher ?? 0), 1 + taught);
        const held = schedule.inFlight(stage, { stages: pipeline, microBatches });
        const working = recompute === "full" ? layerActivationBytes(job, "none") : 0;
        isNear(
          memory.activations,
          (layers / pipeline) * held * layerActivationBytes(job, recompute) + working,
        );
        isNear(1 + (memory.logits ?? 0), 1 + (isLast ? (4 * 2048 * 2 * (words / tensor)) / context : 0));
      }
      const most = Math.max(...stages.map(totalBytes));
      expect(totalBytes(trainingMemory(job, schedule))).toBe(most);
    }),
    { numRuns: 120 },
  );
});

test("a stage of one layer has no next one of its own to hold beside it", () => {
  const model = findModel(models, "llama-3.1-8b") as Model;
  for (const { name } of schedules.filter((each) => each.name !== "bidirectional")) {
    for (const data of [2, 8]) {
      const degrees = { data, tensor: 1, pipeline: layers, context: 1, microBatches: layers };
      const choice = pluginChoice(schedules).parse(name);
      const schedule = createPlugin(schedules, choice, undefined, scheduleContract);
      const middleOf = (zero: 0 | 3, offload?: "parameters") =>
        stageMemories(
          {
            ...{ model, degrees, sequenceLength: 128, microBatch: 1, sequenceParallel: false },
            ...{ zero, precision: "bf16", optimizer: "adamw", recompute: "none" },
            ...{ shardRanks: undefined, offload },
          },
          schedule,
        )[1]!;
      const [whole, middle, offloaded] = [middleOf(0), middleOf(3), middleOf(3, "parameters")];
      const parameters = matrices + norms;
      // Its part of the weights, the rest of them while the layer is at work, and its gradients until they are summed.
      const expected = 2 * parameters + 2 * parameters * (1 - 1 / data);
      expect(middle.weights / expected).toBeCloseTo(1, 4);
      // From the host come those of a layer and of the next, and its gradients go there: nothing else, not a byte.
      expect(offloaded.weights).toBe(3 * whole.weights);
    }
  }
});

test("a matmul keeps what it reads, attention its queries, keys, values and what it gives, a gather nothing", () => {
  const sizes = fc.record({
    sequences: fc.integer({ min: 1, max: 4 }),
    tokens: fc.integer({ min: 1, max: 64 }),
    heads: fc.constantFrom(2, 4, 8),
    kvHeads: fc.constantFrom(1, 2),
    headDim: fc.constantFrom(16, 64),
    bytes: fc.constantFrom(2, 4),
  });
  fc.assert(
    fc.property(sizes, ({ sequences, tokens, heads, kvHeads, headDim, bytes }) => {
      const attention: Attention = {
        kind: "attention",
        name: "attention",
        sequences,
        queryTokens: tokens,
        contextTokens: tokens,
        heads,
        kvHeads,
        headDim,
        causal: false,
        fromCache: false,
      };
      const perToken = (heads + kvHeads + kvHeads + heads) * headDim;
      expect(savedActivationBytes([attention], bytes, false)).toBe(bytes * sequences * tokens * perToken);
      const matmul: Matmul = {
        kind: "matmul",
        name: "projection",
        m: tokens,
        k: 32,
        n: 7,
        count: 3,
        weights: true,
      };
      expect(savedActivationBytes([matmul, matmul], bytes, false)).toBe(bytes * 2 * tokens * 32 * 3);
      const recurrence: Recurrence = {
        kind: "recurrence",
        name: "scan",
        sequences,
        queryTokens: tokens,
        flopsPerToken: 1,
        stateBytes: 1,
        inputElements: 5 * headDim,
        outputElements: 2 * headDim,
      };
      expect(savedActivationBytes([recurrence], bytes, false)).toBe(bytes * sequences * tokens * 7 * headDim);
    }),
  );
});

test("all parts of a rank's memory count", () => {
  const parts = { weights: 1, gradients: 2, optimizer: 4, activations: 8 };
  expect(totalBytes(parts)).toBe(1 + 2 + 4 + 8);
  expect(totalBytes({ ...parts, logits: 16, teacher: 32 })).toBe(63);
});
