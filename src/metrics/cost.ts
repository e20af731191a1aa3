/**
 * Dollars: the price of the cluster's hours, and what a million tokens costs at the measured throughput. Tokens read and
 * tokens written are priced apart by the chip-time spent on them: prefill is for what is read, all other work for what is
 * written, and time in which nothing is done goes to both in the same proportion. So the two together are the whole bill.
 */
import type { ApiPrice } from "../hardware/api-price.ts";
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
  usdPerMillionGoodRequests: number | null;
  /** Priced apart; null where no such tokens are, undefined where nothing is read and written. */
  apart?: { usdPerMillionInput: number | null; usdPerMillionOutput: number | null };
  /** What an API asks for the same tokens, of an hour; undefined where the scenario names none. */
  apiUsdPerHour?: number;
}

const hourNs = 3600e9;

/** What a run brought forth, per ns; nothing of what is absent. */
export interface Produced {
  outputTokensPerNs?: number;
  totalTokensPerNs?: number;
  /** Tokens read, and the share of the chip-time at work that is spent on them; where tokens are read and written. */
  input?: { tokensPerNs: number; share: number };
  /** Requests completed. */
  requestsPerNs?: number;
  /** Of these, such as met every objective. */
  goodRequestsPerNs?: number;
}

/**
 * Cost of what is held at `usdPerHour` for `elapsedNs`, during which tokens came at these rates (tokens/ns):
 * $36 an hour at 1,000 tokens/s is 36 / 3,600 / 1,000 * 10^6 = $10 per million.
 */
export function costOf(
  price: ChosenPrice,
  use: Produced & { usdPerHour: number | null; elapsedNs: number; api?: ApiPrice | undefined },
): Cost {
  const { usdPerHour, input, api, outputTokensPerNs = 0 } = use;
  const perMillion = (perNs = 0, share = 1) =>
    usdPerHour === null || !(perNs > 0) ? null : ((share * usdPerHour) / hourNs / perNs) * 1e6;
  return {
    price,
    usdPerHour,
    usdTotal: usdPerHour === null ? null : (usdPerHour * use.elapsedNs) / hourNs,
    usdPerMillionOutputTokens: perMillion(use.outputTokensPerNs),
    usdPerMillionTotalTokens: perMillion(use.totalTokensPerNs),
    usdPerMillionRequests: perMillion(use.requestsPerNs),
    usdPerMillionGoodRequests: perMillion(use.goodRequestsPerNs),
    ...(input && {
      apart: {
        usdPerMillionInput: perMillion(input.tokensPerNs, input.share),
        usdPerMillionOutput: perMillion(outputTokensPerNs, 1 - input.share),
      },
    }),
    ...(input &&
      api && {
        apiUsdPerHour:
          (hourNs / 1e6) *
          (input.tokensPerNs * api.inputUsdPerMillion + outputTokensPerNs * api.outputUsdPerMillion),
      }),
  };
}
