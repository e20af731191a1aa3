/**
 * The price of spot instances as a process: its logarithm goes back to a mean, a step an hour (an Ornstein-Uhlenbeck process,
 * exact at the steps), from a draw of its long-run law on.
 *
 *     x' = m + (x - m) e^(-1 h / reversion) + spread sqrt(1 - e^(-2 h / reversion)) z,   price = e^x
 *
 * `mean` is that of the price: m = ln mean - spread^2 / 2. No spot price is in the catalog: all three are the scenario's, as
 * published studies of a market give them. The price moves alone: it takes back no instance.
 */
import { randomNormal } from "d3-random";
import { z } from "zod";
import { amount, time } from "../base/quantity.ts";
import type { Random } from "../base/random.ts";

const hourNs = 3600e9;

/** A spot price over time. */
export const spotSchema = z.strictObject({
  mean: amount({ positive: true }).meta({ description: "USD of an instance and hour, over a long time." }),
  spread: z.number().min(0).meta({ description: "Standard deviation of the price's logarithm." }),
  reversion: time({ positive: true }).meta({ description: "In which a deviation falls to 1/e of itself." }),
});

export type SpotPrice = z.output<typeof spotSchema>;

/** The mean price over the first `elapsedNs`, USD an hour, of the path that `random` gives; the long-run mean of no time. */
export function meanSpotPrice(
  { mean, spread, reversion }: SpotPrice,
  random: Random,
  elapsedNs: number,
): number {
  if (!(elapsedNs > 0) || spread === 0) return mean;
  const normal = randomNormal.source(random)();
  const middle = Math.log(mean) - spread ** 2 / 2;
  const kept = Math.exp(-hourNs / reversion);
  const step = spread * Math.sqrt(1 - kept ** 2);
  let at = middle + spread * normal();
  let sum = 0;
  for (let fromNs = 0; fromNs < elapsedNs; fromNs += hourNs) {
    sum += Math.exp(at) * Math.min(hourNs, elapsedNs - fromNs);
    at = middle + (at - middle) * kept + step * normal();
  }
  return sum / elapsedNs;
}
