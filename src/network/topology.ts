/**
 * A topology: nodes joined by directed links, and the route from any node to any other. Endpoints (chips or ranks) are
 * nodes 0 to `endpoints` - 1; switches follow. Routes are the fabric's own choice, the same every time.
 */
import type { Link, Wires } from "./link.ts";
import { LinkIndex } from "./link-index.ts";
import type { RouteEnd } from "./link-list.ts";

/** What two ends of a link have in common. */
export interface LinkFigures {
  /** Bytes/ns per direction. */
  bandwidth: number;
  latencyNs: number;
  /** ns per message beside its bytes; zero when absent. */
  startNs?: number;
}

/** How the members along one dimension reach each other. */
export type DimensionShape =
  /** Neighbours, and the last is the first's neighbour. */
  | "ring"
  /** Neighbours only. */
  | "chain"
  /** All reach all alike: a switch, a full mesh, one memory. */
  | "all";

/** One dimension of a grid of endpoints. */
export interface Dimension {
  size: number;
  shape: DimensionShape;
  /** Bytes/ns that one member can send along it, one direction of a ring or chain. */
  bandwidth: number;
}

/** Parts of a network, one after the other from endpoint 0 on, that are wired alike and joined by a core that blocks nothing. */
export interface AlikeParts {
  /** Of each part. */
  readonly endpoints: number;
  /** The link of the first `period` parts that is to them what `link` is to the run of so many parts that it belongs to. */
  first(link: number, period: number): number;
  /** Links of the kind of `link` in each part: the like of `link` in the next part is so many further on. */
  linksEach(link: number): number;
}

/** A wired network. */
export interface Topology extends Wires {
  /** In the notation of the command line: `torus:4x4`. */
  readonly name: string;
  readonly endpoints: number;
  /** Endpoints and switches. */
  readonly nodes: number;
  /** Endpoints as a grid, first dimension fastest: endpoint = i0 + size0 x (i1 + size1 x i2). */
  readonly dimensions: readonly Dimension[];
  /** Bytes/ns from one half of the endpoints to the other across the narrowest even cut, one direction. */
  readonly bisectionBandwidth: number;
  /** Parts that are all alike; absent where there are none, or it is not known. */
  readonly alikeParts?: AlikeParts;
  /** Links between chip `chip` and the memory of its host that its messages to other instances take, out and in; absent where they take none. */
  stagingLinks?(chip: number): readonly number[];
  /** Links over which all goes that leaves part `part` of a cluster, an instance; absent where they are not known, or there is one part. */
  exitsOf?(part: number): readonly number[];
  /** Links over which all goes that comes to part `part`; absent where they are not known, or there is one part. */
  entriesOf?(part: number): readonly number[];
  /** Links above the cards from part `part` to part `other`, or out of the cluster when absent; absent where they are not known. */
  above?(part: number, other?: number): readonly number[];
  /** Links above the cards from outside of the cluster to part `part`; absent where they are not known. */
  downTo?(part: number): readonly number[];
  /** Routes that leave an instance by its cards alone, where wires join it to others too; absent where there are none. */
  readonly byCards?: Required<Pick<Topology, "route" | "appendRoute">>;
  /** The switch that joins all `members` and can sum what they send it; undefined where there is none. */
  reducingSwitch?(members: readonly number[]): number | undefined;
  /** Links from `source` to `target`, in order; none when they are the same. One end may be a reducing switch. */
  route(source: number, target: number): readonly number[];
  /** The same at the end of `route`, where millions are asked for; absent where few are. */
  appendRoute?(route: RouteEnd, source: number, target: number): void;
}

/** Collects links while a topology is wired. */
export class Wiring {
  readonly links: Link[] = [];
  readonly #index = new LinkIndex();

  /** Adds a link in one direction and returns its index. Links of equal ends add up: two cables are one of twice the width. */
  oneWay(source: number, target: number, { bandwidth, latencyNs, startNs = 0 }: LinkFigures): number {
    const known = this.#index.find(source, target);
    if (known !== undefined) {
      this.links[known]!.bandwidth += bandwidth;
      return known;
    }
    this.#index.add(source, target);
    return this.links.push({ source, target, bandwidth, latencyNs, startNs }) - 1;
  }

  /** Adds a link in each direction. */
  bothWays(a: number, b: number, figures: LinkFigures): void {
    this.oneWay(a, b, figures);
    this.oneWay(b, a, figures);
  }

  /** The link from `source` to its neighbour `target`. */
  between(source: number, target: number): number {
    const link = this.#index.find(source, target);
    if (link === undefined) throw new Error(`no link from node ${source} to node ${target}`);
    return link;
  }

  /** The links along `nodes`, each a neighbour of the one before. */
  along(nodes: readonly number[]): number[] {
    const route: number[] = [];
    for (let index = 1; index < nodes.length; index++)
      route.push(this.between(nodes[index - 1]!, nodes[index]!));
    return route;
  }
}
