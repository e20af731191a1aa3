/** Quotas of users of a queue. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { checkQuotas, grouped, type Quotas } from "../../src/workload/queue/quotas.ts";
import { played, policyNamed, pool } from "./queue-builder.ts";

const job = (
  index: number,
  user: string,
  accelerators: number,
  durationNs: number,
  submitNs = 0,
): QueuedJob => ({
  index,
  name: `job ${index}`,
  user,
  accelerators,
  durationNs,
  submitNs,
  priority: 0,
});

const starts = (jobs: readonly QueuedJob[], kind: string, quotas: Quotas) => [
  ...played(jobs, [pool(8)], policyNamed(kind), { quotas }).startNs,
];

test("who waits for a quota holds up nobody else, and is not overtaken by its own user", () => {
  const jobs = [job(0, "a", 2, 10), job(1, "a", 3, 10), job(2, "a", 1, 10), job(3, "b", 6, 10)];
  expect(starts(jobs, "fifo", {})).toEqual([0, 0, 0, 10]);
  // Two of three are held: the job of three waits, and that of one behind it; b goes at once.
  expect(starts(jobs, "fifo", { a: 3 })).toEqual([0, 10, 20, 0]);
});

test.each(queuePolicies.map(({ name }) => name))("%s never exceeds a quota, and every job runs", (kind) => {
  const drawn = fc.array(
    fc.tuple(
      fc.constantFrom("a", "b", "c"),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 20 }),
    ),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(drawn, fc.integer({ min: 4, max: 8 }), fc.integer({ min: 4, max: 8 }), (all, a, b) => {
      let submitNs = 0;
      const jobs = all.map(([user, size, duration, gap], index) => {
        submitNs += gap;
        return job(index, user, size, duration, submitNs);
      });
      const quotas: Quotas = { a, b };
      const startNs = starts(jobs, kind, quotas);
      expect(startNs.every((at, index) => at >= jobs[index]!.submitNs)).toBe(true);
      for (const [user, quota] of Object.entries(quotas)) {
        for (const now of startNs) {
          const held = jobs.filter(
            (each) =>
              each.user === user &&
              startNs[each.index]! <= now &&
              now < startNs[each.index]! + each.durationNs,
          );
          expect(held.reduce((sum, { accelerators }) => sum + accelerators, 0)).toBeLessThanOrEqual(quota);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("a quota of nobody, or one that a job could never meet, is refused", () => {
  const jobs = [job(0, "anna", 4, 1), job(1, "bob", 2, 1)];
  expect(() => checkQuotas({ ana: 4, anna: 3 }, jobs)).toThrow(
    /ana.*a user or group of the jobs[\s\S]*at least the 4 of job 0/,
  );
  expect(() => checkQuotas({ anna: 4, bob: 2 }, jobs)).not.toThrow();
});

test("the users of a group share its quota, whatever each has", () => {
  const jobs = [job(0, "a", 2, 10), job(1, "b", 2, 10), job(2, "c", 2, 10), job(3, "d", 4, 10)];
  const of = grouped(jobs, { lab: ["a", "b", "c"] });
  expect(starts(of, "fifo", { lab: 4 })).toEqual([0, 0, 10, 0]);
  expect(starts(of, "fifo", { lab: 4, b: 2, d: 4 })).toEqual([0, 0, 10, 0]);
});

test("a group of strangers, one named like a user, and a user of two groups are refused", () => {
  const jobs = [job(0, "anna", 4, 1), job(1, "bob", 2, 1)];
  const read = () => grouped(jobs, { anna: ["bob"], x: ["bob", "ana"] });
  expect(read).toThrow(/groups.anna.*a name that no user has/);
  expect(read).toThrow(/found bob.*users of one group; it is of anna too/);
  expect(read).toThrow(/found ana.*a user of the jobs.*anna/);
});
