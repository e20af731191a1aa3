/** Jobs on whole instances: where each rule puts them, what that makes them wait, and that nothing else changes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Placement, type PlacementRule, placementSchema } from "../../src/workload/queue/placement.ts";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { record, summary } from "../laws/account-scenarios.ts";
import { jobs, played, policyNamed, pool } from "./queue-builder.ts";

const rules = placementSchema.options;
const inWholes = rules.filter((rule) => rule !== "anywhere");

/** Starts of `list` on instances of four, by job. */
const starts = (list: readonly QueuedJob[], placement: PlacementRule, policy = "fifo", instances = 2) => [
  ...played(list, [pool(4 * instances, { instances })], policyNamed(policy), { placement }).startNs,
];

describe("of two instances of four, after jobs of 1 and of 3, one of 4 that comes at 2", () => {
  const line = jobs("0+10x1 1+10x3 2+5x4");
  test("starts at once where the two share an instance", () => {
    expect(starts(line, "packed")).toEqual([0, 1, 2]);
    expect(starts(line, "first")).toEqual([0, 1, 2]);
    expect(starts(line, "anywhere")).toEqual([0, 1, 2]);
  });
  test("waits where they were spread: four are free, but three here and one there", () => {
    expect(starts(line, "spread")).toEqual([0, 1, 10]);
  });
  test("its wait of 8 is told, and so is what was free in pieces", () => {
    const { fragmentation } = played(line, [pool(8, { instances: 2 })], policyNamed("fifo"), {
      placement: "spread",
    });
    expect(fragmentation?.waitNs).toBe(8);
    // From 0 on 3 beside the first; from 1 on 3 and 1; from 10 on 1 and nothing of the other, which the third takes whole; from
    // 11 on the third alone. At 0 and from 11 to 15 a whole instance is free too.
    expect(fragmentation?.inPiecesNs).toBe(3 + 9 * 4 + 1);
    expect(fragmentation?.freeNs).toBe(7 + 9 * 4 + 1 + 4 * 4);
  });
});

test.each([
  ["packed", 2],
  ["first", 1],
  ["spread", 3],
] as const)("%s puts a job of one on instance %i where 0, 2, 1 and 3 are free", (rule, instance) => {
  const placement = new Placement(4, 4, rule);
  const filled = jobs("0+1x4 0+1x4 0+1x4 0+1x4");
  const [two, alsoTwo, three, one, alsoOne, alsoThree, last] = jobs(
    "0+1x2 0+1x2 0+1x3 0+1x1 0+1x1 0+1x3 0+1x1",
  ).map((job) => ({ ...job, index: job.index + 4 })) as QueuedJob[];
  for (const job of filled) placement.take(job);
  const pairs = [
    [two, alsoTwo],
    [three, one],
    [alsoOne, alsoThree],
  ];
  for (const [index, pair] of pairs.entries()) {
    placement.leave(filled[index + 1] as QueuedJob);
    for (const job of pair) expect(placement.take(job as QueuedJob)).toBe(true);
  }
  for (const [, job] of pairs) placement.leave(job as QueuedJob);
  expect([placement.free, placement.inPieces]).toEqual([6, 6]);
  placement.take(last as QueuedJob);
  expect(placement.reclaim(instance)?.jobs).toContain((last as QueuedJob).index);
});

test("a job of six takes an instance and two of another, and finds none in six that are free as 3 and 3", () => {
  const placement = new Placement(2, 4, "spread");
  const [one, other, six] = jobs("0+1x1 0+1x1 0+1x6");
  placement.take(one as QueuedJob);
  placement.take(other as QueuedJob);
  expect(placement.free).toBe(6);
  expect(placement.inPieces).toBe(6);
  expect(placement.take(six as QueuedJob)).toBe(false);
  placement.leave(other as QueuedJob);
  expect(placement.take(six as QueuedJob)).toBe(true);
  expect(placement.free).toBe(1);
});

