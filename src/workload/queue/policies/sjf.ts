/** Shortest job first, with run times known exactly: means get shorter, long jobs may wait for long. */
import { defineLinedPolicy, fromTheFront, lineOf, roomOf } from "../queue-policy.ts";

export const sjf = defineLinedPolicy({
  name: "sjf",
  help: "the shortest first, without preemption; one that does not fit holds up all that are longer",
  options: {},
  create: () => ({
    order: {},
    choose: (view) => fromTheFront(lineOf(view, {}).shortestFirst(), roomOf(view)),
  }),
});
