/**
 * Quotas: how many accelerators the jobs of a user may hold at once. A policy sees only jobs that may start: those of a user
 * who has a quota in the order of submission, up to the first that does not fit into what is left of it. So no choice of a policy
 * exceeds a quota, a large job of a user is not overtaken by small ones of the same user, and who waits for a quota holds up nobody else.
 */
import { z } from "zod";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { count } from "../../base/quantity.ts";
import type { QueuedJob, RunningJob } from "./queue-policy.ts";

/** Accelerators by user; who is not named has no quota. */
export const quotasSchema = z
  .record(z.string(), count())
  .meta({ description: "Accelerators that the jobs of a user may hold at once, by user." });

/** Parsed. */
export type Quotas = z.output<typeof quotasSchema>;

/** Throws a `ScenarioError` for each quota of nobody, and for each that a job of its user could never meet. */
export function checkQuotas(quotas: Quotas, jobs: readonly QueuedJob[]): void {
  const largest = new Map<string, QueuedJob>();
  for (const job of jobs) {
    if (job.accelerators > (largest.get(job.user)?.accelerators ?? 0)) largest.set(job.user, job);
  }
  const problems = Object.entries(quotas).flatMap(([user, quota]): Problem[] => {
    const path = `workload.quotas.${user}`;
    const job = largest.get(user);
    if (job === undefined) {
      const hint = nearest(user, [...largest.keys()]);
      return [
        { path, found: user, expected: "a user of the jobs", ...(hint !== undefined && { nearest: hint }) },
      ];
    }
    if (job.accelerators <= quota) return [];
    return [{ path, found: String(quota), expected: `at least the ${job.accelerators} of ${job.name}` }];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Of `waiting`, the jobs that their users' quotas let start beside `running`. */
export function withinQuotas(
  quotas: Quotas,
  { waiting, running }: { waiting: readonly QueuedJob[]; running: readonly RunningJob[] },
): readonly QueuedJob[] {
  const left = new Map(Object.entries(quotas));
  if (left.size === 0) return waiting;
  for (const { job } of running) {
    const quota = left.get(job.user);
    if (quota !== undefined) left.set(job.user, quota - job.accelerators);
  }
  return waiting.filter(({ user, accelerators }) => {
    const quota = left.get(user);
    if (quota === undefined) return true;
    const fits = accelerators <= quota;
    left.set(user, fits ? quota - accelerators : 0);
    return fits;
  });
}
