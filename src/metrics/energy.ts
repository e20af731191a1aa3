/**
 * Energy: chips draw their full power while at work and a fraction of it while idle; hosts, network cards and fans draw
 * theirs throughout; the building adds its share (PUE 1.15, AWS's 2024 global figure, recalled).
 */
import type { Instance } from "../hardware/instance.ts";

/** Facility power per unit of IT power. */
export const powerUsageEffectiveness = 1.15;

/** What a run draws. */
export interface Energy {
  kwh: number;
  /** Mean power of the IT equipment, W. */
  meanWatts: number;
}

/** Energy of `count` instances over `elapsedNs` in which the average chip works for `busyFraction` of the time. */
export function energyOf(
  instance: Instance,
  count: number,
  use: { elapsedNs: number; busyFraction: number },
): Energy {
  const { chip } = instance;
  const loadFraction = chip.idlePowerFraction + (1 - chip.idlePowerFraction) * use.busyFraction;
  const meanWatts = count * (instance.chips * chip.powerWatts * loadFraction + instance.hostPowerWatts);
  const hours = use.elapsedNs / 3600e9;
  return { kwh: (meanWatts * hours * powerUsageEffectiveness) / 1000, meanWatts };
}
