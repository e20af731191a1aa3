/**
 * The links of a network as shared resources. What will be played on them is claimed before anything moves, so that links
 * which carry the same share of everything can be one resource (`link-fold.ts`). Links that single messages may take are
 * claimed one by one and stay apart.
 */
import { assert } from "../../base/errors.ts";
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import type { Sharing } from "../../kernel/sharing/sharing.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import { linkOf } from "../link.ts";
import type { Topology } from "../topology.ts";
import type { ExchangeGraph, TransferClass } from "./exchange-graph.ts";
import type { Links } from "./exchange-run.ts";
import { foldedUsage, LinkFold } from "./link-fold.ts";

/** Links on which tasks meet. */
export class LinkResources implements Links {
  exchanged: Links["exchanged"];
  readonly simulator: Simulator;
  readonly sharing: Sharing;
  readonly topology: Topology;
  /** Whether links that are always equally loaded are one resource. */
  readonly folds: boolean;
  readonly #fold: LinkFold;
  readonly #resourceOfKind: number[] = [];
  /** Resources of links that nobody claimed. */
  readonly #resourceOfOther = new Map<number, number>();
  #linksOf: Map<number, number[]> | undefined;
  readonly #claimed = new WeakSet<ExchangeGraph>();
  readonly #usersOf = new Map<number, Set<number>>();
  readonly #usages = new WeakMap<TransferClass, Usage>();
  #users = 0;
  /** Job of each user, and those that are never beside others of their job. */
  readonly #owners: (number | undefined)[] = [];
  readonly #asides = new Set<number>();
  #sealed = false;

  constructor(simulator: Simulator, sharing: Sharing, topology: Topology, folds = true) {
    this.simulator = simulator;
    this.sharing = sharing;
    this.topology = topology;
    this.folds = folds;
    this.#fold = new LinkFold(topology);
  }

  /**
   * A number for something that exchanges by itself, at the same time as others, of job `owner`; nobody's when absent. What is
   * `isAside` never does so at the same time as anything else of its job, as saves that steps wait for.
   */
  newUser({ owner, isAside = false }: { owner?: number; isAside?: boolean } = {}): number {
    const user = this.#users++;
    this.#owners[user] = owner;
    if (isAside) this.#asides.add(user);
    return user;
  }

  /** Tells that `user` will play `graph`. Comes before anything moves. */
  claim(user: number, graph: ExchangeGraph): void {
    assert(!this.#sealed, "an exchange was claimed after something had moved");
    for (const { links } of graph.classes) this.#addUser(user, links);
    this.#split(graph);
  }

  /**
   * Tells that `graph` may be played now and then, as after a failure: it meets what is played on its links, but whoever has them
   * to itself otherwise is not played for its sake. Comes before anything moves.
   */
  foresee(graph: ExchangeGraph): void {
    assert(!this.#sealed, "an exchange was foreseen after something had moved");
    for (const { links } of graph.classes) this.#addUser(undefined, links);
    this.#split(graph);
  }

  /** Keeps apart the links of which `graph` takes different parts. */
  #split(graph: ExchangeGraph): void {
    if (this.#claimed.has(graph)) return;
    this.#claimed.add(graph);
    for (const transfers of graph.classes) {
      if (this.folds) this.#fold.split(transfers);
      else for (const link of transfers.links) this.#fold.setApart(link);
    }
  }

  /** Tells that `user` may send single messages over `links`, which then stand each for itself. */
  claimLinks(user: number, links: ArrayLike<number>): void {
    assert(!this.#sealed, "links were claimed after something had moved");
    this.#addUser(user, links);
    for (let index = 0; index < links.length; index++) this.#fold.setApart(links[index]!);
  }

  /** Whether nobody whom `user` may meet has claimed a link of `graph`: then it never has to wait for anybody. */
  isPrivate(user: number, graph: ExchangeGraph): boolean {
    return graph.classes.every(({ links }) =>
      links.every((link) => {
        for (const other of this.#usersOf.get(link) ?? []) if (this.#mayMeet(user, other)) return false;
        return true;
      }),
    );
  }

  /** Whether another job than `owner` has claimed a link of `graph`. */
  meetsOthers(owner: number, graph: ExchangeGraph): boolean {
    return graph.classes.some(({ links }) =>
      links.some((link) => {
        for (const user of this.#usersOf.get(link) ?? []) if (this.#owners[user] !== owner) return true;
        return false;
      }),
    );
  }

  #mayMeet(user: number, other: number): boolean {
    if (user === other) return false;
    const owner = this.#owners[user];
    const isOfOneJob = owner !== undefined && owner === this.#owners[other];
    return !(isOfOneJob && (this.#asides.has(user) || this.#asides.has(other)));
  }

  /** Who has claimed any of `links`. */
  usersOf(links: readonly number[]): ReadonlySet<number> {
    return new Set(links.flatMap((link) => [...(this.#usersOf.get(link) ?? [])]));
  }

  /** The resource that `link` is. */
  resourceOf(link: number): number {
    this.#sealed = true;
    const isClaimed = this.#usersOf.has(link);
    const kind = this.#fold.kindOf(link);
    const known = isClaimed ? this.#resourceOfKind[kind] : this.#resourceOfOther.get(link);
    if (known !== undefined) return known;
    const resource = this.sharing.add(linkOf(this.topology, link).bandwidth, () => this.#nameOf(link));
    if (isClaimed) this.#resourceOfKind[kind] = resource;
    else this.#resourceOfOther.set(link, resource);
    return resource;
  }

  /** The links that `resource` stands for; none for resources of other kinds. */
  linksOf(resource: number): readonly number[] {
    if (this.#linksOf === undefined) {
      this.#linksOf = new Map([...this.#resourceOfOther].map(([link, own]) => [own, [link]]));
      for (const link of this.#usersOf.keys()) {
        const own = this.#resourceOfKind[this.#fold.kindOf(link)];
        if (own === undefined) continue;
        const links = this.#linksOf.get(own);
        if (links === undefined) this.#linksOf.set(own, [link]);
        else links.push(link);
      }
    }
    return this.#linksOf.get(resource) ?? [];
  }

  /** What a class of transfers uses per byte of buffer. */
  usage(transfers: TransferClass): Usage {
    const known = this.#usages.get(transfers);
    if (known !== undefined) return known;
    const usage = foldedUsage(transfers, (link) => this.resourceOf(link));
    this.#usages.set(transfers, usage);
    return usage;
  }

  #addUser(user: number | undefined, links: ArrayLike<number>): void {
    for (let index = 0; index < links.length; index++) {
      const users = this.#usersOf.get(links[index]!);
      if (users === undefined) this.#usersOf.set(links[index]!, new Set(user === undefined ? [] : [user]));
      else if (user !== undefined) users.add(user);
    }
  }

  #nameOf(link: number): string {
    const { source, target } = linkOf(this.topology, link);
    return `link ${source} > ${target}`;
  }
}
