/**
 * What exchanges put on the links of a network: bytes by link, added up over all exchanges of a run. Alike groups in
 * different instances are counted on the links of the first, so the hottest links are those of one instance of many.
 */
import type { ClusterNetwork } from "./cluster-network.ts";
import type { CollectiveRequest } from "./network.ts";

/** A link and what it carried. */
export interface LinkLoad {
  source: number;
  target: number;
  /** Bytes/ns it is built for. */
  bandwidth: number;
  bytes: number;
  /** Bytes over what it could have carried in the time. */
  utilisation: number;
}

/** Adds up the traffic of exchanges. */
export class LinkLoads {
  readonly #network: ClusterNetwork;
  readonly #bytes: Float64Array;

  constructor(network: ClusterNetwork) {
    this.#network = network;
    this.#bytes = new Float64Array(network.topology.links.length);
  }

  /** `times` collectives as the network would do them. */
  addCollective(request: CollectiveRequest, times: number): void {
    const { fractionByLink } = this.#network.collective(request) ?? {};
    for (const [link, fraction] of fractionByLink ?? []) {
      this.#bytes[link] = (this.#bytes[link] as number) + fraction * request.bytes * times;
    }
  }

  /** `times` messages from one rank to another. */
  addTransfer(bytes: number, source: number, target: number, times: number): void {
    for (const link of this.#network.route(source, target)) {
      this.#bytes[link] = (this.#bytes[link] as number) + bytes * times;
    }
  }

  /** Every link that carried something in `elapsedNs`, the hottest first. */
  hottest(elapsedNs: number): LinkLoad[] {
    const loads: LinkLoad[] = [];
    for (const [link, bytes] of this.#bytes.entries()) {
      if (bytes === 0) continue;
      const { source, target, bandwidth } = this.#network.topology.links[link];
      loads.push({ source, target, bandwidth, bytes, utilisation: bytes / (bandwidth * elapsedNs) });
    }
    return loads.sort((a, b) => b.utilisation - a.utilisation);
  }
}
