/** Users get accelerator time in proportion to their shares: who has had least for its share goes next. */
import { z } from "zod";
import { defineQueuePolicy, type QueueView, roomOf } from "../queue-policy.ts";
import type { QueuedJob } from "../queued-job.ts";

export const fairShare = defineQueuePolicy({
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
  create: ({ shares }) => ({ choose: (view) => chooseFairly(view, (user) => shares[user] ?? 1) }),
});

/** The first job in line of a user, and what the user has had for its share. */
interface Turn {
  place: number;
  job: QueuedJob;
  had: number;
}

function chooseFairly(view: QueueView, shareOf: (user: string) => number): QueuedJob[] {
  const { waiting } = view;
  const turns = new Map<string, Turn>();
  for (const [place, job] of waiting.entries()) {
    if (turns.has(job.user)) continue;
    turns.set(job.user, { place, job, had: view.used(job.user) / shareOf(job.user) });
  }
  const started: QueuedJob[] = [];
  const room = roomOf(view);
  for (;;) {
    const turn = nextOf(turns.values());
    if (turn === undefined || !room.take(turn.job)) return started;
    const { user, accelerators, durationNs } = turn.job;
    started.push(turn.job);
    // What is started now counts as had at once, so that one user does not take all that is free.
    turn.had += (accelerators * durationNs) / shareOf(user);
    do turn.place++;
    while (turn.place < waiting.length && waiting[turn.place]?.user !== user);
    const job = waiting[turn.place];
    if (job === undefined) turns.delete(user);
    else turn.job = job;
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
