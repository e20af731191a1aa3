/** Prefill and decode on replicas of their own: what moves between them, and over which links. */
import { counted } from "../../base/counted.ts";
import { ScenarioError } from "../../base/errors.ts";
import type { PlannedExchange } from "../../network/planned-exchange.ts";
import type { WorkloadSetting } from "../workload.ts";
import type { TransferPlan } from "./fleet/kv-transfer.ts";
import type { InferenceOptions } from "./inference-options.ts";
import { kvBytes } from "./pools-from-options.ts";
import type { PlacedReplicas } from "./replica/placed-replicas.ts";

/** Which replicas prefill, and how long keys and values take to the others. */
export function disaggregationPlan(
  options: InferenceOptions,
  { cluster, owner }: WorkloadSetting,
  placed: PlacedReplicas,
): ({ prefillReplicas: number } & TransferPlan) | undefined {
  const { disaggregation } = options;
  if (disaggregation === undefined) return undefined;
  const { prefillReplicas, bandwidth } = disaggregation;
  if (prefillReplicas >= placed.replicas) {
    throw new ScenarioError([
      {
        path: "workload.disaggregation.prefillReplicas",
        found: String(prefillReplicas),
        expected: `fewer than the ${counted(placed.replicas, "replica")} there are`,
      },
    ]);
  }
  const ranks = placed.ranksPerReplica;
  const bytesPerRank = (tokens: number) => (tokens * kvBytes(placed)) / ranks;
  const exchange = (source: number, target: number, bytes: number) => {
    const [first = [], ...simultaneous] = rankPairs(source, target, ranks);
    return { operation: "point-to-point", bytes, ranks: first, simultaneous } as const;
  };
  if (bandwidth !== undefined) {
    const transferNs = (tokens: number) => (tokens * kvBytes(placed)) / bandwidth;
    return { prefillReplicas, transferNs, rankBytes: bytesPerRank };
  }
  return {
    prefillReplicas,
    rankBytes: bytesPerRank,
    transferNs: (tokens: number) =>
      cluster.network.collectiveNs(exchange(0, prefillReplicas, bytesPerRank(tokens))),
    play: (tokens: number, source: number, target: number) => {
      const bytes = bytesPerRank(tokens);
      const { graph, chunks } = cluster.network.exchange(exchange(source, target, bytes)) as PlannedExchange;
      return { graph, chunks, bytes, owner };
    },
  };
}

/** Each rank of a replica with the one in its place in another: it sends its share there. */
function rankPairs(source: number, target: number, ranks: number): [from: number, to: number][] {
  return Array.from({ length: ranks }, (_, rank) => [source * ranks + rank, target * ranks + rank]);
}

/** Links that keys and values may take from any replica that prefills to any that decodes. */
export function transferLinks(
  { cluster }: WorkloadSetting,
  { replicas, ranksPerReplica }: PlacedReplicas,
  prefillReplicas: number,
): number[] {
  const links = new Set<number>();
  for (let source = 0; source < prefillReplicas; source++) {
    for (let target = prefillReplicas; target < replicas; target++) {
      for (const [from, to] of rankPairs(source, target, ranksPerReplica)) {
        for (const link of cluster.network.route(from, to)) links.add(link);
      }
    }
  }
  return [...links];
}
