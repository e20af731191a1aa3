/** Dollars: the price of the cluster's hours, and what a million tokens costs at the measured throughput. */
import type { ChosenPrice } from "../hardware/price.ts";

/** What a run costs; null where no price is known. */
export interface Cost {
  price: ChosenPrice;
  /** All instances together. */
  usdPerHour: number | null;
  usdTotal: number | null;
  usdPerMillionOutputTokens: number | null;
  usdPerMillionTotalTokens: number | null;
  usdPerMillionRequests: number | null;
}

const hourNs = 3600e9;

/**
 * Cost of holding `instances` for `elapsedNs`, during which tokens came at these rates (tokens/ns):
 * $36 an hour at 1,000 tokens/s is 36 / 3,600 / 1,000 * 10^6 = $10 per million.
 */
export function costOf(
  price: ChosenPrice,
  use: {
    instances: number;
    /** Of other instances beside them; none when absent, null where it is not known. */
    otherUsdPerHour?: number | null;
    /** Mean fraction of all that is held, where it scales; all of it when absent. */
    heldFraction?: number;
    elapsedNs: number;
    outputTokensPerNs: number;
    totalTokensPerNs: number;
    /** Requests completed; none when absent. */
    requestsPerNs?: number;
  },
): Cost {
  const { otherUsdPerHour = 0, heldFraction = 1 } = use;
  const usdPerHour =
    price.usdPerHour === null || otherUsdPerHour === null
      ? null
      : (price.usdPerHour * use.instances + otherUsdPerHour) * heldFraction;
  const perMillion = (perNs: number) =>
    usdPerHour === null || !(perNs > 0) ? null : (usdPerHour / hourNs / perNs) * 1e6;
  return {
    price,
    usdPerHour,
    usdTotal: usdPerHour === null ? null : (usdPerHour * use.elapsedNs) / hourNs,
    usdPerMillionOutputTokens: perMillion(use.outputTokensPerNs),
    usdPerMillionTotalTokens: perMillion(use.totalTokensPerNs),
    usdPerMillionRequests: perMillion(use.requestsPerNs ?? 0),
  };
}
