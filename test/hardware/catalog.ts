/** Looks catalog entries up by name, and the totals of an instance that datasheets print. */
import type { Chip, DataType } from "../../src/hardware/chip.ts";
import { chips } from "../../src/hardware/chips.ts";
import type { Instance } from "../../src/hardware/instance.ts";
import { instances } from "../../src/hardware/instances.ts";

export const GiB = 2 ** 30;
export const MiB = 2 ** 20;
export const KiB = 2 ** 10;

function named<Thing extends { name: string }>(things: readonly Thing[], name: string): Thing {
  const thing = things.find((candidate) => candidate.name === name);
  if (thing === undefined) throw new Error(`no ${name} in the catalog`);
  return thing;
}

export const chip = (name: string): Chip => named(chips, name);
export const instance = (name: string): Instance => named(instances, name);

/** Dense TFLOPS of all chips of an instance. */
export function tflops(name: string, type: DataType): number {
  const { chip, chips } = instance(name);
  return ((chip.peaks[type] as number) * chips) / 1e3;
}

/** TFLOPS with structured sparsity of all chips of an instance. */
export function sparseTflops(name: string, type: DataType): number {
  const { chip, chips } = instance(name);
  return ((chip.sparsePeaks?.[type] as number) * chips) / 1e3;
}

/** Device memory of all chips, GiB. */
export function memoryGib(name: string): number {
  const { chip, chips } = instance(name);
  return (chip.memory.bytes * chips) / GiB;
}

/** Memory bandwidth of all chips, GB/s. */
export function memoryBandwidth(name: string): number {
  const { chip, chips } = instance(name);
  return chip.memory.bandwidth * chips;
}

/** Network bandwidth of an instance, Gb/s (1 byte/ns = 8 Gb/s). */
export function networkGbps(name: string): number {
  return instance(name).scaleOut.bandwidth * 8;
}
