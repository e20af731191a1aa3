/** Priorities of the jobs themselves, without preemption. */
import { defineQueuePolicy, fromTheFront } from "../queue-policy.ts";

export const priority = defineQueuePolicy({
  name: "priority",
  help: "the highest priority first, equal ones in the order of submission; one that does not fit holds up all behind it",
  options: {},
  create: () => ({
    choose: ({ waiting, free }) =>
      fromTheFront(
        [...waiting].sort((a, b) => b.priority - a.priority || a.index - b.index),
        free,
      ),
  }),
});
