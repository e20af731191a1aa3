/** Exchanges at given times on one network, played message by message (the reference) and as graphs of tasks. */
import { Sharing } from "../../src/kernel/sharing/sharing.ts";
import { Simulator } from "../../src/kernel/simulator.ts";
import type { AnalyticNetwork } from "../../src/network/analytic/analytic-network.ts";
import type { CollectiveOperation } from "../../src/network/collectives/collective-plan.ts";
import { FlowNetwork } from "../../src/network/flows/flow-network.ts";
import { playOverFlows } from "../../src/network/flows/flow-player.ts";
import type { ExchangeGraph } from "../../src/network/graph/exchange-graph.ts";
import { playExchange } from "../../src/network/graph/exchange-run.ts";
import { graphOf } from "../../src/network/graph/graph-builder.ts";
import { LinkResources } from "../../src/network/graph/link-resources.ts";
import type { PlannedMessages } from "../../src/network/planned-exchange.ts";

/** An exchange; the network's own algorithm and chunks where they are not given. */
export interface Exchange {
  operation: CollectiveOperation;
  bytes: number;
  ranks: readonly number[];
  startNs?: number;
  algorithm?: string;
  chunks?: number;
}

/** Runs `start` for each exchange at its time; when each ends, ns. */
function ends(
  simulator: Simulator,
  exchanges: readonly Exchange[],
  start: (index: number, done: { handle(code: number, now: number): void }) => void,
): number[] {
  const endNs = new Array<number>(exchanges.length).fill(Number.NaN);
  const done = {
    handle(code: number, now: number) {
      endNs[code] = now;
    },
  };
  const starter = { handle: (code: number) => start(code, done) };
  for (const [index, { startNs = 0 }] of exchanges.entries()) simulator.scheduleAt(startNs, starter, index);
  const outcome = simulator.run();
  if (outcome.status !== "completed") throw new Error(JSON.stringify(outcome));
  return endNs;
}

/** Ends of `exchanges`, ns, when every message is a flow. */
export function byMessages(network: AnalyticNetwork, exchanges: readonly Exchange[]): number[] {
  const simulator = new Simulator("messages");
  const flows = new FlowNetwork(simulator, network.topology);
  return ends(simulator, exchanges, (index, done) => {
    const { bytes } = exchanges[index]!;
    const play = { ...(network.messages(exchanges[index]!) as PlannedMessages), bytes };
    playOverFlows(flows, play, done, { code: index, now: () => simulator.now });
  });
}

/** The same when exchanges are graphs of tasks; also how many events that took. */
export function byGraphs(network: AnalyticNetwork, exchanges: readonly Exchange[]): number[] {
  const simulator = new Simulator("graphs");
  const links = new LinkResources(simulator, new Sharing(simulator), network.topology);
  return ends(simulator, exchanges, (index, done) => {
    const { plan, members, chunks, wires } = network.messages(exchanges[index]!) as PlannedMessages;
    playExchange(
      links,
      { graph: graphOf(wires, plan, [members]), bytes: exchanges[index]!.bytes, chunks },
      done,
      index,
    );
  });
}

/** Time of `graph` with every track and every link by itself, ns. */
export function playedNs(graph: ExchangeGraph, bytes: number, chunks: number): number {
  const simulator = new Simulator("every link by itself");
  const links = new LinkResources(simulator, new Sharing(simulator), graph.topology, false);
  links.claim(links.newUser(), graph);
  let endNs = 0;
  playExchange(
    links,
    { graph, bytes, chunks },
    {
      handle: (_, now) => {
        endNs = now;
      },
    },
    0,
  );
  simulator.run();
  return endNs;
}
