/** One collective played over flows on an otherwise empty network: the answer that closed forms are tested against. */
import { Simulator } from "../../kernel/simulator.ts";
import { shapeFor } from "../analytic/group-shape.ts";
import type { CollectiveAlgorithm } from "../collectives/collective-plan.ts";
import { collectives } from "../collectives.ts";
import type { CollectiveRequest } from "../network.ts";
import type { Topology } from "../topology.ts";
import { FlowNetwork } from "./flow-network.ts";
import { type FlowPlay, playOverFlows } from "./flow-player.ts";

/** Time of `request` by the named algorithm, ns. Throws when the algorithm does not do it, or the network stalls. */
export function flowCollectiveNs(
  topology: Topology,
  request: CollectiveRequest & { algorithm: string; chunks: number },
  algorithms: readonly CollectiveAlgorithm[] = collectives,
): number {
  const { operation, bytes, ranks, chunks } = request;
  const { members, ...group } = shapeFor(operation, topology, ranks);
  const plan = algorithms.find(({ name }) => name === request.algorithm)?.plan(operation, group);
  if (plan === undefined) throw new Error(`${request.algorithm} does no ${operation} here`);
  return flowPlayNs(topology, { plan, members, bytes, chunks });
}

/** Time of `play` on `topology`, ns. Throws when the network stalls. */
export function flowPlayNs(topology: Topology, play: FlowPlay): number {
  const simulator = new Simulator(`messages on ${topology.name}`);
  const network = new FlowNetwork(simulator, topology);
  let endNs = 0;
  const client = {
    handle(_code: number, now: number) {
      endNs = now;
    },
  };
  playOverFlows(network, play, client, { code: 0, now: () => simulator.now });
  const outcome = simulator.run();
  if (outcome.status === "stalled") throw new Error(outcome.waiting.join("; "));
  return endNs;
}
