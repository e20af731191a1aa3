/** First fit: whoever fits goes, so that the pool is full and large jobs may wait for long. */
import { defineQueuePolicy, type QueuedJob } from "../queue-policy.ts";

export const firstfit = defineQueuePolicy({
  name: "firstfit",
  help: "whoever fits, in the order of submission; large jobs may wait for long",
  options: {},
  create: () => ({
    choose({ waiting, free }) {
      let left = free;
      return waiting.filter((job: QueuedJob) => {
        const fits = job.accelerators <= left;
        if (fits) left -= job.accelerators;
        return fits;
      });
    },
  }),
});
