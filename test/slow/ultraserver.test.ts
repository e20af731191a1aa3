/** An UltraServer is its instances with more wires between them: with the same plan it is never slower than they are apart. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildCluster } from "../../src/cluster/cluster.ts";
import { instances } from "../../src/hardware/instances.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { record } from "../laws/account-scenarios.ts";

const named = (name: string) => instances.find((each) => each.name === name) as (typeof instances)[number];
const apart = { instance: "trn2u.48xlarge", count: 4 };
const together = { instance: "trn2u-ultraserver", count: 1 };
const slack = 1 + 1e-9;

const operations: CollectiveOperation[] = ["all-reduce", "all-gather", "reduce-scatter", "all-to-all"];

/** `count` UltraServers, and their instances apart. */
const bothWays = (count: number) => [
  buildCluster({ instance: named("trn2u.48xlarge"), count: 4 * count }),
  buildCluster({ instance: named("trn2u-ultraserver"), count }),
];

test("no collective takes longer on one, or on several", () => {
  const clusters = [1, 2, 3].map(bothWays);
  const groups = fc
    .record({
      servers: fc.constantFrom(1, 1, 2, 3),
      size: fc.constantFrom(2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 96, 128, 256),
      stride: fc.constantFrom(1, 2, 4, 8, 16, 32, 64),
      block: fc.nat({ max: 127 }),
      alone: fc.boolean(),
    })
    .filter(({ servers, size, stride }) => size * stride <= 256 * servers)
    .map(({ servers, size, stride, block, alone }) => {
      // As placements make them: blocks of size x stride ranks, in which each group takes every stride-th; of some an UltraServer has a part.
      const blocks = Math.floor((256 * servers) / (size * stride));
      const from = (block % blocks) * size * stride;
      const all = Array.from({ length: alone ? 1 : stride }, (_, offset) =>
        Array.from({ length: size }, (_, index) => from + offset + index * stride),
      );
      return { servers, all };
    });
  const bytes = fc.constantFrom(4096, 2 ** 16, 2 ** 20, 2 ** 24, 2 ** 28);
  fc.assert(
    fc.property(fc.constantFrom(...operations), groups, bytes, (operation, { servers, all }, size) => {
      const [ranks = [], ...simultaneous] = all;
      const request = { operation, bytes: size, ranks, simultaneous };
      const [apartNs, togetherNs] = clusters[servers - 1]!.map(({ network }) =>
        network.collectiveNs(request),
      );
      expect(togetherNs).toBeLessThanOrEqual(apartNs! * slack);
    }),
    { numRuns: Number(process.env.RUNS ?? 60), seed: Number(process.env.SEED ?? 4) },
  );
});

const plans = fc.oneof(
  fc.record({
    model: fc.constant("llama-3.1-8b"),
    workload: fc.record({
      kind: fc.constant("training"),
      sequenceLength: fc.constant(4096),
      globalBatch: fc.constant(256),
      samples: fc.constant(256),
      recompute: fc.constant("full"),
      gradientBuckets: fc.constantFrom(1, 4),
      parallelism: fc.record({
        tensor: fc.constantFrom(4, 8, 16, 32),
        pipeline: fc.constantFrom(1, 2, 4),
        zero: fc.constantFrom(0, 1, 3),
        sequence: fc.constant(true),
      }),
      placement: fc.constantFrom(
        ["tensor", "context", "data", "pipeline"],
        ["data", "context", "tensor", "pipeline"],
      ),
    }),
  }),
  fc.record({
    model: fc.constantFrom("llama-3.1-8b", "llama-3.1-70b"),
    workload: fc
      .record({ tensor: fc.constantFrom(16, 32, 64), apart: fc.boolean(), users: fc.constantFrom(4, 32) })
      .map(({ tensor, apart: isApart, users }) => ({
        kind: "inference",
        arrivals: { kind: "closed-loop", users },
        requests: 64,
        input: { kind: "constant", tokens: 2000 },
        output: { kind: "constant", tokens: 50 },
        parallelism: { tensor, replicas: 4 },
        ...(isApart && { disaggregation: { prefillReplicas: 2 } }),
      })),
  }),
);

test("sends beside buckets of gradients take no longer, where both are on wires that apart only one of them takes", () => {
  for (const zero of [0, 1]) {
    const workload = {
      kind: "training",
      sequenceLength: 4096,
      globalBatch: 256,
      samples: 256,
      recompute: "full",
      gradientBuckets: 4,
      parallelism: { tensor: 4, pipeline: 2, zero, sequence: true },
    };
    const [one, other] = [together, apart].map(
      (cluster) => record({ model: "llama-3.1-8b", cluster, workload }).result?.training?.stepNs,
    );
    // By wires alone .07 % longer.
    expect((one ?? 0) / (other ?? 0)).toBeCloseTo(1, 9);
  }
});

test("no plan of training or serving takes longer on it", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const [one, other] = [together, apart].map((cluster) => record({ cluster, ...plan }));
      expect(one?.status).toBe(other?.status);
      if (one?.status !== "completed") return;
      const paceOf = ({ result }: typeof one) =>
        result?.training?.stepNs ?? result?.inference?.e2el.mean ?? Number.NaN;
      expect(paceOf(one)).toBeLessThanOrEqual(paceOf(other as typeof one) * slack);
    }),
    { numRuns: Number(process.env.PLANS ?? 10), seed: Number(process.env.SEED ?? 4) },
  );
});
