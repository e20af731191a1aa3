/** What a workload asks of the network: a collective among ranks, or a transfer between two. */

/** Collectives; sizes follow nccl-tests. */
export type CollectiveOperation =
  /** Every rank ends with the sum; `bytes` = the buffer. */
  | "all-reduce"
  /** Every rank ends with all shards; `bytes` = the gathered result. */
  | "all-gather"
  /** Every rank ends with its shard of the sum; `bytes` = a rank's input. */
  | "reduce-scatter"
  /** Every rank sends a different part to every other; `bytes` = a rank's input. */
  | "all-to-all"
  /** The first rank's buffer reaches all; `bytes` = the buffer. */
  | "broadcast";

/** A collective of `bytes` among `ranks`, in ring order. */
export interface CollectiveRequest {
  operation: CollectiveOperation;
  bytes: number;
  ranks: readonly number[];
}

/** Times of isolated exchanges, without software overhead. Ranks are numbered from 0 over the whole cluster. */
export interface Network {
  /** Time of the collective when nothing else uses the links, ns; zero for one rank. */
  collectiveNs(request: CollectiveRequest): number;
  /** Time of a message from one rank to another when nothing else uses the links, ns. */
  transferNs(bytes: number, source: number, target: number): number;
}
