/** Jumping over decode steps in which nothing changes must give what one event per step gives. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { replicaOf } from "../../src/validation/rows/replica.ts";
import { PrefixTier } from "../../src/workload/inference/replica/prefix-tier.ts";
import { ModelStepTimer } from "../../src/workload/inference/time/model-step-timer.ts";
import { linearTimer, type ServingOptions, serve } from "../workload/serving-builder.ts";
import { batchings, randomLoad } from "../workload/serving-cases.ts";

function bothWays(make: () => ServingOptions): void {
  const [jumped, stepped] = [true, false].map((jump) => serve({ ...make(), jump }).rows);
  expect(jumped).toEqual(stepped);
}

const timer = { prefillToken: 0.037, step: 9.1, sequence: 0.7, context: 0.0031, join: 4.3 };

test("request records with and without jumping are identical under every batching policy, router and order", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom("round-robin", "least-outstanding", "central-queue", "power-of-two"),
      fc.constantFrom("fcfs", "priority", "shortest-first"),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 500, max: 4000 }),
      fc.boolean(),
      (load, batching, router, order, maxBatch, replicas, kvCapacityTokens, schedulesAhead) => {
        bothWays(() => ({
          timer: { ...linearTimer(timer), schedulesAhead },
          load: load(),
          batching: batching(maxBatch),
          router,
          order,
          replicas,
          kvCapacityTokens,
        }));
      },
    ),
    { numRuns: 60 },
  );
});

test("they are identical with a prefix cache, swapped preemptions, and several tokens a step", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom(1, 1.7, 3.2),
      fc.integer({ min: 500, max: 2000 }),
      (load, batching, hbm, swaps, tokensPerStep, kvCapacityTokens) => {
        bothWays(() => ({
          timer: { ...linearTimer(timer), tokensPerStep, lookaheadTokens: Math.ceil(tokensPerStep) },
          load: load(),
          batching: batching(4),
          kvCapacityTokens,
          swapNs: swaps ? (tokens) => 1000 * tokens : undefined,
          prefixCache: {
            blockTokens: 32,
            hbm,
            bytesPerToken: 1,
            makeTiers: () => [
              new PrefixTier({ name: "host", capacityBlocks: 20, bandwidth: 0.001, latencyNs: 10 }),
            ],
          },
        }));
      },
    ),
    { numRuns: 200 },
  );
});

test("they are identical when requests time out, are turned away, and lose their replicas", () => {
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom("round-robin", "least-outstanding", "central-queue"),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 430, max: 3000 }),
      fc.integer({ min: 1, max: 1000 }),
      (load, batching, router, replicas, kvCapacityTokens, seed) => {
        bothWays(() => ({
          timer: linearTimer(timer),
          load: load(),
          batching: batching(4),
          router,
          replicas,
          kvCapacityTokens,
          seed,
          outstandingMax: 8,
          // Times with an irrational part never fall on the end of a step.
          timeouts: { queueNs: 400e6 + Math.SQRT2, totalNs: 900e6 + Math.E },
          failures: {
            mtbfNs: 500e6,
            detectionNs: 20e6 + Math.SQRT2,
            repairNs: 100e6 + Math.PI,
            retriesMax: 1,
          },
        }));
      },
    ),
    { numRuns: 200 },
  );
});

test("they are identical on 60 random scenarios with the step times of models on Neuron devices and GPUs", () => {
  const places = [
    { instance: "inf2.48xlarge", profile: "tnx-2.18", model: "llama-2-13b", tensor: 8 },
    { instance: "trn1.32xlarge", profile: "nxdi", model: "llama-3.1-70b", tensor: 32 },
    { instance: "trn2.48xlarge", profile: "tnx-tgi", model: "llama-3.1-8b", tensor: 8 },
    { instance: "p5.48xlarge", profile: "vllm-h100", model: "qwen3-30b-a3b", tensor: 2 },
    { instance: "p5.48xlarge", profile: "vllm-h100", model: "qwen3-30b-a3b", tensor: 4, attentionGroups: 2 },
    { instance: "inf2.48xlarge", profile: "nxd-encoder-decoder", model: "t5-3b", tensor: 8 },
    { instance: "p5.48xlarge", profile: "vllm-h100", model: "t5-3b", tensor: 1 },
  ];
  fc.assert(
    fc.property(
      randomLoad,
      fc.constantFrom(...batchings),
      fc.constantFrom(...places),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 500, max: 4000 }),
      (load, batching, place, maxBatch, kvCapacityTokens) => {
        const named = <Item extends { name: string }>(items: readonly Item[], name: string) =>
          items.find((item) => item.name === name) as Item;
        const { plan } = replicaOf({
          model: named(catalog.models, place.model),
          instance: named(catalog.instances, place.instance),
          profile: named(catalog.profiles, place.profile),
          tensor: place.tensor,
          attentionGroups: place.attentionGroups,
          weights: "bf16",
          kvCache: "bf16",
          batch: maxBatch,
          tokens: 512,
        });
        // Empty slots of a compiled batch then read what there is besides.
        const modelTimer = new ModelStepTimer({ ...plan, memory: { kvCapacityTokens } });
        bothWays(() => ({ timer: modelTimer, load: load(), batching: batching(maxBatch), kvCapacityTokens }));
      },
    ),
    { numRuns: 60 },
  );
});
