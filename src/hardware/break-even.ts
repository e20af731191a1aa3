/**
 * From how many hours of use a month an instance that is paid all month is cheaper than one that is paid by the hour:
 *
 *     hours = 730 x price of the option / price on demand
 *
 * p4d.24xlarge at $12.99 reserved and $21.96 on demand: from 432 hours on. Above 730 hours it never is.
 */
import type { Instance, PurchaseOption } from "./instance.ts";
import { newestPrice } from "./price.ts";

/** Hours of a month, a twelfth of a year. */
export const hoursPerMonth = 730;

/** An option that is paid whether it is used or not, against paying on demand. */
export interface BreakEven {
  option: PurchaseOption;
  usdPerHour: number;
  onDemandUsdPerHour: number;
  hoursPerMonth: number;
}

/** For each option of `instance` that is held all the time; none where no on-demand price is listed. */
export function breakEvens(instance: Instance): BreakEven[] {
  const onDemand = newestPrice(instance, "on-demand");
  if (onDemand === undefined) return [];
  const held = ["reserved-1y", "reserved-3y", "capacity-block"] as const;
  return held.flatMap((option): BreakEven[] => {
    const price = newestPrice(instance, option);
    if (price === undefined) return [];
    const { usdPerHour } = price;
    const hours = (hoursPerMonth * usdPerHour) / onDemand.usdPerHour;
    return [{ option, usdPerHour, onDemandUsdPerHour: onDemand.usdPerHour, hoursPerMonth: hours }];
  });
}
