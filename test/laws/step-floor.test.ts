/** No step is shorter than its floor, by which degrees are passed over untimed: whatever the schedule, the model and the stack. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";
import { bidirectional } from "../../src/workload/training/schedules/bidirectional.ts";
import { gpipe } from "../../src/workload/training/schedules/gpipe.ts";
import { interleaved } from "../../src/workload/training/schedules/interleaved.ts";
import { zeroBubble } from "../../src/workload/training/schedules/zero-bubble.ts";
import { stepFloorNs, stepFloorOnAnyRanks } from "../../src/workload/training/stage/step-floor.ts";
import { stepTimeNs } from "../../src/workload/training/step/step.ts";

const schedules = {
  gpipe: gpipe.create({}, undefined),
  "1f1b": oneForwardOneBackward.create({}, undefined),
  interleaved: interleaved.create({ chunks: 2 }, undefined),
  "zero-bubble": zeroBubble.create({}, undefined),
  bidirectional: bidirectional.create({}, undefined),
};

function named<Item extends { name: string }>(items: readonly Item[], name: string): Item {
  return items.find((item) => item.name === name) as Item;
}

const clusters = {
  "nxd-training": buildCluster({ instance: named(catalog.instances, "trn2.48xlarge"), count: 2 }),
  "megatron-core": buildCluster({ instance: named(catalog.instances, "p5.48xlarge"), count: 16 }),
  "pytorch-fsdp": buildCluster({ instance: named(catalog.instances, "p4d.24xlarge"), count: 16 }),
};

const split = fc.record({
  software: fc.constantFrom(...(Object.keys(clusters) as (keyof typeof clusters)[])),
  model: fc.constantFrom("llama-3.2-1b", "qwen3-30b-a3b", "mixtral-8x7b"),
  data: fc.constantFrom(1, 2, 4, 8),
  tensor: fc.constantFrom(1, 2, 4),
  pipeline: fc.constantFrom(1, 2, 4),
  rounds: fc.integer({ min: 1, max: 3 }),
  expert: fc.constantFrom(1, 2, 4, 8),
  asyncTensor: fc.boolean(),
  recompute: fc.constantFrom("none", "selective", "full"),
  zero: fc.constantFrom(0, 1, 3),
  launchNs: fc.constantFrom(undefined, 20_000),
});

function jobOf(each: typeof split extends fc.Arbitrary<infer T> ? T : never): TrainingJob {
  const { software, data, tensor, pipeline, asyncTensor, recompute, zero, launchNs } = each;
  const isMixture = each.model !== "llama-3.2-1b" && data % each.expert === 0;
  return {
    model: named(catalog.models, each.model),
    cluster: clusters[software],
    profile: named(catalog.profiles, software),
    degrees: {
      data,
      tensor,
      pipeline,
      expert: isMixture ? each.expert : 1,
      microBatches: 2 * each.rounds * pipeline,
    },
    microBatch: 1,
    sequenceLength: 2048,
    sequenceParallel: asyncTensor,
    asyncTensor: asyncTensor && tensor > 1,
    recompute,
    precision: "bf16",
    optimizer: "adamw",
    zero,
    launchNs,
  };
}

test.each(Object.entries(schedules))("with %s", (name, schedule) => {
  const needsStages = name === "interleaved" || name === "bidirectional";
  fc.assert(
    fc.property(split, (each) => {
      fc.pre(!needsStages || each.pipeline > 1);
      const job = jobOf(each);
      const [floorNs, stepNs] = [stepFloorNs(job, schedule), stepTimeNs(job, schedule)];
      expect(floorNs).toBeGreaterThan(0.05 * stepNs);
      expect(floorNs).toBeLessThanOrEqual(stepNs * (1 + 1e-12));
      const { data, tensor, pipeline, microBatches, expert = 1 } = job.degrees;
      if (expert > 1) return;
      // What is known of a larger job of as large a batch holds of this one.
      const larger = { ...job, degrees: { ...job.degrees, data: 4 * data } };
      const { rankNs, besideNs } = stepFloorOnAnyRanks(larger, schedule, data * microBatches);
      const onThese = rankNs / (data * tensor * pipeline) + besideNs;
      // What sharded weights take at least is known of the ranks at hand alone.
      const here = job.zero === 3 ? stepFloorNs({ ...job, zero: 2 }, schedule) : floorNs;
      expect(onThese).toBeGreaterThan(0.5 * here);
      expect(onThese).toBeLessThanOrEqual(floorNs * (1 + 1e-12));
    }),
    { numRuns: 25, seed: 17 },
  );
});

test("of a step that waits for sharded weights the floor holds what comes over the cards", () => {
  const alike = { ...jobOf(fc.sample(split, { numRuns: 1, seed: 1 })[0]!), recompute: "none" as const };
  for (const [count, least] of [
    [2, 0.4],
    [4, 0.6],
    [16, 0.73],
  ] as const) {
    for (const tensor of [1, 2, 8]) {
      const job: TrainingJob = {
        ...alike,
        model: named(catalog.models, "llama-3.1-70b"),
        cluster: buildCluster({ instance: named(catalog.instances, "p4d.24xlarge"), count }),
        profile: named(catalog.profiles, "pytorch-fsdp"),
        degrees: { data: (8 * count) / tensor, tensor, pipeline: 1, expert: 1, microBatches: 8 },
        sequenceLength: 512,
        sequenceParallel: false,
        asyncTensor: false,
        zero: 3,
      };
      const share = stepFloorNs(job, schedules["1f1b"]) / stepTimeNs(job, schedules["1f1b"]);
      expect(share).toBeLessThanOrEqual(1);
      expect(share).toBeGreaterThan(least);
    }
  }
});
