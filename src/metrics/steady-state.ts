/**
 * Where the warm-up of a run ends, by the rule MSER-5 (White 1997, "An effective truncation heuristic for bias reduction in
 * simulation output", Simulation 69(6)): observations in order, in batches of five; of all beginnings that could be left out,
 * the one after which the mean of the rest is known best, that is, with n batch means x of which d are left out,
 *
 *     d = argmin  sum over i > d of (x_i - mean)^2 / (n - d)^2
 *
 * A beginning longer than half of the run means that no steady state was seen.
 */
const batchSize = 5;

/** Observations at the beginning of `values` to leave out; null where the run shows no steady state, or is shorter than four batches. */
export function warmupOf(values: readonly number[]): number | null {
  const batches = Math.floor(values.length / batchSize);
  if (batches < 4) return null;
  let [kept, sum, squares] = [0, 0, 0];
  let best = { error: Number.POSITIVE_INFINITY, left: 0 };
  // From the end, so that each batch is added once; the mean is taken off first, which keeps the sums small.
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  for (let left = batches - 1; left >= 0; left--) {
    const batch = values.slice(left * batchSize, (left + 1) * batchSize);
    const deviation = batch.reduce((total, value) => total + value - mean, 0) / batchSize;
    kept++;
    sum += deviation;
    squares += deviation ** 2;
    const error = Math.max(0, squares - sum ** 2 / kept) / kept ** 2;
    // The last few batches agree by chance: fewer than five say nothing.
    if (kept >= Math.min(5, batches) && error <= best.error) best = { error, left };
  }
  return best.left > batches / 2 ? null : best.left * batchSize;
}
