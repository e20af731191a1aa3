/**
 * Quotas: how many accelerators the jobs of a user, or of a group of users, may hold at once, over all pools. A policy sees only
 * jobs that may start: those under a quota in the order of submission, up to the first that does not fit into what is left of it.
 * So no choice of a policy exceeds a quota, a large job is not overtaken by small ones under the same quota, and who waits for a
 * quota holds up nobody else. A job that fits one of its two quotas and not the other waits for that one.
 */
import { z } from "zod";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { count } from "../../base/quantity.ts";
import type { RunningJob } from "./queue-policy.ts";
import type { QueuedJob } from "./queued-job.ts";

/** Accelerators by user or group; who is not named has no quota. */
export const quotasSchema = z
  .record(z.string(), count())
  .meta({ description: "Accelerators that the jobs of a user or a group may hold at once, by its name." });

/** Parsed. */
export type Quotas = z.output<typeof quotasSchema>;

/** Users by group, in a scenario; a file of jobs may have a column `group` instead. */
export const groupsSchema = z
  .record(z.string(), z.array(z.string()).min(1).meta({ description: "Users of that group." }))
  .default({})
  .meta({ description: "Users of each group, for quotas of groups." });

/** `jobs` with the groups of their users. Throws a `ScenarioError` for users of two groups, and for those who have no jobs. */
export function grouped(
  jobs: readonly QueuedJob[],
  groups: z.output<typeof groupsSchema>,
): readonly QueuedJob[] {
  const groupOf = new Map<string, string>();
  const users = new Set(jobs.map(({ user }) => user));
  const problems: Problem[] = [];
  for (const [group, members] of Object.entries(groups)) {
    const path = `workload.groups.${group}`;
    if (users.has(group)) problems.push({ path, found: group, expected: "a name that no user has" });
    for (const user of members) {
      const other = groupOf.get(user);
      const hint = nearest(user, [...users]);
      if (!users.has(user)) {
        const expected = "a user of the jobs";
        problems.push({ path, found: user, expected, ...(hint !== undefined && { nearest: hint }) });
      } else if (other !== undefined) {
        problems.push({ path, found: user, expected: `users of one group; it is of ${other} too` });
      }
      groupOf.set(user, group);
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  if (groupOf.size === 0) return jobs;
  return jobs.map((job) => ({ ...job, group: groupOf.get(job.user) ?? job.group }));
}

/** Throws a `ScenarioError` for each quota of nobody, and for each that a job of its user could never meet. */
export function checkQuotas(quotas: Quotas, jobs: readonly QueuedJob[]): void {
  const largest = new Map<string, QueuedJob>();
  for (const job of jobs) {
    for (const name of namesOf(job)) {
      if (job.accelerators > (largest.get(name)?.accelerators ?? 0)) largest.set(name, job);
    }
  }
  const problems = Object.entries(quotas).flatMap(([user, quota]): Problem[] => {
    const path = `workload.quotas.${user}`;
    const job = largest.get(user);
    if (job === undefined) {
      const hint = nearest(user, [...largest.keys()]);
      return [
        {
          path,
          found: user,
          expected: "a user or group of the jobs",
          ...(hint !== undefined && { nearest: hint }),
        },
      ];
    }
    if (job.accelerators <= quota) return [];
    return [{ path, found: String(quota), expected: `at least the ${job.accelerators} of ${job.name}` }];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Of `waiting`, the jobs that quotas let start beside those that run, pool by pool. */
export function withinQuotas(
  quotas: Quotas,
  { waiting, running }: { waiting: readonly QueuedJob[]; running: readonly (readonly RunningJob[])[] },
): readonly QueuedJob[] {
  const left = new Map(Object.entries(quotas));
  if (left.size === 0) return waiting;
  for (const runs of running) {
    for (const { job } of runs) {
      for (const name of namesOf(job)) {
        const quota = left.get(name);
        if (quota !== undefined) left.set(name, quota - job.accelerators);
      }
    }
  }
  return waiting.filter((job) => {
    if (!left.has(job.user) && (job.group === undefined || !left.has(job.group))) return true;
    const names = namesOf(job).filter((name) => left.has(name));
    const short = names.filter((name) => job.accelerators > (left.get(name) ?? 0));
    for (const name of short) left.set(name, 0);
    if (short.length > 0) return false;
    for (const name of names) left.set(name, (left.get(name) ?? 0) - job.accelerators);
    return true;
  });
}

/** Under which names a job may have a quota. */
export function namesOf({ user, group }: QueuedJob): string[] {
  return group === undefined || group === user ? [user] : [user, group];
}
