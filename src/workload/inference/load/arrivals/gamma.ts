/**
 * Gamma-distributed gaps with mean 1/rate: `burstiness` is the shape k, as in vLLM's benchmark. The coefficient of
 * variation of the gaps is 1/sqrt(k): 1 is Poisson, 0.25 clumps (CV 2), 4 is nearly even (CV 0.5).
 */
import { randomGamma } from "d3-random";
import { amount, rate } from "../../../../base/quantity.ts";
import { defineArrivals, openLoop } from "./arrival-process.ts";

export const gamma = defineArrivals({
  name: "gamma",
  help: "gaps of a gamma law: burstiness below 1 clumps, above 1 evens out",
  options: {
    rate: rate({ positive: true }).meta({ description: "Requests a time, on average." }),
    burstiness: amount({ positive: true }).default(1).meta({
      description:
        "Shape of the gamma law: below 1 requests come in clumps, 1 is poisson, above 1 they come evenly.",
    }),
  },
  create: (options, { random }) => {
    const { burstiness } = options;
    return openLoop(randomGamma.source(random)(burstiness, 1 / (options.rate * burstiness)));
  },
});
