/**
 * Shortest job first: the fewest tokens first, as an oracle of answer lengths would have it (`by: total`), or by what a
 * server knows, the prompt (`by: input`). Means get shorter, and long requests may wait for ever under load.
 */
import { z } from "zod";
import type { Request } from "../../load/request.ts";
import { byArrival, defineOrder } from "./order.ts";

export const shortestFirst = defineOrder({
  name: "shortest-first",
  help: "the fewest tokens first, of prompt and answer or of the prompt alone",
  options: {
    by: z
      .enum(["total", "input"])
      .default("total")
      .meta({ description: "Tokens of prompt and answer, or of the prompt alone." }),
  },
  create: ({ by }) => {
    const size = (request: Request) =>
      by === "input" ? request.inputTokens : request.inputTokens + request.outputTokens;
    return (a, b) => size(a) - size(b) || byArrival(a, b);
  },
});
