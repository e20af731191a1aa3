/**
 * The kernels of one library on one chip: what operators take by themselves, whatever software strings them together. Their
 * constants were fitted to timings of single kernels (`calibrate --kernels`). A library without timings of a kernel on a chip
 * inherits the constants of the nearest that has some, as fractions of the chip's own datasheet, with a wider band; a chip of
 * which nothing was timed has the mean of all (`untimedKernel`).
 *
 * Nearest: the same library on the same chip; the same library on the chips whose kernels are built alike, newest first
 * (Blackwell and Hopper run those of Hopper, older cards and workstation cards those of Ampere); then other libraries likewise.
 */
import { median } from "d3-array";
import type { Chip } from "../../hardware/chip.ts";
import { isHopperLike, kernelPrior } from "./kernel-priors.ts";
import {
  countsHeads,
  type FittedKernel,
  type KernelConstants,
  type KernelSlot,
  type MeasuredKernels,
} from "./kernel-types.ts";
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
 * Measured / predicted on a chip that was left out, 5th and 95th percentile, by `untimedKernel`. (Experts: vLLM's kernel for 8
 * bits on H100 reads its weights at a fifth of what others do.)
 */
const inheritedBands: readonly [slot: RegExp, low: number, high: number][] = [
  [/^matmul/, 0.81, 1.75],
  [/^prefill/, 0.73, 1.66],
  [/^decode/, 0.65, 1.48],
  [/^experts/, 0.78, 4.19],
  [/./, 0.85, 1.8],
];

/** A kernel found for a chip, and whose timings it rests on. */
export interface FoundKernel<Slot extends KernelSlot> extends FittedKernel<Slot> {
  from: MeasuredKernels;
  /** Timed on this very chip and library. */
  isMeasured: boolean;
}

/** Both sizes of the A100 are one chip here. */
const isSameChip = (timed: string, chip: string) =>
  timed === chip || (/^a100/.test(chip) && timed === "a100-80");

/** Whether any kernel was timed on the chip called `name`. */
export function isTimedChip(name: string): boolean {
  return measuredKernels.some((each) => isSameChip(each.chip, name));
}

/** How far `measured` is from `family` on `chip`; 0 is the thing itself. */
function distance(measured: MeasuredKernels, family: string, chip: string): number {
  const otherFamily = measured.family === family ? 0 : 4;
  if (isSameChip(measured.chip, chip)) return otherFamily;
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

/**
 * Constants of `slot` on a chip that was never timed, as fractions of its datasheet. Collectives carry over whole from the
 * nearest chip. Of other kernels each constant is the median of those of all other chips and of what is taken of such kernels
 * before anything is timed, which counts as two chips: timings of a few chips tell as much of how each was timed (with or
 * without the write of new keys and values, H100 and H200 apart by a third on the same shapes) as of chips to come.
 */
export function untimedKernel<Slot extends KernelSlot>(
  slot: Slot,
  family: string,
  chip: Chip,
): KernelConstants[Slot] {
  const name = chip.derivedFrom ?? chip.name;
  const others = measuredKernels.filter((each) => each.kernels[slot] && !isSameChip(each.chip, name));
  const constantsOf = ({ kernels }: MeasuredKernels) => kernels[slot]?.constants as KernelConstants[Slot];
  if (isCollective(slot)) return constantsOf(nearest(others, family, name));
  const prior = kernelPrior(slot, family, name);
  const all = [prior, prior, ...others.map(constantsOf)] as unknown as Readonly<Record<string, unknown>>[];
  const pooled = Object.entries(prior).map(([constant, own]) => {
    const values = all.map((each) => each[constant]).filter(isPositive);
    const isPooled = isPositive(own) && !countsHeads(constant);
    return [constant, isPooled ? Math.exp(median(values.map(Math.log)) as number) : own];
  });
  return Object.fromEntries(pooled);
}

const isCollective = (slot: KernelSlot) => /^nccl|AllReduce$|^allReduce$/.test(slot);

function nearest(among: readonly MeasuredKernels[], family: string, chip: string): MeasuredKernels {
  return among.reduce((best, each) =>
    distance(each, family, chip) < distance(best, family, chip) ? each : best,
  );
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && value > 0;
}

function nearestKernel<Slot extends KernelSlot>(slot: Slot, family: string, chip: Chip): FoundKernel<Slot> {
  const name = chip.derivedFrom ?? chip.name;
  const having = measuredKernels.filter(({ kernels }) => kernels[slot] !== undefined);
  const from = nearest(having, family, name);
  const fitted = from.kernels[slot] as FittedKernel<Slot>;
  const isMeasured = distance(from, family, name) === 0;
  const [, low, high] = inheritedBands.find(([pattern]) => pattern.test(slot)) as (typeof inheritedBands)[0];
  if (isMeasured) return { ...fitted, from, isMeasured };
  const constants = isTimedChip(name) ? fitted.constants : untimedKernel(slot, family, chip);
  return { ...fitted, constants, low, high, from, isMeasured };
}
