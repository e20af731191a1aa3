/** What one run of a job came to: for how long it held its accelerators, what it saved, and what was lost to what. */
import type { FailureCause } from "../resilience/failure-model.ts";
import { downtimeNames, type LossName } from "../resilience/losses.ts";
import { lossesOfRestart, type Restart, wholeRestartNs } from "../resilience/restart.ts";

/** Why time of a run was lost. */
export type RunLossName = LossName | "data transfer";

/** A stop that is announced `atNs` after the start of a run, and done `noticeNs` later unless the job has saved its state before. */
export interface RunStop {
  atNs: number;
  noticeNs: number;
  /** Why, for people. */
  cause: string;
}

/** What a run came to. */
export interface PlayedRun {
  /** For how long it held its accelerators, ns. */
  heldNs: number;
  /** Work that need not be done again, ns. */
  savedNs: number;
  /** Whether the job is done. */
  isOver: boolean;
  interruptions: number;
  strikesNs: readonly number[];
  /** Faults that canaries and checks found in it, and those that still hide on its instances when it leaves. */
  found: number;
  hidden: readonly FailureCause[];
  /** Sums to `heldNs` with `savedNs`. */
  lostNs: ReadonlyMap<RunLossName, number>;
  byCause: ReadonlyMap<string, { count: number; lostNs: number }>;
}

/** What the time after a stop is taken off from, where it finds a job that stands still: what comes last first. */
const backwards: readonly RunLossName[] = [...downtimeNames.toReversed(), "checkpoints", "lost work"];

/** A run that nothing touches. */
export function undisturbedRun(
  workNs: number,
  {
    endNs,
    stallsNs,
    restart,
    fetchNs,
  }: { endNs: number; stallsNs: number; restart: Restart; fetchNs: number },
): PlayedRun {
  const lostNs = new Map<RunLossName, number>();
  if (fetchNs > 0) lostNs.set("data transfer", fetchNs);
  if (stallsNs > 0) lostNs.set("checkpoints", stallsNs);
  loseRestart(lostNs, restart);
  const heldNs = fetchNs + wholeRestartNs(restart) + endNs;
  return {
    heldNs,
    savedNs: workNs,
    isOver: true,
    interruptions: 0,
    strikesNs: [],
    found: 0,
    hidden: [],
    lostNs,
    byCause: noCauses,
  };
}

const noCauses: PlayedRun["byCause"] = new Map();

/** Enters the first `ns` of `restart`, all of it when absent. */
export function loseRestart(
  lostNs: Map<RunLossName, number>,
  restart: Restart,
  ns = wholeRestartNs(restart),
): void {
  for (const [name, each] of lossesOfRestart(restart, ns)) {
    if (each > 0) lostNs.set(name, (lostNs.get(name) ?? 0) + each);
  }
}

/** A run that is stopped before its data is there, its restart over and its instances checked has done nothing. */
export function stoppedBefore(
  { atNs, cause }: RunStop,
  {
    fetchNs,
    restart,
    brought,
    found = 0,
  }: { fetchNs: number; restart: Restart; brought: readonly FailureCause[]; found?: number },
): PlayedRun {
  const fetchedNs = Math.min(fetchNs, atNs);
  const restartedNs = Math.min(wholeRestartNs(restart), atNs - fetchedNs);
  const lostNs = new Map<RunLossName, number>([["data transfer", fetchedNs]]);
  loseRestart(lostNs, restart, restartedNs);
  const checkedNs = atNs - fetchedNs - restartedNs;
  if (checkedNs > 0) lostNs.set("preflight", checkedNs);
  return {
    heldNs: atNs,
    savedNs: 0,
    isOver: false,
    interruptions: 0,
    strikesNs: [],
    found,
    hidden: brought,
    lostNs,
    byCause: new Map([[cause, { count: 1, lostNs: atNs }]]),
  };
}

/** Takes `ns` off from what was lost last. */
export function cutShort(lostNs: Map<RunLossName, number>, ns: number): void {
  let left = ns;
  for (const name of backwards) {
    const cut = Math.min(left, lostNs.get(name) ?? 0);
    lostNs.set(name, (lostNs.get(name) ?? 0) - cut);
    left -= cut;
  }
}
