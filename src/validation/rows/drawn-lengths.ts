/** Token counts as load generators draw them: around a mean, seeded so that a prediction is the same every time. */
import { randomNormal } from "d3-random";
import { RandomStreams } from "../../base/random.ts";
import { constant, type LengthLaw, uniform, wholeTokens } from "../../workload/inference/inference.ts";

/** Normal lengths of `mean` and `deviation`, cut at four deviations; constant where there is no deviation. */
export function normalLengths(mean: number, deviation: number, stream: string): LengthLaw {
  const random = new RandomStreams(1).stream(stream);
  if (deviation === 0) return constant.create({ tokens: wholeTokens(mean) }, { random });
  const draw = randomNormal.source(random)(mean, deviation);
  const longest = wholeTokens(mean + 4 * deviation);
  return { draw: () => Math.min(longest, wholeTokens(draw())), mean, longest };
}

/** Lengths between `share` of `tokens` and all of them, evenly; constant where `share` is 1. */
export function shareLengths(tokens: number, share: number, stream: string): LengthLaw {
  const random = new RandomStreams(1).stream(stream);
  if (share === 1) return constant.create({ tokens }, { random });
  return uniform.create({ min: wholeTokens(share * tokens), max: tokens }, { random });
}
