/** What a network answers about a collective: its time alone, its messages, its tasks. */
import type { CollectivePlan } from "./collectives/collective-plan.ts";
import type { ExchangeGraph } from "./graph/exchange-graph.ts";
import type { Topology } from "./topology.ts";

/** A collective's time alone and how it was reached. */
export interface CollectiveTime {
  timeNs: number;
  algorithm: string;
  chunks: number;
  /** Set where instances of an UltraServer are dealt with as if only their cards joined them. */
  isByInstance: boolean;
}

/** A collective as messages. */
export interface PlannedMessages {
  plan: CollectivePlan;
  /** Ranks in the order of the plan's members. */
  members: readonly number[];
  algorithm: string;
  chunks: number;
  /** The wires as its messages find them. */
  wires: Topology;
}

/** A collective as a graph of tasks, and in how many chunks. */
export interface PlannedExchange {
  graph: ExchangeGraph;
  chunks: number;
}
