/** Strict first in, first out: nobody overtakes. */
import { defineQueuePolicy, fromTheFront } from "../queue-policy.ts";

export const fifo = defineQueuePolicy({
  name: "fifo",
  help: "in the order of submission; a job that does not fit holds up all behind it",
  options: {},
  create: () => ({ choose: ({ waiting, free }) => fromTheFront(waiting, free) }),
});
