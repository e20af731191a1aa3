/**
 * EASY backfill (Mu'alem and Feitelson, IEEE TPDS 12(6), 2001). Jobs start in order; the first that finds no room gets a
 * reservation: jobs that run are taken off by their ends, equal ends in the order of submission, until it finds room. The end of
 * the last one is the *shadow* time, and what is free then beside the head is *extra*. A job behind it may start now if it is over
 * by the shadow time, or lies in what is extra; so the head of the line is never later than its reservation. Of jobs that end at
 * the shadow time too, those that were not needed for it add nothing to what is extra: where ends tie, that holds back a job that
 * would not have delayed the head.
 */
import {
  bySize,
  compareEnds,
  defineLinedPolicy,
  type LinedView,
  lineOf,
  type QueueView,
  type RunningJob,
  roomOf,
} from "../queue-policy.ts";
import type { QueuedJob } from "../queued-job.ts";
import type { Room } from "../room.ts";

export const easy = defineLinedPolicy({
  name: "easy",
  help: "in the order of submission; those behind a job that does not fit may go first where they do not delay it",
  options: {},
  create: () => ({ order: bySize, choose: backfilled }),
});

function backfilled(view: LinedView): QueuedJob[] {
  const { now, running } = view;
  const room = roomOf(view);
  const line = lineOf(view, bySize);
  const sizes = line.cursors();
  const started: QueuedJob[] = [];
  let front = line.first(sizes);
  while (front !== undefined && room.take(line.at(front.place))) {
    started.push(line.at(front.place));
    front.place = line.next(front.lane, front.place + 1);
    front = line.first(sizes);
  }
  if (front === undefined) return started;
  const head = line.at(front.place);
  const begun = started
    .map((job): RunningJob => ({ job, startNs: now, endNs: now + job.durationNs }))
    .sort(compareEnds);
  const { shadowNs, later } = reserve(head, room.copy(), [running, begun]);
  // No run time that ends by the shadow time is longer, however sums are rounded.
  const shortNs = shadowNs - now + shadowNs * 2 ** -51;
  front.place = line.next(front.lane, front.place + 1);
  let left = sizes.filter(({ lane }) => (lane.key as number) <= room.free);
  while (room.free > 0) {
    const next = line.first(left);
    if (next === undefined) break;
    const job = line.at(next.place);
    if (!room.take(job)) {
      // Nor does any other of that size: nobody leaves meanwhile.
      left = left.filter((each) => each !== next);
    } else if (now + job.durationNs <= shadowNs || staysBeside(head, job, { room, later })) {
      started.push(job);
      // Those left out may find another place beside the head now, which does not delay it.
      for (const each of left) each.place = line.next(each.lane, line.behind(each.lane, job.index));
    } else {
      room.leave(job);
      // All of that size have this place until somebody else starts: only those that are short may go.
      next.place = line.next(next.lane, next.place + 1, shortNs);
    }
  }
  return started;
}

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
