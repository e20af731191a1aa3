/**
 * Lognormal lengths, the shape of chat prompts and answers, given by what people can read off a histogram: the mean and
 * the 99th percentile.
 *
 * With mean m = exp(mu + s^2/2) and p99 = exp(mu + z s), z = 2.3263: ln(p99/m) = z s - s^2/2, so
 * s = z - sqrt(z^2 - 2 ln(p99/m)). A p99 above m exp(z^2/2) = 14.97 m has no lognormal.
 */
import { randomNormal } from "d3-random";
import { amount, count } from "../../../../base/quantity.ts";
import { defineLengths, wholeTokens } from "./length-law.ts";

const z99 = 2.3263478740408408;
const z999 = 3.090232306167813;
const ratioMax = Math.exp(z99 ** 2 / 2);

export const lognormal = defineLengths({
  name: "lognormal",
  help: "chat-like lengths with a long tail, by mean and 99th percentile",
  options: {
    mean: amount({ positive: true }).meta({ description: "Mean length, tokens." }),
    p99: amount({ positive: true }).meta({
      description: "99th percentile, tokens: from the mean to about 15 times it.",
    }),
    max: count().optional().meta({ description: "Longer draws are cut to this." }),
  },
  check: ({ mean, p99 }) =>
    p99 >= mean && p99 <= mean * ratioMax
      ? undefined
      : { option: "p99", expected: `between the mean, ${mean}, and ${ratioMax.toFixed(2)} times the mean` },
  create: ({ mean, p99, max }, { random }) => {
    const sigma = z99 - Math.sqrt(z99 ** 2 - 2 * Math.log(p99 / mean));
    const mu = Math.log(mean) - sigma ** 2 / 2;
    const normal = randomNormal.source(random)(mu, sigma);
    const limit = max ?? Number.POSITIVE_INFINITY;
    return {
      draw: () => Math.min(limit, wholeTokens(Math.exp(normal()))),
      mean,
      longest: Math.min(limit, wholeTokens(Math.exp(mu + z999 * sigma))),
      ...(max !== undefined && { most: max }),
    };
  },
});
