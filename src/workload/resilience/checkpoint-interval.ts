/**
 * The best time between checkpoints. With failures at rate 1/M, a checkpoint of d and a restart of R, work of w takes
 *
 *     M e^(R/M) (e^((t + d)/M) - 1) w / t          (Daly 2006, complete model)
 *
 * at interval t. R does not move the optimum, which is where its derivative in t vanishes: (1 - t/M) e^((t + d)/M) = 1.
 * Young's sqrt(2 d M) is its limit for small d.
 */

/** The interval that makes the expected time shortest, ns; Infinity where nothing fails. Found by bisection of the derivative's sign. */
export function optimalIntervalNs(checkpointNs: number, mtbfNs: number): number {
  if (!(mtbfNs < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  const rises = (t: number) => (1 - t / mtbfNs) * Math.exp((t + checkpointNs) / mtbfNs) < 1;
  let [low, high] = [0, mtbfNs];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (rises(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
