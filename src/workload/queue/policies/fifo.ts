/** Strict first in, first out: nobody overtakes. */
import { defineQueuePolicy, fromTheFront, roomOf } from "../queue-policy.ts";

export const fifo = defineQueuePolicy({
  name: "fifo",
  help: "in the order of submission; a job that does not fit holds up all behind it",
  options: {},
  create: () => ({ choose: (view) => fromTheFront(view.waiting, roomOf(view)) }),
});
