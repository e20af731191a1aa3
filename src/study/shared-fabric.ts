/**
 * Several jobs on one fabric: each repeats a collective among its own ranks, all at the same time, over flows that share
 * links. A job's interference is its time beside the others over its time alone.
 */
import { Simulator } from "../kernel/simulator.ts";
import { type AnalyticNetwork, shapeFor } from "../network/analytic-network.ts";
import type { CollectiveOperation } from "../network/collectives/collective-plan.ts";
import { collectives } from "../network/collectives.ts";
import { playOverFlows } from "../network/flow-player.ts";
import { FlowNetwork } from "../network/flows/flow-network.ts";
import type { LinkReport } from "../network/flows/link-traffic.ts";
import { chosenTime } from "./collective-table.ts";

/** A job and what it does again and again. */
export interface FabricJob {
  name: string;
  ranks: readonly number[];
  operation: CollectiveOperation;
  bytes: number;
  /** How often it does so. */
  repeat: number;
  /** Name of an algorithm or `best`; the runtime's own selection when absent. */
  algorithm?: string;
  /** Parts in which the buffer is pipelined; the best count when absent. */
  chunks?: number;
}

/** What sharing costs one job. */
export interface JobInterference {
  job: string;
  ranks: number;
  algorithm: string;
  /** Time of one collective, ns, alone and beside the others. */
  alone_ns: number;
  shared_ns: number;
  /** `shared_ns / alone_ns`. */
  slowdown: number;
}

/** What happens when jobs share a fabric; schema `trnsim.shared-fabric/1`. */
export interface SharedFabric {
  schema: "trnsim.shared-fabric/1";
  jobs: JobInterference[];
  /** The links that carried most for their width while all jobs ran, hottest first. */
  hottest_links: LinkReport[];
}

const linksShown = 10;

/** Plays `jobs` on the links of `network`, each alone and all together. */
export function shareFabric(network: AnalyticNetwork, jobs: readonly FabricJob[]): SharedFabric {
  const together = play(network, jobs);
  return {
    schema: "trnsim.shared-fabric/1",
    jobs: jobs.map((job) => {
      const aloneNs = (play(network, [job]).endNs.get(job.name) ?? 0) / job.repeat;
      const sharedNs = (together.endNs.get(job.name) ?? 0) / job.repeat;
      return {
        job: job.name,
        ranks: job.ranks.length,
        algorithm: algorithmOf(network, job).algorithm,
        alone_ns: aloneNs,
        shared_ns: sharedNs,
        slowdown: sharedNs / aloneNs,
      };
    }),
    hottest_links: together.hottest,
  };
}

function algorithmOf(network: AnalyticNetwork, { operation, bytes, ranks, algorithm, chunks }: FabricJob) {
  return chosenTime(network, { operation, bytes, ranks, algorithm, chunks });
}

function play(network: AnalyticNetwork, jobs: readonly FabricJob[]) {
  const { topology } = network;
  const simulator = new Simulator(`${jobs.length} jobs on ${topology.name}`);
  const flows = new FlowNetwork(simulator, topology);
  const endNs = new Map<string, number>();
  for (const job of jobs) {
    const { algorithm, chunks } = algorithmOf(network, job);
    const group = shapeFor(job.operation, topology, job.ranks);
    const plan = collectives.find(({ name }) => name === algorithm)?.plan(job.operation, group);
    if (plan === undefined) throw new Error(`${algorithm} does no ${job.operation} here`);
    const what = { plan, members: group.members, bytes: job.bytes, chunks, job: job.name };
    let left = job.repeat;
    const client = {
      handle(_code: number, now: number) {
        left--;
        if (left === 0) endNs.set(job.name, now);
        else begin();
      },
    };
    const begin = () => playOverFlows(flows, what, client, { code: 0, now: () => simulator.now });
    begin();
  }
  const outcome = simulator.run();
  if (outcome.status === "stalled") throw new Error(outcome.waiting.join("; "));
  return { endNs, hottest: flows.traffic.hottest(linksShown, simulator.now) };
}
