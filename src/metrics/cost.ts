/** Dollars: the price of the cluster's hours, and what a million tokens costs at the measured throughput. */
import type { ChosenPrice } from "../hardware/price.ts";

/** What a run costs; null where no price is known. */
export interface Cost {
  price: ChosenPrice;
  /** All instances together, on average over the run. */
  usdPerHour: number | null;
  usdTotal: number | null;
  usdPerMillionOutputTokens: number | null;
  usdPerMillionTotalTokens: number | null;
  usdPerMillionRequests: number | null;
}

const hourNs = 3600e9;

/** What a run brought forth, per ns; nothing of what is absent. */
export interface Produced {
  outputTokensPerNs?: number;
  totalTokensPerNs?: number;
  /** Requests completed. */
  requestsPerNs?: number;
}

/**
 * Cost of what is held at `usdPerHour` for `elapsedNs`, during which tokens came at these rates (tokens/ns):
 * $36 an hour at 1,000 tokens/s is 36 / 3,600 / 1,000 * 10^6 = $10 per million.
 */
export function costOf(
  price: ChosenPrice,
  use: Produced & { usdPerHour: number | null; elapsedNs: number },
): Cost {
  const { usdPerHour } = use;
  const perMillion = (perNs = 0) =>
    usdPerHour === null || !(perNs > 0) ? null : (usdPerHour / hourNs / perNs) * 1e6;
  return {
    price,
    usdPerHour,
    usdTotal: usdPerHour === null ? null : (usdPerHour * use.elapsedNs) / hourNs,
    usdPerMillionOutputTokens: perMillion(use.outputTokensPerNs),
    usdPerMillionTotalTokens: perMillion(use.totalTokensPerNs),
    usdPerMillionRequests: perMillion(use.requestsPerNs),
  };
}
