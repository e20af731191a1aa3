/** The network of a cluster as jobs see it: exchanges among ranks numbered from 0, alone or as graphs of tasks on links. */

import type { KeptLoads } from "./analytic/pricing-loads.ts";
import type { CollectiveRequest, Network } from "./network.ts";
import type { CollectiveTime, PlannedExchange } from "./planned-exchange.ts";
import type { Topology } from "./topology.ts";

/** A network of which a job has all ranks, or some. */
export interface ClusterNetwork extends Network {
  /** The whole fabric, whose nodes are numbered over all of the cluster. */
  readonly topology: Topology;
  /** The same where instances that wires join to an UltraServer exchange over their cards alone; undefined where there are none. */
  readonly byCards: ClusterNetwork | undefined;
  /** The collective's time alone and algorithm; undefined for fewer than two ranks. */
  collective(request: CollectiveRequest): CollectiveTime | undefined;
  /** Fractions of the buffer that cross links; undefined for fewer than two ranks. */
  loads(request: CollectiveRequest): KeptLoads | undefined;
  /** The collective as a graph of tasks; undefined for fewer than two ranks. */
  exchange(request: CollectiveRequest): PlannedExchange | undefined;
  /** Those of `groups` that can meet the first of them on links. */
  meeting(groups: readonly (readonly number[])[]): readonly (readonly number[])[];
  /** Links from one rank to another, in order. */
  route(source: number, target: number): readonly number[];
}
