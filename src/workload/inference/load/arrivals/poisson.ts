/** Poisson arrivals: independent users; gaps are exponential with mean 1/rate. */
import { randomExponential } from "d3-random";
import { rate } from "../../../../base/quantity.ts";
import { defineArrivals, openLoop } from "./arrival-process.ts";

export const poisson = defineArrivals({
  name: "poisson",
  help: "independent users: exponential gaps with mean 1/rate",
  options: { rate: rate({ positive: true }).meta({ description: "Requests a time, on average." }) },
  create: (options, { random }) => openLoop(randomExponential.source(random)(options.rate)),
});
