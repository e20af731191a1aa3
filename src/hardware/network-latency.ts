/**
 * Small-message latency between two instances, memory to memory. Neuron's documentation measures 15 us over EFAv3
 * (trn2, ib_write_lat); AWS's announcements say that v3 is about 35 % better than v2, and v2 30 % better than v1:
 * v2 = 15 / 0.65 = 23.1 us, v1 = 23.1 / 0.7 = 33 us.
 */
import { assumed, derived, published } from "../base/figure.ts";

/** Measured on trn2. */
export const efaV3Latency = published(
  "15 us",
  "AWS Neuron docs: neuron-runtime/about/collectives.rst (trn2)",
);

/** Other instances with EFAv3, and Trn3. */
export const efaV3LatencyElsewhere = assumed("15 us", "as trn2 with EFAv3");

export const efaV2Latency = derived(
  "23.1 us",
  "15 us of EFAv3 / 0.65 (v3 about 35 % better than v2, recalled)",
);

export const efaV1Latency = derived(
  "33 us",
  "23.1 us of EFAv2 / 0.7 (v2 about 30 % better than v1, recalled)",
);

/** Plain TCP, without EFA. */
export const tcpLatency = assumed("50 us", "TCP between two instances of one zone, host to host");
