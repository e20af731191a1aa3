/**
 * A cap on the power of an instance or a rack. What it leaves to each chip lowers the chip's clock, and with it every peak; memory
 * and links keep theirs. Power above idle grows with the cube of the clock, since the voltage follows it (assumed):
 *
 *     clock / full clock = ((cap - idle) / (full - idle))^(1/3)
 *
 * A chip of 700 W that idles at 210 W, capped at 350 W: (140 / 490)^(1/3) = 0.659 of its peaks at half its power.
 * A cap above full draw changes nothing.
 */
import type { Chip, LaneEngine, Peaks } from "./chip.ts";
import type { Instance } from "./instance.ts";

/** Left below a cap, so that sums of what its parts draw, which round, stay under it. */
const roundingMost = 1e-14;

/** `instance` under a cap of `watts` on chips and host together, or why it cannot run under it. */
export function capped(instance: Instance, watts: number): Instance | { expected: string } {
  const { chip, chips, hostPowerWatts } = instance;
  const idleWatts = chip.powerWatts * chip.idlePowerFraction;
  const chipWatts = ((watts - hostPowerWatts) / chips) * (1 - roundingMost);
  if (chipWatts >= chip.powerWatts) return instance;
  if (chipWatts <= idleWatts) {
    const least = Math.ceil(hostPowerWatts + chips * idleWatts);
    return { expected: `more than the ${least} W that ${instance.name} draws at rest` };
  }
  const clock = Math.cbrt((chipWatts - idleWatts) / (chip.powerWatts - idleWatts));
  return {
    ...instance,
    name: `${instance.name}-capped`,
    chip: {
      ...slowed(chip, clock),
      name: `${chip.name}-capped`,
      derivedFrom: chip.derivedFrom ?? chip.name,
      powerWatts: chipWatts,
      idlePowerFraction: idleWatts / chipWatts,
    },
  };
}

/** `chip` at a fraction of its clock. */
function slowed(chip: Chip, clock: number): Chip {
  const { peaks, sparsePeaks, tensor, vector, scalar, gpsimd } = chip;
  return {
    ...chip,
    peaks: scaled(peaks, clock),
    ...(sparsePeaks && { sparsePeaks: scaled(sparsePeaks, clock) }),
    ...(tensor && {
      tensor: {
        ...tensor,
        ...(tensor.clockPerNs !== undefined && { clockPerNs: tensor.clockPerNs * clock }),
        peaks: scaled(tensor.peaks, clock),
        ...(tensor.sparsePeaks && { sparsePeaks: scaled(tensor.sparsePeaks, clock) }),
      },
    }),
    ...(vector && { vector: slowedLanes(vector, clock) }),
    ...(scalar && { scalar: slowedLanes(scalar, clock) }),
    ...(gpsimd && { gpsimd: slowedLanes(gpsimd, clock) }),
  };
}

function slowedLanes({ clockPerNs, peak, ...engine }: LaneEngine, clock: number): LaneEngine {
  return {
    ...engine,
    ...(clockPerNs !== undefined && { clockPerNs: clockPerNs * clock }),
    peak: peak * clock,
  };
}

function scaled(peaks: Peaks, clock: number): Peaks {
  return Object.fromEntries(Object.entries(peaks).map(([type, peak]) => [type, peak * clock]));
}
