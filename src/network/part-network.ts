/** A part of a network under ranks of its own: rank r of a job is rank `ranks[r]` of the cluster. */
import type { ClusterNetwork } from "./cluster-network.ts";
import type { CollectiveRequest } from "./network.ts";

/** `whole` as those see it who have `ranks` of it, in ascending order. */
export class PartNetwork implements ClusterNetwork {
  readonly #whole: ClusterNetwork;
  readonly #ranks: readonly number[];
  /** The same group of a job is the same group of the cluster, so that prices are found again. */
  readonly #groups = new WeakMap<readonly number[], readonly number[]>();

  constructor(whole: ClusterNetwork, ranks: readonly number[]) {
    this.#whole = whole;
    this.#ranks = ranks;
  }

  get topology() {
    return this.#whole.topology;
  }

  get byCards(): PartNetwork | undefined {
    const { byCards } = this.#whole;
    return byCards && new PartNetwork(byCards, this.#ranks);
  }

  collectiveNs(request: CollectiveRequest): number {
    return this.#whole.collectiveNs(this.#request(request));
  }

  transferNs(bytes: number, source: number, target: number): number {
    return this.#whole.transferNs(bytes, this.#ranks[source]!, this.#ranks[target]!);
  }

  collective(request: CollectiveRequest) {
    return this.#whole.collective(this.#request(request));
  }

  loads(request: CollectiveRequest) {
    return this.#whole.loads(this.#request(request));
  }

  exchange(request: CollectiveRequest) {
    return this.#whole.exchange(this.#request(request));
  }

  meeting(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
    const met = new Set(this.#whole.meeting(groups.map((group) => this.#group(group))));
    return groups.filter((group) => met.has(this.#group(group)));
  }

  route(source: number, target: number): readonly number[] {
    return this.#whole.route(this.#ranks[source]!, this.#ranks[target]!);
  }

  #request({ ranks, simultaneous, ...rest }: CollectiveRequest): CollectiveRequest {
    return {
      ...rest,
      ranks: this.#group(ranks),
      simultaneous: simultaneous?.map((group) => this.#group(group)),
    };
  }

  #group(group: readonly number[]): readonly number[] {
    const known = this.#groups.get(group) ?? group.map((rank) => this.#ranks[rank]!);
    this.#groups.set(group, known);
    return known;
  }
}
