/**
 * Multiprocessors (SMs) of a GPU: how many blocks of a kernel run side by side, which is what small kernels are bound by.
 * Counts are those of the vendors' architecture white papers (recalled). A GPU that is not listed has as many as its
 * dense 16-bit peak holds of one's in its generation, 7.5 TFLOPS in Hopper and where the generation is not known, at least 16.
 */
import type { RankDevice } from "../../hardware/chip.ts";

const counts: readonly [pattern: RegExp, count: number][] = [
  [/^a100/, 108],
  [/^h[12]00/, 132],
  [/^h20/, 78],
  [/^g?b[23]00/, 148],
  [/^rtx-pro-6000/, 188],
  [/^l40s?$/, 142],
  [/^l4$/, 58],
  [/^a10g?$/, 80],
  [/^v100/, 80],
  [/^t4$/, 40],
  [/^mi3\d\d/, 304],
];

/** 989 TFLOPS over 132 multiprocessors, flops/ns. */
const hopperPeak = 989e3 / 132;
/** The same of V100, A100, L40S, B200 and MI300X. */
const peakOfGeneration: Readonly<Record<string, number>> = {
  Volta: 125e3 / 80,
  Ampere: 312e3 / 108,
  "Ada Lovelace": 362e3 / 142,
  Blackwell: 2250e3 / 148,
  "CDNA 3": 1307e3 / 304,
};

/** Multiprocessors of `device`. */
export function multiprocessors({ chip, peaks }: RankDevice): number {
  const name = (chip.derivedFrom ?? chip.name).toLowerCase();
  const known = counts.find(([pattern]) => pattern.test(name));
  if (known !== undefined) return known[1];
  const peak = peaks.bf16 ?? peaks.fp16 ?? peaks.fp32 ?? hopperPeak;
  return Math.max(16, Math.round(peak / (peakOfGeneration[chip.coreGeneration] ?? hopperPeak)));
}

/**
 * FLOPs that one of `device`'s multiprocessors loads operands of `bytes` for in whole tiles, flops/ns: in Hopper as many as
 * an H100 computes, whatever part of that the chip is sold with; none of its own in other generations.
 */
export function loadedPeak({ chip }: RankDevice, bytes: number): number {
  return chip.coreGeneration === "Hopper" ? (hopperPeak * 2) / bytes : 0;
}