const anyJobs = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 20 }),
      durationNs: fc.integer({ min: 1, max: 60 }),
      accelerators: fc.integer({ min: 1, max: 12 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) => {
    let submitNs = 0;
    return rows.map(({ gap, ...job }, index): QueuedJob => {
      submitNs += gap;
      return {
        ...job,
        index,
        name: `job ${index}`,
        submitNs,
        user: `user ${index % 3}`,
        priority: index % 2,
      };
    });
  });

test.each(queuePolicies.flatMap(({ name }) => inWholes.map((rule) => [name, rule] as const)))(
  "under %s, %s runs every job to its end, and never one whose parts do not lie on whole instances",
  (policy, placement) => {
    fc.assert(
      fc.property(anyJobs, (list) => {
        const queue = played(list, [pool(12, { instances: 3 })], policyNamed(policy), { placement });
        // At each start, whole instances and pieces of all that run can be laid out on three instances of four.
        for (const { startNs } of queue.ended) {
          const held = queue.ended.filter((run) => run.startNs <= startNs && startNs < run.endNs);
          const wholes = held.reduce((sum, { job }) => sum + Math.floor(job.accelerators / 4), 0);
          const pieces = held.map(({ job }) => job.accelerators % 4).filter((piece) => piece > 0);
          expect(canLie(pieces, 3 - wholes)).toBe(true);
        }
      }),
      { numRuns: 12, seed: 5 },
    );
  },
);

/** Whether pieces fit on so many instances of four, by trying all. */
function canLie(
  pieces: readonly number[],
  instances: number,
  free = new Array<number>(Math.max(0, instances)).fill(4),
): boolean {
  const [piece, ...others] = pieces;
  if (piece === undefined) return instances >= 0;
  return free.some((left, at) => {
    if (left < piece) return false;
    return canLie(others, instances, free.with(at, left - piece));
  });
}

test("with jobs that are whole instances or chips of instances of one, no rule makes a difference", () => {
  fc.assert(
    fc.property(anyJobs, fc.constantFrom(...queuePolicies.map(({ name }) => name)), (list, policy) => {
      const alone = [...played(list, [pool(12)], policyNamed(policy)).startNs];
      const wholes = list.map((job) => ({ ...job, accelerators: 4 * job.accelerators }));
      for (const rule of inWholes) {
        expect(starts(list, rule, policy, 3).length).toBe(list.length);
        expect([...played(list, [pool(12)], policyNamed(policy), { placement: rule }).startNs]).toEqual(
          alone,
        );
        expect(starts(wholes, rule, policy, 12)).toEqual(alone);
      }
    }),
    { numRuns: 30, seed: 6 },
  );
});

test("a scenario says where jobs lie, and is told what that costs; accelerators are then whole instances", () => {
  const scenario = (placement: string, more: object = {}) => ({
    cluster: { instance: "trn1.32xlarge", count: 4 },
    workload: {
      kind: "queue",
      jobs: { count: 400, rate: "10/h", accelerators: [1, 1, 2, 12, 16, 20], duration: { mean: "30 min" } },
      placement,
      ...more,
    },
  });
  const figures = (placement: string) =>
    (summary(record(scenario(placement))) as unknown as { queue: Record<string, number | null> }).queue;
  const [packed, spread, anywhere] = ["packed", "spread", "anywhere"].map(figures);
  expect(anywhere?.wait_fragmented_mean_s).toBeNull();
  expect(packed?.wait_mean_s).toBeGreaterThan(anywhere?.wait_mean_s as number);
  expect(spread?.wait_mean_s).toBeGreaterThan(packed?.wait_mean_s as number);
  expect(spread?.fragmentation_fraction).toBeGreaterThan(packed?.fragmentation_fraction as number);
  expect(spread?.wait_fragmented_mean_s).toBeLessThanOrEqual(spread?.wait_mean_s as number);
  expect(spread?.accelerator_s).toBeCloseTo(anywhere?.accelerator_s as number, 3);
  expect(() => record(scenario("packed", { accelerators: 40 }))).toThrow("a multiple of 16");
});
