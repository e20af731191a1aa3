/** Users get accelerator time in proportion to their shares: who has had least for its share goes next. */
import { z } from "zod";
import type { Cursor, LineOrder } from "../job-line.ts";
import { defineLinedPolicy, type LinedView, lineOf, roomOf } from "../queue-policy.ts";
import type { QueuedJob } from "../queued-job.ts";

const byUser: LineOrder = { laneOf: ({ user }) => user };

export const fairShare = defineLinedPolicy({
  name: "fair-share",
  help: "the user who has had the least accelerator time for its share first; one whose job does not fit holds up the rest",
  options: {
    shares: z
      .record(
        z.string(),
        z.number().positive().meta({ description: "Share of that user, relative to the others." }),
      )
      .default({})
      .meta({ description: "Share of each user; 1 for those not named." }),
  },
  create({ shares }) {
    const byName = new Map(Object.entries(shares));
    return { order: byUser, choose: (view) => chooseFairly(view, (user) => byName.get(user) ?? 1) };
  },
});

/** The first job in line of a user, and what the user has had for its share. */
interface Turn extends Cursor {
  job: QueuedJob;
  had: number;
}

function chooseFairly(view: LinedView, shareOf: (user: string) => number): QueuedJob[] {
  const line = lineOf(view, byUser);
  const turns = new Set<Turn>();
  for (const { lane, place } of line.cursors()) {
    if (place < 0) continue;
    const job = line.at(place);
    turns.add({ lane, place, job, had: view.used(job.user) / shareOf(job.user) });
  }
  const started: QueuedJob[] = [];
  const room = roomOf(view);
  for (;;) {
    const turn = nextOf(turns);
    if (turn === undefined || !room.take(turn.job)) return started;
    const { user, accelerators, durationNs } = turn.job;
    started.push(turn.job);
    // What is started now counts as had at once, so that one user does not take all that is free.
    turn.had += (accelerators * durationNs) / shareOf(user);
    turn.place = line.next(turn.lane, turn.place + 1);
    if (turn.place < 0) turns.delete(turn);
    else turn.job = line.at(turn.place);
  }
}

/** Who has had the least; of equals the one who submitted first. */
function nextOf(turns: Iterable<Turn>): Turn | undefined {
  let next: Turn | undefined;
  for (const turn of turns) {
    const isNext =
      next === undefined || turn.had < next.had || (turn.had === next.had && turn.job.index < next.job.index);
    if (isNext) next = turn;
  }
  return next;
}
