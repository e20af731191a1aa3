/**
 * How a job starts again, in the order in which it happens: its processes are launched and join, the checkpoint is loaded, graphs
 * are compiled where no cache keeps them.
 *
 *     | launch and join | checkpoint restore | compilation |
 */
import type { LossName } from "./losses.ts";

/** What a start takes, ns. */
export interface Restart {
  /** Of launching and joining. */
  launchNs: number;
  /** Nothing is loaded when absent. */
  restoreNs?: number;
  /** Nothing is compiled when absent. */
  compileNs?: number;
}

/** All of it, ns: 300 s to launch, 150 s to load, 900 s to compile come to 1,350 s. */
export function wholeRestartNs({ launchNs, restoreNs = 0, compileNs = 0 }: Restart): number {
  return launchNs + restoreNs + compileNs;
}

/** What its first `ns` go to: of that restart the first 400 s are 300 of restart and 100 of checkpoint restore. */
export function lossesOfRestart(
  { launchNs, restoreNs = 0, compileNs = 0 }: Restart,
  ns: number,
): (readonly [LossName, number])[] {
  const launched = Math.min(ns, launchNs);
  const restored = Math.min(ns - launched, restoreNs);
  return [
    ["restart", launched],
    ["checkpoint restore", restored],
    ["compilation", Math.min(ns - launched - restored, compileNs)],
  ];
}
