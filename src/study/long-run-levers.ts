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
import type { Summary } from "../simulation/summary.ts";
import { optimalIntervalNs } from "../workload/resilience/checkpoint-interval.ts";

/** A lever of a long run. */
export interface LongRunLever {
  lever: string;
  /** How it is moved. */
  move: string;
  /** Relative change of the time to train; below zero: shorter. */
  change: number;
}

/** Those of the run of `summary`, the one that shortens it most first; none where no failures are simulated or its length is not given. `faster`: the same with twice the network bandwidth. */
export function longRunLevers({ training }: Summary, faster: Summary | undefined): LongRunLever[] {
  const elapsed = training?.time_to_train_s;
  const lost = training?.lost_s as Record<string, number> | undefined;
  if (training === undefined || lost === undefined || !elapsed) return [];
  const { interruptions = 0, goodput_fraction: useful, step_time_s: stepS } = training;
  if (interruptions === 0) return [];
  const part = (share: number, ...names: string[]) =>
    (-share * names.reduce((sum, name) => sum + (lost[name] ?? 0), 0)) / elapsed;
  const fasterS = faster?.training?.step_time_s;
  const levers: LongRunLever[] = [
    { lever: "detection", move: "in half the time", change: part(0.5, "detection") },
    { lever: "slow hosts", move: "noticed in half the time", change: part(0.5, "slow_hosts") },
    { lever: "people", move: "nobody waited for", change: part(1, "waiting") },
    { lever: "spares", move: "always one there", change: part(1, "replacement", "fewer_ranks") },
    { lever: "restart", move: "in half the time", change: part(0.5, "restart") },
    { lever: "checkpoint restore", move: "in half the time", change: part(0.5, "checkpoint_restore") },
    { lever: "compilation", move: "kept in a cache", change: part(1, "compilation") },
    { lever: "checkpoints", move: "saved in half the time", change: part(0.5, "checkpoints") },
    { lever: "interval", move: "at its optimum", change: intervalChange(training, elapsed / interruptions) },
    {
      lever: "interconnect",
      move: "of twice the bandwidth",
      change: fasterS && stepS ? (fasterS / stepS - 1) * (useful ?? 0) : 0,
    },
  ];
  return levers.sort((one, other) => one.change - other.change);
}

/** Of checkpoints at their best interval, where failures strike every `mtbfS` seconds. */
function intervalChange(training: NonNullable<Summary["training"]>, mtbfS: number): number {
  const { checkpoint_interval_s: interval, checkpoint_stall_s: stall } = training;
  if (!interval || stall === undefined || stall === null) return 0;
  const time = (t: number) => Math.expm1((t + stall) / mtbfS) / t;
  return Math.min(0, time(optimalIntervalNs(stall, mtbfS)) / time(interval) - 1);
}
