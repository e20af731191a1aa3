/**
 * Several jobs on one fabric: each repeats a collective among its own ranks, all at the same time, on links that they share. A job's interference is its time beside the others over its time alone.
 */
import { elementAt } from "../base/element-at.ts";
import { Sharing } from "../kernel/sharing/sharing.ts";
import { Simulator } from "../kernel/simulator.ts";
import type { Target } from "../kernel/target.ts";
import type { AnalyticNetwork } from "../network/analytic/analytic-network.ts";
import type { CollectiveOperation } from "../network/collectives/collective-plan.ts";
import { FlowNetwork } from "../network/flows/flow-network.ts";
import { messagesOf, playOverFlows } from "../network/flows/flow-player.ts";
import type { LinkReport } from "../network/flows/link-traffic.ts";
import { playExchange } from "../network/graph/exchange-run.ts";
import { LinkResources } from "../network/graph/link-resources.ts";
import { linkOf } from "../network/link.ts";
import type { PlannedExchange, PlannedMessages } from "../network/planned-exchange.ts";
import { assertPlayable, chosenTime } from "./collective-table.ts";

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
  chunks?: number | undefined;
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
export function shareFabric(
  network: AnalyticNetwork,
  jobs: readonly FabricJob[],
  as: FabricPlay = "tasks",
): SharedFabric {
  const play = players[as];
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

/** How jobs are played: as graphs of tasks, as in any simulation, or message by message, which is their reference. */
export type FabricPlay = "tasks" | "messages";

interface Played {
  /** By job. */
  endNs: ReadonlyMap<string, number>;
  hottest: LinkReport[];
}

const players: Record<FabricPlay, (network: AnalyticNetwork, jobs: readonly FabricJob[]) => Played> = {
  tasks: playTasks,
  messages: playMessages,
};

function playTasks(network: AnalyticNetwork, jobs: readonly FabricJob[]): Played {
  const simulator = new Simulator(`${jobs.length} jobs on ${network.topology.name}`);
  const sharing = new Sharing(simulator);
  const links = new LinkResources(simulator, sharing, network.topology);
  const plays = jobs.map(({ operation, ranks, bytes, algorithm, chunks }, owner) => {
    const chosen = chosenTime(network, { operation, bytes, ranks, algorithm, chunks });
    const request = { operation, bytes, ranks, algorithm: chosen.algorithm, chunks: chosen.chunks };
    const { graph } = network.exchange(request) as PlannedExchange;
    links.claim(links.newUser(), graph);
    return { graph, bytes, chunks: chosen.chunks, owner };
  });
  const endNs = repeated(jobs, (index, client) => playExchange(links, elementAt(plays, index), client, 0));
  finish(simulator);
  return { endNs, hottest: hottestOf(links, jobs, simulator.now) };
}

/** Of links that are always equally loaded, one. */
function hottestOf(links: LinkResources, jobs: readonly FabricJob[], elapsedNs: number): LinkReport[] {
  const byResource = new Map<number, Record<string, number>>();
  for (const [owner, { name }] of jobs.entries()) {
    for (const { resource, used } of links.sharing.usesOf(owner)) {
      const known = byResource.get(resource) ?? {};
      byResource.set(resource, known);
      known[name] = used;
    }
  }
  const reports = [...byResource].map(([resource, bytesByJob]): LinkReport => {
    const link = elementAt(links.linksOf(resource), 0);
    const { source, target, bandwidth } = linkOf(links.topology, link);
    const bytes = Object.values(bytesByJob).reduce((sum, each) => sum + each, 0);
    return { link, source, target, bytes, utilisation: bytes / (bandwidth * elapsedNs), bytesByJob };
  });
  return reports.sort((a, b) => b.utilisation - a.utilisation).slice(0, linksShown);
}

function playMessages(network: AnalyticNetwork, jobs: readonly FabricJob[]): Played {
  const { topology } = network;
  const simulator = new Simulator(`${jobs.length} jobs on ${topology.name}`);
  const flows = new FlowNetwork(simulator, topology);
  const plans = jobs.map(({ name, operation, bytes, ranks, algorithm, chunks }) => {
    const request = { operation, bytes, ranks, algorithm, chunks };
    chosenTime(network, request);
    const { algorithm: _, ...played } = network.messages(request) as PlannedMessages;
    return { ...played, bytes, job: name };
  });
  assertPlayable(jobs.reduce((sum, { repeat }, job) => sum + repeat * messagesOf(elementAt(plans, job)), 0));
  const endNs = repeated(jobs, (index, client) =>
    playOverFlows(flows, elementAt(plans, index), client, { code: 0, now: () => simulator.now }),
  );
  finish(simulator);
  return { endNs, hottest: flows.traffic.hottest(linksShown, simulator.now) };
}

/** Begins what each job does, again and again; tells when each is done once the simulator has run. */
function repeated(
  jobs: readonly FabricJob[],
  begin: (index: number, client: Target) => void,
): ReadonlyMap<string, number> {
  const endNs = new Map<string, number>();
  for (const [index, { name, repeat }] of jobs.entries()) {
    let left = repeat;
    const client = {
      handle(_code: number, now: number) {
        left--;
        if (left === 0) endNs.set(name, now);
        else begin(index, client);
      },
    };
    begin(index, client);
  }
  return endNs;
}

function finish(simulator: Simulator): void {
  const outcome = simulator.run();
  if (outcome.status === "stalled") throw new Error(outcome.waiting.join("; "));
}
