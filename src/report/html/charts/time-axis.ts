/**
 * The unit of a time axis: milliseconds up to ten seconds, seconds up to two hours, hours up to two days, days beyond, so
 * that no axis reads `20k ms` or `5M s`.
 */

const units = [
  { unit: "ms", perMs: 1, mostMs: 10_000 },
  { unit: "s", perMs: 1e-3, mostMs: 2 * 3600e3 },
  { unit: "hours", perMs: 1 / 3600e3, mostMs: 48 * 3600e3 },
  { unit: "days", perMs: 1 / (24 * 3600e3), mostMs: Number.POSITIVE_INFINITY },
] as const;

/** The unit for times of at most `longestMs` milliseconds, and how many of it a millisecond is. */
export function timeAxis(longestMs: number): { unit: (typeof units)[number]["unit"]; perMs: number } {
  const { unit, perMs } = units.find(({ mostMs }) => longestMs <= mostMs) ?? units[3];
  return { unit, perMs };
}
