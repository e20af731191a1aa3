/**
 * Energy: chips draw a fraction of their power while held, and above it what their engines, memory and links draw while they work
 * (`chip-power.ts`); hosts, network cards and fans draw theirs as long as their instance is held, drives of volumes all the time; what
 * is given back draws nothing. The building adds its share.
 */
import { type ChipUse, chipParts, fullUse, workingWatts } from "../hardware/chip-power.ts";
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
    /** Drives of the cluster's volumes. */
    storage: number;
    building: number;
  };
  /** What of the chips at work drew `partsKwh.busyChips`: each part, and the rest of the chip. */
  busyKwh: Record<keyof ChipUse | "rest", number>;
  /** Emitted for it, kg of CO2; undefined where the scenario names no grid. */
  co2Kg?: number;
}

const wattNsPerKwh = 3600e9 * 1000;

/** Energy of instances whose chips did what `account` says, and of drives that draw so much beside them. */
export function energyOf(
  { chips, hostPowerWatts, chip }: Instance,
  account: ChipAccount,
  storageWatts = 0,
): Energy {
  const [busyNs, offNs] = [account.in("busy"), account.in("off")];
  const heldNs = account.chips * account.elapsedNs - offNs;
  const busyKwh = busyKwhOf(chip, account);
  const busyChips = busyKwh.rest + busyKwh.engines + busyKwh.memory + busyKwh.links;
  const waitingChips = ((heldNs - busyNs) * chip.powerWatts * chip.idlePowerFraction) / wattNsPerKwh;
  const hosts = ((heldNs / chips) * hostPowerWatts) / wattNsPerKwh;
  const storage = (account.elapsedNs * storageWatts) / wattNsPerKwh;
  const equipment = busyChips + waitingChips + hosts + storage;
  const building = equipment * (powerUsageEffectiveness - 1);
  return {
    kwh: equipment + building,
    meanWatts: account.elapsedNs > 0 ? (equipment * wattNsPerKwh) / account.elapsedNs : 0,
    partsKwh: { busyChips, waitingChips, hosts, storage, building },
    busyKwh,
  };
}

function busyKwhOf(chip: Instance["chip"], account: ChipAccount): Energy["busyKwh"] {
  const watts = workingWatts(chip);
  const busyNs = account.in("busy");
  const kwh = { engines: 0, memory: 0, links: 0 };
  for (const { state, chipNs, use = fullUse } of account.entries) {
    if (state !== "busy") continue;
    for (const part of chipParts) kwh[part] += (use[part] * watts[part] * chipNs) / wattNsPerKwh;
  }
  return { ...kwh, rest: (busyNs * chip.powerWatts * chip.idlePowerFraction) / wattNsPerKwh };
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
      storage: sum(({ partsKwh }) => partsKwh.storage),
      building: sum(({ partsKwh }) => partsKwh.building),
    },
    busyKwh: {
      engines: sum(({ busyKwh }) => busyKwh.engines),
      memory: sum(({ busyKwh }) => busyKwh.memory),
      links: sum(({ busyKwh }) => busyKwh.links),
      rest: sum(({ busyKwh }) => busyKwh.rest),
    },
  };
}
