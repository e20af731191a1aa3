/** A work of the bench at one size, and what a run of it in a process of its own says. */

import { existsSync, readFileSync } from "node:fs";

/** Something that is timed at several sizes, smallest first. */
export interface Work {
  /** What is done, and of what `sizes` are numbers. */
  name: string;
  sizes: readonly number[];
  /** What `run` counts. */
  unit: string;
  /** Does it; returns the pieces done, and the CPU time of doing them without setting up, s. */
  run(size: number): { pieces: number; seconds: number };
}

/** What several runs measured: the median one, and the least and most CPU time of all. */
export interface Repeated extends Measured {
  secondsLeast: number;
  secondsMost: number;
}

/** What a process measured. */
export interface Measured {
  perSecond: number;
  seconds: number;
  peakBytes: number;
}

/** CPU time of `work`, s. */
export function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Runs `work` at `size` in this process. */
export function measure(work: Work, size: number): Measured {
  const { pieces, seconds } = work.run(size);
  return { perSecond: pieces / seconds, seconds, peakBytes: peakBytes() };
}

/** The largest resident memory of this process: what Linux says of it alone, since a child begins with its parent's figure. */
function peakBytes(): number {
  const file = "/proc/self/status";
  const own = existsSync(file) ? /VmHWM:\s*(\d+)/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) * 1024;
}
