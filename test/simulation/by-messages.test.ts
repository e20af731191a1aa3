/**
 * What whole scenarios take for their exchanges, against the play of every message of the same groups, which shares nothing
 * with the graphs of tasks above the solver.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { catalog } from "../../src/catalog.ts";
import { buildCluster } from "../../src/cluster/cluster.ts";
import type { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { dataExchange, groupsOf } from "../../src/workload/training/exchange/gradient-exchange.ts";
import {
  axisGroups,
  operatorExchanges,
  type PassAxis,
} from "../../src/workload/training/exchange/pass-exchanges.ts";
import { trainedParameters } from "../../src/workload/training/job/stage-parameters.ts";
import { elementBytes, type TrainingJob } from "../../src/workload/training/job/training-job.ts";
import { stageWork } from "../../src/workload/training/stage/stage-work.ts";
import type { WorkloadResult } from "../../src/workload/workload.ts";
import { record } from "../laws/account-scenarios.ts";
import { seen } from "../laws/job-scenarios.ts";
import { byMessages } from "../network/exchanges.ts";

function named<Item extends { name: string }>(items: readonly Item[], name: string): Item {
  return items.find((item) => item.name === name) as Item;
}

/** Prompts of 4,000 tokens from eight g5 to a ninth, over a front end that takes `requestOverhead` for each. */
const g5 = (requests: number, requestOverhead: string) => ({
  name: "g5",
  cluster: {
    instance: "g5.48xlarge",
    count: 9,
    software: { from: "vllm", set: { requestOverhead } },
  },
  model: "llama-2-7b",
  workload: {
    kind: "inference",
    arrivals: { kind: "batch", size: requests },
    input: { kind: "constant", tokens: 4000 },
    output: { kind: "constant", tokens: 2 },
    disaggregation: { prefillReplicas: 8 },
    parallelism: { tensor: 8, replicas: 9 },
    router: "round-robin",
  },
});

/** Transfers of `scenario` as it played them, and as messages that set out when they did; ns. */
function transfers(scenario: object): { tookNs: number[]; messagesNs: number[] } {
  const { world, exchanges } = seen(scenario)!.worlds[0]!;
  const { network } = buildCluster({ instance: named(catalog.instances, "g5.48xlarge"), count: 9 });
  // Each rank of a sender to the rank in its place on the last instance.
  const messages = exchanges.map(({ play: { graph, bytes }, startNs }) => {
    const { links, endpoints } = graph.topology;
    const out = graph.classes.flatMap((each) => [...each.links]).map((link) => links[link]!.source);
    const senders = [...new Set(out)].filter((node) => node < endpoints && node < 64);
    expect(senders).toHaveLength(8);
    return senders.map((sender) => ({
      operation: "point-to-point" as const,
      bytes,
      ranks: [sender, 64 + (sender % 8)],
      startNs,
    }));
  });
  expect(world.links.topology.endpoints).toBe(72);
  const ends = byMessages(network as AnalyticNetwork, messages.flat());
  return {
    tookNs: exchanges.map(({ startNs, endNs }) => endNs - startNs),
    messagesNs: exchanges.map(
      ({ startNs }, index) => Math.max(...ends.slice(8 * index, 8 * index + 8)) - startNs,
    ),
  };
}

test("eight transfers to one card that start together take eight times one, as their messages do", () => {
  const [aloneNs] = transfers(g5(1, "0 ms")).tookNs;
  const { tookNs, messagesNs } = transfers(g5(8, "0 ms"));
  expect(tookNs).toHaveLength(8);
  for (const [index, ns] of tookNs.entries()) {
    expect(Math.abs(ns / (8 * aloneNs!) - 1)).toBeLessThan(0.01);
    expect(Math.abs(ns / messagesNs[index]! - 1)).toBeLessThan(0.01);
  }
});

test("transfers that a front end lets start one after the other end when their messages do, none faster than its bytes over the card", () => {
  const { tookNs, messagesNs } = transfers(g5(12, "3.2 ms"));
  const bytes = 4000 * 32 * 2 * 4096 * 2;
  expect(tookNs).toHaveLength(12);
  for (const [index, ns] of tookNs.entries()) {
    expect(Math.abs(ns / messagesNs[index]! - 1)).toBeLessThan(0.01);
    expect(ns).toBeGreaterThan(bytes / 12.5);
  }
});

/** What ranks along an axis exchange in a step, one after the other. */
interface InTurn {
  operation: CollectiveOperation;
  bytes: number;
  times: number;
  groups: readonly (readonly number[])[];
}

/**
 * Time of exchanges when all groups send every message, of which a part is waited for, with what the software adds to each, ns.
 */
