/**
 * What exchanges put on the links of a network: bytes by link, added up over all exchanges of a run. The caller may count the
 * groups of one instance for those of all that are alike: the hottest links are then those of one instance of many.
 */
import type { ClusterNetwork } from "./cluster-network.ts";
import { linkCountOf, linkOf } from "./link.ts";
import { LinkList } from "./link-list.ts";
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
  /** Links that carried something. */
  readonly #loaded = new LinkList();

  constructor(network: ClusterNetwork) {
    this.#network = network;
    this.#bytes = new Float64Array(linkCountOf(network.topology));
  }

  /** `times` collectives as the network would do them; one of no bytes is none, and is not planned. */
  addCollective(request: CollectiveRequest, times: number): void {
    if (request.bytes === 0) return;
    const loads = this.#network.loads(request);
    if (loads === undefined) return;
    const { links, fractions } = loads;
    for (let at = 0; at < links.length; at++) this.#add(links[at]!, fractions[at]! * request.bytes * times);
  }

  /** `times` messages from one rank to another. */
  addTransfer(bytes: number, source: number, target: number, times: number): void {
    for (const link of this.#network.route(source, target)) this.#add(link, bytes * times);
  }

  #add(link: number, bytes: number): void {
    if (this.#bytes[link] === 0 && bytes !== 0) this.#loaded.push(link);
    this.#bytes[link]! += bytes;
  }

  /** Links that carried something in `elapsedNs`, the hottest first: all, or the first `most`. */
  hottest(elapsedNs: number, most = Number.POSITIVE_INFINITY): LinkLoad[] {
    const { topology } = this.#network;
    const bytesOf = this.#bytes;
    const loaded = this.#loaded.links.slice(0, this.#loaded.length).sort();
    const utilisations = new Float64Array(loaded.length);
    for (const [place, link] of loaded.entries()) {
      utilisations[place] = bytesOf[link]! / (linkOf(topology, link).bandwidth * elapsedNs);
    }
    // Of a million links few are asked for: the least of those is known once bare numbers are sorted.
    const least = loaded.length > most ? utilisations.toSorted()[loaded.length - most]! : 0;
    const loads: LinkLoad[] = [];
    for (const [place, link] of loaded.entries()) {
      const utilisation = utilisations[place]!;
      if (utilisation < least) continue;
      const { source, target, bandwidth } = linkOf(topology, link);
      loads.push({ source, target, bandwidth, bytes: bytesOf[link]!, utilisation });
    }
    return loads.sort((a, b) => b.utilisation - a.utilisation).slice(0, most);
  }
}
