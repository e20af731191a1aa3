/**
 * What an hour of an instance of one's own costs, rented from nobody:
 *
 *     price / (years x 8,760 h) + peak power x PUE x $ per kWh + people a year / 8,760 h
 *
 * An instance of $263,000 over 3 years, 10 kW at $0.08 and $8,760 of people a year: 10.01 + 10 x 1.15 x 0.08 + 1 = $11.93.
 * Assumed: written off evenly, worth nothing at the end, held all the time, power provisioned for chips at full draw. Left
 * out: interest, taxes, the building itself, spares; put them into `price`.
 */
import { z } from "zod";
import { amount, money } from "../base/quantity.ts";
import { powerUsageEffectiveness } from "./facility.ts";
import type { Instance } from "./instance.ts";

/** What an instance of one's own costs. */
export const ownedSchema = z.strictObject({
  price: money({ positive: true }).meta({
    description: "USD of one instance, with its share of racks and network.",
  }),
  years: amount({ positive: true }).meta({ description: "Over which it is written off." }),
  usdPerKwh: money().meta({
    description: "USD per kWh, for chips and hosts at full draw and the building's share.",
  }),
  peopleUsdPerYear: money()
    .default(0)
    .meta({ description: "USD a year for those who run it, of one instance." }),
});

export type OwnedHardware = z.output<typeof ownedSchema>;

const hoursPerYear = 8760;

/** Dollars an hour of one `instance` of one's own. */
export function ownedUsdPerHour(
  {
    chips,
    chip,
    hostPowerWatts,
  }: Pick<Instance, "chips" | "hostPowerWatts"> & {
    chip: Pick<Instance["chip"], "powerWatts">;
  },
  { price, years, usdPerKwh, peopleUsdPerYear }: OwnedHardware,
): number {
  const kilowatts = (chips * chip.powerWatts + hostPowerWatts) / 1000;
  const power = kilowatts * powerUsageEffectiveness * usdPerKwh;
  return price / (years * hoursPerYear) + power + peopleUsdPerYear / hoursPerYear;
}
