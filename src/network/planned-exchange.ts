/** What a network answers about a collective: its time alone, its messages, its tasks. */
import type { WireView } from "./analytic/wire-views.ts";
import type { CollectivePlan } from "./collectives/collective-plan.ts";
import type { ExchangeGraph } from "./graph/exchange-graph.ts";
import type { Topology } from "./topology.ts";

/** A collective's time alone and how it was reached. */
export interface CollectiveTime {
  timeNs: number;
  algorithm: string;
  chunks: number;
  /** How it sees instances that are joined to an UltraServer. */
  view: WireView["name"];
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
