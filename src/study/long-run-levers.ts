/**
 * What would shorten a run of weeks among failures: faults noticed sooner, hosts that stand by, checkpoints at their best interval, a wider
 * network. Each as the share of the time to train that it takes off, from the account of the run itself, so that levers are not
 * lost in the scatter of other failures:
 *
 *     detection, restart, restores, slow hosts in half the time    half of the time lost to it
 *     spares, people, compilation                        all of the time lost to waiting for a host, or for somebody, or to compiling
 *     checkpoints saved in half the time                 half of their stalls
 *     interval at its optimum                            e^((t + d)/M) - 1 over t, there and here (Daly), of the run
 *     interconnect of twice the bandwidth                what a step then takes less, of the useful time
 *
 * To first order: a shorter run also meets fewer failures.
 */
import { optimalIntervalNs } from "../workload/resilience/checkpoint-interval.ts";

/** A lever of a long run. */
export interface LongRunLever {
  lever: string;
  /** How it is moved. */
  move: string;
  /** Relative change of the time to train; below zero: shorter. */
  change: number;
}

/** What a kind of workload measures of a run among failures, by the names that training has for it. */
interface LongRunFigures {
  time_to_train_s?: number | null;
  /** By what took it. */
  lost_s?: Readonly<Record<string, number>>;
  interruptions?: number;
  goodput_fraction?: number;
  checkpoint_interval_s?: number;
  checkpoint_stall_s?: number;
}

/** The time of a step as it is, and with twice the network bandwidth, which is asked where it matters. */
export interface StepPace {
  pace: number;
  faster(): number | null | undefined;
}

/**
 * Those of the run with `figures`, the one that shortens it most first; none where no failures are simulated or its length is
 * not given.
 */
export function longRunLevers(figures: LongRunFigures, { pace, faster }: StepPace): LongRunLever[] {
  const { time_to_train_s: elapsed, lost_s: lost, interruptions = 0, goodput_fraction: useful } = figures;
  if (lost === undefined || !elapsed || interruptions === 0) return [];
  const part = (share: number, ...names: string[]) =>
    (-share * names.reduce((sum, name) => sum + (lost[name] ?? 0), 0)) / elapsed;
  const fasterPace = faster();
  const levers: LongRunLever[] = [
    { lever: "detection", move: "in half the time", change: part(0.5, "detection") },
    { lever: "slow hosts", move: "noticed in half the time", change: part(0.5, "slow_hosts") },
    { lever: "people", move: "nobody waited for", change: part(1, "waiting") },
    { lever: "spares", move: "always one there", change: part(1, "replacement", "fewer_ranks") },
    { lever: "restart", move: "in half the time", change: part(0.5, "restart") },
    { lever: "checkpoint restore", move: "in half the time", change: part(0.5, "checkpoint_restore") },
    { lever: "compilation", move: "kept in a cache", change: part(1, "compilation") },
    { lever: "checkpoints", move: "saved in half the time", change: part(0.5, "checkpoints") },
    { lever: "interval", move: "at its optimum", change: intervalChange(figures, elapsed / interruptions) },
    {
      lever: "interconnect",
      move: "of twice the bandwidth",
      change: fasterPace ? (fasterPace / pace - 1) * (useful ?? 0) : 0,
    },
  ];
  return levers.sort((one, other) => one.change - other.change);
}

/** Of checkpoints at their best interval, where failures strike every `mtbfS` seconds. */
function intervalChange(figures: LongRunFigures, mtbfS: number): number {
  const { checkpoint_interval_s: interval, checkpoint_stall_s: stall } = figures;
  if (!interval || stall === undefined || stall === null) return 0;
  const time = (t: number) => Math.expm1((t + stall) / mtbfS) / t;
  return Math.min(0, time(optimalIntervalNs(stall, mtbfS)) / time(interval) - 1);
}
