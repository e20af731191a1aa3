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

function chooseFairly(view: QueueView, shareOf: (user: string) => number): QueuedJob[] {
  const lines = new Map<string, QueuedJob[]>();
  for (const job of view.waiting) {
    const line = lines.get(job.user);
    if (line === undefined) lines.set(job.user, [job]);
    else line.push(job);
  }
  // What is started now counts as had at once, so that one user does not take all that is free.
  const had = new Map([...lines.keys()].map((user) => [user, view.used(user) / shareOf(user)]));
  const started: QueuedJob[] = [];
  const room = roomOf(view);
  while (lines.size > 0) {
    let next: QueuedJob | undefined;
    for (const [user, [job]] of lines) {
      if (job === undefined || next === undefined) next ??= job;
      else {
        const [own, least] = [had.get(user) as number, had.get(next.user) as number];
        if (own < least || (own === least && job.index < next.index)) next = job;
      }
    }
    if (next === undefined || !room.take(next)) return started;
    started.push(next);
    const cost = (next.accelerators * next.durationNs) / shareOf(next.user);
    had.set(next.user, (had.get(next.user) as number) + cost);
    const line = lines.get(next.user) as QueuedJob[];
    line.shift();
    if (line.length === 0) lines.delete(next.user);
  }
  return started;
}
