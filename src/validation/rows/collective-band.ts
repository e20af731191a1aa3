/**
 * Measured / predicted of collectives, 5th and 95th percentile. The network's constants were not fitted to these rows but come
 * from facts of the hardware and kernel timings, so every row counts as left out.
 */

/** Bus bandwidth between instances of p5 (nccl-tests), 32 rows. */
export const gpuBusBand = { low: 0.64, high: 1.44 };

/** Time of collectives of Neuron devices inside and between two instances (nccom-test), 44 rows: small ones are latency. */
export const neuronTimeBand = { low: 0.77, high: 2.0 };

/** The band of `predicted`. */
export function collectiveBand(predicted: number, { low, high }: { low: number; high: number }) {
  return { low: predicted * low, high: predicted * high };
}
