/**
 * EASY backfill. Jobs start in order; the first that does not fit gets a reservation: the *shadow* time at which enough
 * accelerators come free for it, and the *extra* ones that it leaves over then. A job behind it may start now if it is over by
 * the shadow time, or takes no more than is extra; so the head of the line is never later than its reservation.
 */
import { defineQueuePolicy, fromTheFront, type QueueView } from "../queue-policy.ts";

export const easy = defineQueuePolicy({
  name: "easy",
  help: "in the order of submission; those behind a job that does not fit may go first where they do not delay it",
  options: {},
  create: () => ({
    choose(view) {
      const started = fromTheFront(view.waiting, view.free);
      const [head, ...behind] = view.waiting.slice(started.length);
      if (head === undefined) return started;
      let free = view.free - started.reduce((sum, { accelerators }) => sum + accelerators, 0);
      const ends = [
        ...view.running.map(({ job, endNs }) => ({ ...job, endNs })),
        ...started.map((job) => ({ ...job, endNs: view.now + job.durationNs })),
      ].sort((a, b) => a.endNs - b.endNs || a.index - b.index);
      const reservation = reserve(head.accelerators, free, ends);
      let { extra } = reservation;
      for (const job of behind) {
        const isOverInTime = view.now + job.durationNs <= reservation.shadowNs;
        if (job.accelerators > free || !(isOverInTime || job.accelerators <= extra)) continue;
        if (!isOverInTime) extra -= job.accelerators;
        free -= job.accelerators;
        started.push(job);
      }
      return started;
    },
  }),
});

/** When `needed` accelerators are free, and how many more than that then are. */
function reserve(
  needed: number,
  free: number,
  ends: readonly { accelerators: number; endNs: number }[],
): { shadowNs: QueueView["now"]; extra: number } {
  let available = free;
  for (const { accelerators, endNs } of ends) {
    available += accelerators;
    if (available >= needed) return { shadowNs: endNs, extra: available - needed };
  }
  return { shadowNs: Number.POSITIVE_INFINITY, extra: 0 };
}
