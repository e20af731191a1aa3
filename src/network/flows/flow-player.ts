/**
 * Plays a plan over flows: every transfer is a message that contends with all others on the network. A rank starts a step of
 * a track when it has sent and received all of its step before; no rank waits for others. A rank starts its messages of a step
 * one after the other.
 *
 * Event count: transfers x repetitions x chunks, about four each.
 */
import type { Target } from "../../kernel/target.ts";
import type { CollectivePlan } from "../collectives/collective-plan.ts";
import type { Topology } from "../topology.ts";
import type { FlowNetwork } from "./flow-network.ts";
import { TrackRun, TrackSteps } from "./track-run.ts";

/** What to play. */
export interface FlowPlay {
  plan: CollectivePlan;
  /** Nodes of the members, in the plan's order. */
  members: readonly number[];
  /** The buffer. */
  bytes: number;
  /** Parts in which it is pipelined; 1 when absent. */
  chunks?: number;
  /** The network's links, by whose routes messages go; the network itself when absent. */
  wires?: Topology;
  /** Whose traffic it is. */
  job?: string;
}

/** Messages that `play` takes. */
export function messagesOf({ plan, chunks = 1 }: FlowPlay): number {
  const steps = plan.tracks.flatMap(({ phases }) => phases.flat());
  return chunks * steps.reduce((sum, { transfers, repeat }) => sum + repeat * transfers.length, 0);
}

/** Starts `play` now; tells `client` with `code` when every rank has done its part. */
export function playOverFlows(
  network: FlowNetwork,
  play: FlowPlay,
  client: Target,
  { code, now }: { code: number; now: () => number },
): void {
  const { plan, members, bytes, chunks = 1, wires, job } = play;
  const runs: TrackRun[] = [];
  let unfinished = plan.tracks.length * chunks;
  const done = () => {
    unfinished--;
    if (unfinished === 0) client.handle(code, now());
  };
  for (const track of plan.tracks) {
    const steps = new TrackSteps(track, members.length);
    let ahead: TrackRun | undefined;
    for (let chunk = 0; chunk < chunks; chunk++) {
      ahead = new TrackRun({ network, wires, steps, members, bytes: bytes / chunks, job, done }, ahead);
      runs.push(ahead);
    }
  }
  for (const run of runs) run.start();
}
