/** Exponential lengths: no memory, so what is left of an answer does not depend on how long it has been going on. */
import { randomExponential } from "d3-random";
import { amount } from "../../../../base/quantity.ts";
import { defineLengths, wholeTokens } from "./length-law.ts";

export const exponential = defineLengths({
  name: "exponential",
  help: "an exponential law, by its mean",
  options: { mean: amount({ positive: true }).meta({ description: "Mean length, tokens." }) },
  create: ({ mean }, { random }) => {
    const draw = randomExponential.source(random)(1 / mean);
    return { draw: () => wholeTokens(draw()), mean, longest: wholeTokens(mean * Math.log(1000)) };
  },
});
