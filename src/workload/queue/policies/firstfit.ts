/** First fit: whoever fits goes, so that the pool is full and large jobs may wait for long. */
import { defineQueuePolicy, roomOf } from "../queue-policy.ts";

export const firstfit = defineQueuePolicy({
  name: "firstfit",
  help: "whoever fits, in the order of submission; large jobs may wait for long",
  options: {},
  create: () => ({
    choose(view) {
      const room = roomOf(view);
      return view.waiting.filter((job) => room.take(job));
    },
  }),
});
