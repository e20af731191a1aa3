/** Which ranks ZeRO-3 collects weights from, and which ranks sum what is left. */
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import {
  dataExchange,
  dataExchangeNs,
  type Position,
  weightGather,
} from "../../src/workload/training/exchange/gradient-exchange.ts";
import type { Degrees } from "../../src/workload/training/job/degrees.ts";
import { ownParameters, stageParameters } from "../../src/workload/training/job/stage-parameters.ts";
import type { TrainingJob } from "../../src/workload/training/job/training-job.ts";
import { oneForwardOneBackward } from "../../src/workload/training/schedules/1f1b.ts";
import { bidirectional } from "../../src/workload/training/schedules/bidirectional.ts";
import { planStages } from "../../src/workload/training/stage/stage-plan.ts";

function named<Item extends { name: string }>(items: readonly Item[], name: string): Item {
  return items.find((item) => item.name === name) as Item;
}

/** Llama 3.2 1B under ZeRO-3 on one Trn2. */
function jobOf(degrees: Partial<Degrees>, change: Partial<TrainingJob> = {}): TrainingJob {
  return {
    model: named(catalog.models, "llama-3.2-1b"),
    cluster: buildCluster({ instance: named(catalog.instances, "trn2.48xlarge"), count: 1 }),
    profile: named(catalog.profiles, "nxd-training"),
    degrees: { data: 1, tensor: 1, pipeline: 1, microBatches: 8, ...degrees },
    microBatch: 1,
    sequenceLength: 4096,
    recompute: "none",
    sequenceParallel: false,
    precision: "bf16",
    optimizer: "adamw",
    zero: 3,
    ...change,
  };
}

const ofMillion = { parameters: 1e6, matrices: [] };

const weightGatherNs = (job: TrainingJob, position: Position) =>
  dataExchangeNs(job, position, weightGather(job, position));

/** What is exchanged once a step of a million gradients, ns. */
const onceNs = (job: TrainingJob, position: Position) =>
  dataExchangeNs(job, position, dataExchange(job, ofMillion, position).once);

test("adapters train alone, but the frozen weights that ranks hold in shards are collected for every pass", () => {
  const all = weightGatherNs(jobOf({ data: 8 }), { stage: 0 });
  const adapted = weightGatherNs(jobOf({ data: 8 }, { loraRank: 16 }), { stage: 0 });
  expect(adapted).toBeGreaterThan(all);
  expect(adapted).toBeLessThan(1.05 * all);
});

test("ranks of the context axis hold shards as those of the data axis do", () => {
  const { degrees } = jobOf({ data: 4, context: 2 });
  expect(ownParameters({ degrees }, 80, 0)).toBe(80 / 8);
  expect(ownParameters({ degrees, shardRanks: 2 }, 80, 0)).toBe(80 / 4);
  // Two of four data ranks, with two context ranks each, hold the same experts.
  expect(ownParameters({ degrees: { ...degrees, expert: 2 } }, 80, 80)).toBe(80 / 4);
  const [whole, half] = [jobOf({ context: 8 }), jobOf({ context: 8 }, { zero: 1 })];
  expect(weightGatherNs(whole, { stage: 0 })).toBeGreaterThan(0);
  expect(weightGatherNs(half, { stage: 0 })).toBe(0);
});

test("the two stages that hold the same layers of a bidirectional pipeline sum their gradients under ZeRO-3 too", () => {
  const exchange = (bidirectional: boolean, degrees: Partial<Degrees>) =>
    onceNs(jobOf({ pipeline: 4, ...degrees }), { stage: 1, bidirectional });
  expect(exchange(false, { data: 8 })).toBe(0);
  // Each of 8 shards meets its copy on the other stage.
  expect(exchange(true, { data: 8 })).toBeGreaterThan(0);
  expect(exchange(true, { data: 1 })).toBeGreaterThan(exchange(true, { data: 8 }));
});

test("experts that fewer ranks share than the shards are many are collected from those ranks alone", () => {
  const model = named(catalog.models, "mixtral-8x7b");
  const gather = (change: Partial<TrainingJob>) =>
    weightGatherNs(jobOf({ data: 16, expert: 8 }, { model, ...change }), { stage: 0 });
  const job = jobOf({ data: 16, expert: 8 }, { model });
  // With 8 shards every rank has its expert to itself: what is collected is the rest of the weights.
  expect(gather({ shardRanks: 8 })).toBeLessThan(gather({}));
  expect(ownParameters({ ...job, shardRanks: 8 }, stageParameters(job, 0), 0)).toBe(
    stageParameters(job, 0) / 8,
  );
});

test("fp32 gradients are twice the bytes on the wire", () => {
  const exchange = (precision: "bf16" | "fp32") =>
    onceNs(jobOf({ data: 8 }, { precision, zero: 0 }), { stage: 0 });
  const { collectiveOverheadNs } = jobOf({}).profile.constants;
  expect(exchange("fp32")).toBeGreaterThan(exchange("bf16"));
  expect(exchange("fp32")).toBeLessThanOrEqual(2 * exchange("bf16") - collectiveOverheadNs);
});

test("every bucket costs the latency of a collective of its own, so that more of them are not free", () => {
  const exchange = (gradientBuckets: number) =>
    onceNs(jobOf({ data: 8 }, { gradientBuckets, zero: 0 }), { stage: 0 });
  const { collectiveOverheadNs } = jobOf({}).profile.constants;
  expect(exchange(10) - exchange(1)).toBeGreaterThanOrEqual(9 * collectiveOverheadNs);
  expect(exchange(10)).toBeGreaterThan(exchange(1));
  expect(exchange(1000)).toBeGreaterThan(10 * exchange(10));
});

test("stages of a bidirectional pipeline are alike only where their mirror images are too", () => {
  const degrees = { pipeline: 6, microBatches: 12 };
  const job = jobOf(degrees, { zero: 0, stageLayers: [2, 2, 2, 2, 4, 4] });
  const [, second, third] = planStages(job, bidirectional.create({}, undefined));
  // Two layers and four, against two and two, in the same optimizer.
  expect(second?.times.optimizerNs).toBeCloseTo(1.5 * (third?.times.optimizerNs ?? 0), 0);
});

test("matrices of experts that are spread out are no part of what all ranks sum", () => {
  const model = named(catalog.models, "mixtral-8x7b");
  const { stack } = model;
  const matrices = (expert: number) =>
    planStages(
      jobOf({ data: 8, expert }, { model, zero: 0 }),
      oneForwardOneBackward.create({}, undefined),
    )[0]?.gradients.matrices.reduce((sum, { rows, columns, count }) => sum + rows * columns * count, 0) ?? 0;
  const ofExperts = (stack?.layers ?? 0) * 8 * 3 * 4096 * 14336;
  expect(matrices(1) - matrices(8)).toBeCloseTo(ofExperts, -3);
});
