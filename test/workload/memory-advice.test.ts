/** What a job that does not fit is advised: each change fits, and none that is left out does. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { findModel } from "../../src/models/find-model.ts";
import type { Model } from "../../src/models/model.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";
import { whatFits } from "../../src/workload/training/memory/memory-advice.ts";
import { totalBytes, trainingMemory } from "../../src/workload/training/memory/training-memory.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";

const schedule = oneForwardOneBackward.create({}, undefined);
const instance = catalog.instances.find(({ name }) => name === "p5.48xlarge") as Instance;
const cluster = buildCluster({ instance, count: 8 });
const model = findModel(catalog.models, "llama-3.1-8b") as Model;
const adviceAt = (job: TrainingJob, capacityBytes: number) =>
  whatFits(job, (changed) => bytesOf(changed) <= capacityBytes);
const bytesOf = (job: TrainingJob) => totalBytes(trainingMemory(job, schedule));

const jobs = fc
  .record({
    tensor: fc.constantFrom(1, 2, 8),
    pipeline: fc.constantFrom(1, 2, 8),
    data: fc.constantFrom(1, 2, 3, 4, 12),
    context: fc.constantFrom(1, 2),
    microBatch: fc.constantFrom(1, 2, 8),
    zero: fc.constantFrom<0 | 1 | 2 | 3>(0, 1, 2, 3),
    recompute: fc.constantFrom<"none" | "selective" | "full">("none", "selective", "full"),
    sequenceLength: fc.constantFrom(2048, 16_384),
  })
  .map(
    ({ tensor, pipeline, data, context, ...others }): TrainingJob => ({
      ...others,
      model,
      cluster,
      profile: catalog.profiles.find(({ name }) => name === "megatron-lm")!,
      degrees: { tensor, pipeline, data, context, microBatches: 8 },
      sequenceParallel: false,
      precision: "bf16",
      optimizer: "adamw",
    }),
  );

/** `job` with ranks of its copies in the place of one more degree; undefined where they do not divide. */
function withDegree(job: TrainingJob, degree: "tensor" | "pipeline" | "context", value: number) {
  const { degrees } = job;
  const data = (degrees.data * (degrees[degree] ?? 1)) / value;
  return Number.isInteger(data) ? { ...job, degrees: { ...degrees, [degree]: value, data } } : undefined;
}

/** Every single change of `job`, by the words that name it, smaller ones of a kind first. */
function changesOf(job: TrainingJob): Map<string, TrainingJob> {
  const { tensor, pipeline, data, context } = job.degrees;
  const changes = new Map<string, TrainingJob | undefined>();
  for (let of = 2 * tensor; of <= 8; of *= 2) changes.set(`tensor ${of}`, withDegree(job, "tensor", of));
  // Thirty-two layers over stages that are a power of two.
  for (let of = 2 * pipeline; of <= 32; of *= 2)
    changes.set(`pipeline ${of}`, withDegree(job, "pipeline", of));
  if (job.recompute !== "full") changes.set("recompute: full", { ...job, recompute: "full" });
  if (data > 1)
    for (let zero = job.zero + 1; zero <= 3; zero++)
      changes.set(`zero: ${zero}`, { ...job, zero: zero as 1 | 2 | 3 });
  if (job.microBatch > 1) changes.set("microBatch: 1", { ...job, microBatch: 1 });
  if (context === 1) changes.set("context 2", withDegree(job, "context", 2));
  changes.set("offload: true", { ...job, offload: "optimizer" });
  return new Map([...changes].filter((entry): entry is [string, TrainingJob] => entry[1] !== undefined));
}

test("where a change alone is enough, advice is the smallest of each kind with which the job fits", () => {
  fc.assert(
    fc.property(jobs, fc.double({ min: 0.05, max: 0.999, noNaN: true }), (job, part) => {
      const capacityBytes = part * bytesOf(job);
      const fitting = [...changesOf(job)].filter(([, changed]) => bytesOf(changed) <= capacityBytes);
      const smallest = new Map<string, string>();
      for (const [text] of fitting) {
        const kind = text.replace(/[\d ]+$/, "");
        if (!smallest.has(kind)) smallest.set(kind, text);
      }
      const alone = adviceAt(job, capacityBytes).filter((text) => !text.includes(" on "));
      if (smallest.size > 0) expect(alone).toEqual([...smallest.values()]);
      else for (const text of alone) expect(text).toContain(" with ");
    }),
    { numRuns: 25 },
  );
});

test("what fits exactly, fits", () => {
  const [job] = fc.sample(jobs, { numRuns: 1, seed: 1 }) as [TrainingJob];
  for (const [text, changed] of changesOf({ ...job, microBatch: 8, zero: 0, recompute: "none" }))
    expect(adviceAt({ ...job, microBatch: 8, zero: 0, recompute: "none" }, bytesOf(changed))).toContain(text);
});
