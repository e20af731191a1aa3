/**
 * A savings plan: so many dollars an hour are paid whatever is used, and buy use at a discount; what goes beyond is paid on
 * demand. With n instances held, on-demand price p and discount d the plan covers c = commitment / (p (1 - d)) of them:
 *
 *     dollars an hour = commitment + p max(0, n - c)
 *
 * A commitment of $40 at $100 an instance and 60 % off covers one; two cost 40 + 100 = $140 an hour, and half of one $40.
 * The instances held are the mean over the run: where they come and go within an hour, more goes beyond than is counted.
 */
import { z } from "zod";
import { amount, fraction } from "../base/quantity.ts";

/** A plan for the whole cluster. */
export const savingsPlanSchema = z.strictObject({
  commitment: amount({ positive: true }).meta({ description: "USD an hour, of the whole cluster." }),
  discount: fraction({ max: 1 }).meta({ description: "Off the on-demand price, of what the plan covers." }),
});

export type SavingsPlan = z.output<typeof savingsPlanSchema>;

/** Dollars an hour of an instance where `instances` are held on average that cost `onDemand` each without the plan. */
export function savingsPlanUsdPerHour(
  { commitment, discount }: SavingsPlan,
  onDemand: number,
  instances: number,
): number {
  const rate = onDemand * (1 - discount);
  const covered = rate > 0 ? commitment / rate : Number.POSITIVE_INFINITY;
  return (commitment + onDemand * Math.max(0, instances - covered)) / instances;
}
