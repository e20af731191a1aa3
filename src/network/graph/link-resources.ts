/** The links of a network as shared resources: each becomes one when something first moves over it. */

import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import type { Sharing } from "../../kernel/sharing/sharing.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import type { Topology } from "../topology.ts";
import type { TransferClass } from "./exchange-graph.ts";

const none = -1;

/** Links on which tasks meet. */
export class LinkResources {
  readonly simulator: Simulator;
  readonly sharing: Sharing;
  readonly topology: Topology;
  readonly #resourceOf: Int32Array;
  readonly #linkOf = new Map<number, number>();
  readonly #usages = new WeakMap<TransferClass, Usage>();

  constructor(simulator: Simulator, sharing: Sharing, topology: Topology) {
    this.simulator = simulator;
    this.sharing = sharing;
    this.topology = topology;
    this.#resourceOf = new Int32Array(topology.links.length).fill(none);
  }

  /** The resource that `link` is. */
  resourceOf(link: number): number {
    if (this.#resourceOf[link] !== none) return this.#resourceOf[link];
    const { bandwidth, source, target } = this.topology.links[link];
    const resource = this.sharing.add(bandwidth, () => `link ${source} > ${target}`);
    this.#resourceOf[link] = resource;
    this.#linkOf.set(resource, link);
    return resource;
  }

  /** The link that `resource` is; undefined for other resources. */
  linkOf(resource: number): number | undefined {
    return this.#linkOf.get(resource);
  }

  /** What a class of transfers uses per byte of buffer. */
  usage(transfers: TransferClass): Usage {
    const known = this.#usages.get(transfers);
    if (known !== undefined) return known;
    const usage = {
      resources: transfers.links.map((link) => this.resourceOf(link)),
      amounts: transfers.fractions,
      weight: 1 / transfers.longest,
    };
    this.#usages.set(transfers, usage);
    return usage;
  }
}
