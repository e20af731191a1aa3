/** Strict first in, first out: nobody overtakes. */
import { defineLinedPolicy, fromTheFront, lineOf, roomOf } from "../queue-policy.ts";

export const fifo = defineLinedPolicy({
  name: "fifo",
  help: "in the order of submission; a job that does not fit holds up all behind it",
  options: {},
  create: () => ({
    order: {},
    choose: (view) => fromTheFront(lineOf(view, {}).inOrder(), roomOf(view)),
  }),
});
