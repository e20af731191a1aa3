/** One request at a time. */
import { admitInOrder, defineBatching } from "./batching-policy.ts";

export const none = defineBatching({
  name: "none",
  help: "one request at a time",
  options: {},
  create: () => ({
    maxBatch: 1,
    fixedBatch: false,
    reservesAnswer: true,
    admit: (view) => admitInOrder(view, { slots: 1 - view.running, tokensMax: Number.POSITIVE_INFINITY }),
  }),
});
