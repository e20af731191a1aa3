/** Whether more of a metric is better or worse, told by the name that summaries give it. */

const lowerIsBetter = [
  /_ms$/,
  /_s$/,
  /^usd_/,
  /^kwh$/,
  /^slowdown$/,
  /watts$/,
  /_bytes$/,
  /^(failed|preemptions|rejected|timed_out|too_long|lost)$/,
  /fraction$/,
];
const higherIsBetter = [
  /_per_s(_per_chip)?$/,
  /throughput$/,
  /goodput/,
  /^(mfu|hfu|completed)$/,
  /hit_rate$/,
];
const neither = [/^(capacity|needed)_bytes$/, /^duration$/, /^std_/];

/** Which way a metric such as `inference.p99_ttft_ms` should go; null where neither way is better in itself. */
export function betterOf(metric: string): "lower" | "higher" | null {
  const name = metric.slice(metric.lastIndexOf(".") + 1);
  const matches = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(name));
  if (matches(neither)) return null;
  if (matches(higherIsBetter)) return "higher";
  return matches(lowerIsBetter) ? "lower" : null;
}
