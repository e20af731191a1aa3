/** The unit of a time axis: milliseconds up to ten seconds, seconds beyond, so that no axis reads `20k ms`. */

const msMax = 10_000;

/** The unit for times of at most `longestMs` milliseconds, and how many of it a millisecond is. */
export function timeAxis(longestMs: number): { unit: "ms" | "s"; perMs: number } {
  return longestMs > msMax ? { unit: "s", perMs: 1e-3 } : { unit: "ms", perMs: 1 };
}
