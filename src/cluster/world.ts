/**
 * A cluster in simulated time: its links as resources that everything which moves shares max-min fairly, whoever sends it.
 * Jobs tell what they will send before anything moves (`links.claim`), and then play it.
 */
import { Sharing } from "../kernel/sharing/sharing.ts";
import type { Simulator } from "../kernel/simulator.ts";
import { LinkResources } from "../network/graph/link-resources.ts";
import type { Topology } from "../network/topology.ts";
import { JobBoard } from "./job-board.ts";

/** Whether exchanges meet on links (`flow`), or each takes its time alone, an optimistic bound (`analytic`). */
export const fidelities = ["flow", "analytic"] as const;

/** How exchanges are played. */
export type Fidelity = (typeof fidelities)[number];

/** A clock, and what is shared on it. */
export class World {
  readonly simulator: Simulator;
  readonly sharing: Sharing;
  readonly links: LinkResources;
  readonly fidelity: Fidelity;
  readonly board: JobBoard;

  constructor(
    simulator: Simulator,
    topology: Topology,
    { fidelity = "flow", jobs = 1 }: { fidelity?: Fidelity; jobs?: number } = {},
  ) {
    this.simulator = simulator;
    this.board = new JobBoard(jobs);
    this.sharing = new Sharing(simulator);
    this.links = new LinkResources(simulator, this.sharing, topology);
    this.fidelity = fidelity;
  }
}
