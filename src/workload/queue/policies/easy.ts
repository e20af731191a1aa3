/**
 * EASY backfill (Mu'alem and Feitelson, IEEE TPDS 12(6), 2001). Jobs start in order; the first that finds no room gets a
 * reservation: jobs that run are taken off by their ends, equal ends in the order of submission, until it finds room. The end of
 * the last one is the *shadow* time, and what is free then beside the head is *extra*. A job behind it may start now if it is over
 * by the shadow time, or lies in what is extra; so the head of the line is never later than its reservation. Of jobs that end at
 * the shadow time too, those that were not needed for it add nothing to what is extra: where ends tie, that holds back a job that
 * would not have delayed the head.
 */
import {
  compareEnds,
  defineQueuePolicy,
  fromTheFront,
  type QueueView,
  type RunningJob,
  roomOf,
} from "../queue-policy.ts";
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
        .sort(compareEnds);
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
  let [next, nextBegun] = [0, 0];
  for (;;) {
    const [first, firstBegun] = [running[next], begun[nextBegun]];
    const isBegun = firstBegun !== undefined && (first === undefined || compareEnds(firstBegun, first) < 0);
    const leaves = isBegun ? firstBegun : first;
    if (leaves === undefined) return { shadowNs: Number.POSITIVE_INFINITY, later: room };
    if (isBegun) nextBegun++;
    else next++;
    room.leave(leaves.job);
    if (!room.take(head)) continue;
    room.leave(head);
    return { shadowNs: leaves.endNs, later: room };
  }
}
