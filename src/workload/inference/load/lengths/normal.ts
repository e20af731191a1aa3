/** Normal lengths, cut at four deviations: what load generators such as LLMPerf draw. */
import { randomNormal } from "d3-random";
import { amount } from "../../../../base/quantity.ts";
import { defineLengths, wholeTokens } from "./length-law.ts";

export const normal = defineLengths({
  name: "normal",
  help: "around a mean, by mean and standard deviation",
  options: {
    mean: amount({ positive: true }).meta({ description: "Mean length, tokens." }),
    deviation: amount().meta({
      description: "Standard deviation, tokens; draws are cut to 1 and to four of it above the mean.",
    }),
  },
  create: ({ mean, deviation }, { random }) => {
    const draw = randomNormal.source(random)(mean, deviation);
    const longest = wholeTokens(mean + 4 * deviation);
    return { draw: () => Math.min(longest, wholeTokens(draw())), mean, longest, most: longest };
  },
});
