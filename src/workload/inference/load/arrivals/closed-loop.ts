/**
 * A closed loop: `users` clients, each of which sends its next request when it has the answer and has thought for a
 * while. Load adapts to the system, so a closed loop never overloads it. Think times are exponential with mean `think`. One
 * whose request was refused, or given up, waits for `retryAfter` before it thinks of the next: without that, users who do not
 * think would ask for ever at one moment.
 */
import { randomExponential } from "d3-random";
import { count, madeMost, time } from "../../../../base/quantity.ts";
import { defineArrivals } from "./arrival-process.ts";

export const closedLoop = defineArrivals({
  name: "closed-loop",
  help: "a fixed number of users, each sending again after its answer and a think time",
  options: {
    users: count({ positive: true, limit: madeMost }).meta({
      description: "Users who each have one request under way at most.",
    }),
    think: time()
      .default(0)
      .meta({ description: "Mean of the exponential time between an answer and the user's next request." }),
    retryAfter: time({ positive: true })
      .default(1e9)
      .meta({ description: "How much later a user comes whose request failed." }),
  },
  create: (options, { random }) => {
    const thinkNs = options.think === 0 ? () => 0 : randomExponential.source(random)(1 / options.think);
    return {
      first: () => Array.from({ length: options.users }, thinkNs),
      afterArrival: () => undefined,
      afterCompletion: (nowNs, isServed) => nowNs + thinkNs() + (isServed ? 0 : options.retryAfter),
    };
  },
});
