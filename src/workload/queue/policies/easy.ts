/**
 * EASY backfill. Jobs start in order; the first that finds no room gets a reservation: the *shadow* time at which jobs will have
 * left that make room for it, all that end at that same time being gone. A job behind it may start now if it is over by the
 * shadow time, or lies where it leaves room for the head then (what is *extra*); so the head of the line is never later than its
 * reservation, and, where accelerators only count, no job waits that would not delay it.
 */
import { defineQueuePolicy, fromTheFront, type QueueView, type RunningJob, roomOf } from "../queue-policy.ts";
import type { QueuedJob } from "../queued-job.ts";
import type { Room } from "../room.ts";

export const easy = defineQueuePolicy({
  name: "easy",
  help: "in the order of submission; those behind a job that does not fit may go first where they do not delay it",
  options: {},
  create: () => ({
    choose(view) {
      const { now, waiting, running } = view;
      const room = roomOf(view);
      const started = fromTheFront(waiting, room);
      const head = waiting[started.length];
      if (head === undefined) return started;
      const begun = started
        .map((job): RunningJob => ({ job, startNs: now, endNs: now + job.durationNs }))
        .sort((a, b) => a.endNs - b.endNs);
      const { shadowNs, later } = reserve(head, room.copy(), [running, begun]);
      for (let place = started.length + 1, end = waiting.length; place < end && room.free > 0; place++) {
        const job = waiting[place]!;
        if (!room.take(job)) continue;
        if (now + job.durationNs <= shadowNs || staysBeside(head, job, { room, later })) started.push(job);
        else room.leave(job);
      }
      return started;
    },
  }),
});

/** Holds the place that `job` has in `room` in what is free `later` too, unless `head` then finds no room there. */
function staysBeside(head: QueuedJob, job: QueuedJob, { room, later }: { room: Room; later: Room }): boolean {
  if (!later.takeAs(job, room)) return false;
  const findsRoom = later.take(head);
  if (findsRoom) later.leave(head);
  else later.leave(job);
  return findsRoom;
}

/** When `head` finds room, and what is free then, of jobs in two lists by their ends. */
function reserve(
  head: QueuedJob,
  room: Room,
  [running, begun]: readonly [readonly RunningJob[], readonly RunningJob[]],
): { shadowNs: QueueView["now"]; later: Room } {
  let shadowNs = Number.POSITIVE_INFINITY;
  let next = 0;
  let nextBegun = 0;
  while (next < running.length || nextBegun < begun.length) {
    const runningNs = running[next]?.endNs ?? Number.POSITIVE_INFINITY;
    const begunNs = begun[nextBegun]?.endNs ?? Number.POSITIVE_INFINITY;
    if (Math.min(runningNs, begunNs) > shadowNs) break;
    const { job, endNs } = begunNs < runningNs ? begun[nextBegun++]! : running[next++]!;
    room.leave(job);
    if (shadowNs !== Number.POSITIVE_INFINITY || !room.take(head)) continue;
    room.leave(head);
    shadowNs = endNs;
  }
  return { shadowNs, later: room };
}
