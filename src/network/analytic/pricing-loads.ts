/** What plans put on links while they are priced, in columns by link. */
import { linkCountOf, linkOf } from "../link.ts";
import { LinkList } from "../link-list.ts";
import type { Topology } from "../topology.ts";

/** Loads and figures by link that plans on one topology are priced with, one after the other: as long as it has links. */
export class Scratch {
  readonly figures: LinkFigures;
  readonly all: Loads;
  readonly phase: Loads;
  readonly step: Loads;

  constructor(topology: Topology) {
    this.figures = new LinkFigures(topology);
    this.all = new Loads(this.figures);
    this.phase = new Loads(this.figures);
    this.step = new Loads(this.figures);
  }
}

/** What pricing reads of links, in columns, each link read when a route first crosses it. */
export class LinkFigures {
  readonly startNs: Float64Array;
  readonly latencyNs: Float64Array;
  /** Bytes/ns; 0 of a link that was not read yet. */
  readonly bandwidth: Float64Array;
  readonly #topology: Topology;

  constructor(topology: Topology) {
    const links = linkCountOf(topology);
    this.#topology = topology;
    this.startNs = new Float64Array(links);
    this.latencyNs = new Float64Array(links);
    this.bandwidth = new Float64Array(links);
  }

  /** Reads a link where nobody has yet. */
  read(link: number): void {
    if (this.bandwidth[link] !== 0) return;
    const { startNs, latencyNs, bandwidth } = linkOf(this.#topology, link);
    this.startNs[link] = startNs;
    this.latencyNs[link] = latencyNs;
    this.bandwidth[link] = bandwidth;
  }
}

/** Fractions of the buffer that crossed links, in the order in which they got them. */
export interface KeptLoads {
  links: Int32Array;
  fractions: Float64Array;
}

/** Fractions of the buffer that cross each link. */
export class Loads {
  readonly #figures: LinkFigures;
  readonly #fractions: Float64Array;
  /** Links with a load, in the order in which they got it. */
  readonly #loaded = new LinkList();
  /** Time per byte of buffer on each link, ns, as of when the loads were last divided by what links carry. */
  readonly nsPerByteOf: Float64Array;

  constructor(figures: LinkFigures) {
    this.#figures = figures;
    this.#fractions = new Float64Array(figures.bandwidth.length);
    this.nsPerByteOf = new Float64Array(figures.bandwidth.length);
  }

  clear(): void {
    const { links, length } = this.#loaded;
    for (let at = 0; at < length; at++) {
      this.#fractions[links[at]!] = 0;
      this.nsPerByteOf[links[at]!] = 0;
    }
    this.#loaded.length = 0;
  }

  /** Fraction of the buffer that crosses `link`. */
  of(link: number): number {
    return this.#fractions[link]!;
  }

  put(link: number, fraction: number): void {
    if (this.#fractions[link] === 0) {
      this.#figures.read(link);
      if (fraction === 0) return;
      this.#loaded.push(link);
    }
    this.#fractions[link]! += fraction;
  }

  add(other: Loads, times: number): void {
    const { links, length } = other.#loaded;
    for (let at = 0; at < length; at++) this.put(links[at]!, other.#fractions[links[at]!]! * times);
  }

  /** Adds what was kept of loads. */
  addKept({ links, fractions }: KeptLoads, times: number): void {
    for (let at = 0; at < links.length; at++) this.put(links[at]!, fractions[at]! * times);
  }

  /** The loads as they are now. */
  kept(): KeptLoads {
    const links = this.#loaded.links.slice(0, this.#loaded.length);
    const fractions = new Float64Array(links.length);
    for (let at = 0; at < links.length; at++) fractions[at] = this.#fractions[links[at]!]!;
    return { links, fractions };
  }

  /** Divides the loads as they are now by what links carry; result: the time per byte of buffer on the most loaded, ns. */
  divide(): number {
    const { links, length } = this.#loaded;
    const { bandwidth } = this.#figures;
    let most = 0;
    for (let at = 0; at < length; at++) {
      const link = links[at]!;
      const nsPerByte = this.#fractions[link]! / bandwidth[link]!;
      this.nsPerByteOf[link] = nsPerByte;
      most = Math.max(most, nsPerByte);
    }
    return most;
  }
}
