/**
 * The kernels of one library on one chip: what operators take by themselves, whatever software strings them together. Their
 * constants were fitted to timings of single kernels (`calibrate --kernels`). A chip without timings of a kernel inherits
 * the constants of the nearest one that has some, as fractions of its own datasheet, with a wider band.
 *
 * Nearest: the same library on the same chip; the same library on the chips whose kernels are built alike, newest first
 * (Blackwell and Hopper run those of Hopper, older cards and workstation cards those of Ampere); then other libraries likewise.
 */
import type { Chip } from "../../hardware/chip.ts";
import type { FittedKernel, KernelSlot, MeasuredKernels } from "./kernel-types.ts";
import { ncclA100 } from "./libraries/nccl-a100.ts";
import { ncclH100 } from "./libraries/nccl-h100.ts";
import { ncclH200 } from "./libraries/nccl-h200.ts";
import { trtllmH100 } from "./libraries/trtllm-h100.ts";
import { vllmA100 } from "./libraries/vllm-a100.ts";
import { vllmH100 } from "./libraries/vllm-h100.ts";
import { vllmH200 } from "./libraries/vllm-h200.ts";

/** Every library with timings, in the order in which others inherit from them. */
export const measuredKernels: readonly MeasuredKernels[] = [
  vllmH200,
  vllmH100,
  vllmA100,
  trtllmH100,
  ncclH200,
  ncclH100,
  ncclA100,
];

/**
 * Measured / predicted on a chip that was left out, 5th and 95th percentile: each library's timings predicted by the
 * constants of the nearest other chip.
 */
const inheritedBands: readonly [slot: RegExp, low: number, high: number][] = [
  [/^matmul/, 0.83, 1.24],
  [/^prefill/, 0.64, 2.15],
  [/^decode/, 0.55, 2],
  [/^experts/, 0.62, 2.2],
  [/./, 0.85, 1.8],
];

/** A kernel found for a chip, and whose timings it rests on. */
export interface FoundKernel<Slot extends KernelSlot> extends FittedKernel<Slot> {
  from: MeasuredKernels;
  /** Timed on this very chip and library. */
  isMeasured: boolean;
}

const isHopperLike = (chip: string) => /^(g?[hb][1-3]00|h20)/.test(chip);

/** How far `measured` is from `family` on `chip`; 0 is the thing itself. */
function distance(measured: MeasuredKernels, family: string, chip: string): number {
  const otherFamily = measured.family === family ? 0 : 4;
  if (measured.chip === chip || (/^a100/.test(chip) && measured.chip === "a100-80")) return otherFamily;
  return otherFamily + (isHopperLike(measured.chip) === isHopperLike(chip) ? 1 : 2);
}

/** Found before, by chip and by slot and family: every operator of every step asks. */
const found = new WeakMap<Chip, Map<string, FoundKernel<KernelSlot>>>();

/** The kernel `slot` of `family` on `chip`, its own or the nearest; every slot has one somewhere. */
export function kernelFor<Slot extends KernelSlot>(
  slot: Slot,
  family: string,
  chip: Chip,
): FoundKernel<Slot> {
  const ofChip = found.get(chip) ?? new Map<string, FoundKernel<KernelSlot>>();
  found.set(chip, ofChip);
  const key = `${slot} ${family}`;
  const known = ofChip.get(key) as FoundKernel<Slot> | undefined;
  if (known !== undefined) return known;
  const kernel = nearestKernel(slot, family, chip);
  ofChip.set(key, kernel);
  return kernel;
}

function nearestKernel<Slot extends KernelSlot>(slot: Slot, family: string, chip: Chip): FoundKernel<Slot> {
  const name = chip.derivedFrom ?? chip.name;
  const having = measuredKernels.filter(({ kernels }) => kernels[slot] !== undefined);
  const from = having.reduce((best, each) =>
    distance(each, family, name) < distance(best, family, name) ? each : best,
  );
  const fitted = from.kernels[slot] as FittedKernel<Slot>;
  const isMeasured = distance(from, family, name) === 0;
  const [, low, high] = inheritedBands.find(([pattern]) => pattern.test(slot)) as (typeof inheritedBands)[0];
  return { ...fitted, ...(isMeasured ? {} : { low, high }), from, isMeasured };
}
