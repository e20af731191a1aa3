/** `--epoch`: the real time at which simulated time begins, for metrics that dashboards show. */
import { InvalidArgumentError } from "commander";

const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/;

/** Seconds since 1970 of `2026-03-01`, `2026-03-01T08:00:00Z`, or of the seconds themselves. */
export function readEpoch(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const seconds = iso.test(text) ? Date.parse(text) / 1000 : Number.NaN;
  if (Number.isFinite(seconds)) return seconds;
  throw new InvalidArgumentError(
    "expected a time with its zone such as 2026-03-01T08:00:00Z, a day, or seconds since 1970",
  );
}
