/**
 * Static batching: an idle engine takes up to `maxBatch` waiting requests, and takes no more until the longest answer is
 * done. Answers stream, so a short one ends early, but its slot stays taken and is still computed.
 */
import { count } from "../../../../base/quantity.ts";
import { admitInOrder, defineBatching } from "./batching-policy.ts";

export const staticBatching = defineBatching({
  name: "static",
  help: "a fixed batch until its longest answer is done",
  options: {
    maxBatch: count().default(32).meta({ description: "Requests at most that a replica works on at once." }),
  },
  create: ({ maxBatch }) => ({
    maxBatch,
    fixedBatch: true,
    reservesAnswer: true,
    admit: (view) =>
      view.running > 0 ? 0 : admitInOrder(view, { slots: maxBatch, tokensMax: Number.POSITIVE_INFINITY }),
  }),
});