function messagesOfStepNs(
  { cluster, profile }: TrainingJob,
  exchanges: readonly InTurn[],
  waited = 1,
): number {
  const { collectiveBandwidthEfficiency, collectiveOverheadNs } = profile.constants;
  const known = new Map<string, number>();
  return exchanges.reduce((sum, { operation, bytes, times, groups }) => {
    const key = `${operation} ${bytes} ${groups.join(";")}`;
    const all = groups.map((ranks) => ({ operation, bytes, ranks }));
    const wireNs = known.get(key) ?? Math.max(...byMessages(cluster.network as AnalyticNetwork, all));
    known.set(key, wireNs);
    return sum + times * (collectiveOverheadNs + (waited * wireNs) / collectiveBandwidthEfficiency);
  }, 0);
}

/** What the passes of a micro-batch of `job` exchange along `axis`. */
function ofPasses(job: TrainingJob, axis: PassAxis): InTurn[] {
  const { forward, backward, recompute } = stageWork(job, 0);
  return operatorExchanges(job, [...forward, ...backward, ...recompute], elementBytes(job))
    .filter((each) => each.axis === axis)
    .map((each) => ({ ...each, groups: axisGroups(job, axis) }));
}

/** Time of a step that the average chip spends on `part`, ns. */
function partNs(result: WorkloadResult | undefined, part: string): number {
  const { chipTime = [], elapsedNs = 0 } = result ?? {};
  const all = chipTime.reduce((sum, { chipNs }) => sum + chipNs, 0);
  const own = chipTime.find(({ what }) => what === part)?.chipNs ?? 0;
  return (own / all) * elapsedNs;
}

test("scattered tensor ranks take what the messages of their sixteen groups take, within 10 %", () => {
  const { variants, ...base } = parse(readFileSync("scenarios/placement.yaml", "utf8"));
  const placement = variants[0].set["workload.placement"];
  const { result } = record({ ...base, workload: { ...base.workload, placement } });
  const job: TrainingJob = {
    model: named(catalog.models, "llama-3.1-8b"),
    cluster: buildCluster({ instance: named(catalog.instances, "trn2.48xlarge"), count: 4 }),
    profile: named(catalog.profiles, "nxd-training"),
    degrees: { data: 16, tensor: 16, pipeline: 1, microBatches: 16 },
    microBatch: 1,
    sequenceLength: 4096,
    recompute: "selective",
    sequenceParallel: true,
    precision: "bf16",
    optimizer: "adamw",
    zero: 1,
    placement,
  };
  const exchanges = ofPasses(job, "tensor");
  expect(exchanges[0]!.groups).toHaveLength(16);
  const { hiddenTensorFraction } = job.profile.constants;
  const messagesNs = 16 * messagesOfStepNs(job, exchanges, 1 - hiddenTensorFraction);
  expect(Math.abs(partNs(result, "tensor communication") / messagesNs - 1)).toBeLessThan(0.1);
});

test("experts and data ranks of Mixtral over eight p4d take what their messages take, within 10 %", () => {
  const { result } = record({
    cluster: { instance: "p4d.24xlarge", count: 8, software: "megatron-lm" },
    model: "mixtral-8x7b",
    workload: {
      kind: "training",
      sequenceLength: 4096,
      globalBatch: 64,
      parallelism: { tensor: 8, expert: 8, sequence: true, zero: 1 },
    },
  });
  const job: TrainingJob = {
    model: named(catalog.models, "mixtral-8x7b"),
    cluster: buildCluster({ instance: named(catalog.instances, "p4d.24xlarge"), count: 8 }),
    profile: named(catalog.profiles, "megatron-lm"),
    degrees: { data: 8, tensor: 8, pipeline: 1, expert: 8, microBatches: 8 },
    microBatch: 1,
    sequenceLength: 4096,
    recompute: "selective",
    sequenceParallel: true,
    precision: "bf16",
    optimizer: "adamw",
    zero: 1,
  };
  const experts = ofPasses(job, "expert");
  expect(experts[0]!.groups).toHaveLength(8);
  const expertNs = 8 * messagesOfStepNs(job, experts);
  expect(Math.abs(partNs(result, "expert communication") / expertNs - 1)).toBeLessThan(0.1);
  const gradients = { parameters: trainedParameters(job, 0), matrices: [] };
  const data = dataExchange(job, gradients, { stage: 0 })
    .once.map((each) => ({ ...each, groups: groupsOf(job, each.span) }))
    // Nobody else holds the same experts.
    .filter(({ groups }) => (groups[0]?.length ?? 0) > 1);
  const waited = 1 - job.profile.constants.hiddenDataFraction;
  const dataNs = waited * messagesOfStepNs(job, data);
  expect(data).not.toHaveLength(0);
  expect(Math.abs(partNs(result, "gradient exchange") / dataNs - 1)).toBeLessThan(0.1);
});
