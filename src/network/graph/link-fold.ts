/**
 * Links that are always equally loaded are one resource. Two links of equal width on which every class of transfers puts the
 * same fraction of its buffer can never differ, so that either's limit is the other's: folding them is exact, and leaves a
 * handful of resources of a cluster in which thousands of instances do the same.
 *
 *     kind of a link = its bandwidth, then for each class its fraction there
 */
import { assert } from "../../base/errors.ts";
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import { linkCountOf, linkOf } from "../link.ts";
import type { Topology } from "../topology.ts";
import type { TransferClass } from "./exchange-graph.ts";

/** Kinds of links, as far as they have been told apart; numbered from 1. */
export class LinkFold {
  readonly #topology: Topology;
  /** By link; 0 of links that nobody has looked at. */
  readonly #kindOf: Int32Array;
  readonly #kindOfBandwidth = new Map<number, number>();
  #kinds = 0;

  constructor(topology: Topology) {
    this.#topology = topology;
    this.#kindOf = new Int32Array(linkCountOf(topology));
  }

  /** Number of the kind of `link`. */
  kindOf(link: number): number {
    const known = this.#kindOf[link]!;
    if (known !== 0) return known;
    const { bandwidth } = linkOf(this.#topology, link);
    const kind = this.#kindOfBandwidth.get(bandwidth) ?? ++this.#kinds;
    this.#kindOfBandwidth.set(bandwidth, kind);
    this.#kindOf[link] = kind;
    return kind;
  }

  /** Tells links apart by what `transfers` put on them: a new kind for each pair of an old kind and a fraction. */
  split({ links, fractions }: TransferClass): void {
    const kinds = new Map<number, Map<number, number>>();
    // Most links are like the one before.
    let [fraction, before, kind] = [Number.NaN, 0, 0];
    for (let index = 0; index < links.length; index++) {
      const link = links[index]!;
      const old = this.kindOf(link);
      if (fractions[index] !== fraction || old !== before) {
        [fraction, before] = [fractions[index]!, old];
        const known = kinds.get(fraction) ?? new Map<number, number>();
        kinds.set(fraction, known);
        kind = known.get(before) ?? ++this.#kinds;
        known.set(before, kind);
      }
      this.#kindOf[link] = kind;
    }
  }

  /** Makes `link` a kind of its own. */
  setApart(link: number): void {
    this.#kindOf[link] = ++this.#kinds;
  }
}

/** What a class of transfers uses per byte of buffer, where `resourceOf` tells which resource stands for a link. */
export function foldedUsage(
  { links, fractions, longest }: TransferClass,
  resourceOf: (link: number) => number,
): Usage {
  const amounts = new Map<number, number>();
  for (let index = 0; index < links.length; index++) {
    const resource = resourceOf(links[index]!);
    const before = amounts.get(resource);
    assert(
      before === undefined || before === fractions[index],
      "links of one resource carry different loads",
    );
    amounts.set(resource, fractions[index]!);
  }
  return {
    resources: Int32Array.from(amounts.keys()),
    amounts: Float64Array.from(amounts.values()),
    weight: 1 / longest,
  };
}
