/**
 * Links of which there are millions: runs of alike ones whose ends follow from their place, so that none has to be kept. Half a
 * million chips have ten million links, which would take half a gigabyte.
 */
import type { Link } from "./link.ts";
import type { LinkFigures } from "./topology.ts";

interface Run {
  first: number;
  linkAt(place: number): Link;
}

/** Runs of links, numbered as they are added. */
export class LinkRuns {
  readonly #runs: Run[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A run of `count` links; `linkAt` tells the one at a place of it. Result: the number of its first link. */
  add(count: number, linkAt: (place: number) => Link): number {
    const first = this.#length;
    this.#runs.push({ first, linkAt });
    this.#length += count;
    return first;
  }

  /** So many pairs of links, each a way out at an even place and the way back behind it. */
  addBothWays(pairs: number, ends: (pair: number) => readonly [a: number, b: number], figures: LinkFigures) {
    const { bandwidth, latencyNs, startNs = 0 } = figures;
    return this.add(2 * pairs, (place) => {
      const [a, b] = ends(place >> 1);
      const [source, target] = place % 2 === 0 ? [a, b] : [b, a];
      return { source, target, bandwidth, latencyNs, startNs };
    });
  }

  /** Every link, one object each. */
  all(): Link[] {
    return Array.from({ length: this.#length }, (_, link) => this.at(link));
  }

  /** The link of a number. */
  at(link: number): Link {
    let run = this.#runs.length - 1;
    while (link < this.#runs[run].first) run--;
    const { first, linkAt } = this.#runs[run];
    return linkAt(link - first);
  }
}
