/**
 * Measured / predicted of collectives, 5th and 95th percentile. Of the network's constants two are fitted to rows, those between
 * GPU instances; the others come from facts of the hardware and kernel timings, so that every row counts as left out.
 */

/** Bus bandwidth between instances of p5 (nccl-tests), 32 rows: 0.71 to 1.15, and what an operation left out adds. */
export const gpuBusBand = { low: 0.68, high: 1.3 };

/** Time of collectives of Neuron devices inside and between two instances (nccom-test), 44 rows: small ones are latency. */
export const neuronTimeBand = { low: 0.77, high: 2.0 };

/** The band of `predicted`. */
export function collectiveBand(predicted: number, { low, high }: { low: number; high: number }) {
  return { low: predicted * low, high: predicted * high };
}
