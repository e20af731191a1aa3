/**
 * The links between chips and their host (PCIe), one a chip, shared by whatever passes them: the ranks of a chip, the steps,
 * swaps, tiers, weights and adapters of all jobs there, and state that lives on the host. Chips that the same users have are
 * one resource, as wide as the link of one of them.
 *
 *     bytes over the link of a chip = bytes of a user x the part of the user's ranks that the chip has
 *
 * Where messages between instances are staged in hosts they take these links too, each way one: what else passes is then on
 * both of them.
 *
 * Both directions together are taken to give what the datasheet gives for one (assumed: catalogs tell no more).
 */
import { elementAt } from "../base/element-at.ts";
import { lazy } from "../base/lazy.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";
import { ExchangeGraph, type TransferClass } from "../network/graph/exchange-graph.ts";
import type { LinkResources } from "../network/graph/link-resources.ts";
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

/** The links of some ranks of a job. */
export interface HostWay {
  /** What a byte of all of them together uses. Asked for when something moves. */
  parts(): readonly HostPart[];
  /** Other jobs that have claimed any of them. */
  others(): ReadonlySet<number>;
}

/** The host links of a world. */
export class HostLinks {
  readonly #sharing: Sharing;
  readonly #links: () => LinkResources;
  readonly #claims = new Claims();
  /** Job of each user. */
  readonly #owners: number[] = [];
  readonly #resources = new Map<Cell, number>();

  /** `links` are those between chips and cards, where messages are staged. */
  constructor(sharing: Sharing, links: () => LinkResources) {
    this.#sharing = sharing;
    this.#links = links;
  }

  /** Tells that `ranks` of job `owner` will move the same over the links of their chips, before anything does. */
  claim(cluster: Cluster, ranks: readonly number[], owner = 0): HostWay {
    const { ranksPerChip, instance } = cluster;
    const byChip = new Map<number, number>();
    for (const rank of wholeRanks(cluster, ranks)) {
      const chip = Math.floor(rank / ranksPerChip);
      byChip.set(chip, (byChip.get(chip) ?? 0) + 1 / ranks.length);
    }
    const user = this.#claims.claim(byChip.keys());
    this.#owners[user] = owner;
    const staged = instance.scaleOut.path === "host" ? this.#claimStaged(byChip, owner) : undefined;
    const parts = lazy(() => {
      const most = new Map<Cell, number>();
      for (const cell of this.#claims.cellsOf(user)) most.set(cell, 0);
      for (const [chip, part] of byChip) {
        const cell = this.#claims.cellOf(chip) as Cell;
        most.set(cell, Math.max(most.get(cell) as number, part));
      }
      const own = [...most].map(([cell, part]) => {
        return { resource: this.#resourceOf(cell, instance.chip.hostBandwidth), part };
      });
      return staged === undefined ? own : [...own, ...this.#partsOf(staged)];
    });
    const others = lazy(() => {
      const users = this.#claims.cellsOf(user).flatMap((cell) => cell.users);
      return new Set(users.map((each) => elementAt(this.#owners, each)).filter((each) => each !== owner));
    });
    return { parts, others };
  }

  /** Claims the links over which messages of these chips are staged; undefined where none leaves its instance. */
  #claimStaged(byChip: ReadonlyMap<number, number>, owner: number): TransferClass | undefined {
    const links = this.#links();
    const { topology } = links;
    if (topology.stagingLinks === undefined) return undefined;
    const staging = [...byChip].flatMap(
      ([chip, part]) => topology.stagingLinks?.(chip).map((link) => [link, part] as const) ?? [],
    );
    const transfers: TransferClass = {
      links: Int32Array.from(staging, ([link]) => link),
      fractions: Float64Array.from(staging, ([, part]) => part),
      longest: 1,
      nsPerByte: 0,
      alone: [[0, 0]],
    };
    const phase = { units: [[transfers]], delaysFirst: true };
    links.claim(links.newUser({ owner }), new ExchangeGraph(topology, [[phase]]));
    return transfers;
  }

  #partsOf(staged: TransferClass): HostPart[] {
    const { resources, amounts } = this.#links().usage(staged);
    return Array.from(resources, (resource, index) => ({ resource, part: amounts?.[index] ?? 1 }));
  }

  #resourceOf(cell: Cell, bandwidth: number): number {
    const known = this.#resources.get(cell);
    if (known !== undefined) return known;
    const resource = this.#sharing.add(bandwidth, () => `host link of chip ${cell.first} and those like it`);
    this.#resources.set(cell, resource);
    return resource;
  }
}
