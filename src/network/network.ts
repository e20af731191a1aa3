/** What a workload asks of the network: a collective among ranks, or a transfer between two, each with the links to itself. */
import type { CollectiveOperation } from "./collectives/collective-plan.ts";

/** A collective of `bytes` among `ranks`. */
export interface CollectiveRequest {
  operation: CollectiveOperation;
  /** As nccl-tests count it: see `CollectiveOperation`. */
  bytes: number;
  ranks: readonly number[];
  /** Other groups that run the same collective at the same time; what they send shares the links. */
  simultaneous?: readonly (readonly number[])[] | undefined;
  /** Name of an algorithm, or `best`; the network's own selection when absent. */
  algorithm?: string | undefined;
  /** Parts in which the buffer is pipelined; the best count when absent. */
  chunks?: number | undefined;
}

/** Times of exchanges, without the software's launch costs. Ranks are numbered from 0 over the whole cluster. */
export interface Network {
  /** Time of the collective when nothing else uses the links, ns; zero for one rank. */
  collectiveNs(request: CollectiveRequest): number;
  /** Time of a message from one rank to another when nothing else uses the links, ns. */
  transferNs(bytes: number, source: number, target: number): number;
}
