/**
 * The links between chips and their host (PCIe), one a chip, shared by whatever passes them: the ranks of a chip, the steps,
 * swaps, tiers, weights and adapters of all jobs there, and state that lives on the host. Chips that the same users have are
 * one resource, as wide as the link of one of them.
 *
 *     bytes over the link of a chip = bytes of a user x the part of the user's ranks that the chip has
 *
 * Both directions together are taken to give what the datasheet gives for one (assumed: catalogs tell no more).
 */
import { lazy } from "../base/lazy.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";
import { type Cell, Claims } from "./claims.ts";
import type { Cluster } from "./cluster.ts";
import { wholeRanks } from "./part.ts";

/** What stands behind it, a text each. */
export const hostLinkAssumptions: readonly string[] = [
  "host links: both directions together give what the datasheet gives for one (assumed)",
];

/** A resource that has a part of every byte that passes. */
export interface HostPart {
  resource: number;
  part: number;
}

/** The host links of a world. */
export class HostLinks {
  readonly #sharing: Sharing;
  readonly #claims = new Claims();
  readonly #resources = new Map<Cell, number>();

  constructor(sharing: Sharing) {
    this.#sharing = sharing;
  }

  /**
   * Tells that `ranks` of a job will move the same over the links of their chips, before anything does. The result says what
   * a byte of all of them together uses; it is asked for when something moves.
   */
  claim(cluster: Cluster, ranks: readonly number[]): () => readonly HostPart[] {
    const { ranksPerChip, instance } = cluster;
    const byChip = new Map<number, number>();
    for (const rank of wholeRanks(cluster, ranks)) {
      const chip = Math.floor(rank / ranksPerChip);
      byChip.set(chip, (byChip.get(chip) ?? 0) + 1 / ranks.length);
    }
    const user = this.#claims.claim(byChip.keys());
    return lazy(() => {
      const most = new Map<Cell, number>();
      for (const cell of this.#claims.cellsOf(user)) most.set(cell, 0);
      for (const [chip, part] of byChip) {
        const cell = this.#claims.cellOf(chip) as Cell;
        most.set(cell, Math.max(most.get(cell) as number, part));
      }
      return [...most].map(([cell, part]) => {
        return { resource: this.#resourceOf(cell, instance.chip.hostBandwidth), part };
      });
    });
  }

  #resourceOf(cell: Cell, bandwidth: number): number {
    const known = this.#resources.get(cell);
    if (known !== undefined) return known;
    const resource = this.#sharing.add(bandwidth, () => `host link of chip ${cell.first} and those like it`);
    this.#resources.set(cell, resource);
    return resource;
  }
}
