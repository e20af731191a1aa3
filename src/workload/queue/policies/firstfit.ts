/** First fit: whoever fits goes, so that the pool is full and large jobs may wait for long. */
import { bySize, defineLinedPolicy, lineOf, roomOf } from "../queue-policy.ts";
import type { QueuedJob } from "../queued-job.ts";

export const firstfit = defineLinedPolicy({
  name: "firstfit",
  help: "whoever fits, in the order of submission; large jobs may wait for long",
  options: {},
  create: () => ({
    order: bySize,
    choose(view) {
      const room = roomOf(view);
      const line = lineOf(view, bySize);
      const sizes = line.cursors((size) => size <= room.free);
      const started: QueuedJob[] = [];
      for (;;) {
        const next = line.first(sizes);
        if (next === undefined) return started;
        const job = line.at(next.place);
        const fits = room.take(job);
        if (fits) started.push(job);
        // A size that found no room finds none later: nobody leaves meanwhile.
        next.place = fits ? line.next(next.lane, next.place + 1) : -1;
      }
    },
  }),
});
