/** Gangs and fair shares over whole runs of a queue: all accelerators at once or none, and users apart by no more than theory allows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";
import { played, policyNamed, pool } from "../workload/queue-builder.ts";

const accelerators = 8;

/** Jobs of two users, all there from the start, so that both have some in line until one has none left. */
const backlogs = fc
  .array(
    fc.record({
      durationNs: fc.integer({ min: 1, max: 60 }),
      accelerators: fc.integer({ min: 1, max: accelerators }),
      user: fc.constantFrom("ada", "bob"),
    }),
    { minLength: 20, maxLength: 80 },
  )
  .map((rows) =>
    rows.map((row, index): QueuedJob => ({ ...row, index, name: `job ${index}`, submitNs: 0, priority: 0 })),
  );

test.each(queuePolicies.map(({ name }) => name))(
  "%s starts a job on all its accelerators at once, for as long as it runs, and on no more than are free",
  (name) => {
    fc.assert(
      fc.property(backlogs, (list) => {
        const { ended } = played(list, [pool(accelerators)], policyNamed(name));
        expect(ended.map(({ job }) => job.index).sort((a, b) => a - b)).toEqual(
          list.map(({ index }) => index),
        );
        for (const { startNs, endNs, job } of ended) {
          expect(endNs - startNs).toBe(job.durationNs);
          const beside = ended.filter((each) => each.startNs <= startNs && startNs < each.endNs);
          expect(beside.reduce((sum, each) => sum + each.job.accelerators, 0)).toBeLessThanOrEqual(
            accelerators,
          );
        }
      }),
      { numRuns: 40, seed: 16 },
    );
  },
);

/**
 * While both wait, a job of the user who has had more for its share is never the next to start; so from the last that did, the
 * other can fall behind by what runs then, a pool for the longest run time, and was ahead by no more than it had just started.
 */
test("fair share keeps users who both wait apart by at most a pool for the longest run time over each share", () => {
  let farthest = 0;
  fc.assert(
    fc.property(backlogs, fc.constantFrom(1, 2, 5), (list, share) => {
      const { ended } = played(
        list,
        [pool(accelerators)],
        policyNamed({ kind: "fair-share", shares: { bob: share } }),
      );
      const lastStart = (user: string) =>
        Math.max(0, ...ended.filter(({ job }) => job.user === user).map(({ startNs }) => startNs));
      const bothWaitNs = Math.min(lastStart("ada"), lastStart("bob"));
      const longest = Math.max(...list.map(({ durationNs }) => durationNs));
      const bound = accelerators * longest * (1 + 1 / share);
      const had = (user: string, at: number) =>
        ended
          .filter(({ job }) => job.user === user)
          .reduce(
            (sum, { job, startNs, endNs }) =>
              sum + job.accelerators * Math.max(0, Math.min(at, endNs) - startNs),
            0,
          );
      for (const { startNs: at } of ended) {
        if (at > bothWaitNs) continue;
        const apart = Math.abs(had("ada", at) - had("bob", at) / share);
        farthest = Math.max(farthest, apart / bound);
        expect(apart).toBeLessThanOrEqual(bound);
      }
    }),
    { numRuns: 200, seed: 5 },
  );
  // Not a bound that is never felt.
  expect(farthest).toBeGreaterThan(0.2);
});
