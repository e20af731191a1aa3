/**
 * Priorities of the jobs themselves. With `preempt`, a job that finds no room stops running ones of lower priority: the lowest
 * first, of equals the latest started, who have least to lose, and no more of them than it needs.
 */
import { z } from "zod";
import type { LineOrder } from "../job-line.ts";
import {
  defineLinedPolicy,
  fromTheFront,
  type LinedView,
  lineOf,
  type Preemption,
  type RunningJob,
  roomOf,
} from "../queue-policy.ts";
import type { QueuedJob } from "../queued-job.ts";

const byPriority: LineOrder = { compare: (one, other) => other.priority - one.priority };

export const priority = defineLinedPolicy({
  name: "priority",
  help: "the highest priority first, equal ones in the order of submission; one that does not fit holds up all behind it",
  options: {
    preempt: z
      .boolean()
      .default(false)
      .meta({ description: "Stop running jobs of lower priority for one that finds no room." }),
  },
  create: ({ preempt }) => ({
    order: byPriority,
    choose: (view) => fromTheFront(lineOf(view, byPriority).inOrder(), roomOf(view)),
    ...(preempt && { preempt: stopLower }),
  }),
});

/** Makes room for one job after the other in the order of priority, up to the first for which there is none. */
function stopLower(view: LinedView): Preemption[] {
  const { free, running } = view;
  // What leaves already will be free.
  let left = running.reduce((sum, { job, isLeaving }) => (isLeaving ? sum + job.accelerators : sum), free);
  const stoppable = running
    .filter(({ isLeaving }) => !isLeaving)
    .sort((a, b) => a.job.priority - b.job.priority || b.startNs - a.startNs || b.job.index - a.job.index);
  const preemptions: Preemption[] = [];
  const lowest = stoppable[0]?.job.priority ?? Number.POSITIVE_INFINITY;
  for (const job of lineOf(view, byPriority).inOrder()) {
    if (job.priority <= lowest) break;
    const stops = fewest(stoppable, job, job.accelerators - left);
    if (stops === undefined) break;
    for (const stopped of stops) stoppable.splice(stoppable.indexOf(stopped), 1);
    left += stops.reduce((sum, stopped) => sum + stopped.job.accelerators, 0) - job.accelerators;
    if (stops.length > 0) preemptions.push({ job, stops });
  }
  return preemptions;
}

/** The first of `order` with lower priority than `job` that hold `needed` accelerators together, less those not needed after all. */
function fewest(order: readonly RunningJob[], job: QueuedJob, needed: number): RunningJob[] | undefined {
  const stops: RunningJob[] = [];
  let more = needed;
  for (const running of order) {
    if (more <= 0 || running.job.priority >= job.priority) break;
    stops.push(running);
    more -= running.job.accelerators;
  }
  if (more > 0) return undefined;
  // Those with most to lose are spared before others.
  return stops
    .toReversed()
    .filter(({ job: { accelerators } }) => {
      const isSpared = more + accelerators <= 0;
      if (isSpared) more += accelerators;
      return !isSpared;
    })
    .reverse();
}
