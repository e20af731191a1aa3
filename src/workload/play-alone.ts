/** A workload played in a world of its own: a part of a larger one whose hardware nobody else uses meanwhile. */
import { ScenarioError } from "../base/errors.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Storage } from "../cluster/storage.ts";
import { type Fidelity, World } from "../cluster/world.ts";
import { Simulator } from "../kernel/simulator.ts";
import { ChipAccount } from "../metrics/chip-account.ts";
import { type Workload, type WorkloadResult, wholeResult } from "./workload.ts";

/** How it ended. */
export interface PlayedAlone {
  result: WorkloadResult;
  /** Who waits for what, where it stalled; else empty. */
  waiting: readonly string[];
}

/** Plays `workload`, called `name` in messages, on `cluster`. Throws a `ScenarioError` where it is not over after `eventsMost` events. */
export function playAlone(
  workload: Workload,
  cluster: Cluster,
  {
    name,
    fidelity,
    storage,
    eventsMost,
  }: {
    name: string;
    fidelity?: Fidelity | undefined;
    storage?: Storage | undefined;
    eventsMost?: number | undefined;
  },
): PlayedAlone {
  const simulator = new Simulator(name);
  const world = new World(simulator, cluster, { fidelity, storage });
  workload.claim?.(world);
  workload.start(world);
  const outcome = simulator.run(eventsMost === undefined ? {} : { events: eventsMost });
  if (outcome.status === "event-limit") {
    const expected = `enough for ${name}, which is played by itself and was not over`;
    throw new ScenarioError([{ path: "limits.events", found: `${eventsMost}`, expected }]);
  }
  return {
    result: wholeResult(workload.result(world)),
    waiting: outcome.status === "stalled" ? outcome.waiting : [],
  };
}

/**
 * The account of `chips` over the time of `result`: what it tells of them, the rest idle. Of chips that other jobs have too it
 * is the part `share` of all that.
 */
export function chipAccountOf(chips: number, result?: WorkloadResult, share = 1): ChipAccount {
  const { elapsedNs = 0, chipTime, busyFraction = 0 } = result ?? {};
  const worked = [{ state: "busy", what: "work", chipNs: busyFraction * chips * elapsedNs }] as const;
  const told = (chipTime ?? worked).map((each) => ({ ...each, chipNs: share * each.chipNs }));
  return new ChipAccount(share * chips, elapsedNs, told);
}
