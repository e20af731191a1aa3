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

  /** Links that carried something in `elapsedNs`, the hottest first: all, or the first `most`. */
  hottest(elapsedNs: number, most = Number.POSITIVE_INFINITY): LinkLoad[] {
    const { links } = this.#network.topology;
    const bytesOf = this.#bytes;
    const loaded: number[] = [];
    for (let link = 0; link < bytesOf.length; link++) if (bytesOf[link] !== 0) loaded.push(link);
    const utilisations = Float64Array.from(
      loaded,
      (link) => bytesOf[link]! / (links[link]!.bandwidth * elapsedNs),
    );
    // Of a million links few are asked for: the least of those is known once bare numbers are sorted.
    const least = loaded.length > most ? utilisations.toSorted()[loaded.length - most]! : 0;
    const loads: LinkLoad[] = [];
    for (const [place, link] of loaded.entries()) {
      const utilisation = utilisations[place]!;
      if (utilisation < least) continue;
      const { source, target, bandwidth } = links[link]!;
      loads.push({ source, target, bandwidth, bytes: bytesOf[link]!, utilisation });
    }
    return loads.sort((a, b) => b.utilisation - a.utilisation).slice(0, most);
  }
}
