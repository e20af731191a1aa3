/** Queues for tests: jobs in a mini-language, and one played under a policy. */
import { expect } from "vitest";
import { createPlugin, pluginChoice } from "../../src/base/plugin.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import { type EndedRun, JobQueue, type QueueParts } from "../../src/workload/queue/job-queue.ts";
import type { Pool } from "../../src/workload/queue/pool.ts";
import { queuePolicies } from "../../src/workload/queue/queue-policies.ts";
import { type QueuePolicy, queueContract } from "../../src/workload/queue/queue-policy.ts";
import type { QueuedJob } from "../../src/workload/queue/queued-job.ts";

/** `0+10x2`: submitted at 0, runs 10, takes 2 accelerators; a user may follow after `/`, a priority after `!`. */
export function jobs(text: string): QueuedJob[] {
  return text.split(" ").map((word, index) => {
    const [, submit, duration, accelerators, user = "all", priority = 0] =
      /^(\d+)\+(\d+)x(\d+)(?:\/(\w+))?(?:!(\d+))?$/.exec(word) as RegExpExecArray;
    return {
      index,
      name: word,
      submitNs: Number(submit),
      durationNs: Number(duration),
      accelerators: Number(accelerators),
      user,
      priority: Number(priority),
    };
  });
}

/** A pool of instances of one accelerator that is always there, but for what `of` says. */
export function pool(accelerators: number, of: Partial<Pool> = {}): Pool {
  const there = { openNs: 0, closeNs: Number.POSITIVE_INFINITY };
  return { name: "pool", instances: accelerators, accelerators, ...there, ...of };
}

/** The policy that a scenario names so. */
export function policyNamed(written: unknown): QueuePolicy {
  return createPlugin(queuePolicies, pluginChoice(queuePolicies).parse(written), undefined, queueContract);
}

/** Plays `list` in `pools` to the end; every job is done once. */
export function played(
  list: readonly QueuedJob[],
  pools: readonly Pool[],
  policy: QueuePolicy,
  more: Partial<QueueParts> = {},
): JobQueue {
  const simulator = new Simulator();
  let endNs = -1;
  const queue = new JobQueue(simulator, {
    jobs: list,
    pools,
    policy: { ...policy, name: "tested" },
    over: (now) => {
      endNs = now;
    },
    ...more,
  });
  queue.start();
  expect(simulator.run()).toEqual({ status: "completed" });
  const done = queue.ended.filter(({ stoppedBy }) => stoppedBy === undefined);
  expect(done.map(({ job }) => job.index).sort((a, b) => a - b)).toEqual(list.map(({ index }) => index));
  expect(endNs).toBe(Math.max(...done.map((run) => run.endNs)));
  return queue;
}

/** The runs of `list` where each starts once, at `startNs`. */
export function runsAt(list: readonly QueuedJob[], startNs: readonly number[]): EndedRun[] {
  return list.map((job, index) => {
    const start = startNs[index] as number;
    const heldNs = job.durationNs;
    const whole = { heldNs, stoppedBy: undefined, played: undefined };
    return { job, pool: "pool", startNs: start, endNs: start + heldNs, ...whole };
  });
}
