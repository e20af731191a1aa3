/**
 * Energy: chips draw their full power while at work and a fraction of it while held and not at work; hosts, network cards and
 * fans draw theirs as long as their instance is held; what is given back draws nothing. The building adds its share.
 */
import { powerUsageEffectiveness } from "../hardware/facility.ts";
import type { Instance } from "../hardware/instance.ts";
import type { ChipAccount } from "./chip-account.ts";

/** What a run draws. */
export interface Energy {
  kwh: number;
  /** Mean power of the IT equipment, W. */
  meanWatts: number;
  /** Parts of `kwh`. */
  partsKwh: {
    /** Chips at work, and held but not at work. */
    busyChips: number;
    waitingChips: number;
    hosts: number;
    building: number;
  };
  /** Emitted for it, kg of CO2; undefined where the scenario names no grid. */
  co2Kg?: number;
}

const wattNsPerKwh = 3600e9 * 1000;

/** Energy of instances whose chips did what `account` says. */
export function energyOf({ chips, hostPowerWatts, chip }: Instance, account: ChipAccount): Energy {
  const [busyNs, offNs] = [account.in("busy"), account.in("off")];
  const heldNs = account.chips * account.elapsedNs - offNs;
  const busyChips = (busyNs * chip.powerWatts) / wattNsPerKwh;
  const waitingChips = ((heldNs - busyNs) * chip.powerWatts * chip.idlePowerFraction) / wattNsPerKwh;
  const hosts = ((heldNs / chips) * hostPowerWatts) / wattNsPerKwh;
  const equipment = busyChips + waitingChips + hosts;
  const building = equipment * (powerUsageEffectiveness - 1);
  return {
    kwh: equipment + building,
    meanWatts: account.elapsedNs > 0 ? (equipment * wattNsPerKwh) / account.elapsedNs : 0,
    partsKwh: { busyChips, waitingChips, hosts, building },
  };
}

/** Of several sets of instances together, on a grid that emits so much. */
export function sumOfEnergy(all: readonly Energy[], gramsCo2PerKwh?: number): Energy {
  const sum = (of: (energy: Energy) => number) => all.reduce((total, each) => total + of(each), 0);
  const kwhTotal = sum(({ kwh }) => kwh);
  return {
    ...(gramsCo2PerKwh !== undefined && { co2Kg: (kwhTotal * gramsCo2PerKwh) / 1000 }),
    kwh: kwhTotal,
    meanWatts: sum(({ meanWatts }) => meanWatts),
    partsKwh: {
      busyChips: sum(({ partsKwh }) => partsKwh.busyChips),
      waitingChips: sum(({ partsKwh }) => partsKwh.waitingChips),
      hosts: sum(({ partsKwh }) => partsKwh.hosts),
      building: sum(({ partsKwh }) => partsKwh.building),
    },
  };
}
