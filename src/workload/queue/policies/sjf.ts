/** Shortest job first, with run times known exactly: means get shorter, long jobs may wait for long. */
import { defineQueuePolicy, fromTheFront, roomOf } from "../queue-policy.ts";

export const sjf = defineQueuePolicy({
  name: "sjf",
  help: "the shortest first, without preemption; one that does not fit holds up all that are longer",
  options: {},
  create: () => ({
    choose: (view) =>
      fromTheFront(
        [...view.waiting].sort((a, b) => a.durationNs - b.durationNs || a.index - b.index),
        roomOf(view),
      ),
  }),
});
