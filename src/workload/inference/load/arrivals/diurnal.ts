/**
 * A day of independent users: a wave around the mean rate, and peaks on top (the opening of a sale).
 *
 *     rate(t) = rate x (1 + swing x sin(2 pi (t / period - 1/4))) + sum over peaks  rate x height x exp(-((t - at) / width)^2)
 *
 * The wave is lowest at the start and highest after half a period.
 */
import { z } from "zod";
import { amount, fraction, rate, time } from "../../../../base/quantity.ts";
import { changingRate, defineArrivals } from "./arrival-process.ts";

const dayNs = 24 * 3600e9;

export const diurnal = defineArrivals({
  name: "diurnal",
  help: "a daily wave around the mean rate, with peaks on top",
  options: {
    rate: rate({ positive: true }).meta({ description: "Mean over a period, without peaks." }),
    swing: fraction().default(0.5).meta({ description: "Height of the wave, of the mean rate." }),
    period: time({ positive: true })
      .default(dayNs)
      .meta({ description: "Of the wave, which is lowest at the start." }),
    peaks: z
      .array(
        z.strictObject({
          at: time().meta({ description: "Middle of the peak, from the start." }),
          width: time({ positive: true }).meta({
            description: "From its middle to where it has fallen to 37 %.",
          }),
          height: amount().meta({ description: "Rate added at the top, of the mean rate." }),
        }),
      )
      .default([])
      .meta({ description: "Bells on top of the wave, such as a sale." }),
  },
  create: (options, { random }) => {
    const { swing, period, peaks } = options;
    const rateAt = (nowNs: number) => {
      let level = 1 + swing * Math.sin(2 * Math.PI * (nowNs / period - 0.25));
      for (const { at, width, height } of peaks) level += height * Math.exp(-(((nowNs - at) / width) ** 2));
      return options.rate * level;
    };
    const greatest = options.rate * (1 + swing + peaks.reduce((sum, { height }) => sum + height, 0));
    return changingRate(random, greatest, rateAt);
  },
});
