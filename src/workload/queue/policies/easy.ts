/**
 * EASY backfill. Jobs start in order; the first that does not fit gets a reservation: the *shadow* time at which enough
 * accelerators come free for it, and the *extra* ones that it leaves over then, when all jobs that end at that same time are
 * gone. A job behind it may start now if it is over by the shadow time, or takes no more than is extra; so the head of the line
 * is never later than its reservation, and no job waits that would not delay it.
 */
import { defineQueuePolicy, fromTheFront, type QueueView, type RunningJob } from "../queue-policy.ts";

export const easy = defineQueuePolicy({
  name: "easy",
  help: "in the order of submission; those behind a job that does not fit may go first where they do not delay it",
  options: {},
  create: () => ({
    choose(view) {
      const { now, waiting, running } = view;
      const started = fromTheFront(waiting, view.free);
      const head = waiting[started.length];
      if (head === undefined) return started;
      let free = view.free - started.reduce((sum, { accelerators }) => sum + accelerators, 0);
      const begun = started
        .map((job): RunningJob => ({ job, startNs: now, endNs: now + job.durationNs }))
        .sort((a, b) => a.endNs - b.endNs);
      const reservation = reserve(head.accelerators, free, [running, begun]);
      let { extra } = reservation;
      for (let place = started.length + 1, end = waiting.length; place < end && free > 0; place++) {
        const job = waiting[place]!;
        const isOverInTime = now + job.durationNs <= reservation.shadowNs;
        if (job.accelerators > free || !(isOverInTime || job.accelerators <= extra)) continue;
        if (!isOverInTime) extra -= job.accelerators;
        free -= job.accelerators;
        started.push(job);
      }
      return started;
    },
  }),
});

/** When `needed` accelerators are free, and how many more than that then are, of jobs in two lists by their ends. */
function reserve(
  needed: number,
  free: number,
  [running, begun]: readonly [readonly RunningJob[], readonly RunningJob[]],
): { shadowNs: QueueView["now"]; extra: number } {
  let available = free;
  let shadowNs = Number.POSITIVE_INFINITY;
  let next = 0;
  let nextBegun = 0;
  while (next < running.length || nextBegun < begun.length) {
    const runningNs = running[next]?.endNs ?? Number.POSITIVE_INFINITY;
    const begunNs = begun[nextBegun]?.endNs ?? Number.POSITIVE_INFINITY;
    if (Math.min(runningNs, begunNs) > shadowNs) break;
    const { job, endNs } = begunNs < runningNs ? begun[nextBegun++]! : running[next++]!;
    available += job.accelerators;
    if (available >= needed) shadowNs = endNs;
  }
  return { shadowNs, extra: Math.max(0, available - needed) };
}
