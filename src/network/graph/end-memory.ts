/**
 * The memory that an exchange reads and writes at its ends: every byte that a rank sends is read from its memory, every byte
 * that it gets is written there, and where that is added to what the rank has, a byte of this is read too. Ranks of a group do
 * the same at the same time, so that one stands for all: the busiest.
 *
 *     bytes in memory per byte of buffer = max over ranks of (fractions on links out of it + (1 + added) fractions on links into it)
 *
 * Of what comes in a reduce-scatter all is added. Of what comes in an all-reduce among n ranks all but the result of the others'
 * shards, (n - 1) / n of the buffer, which takes half of a ring's steps; the steps are taken to add evenly.
 *
 *     ring of 4, all-reduce: 1.5 sent, 1.5 got, .75 of them added: 3.75 bytes a byte of buffer
 *
 * Where a rank passes on what is meant for others, that goes through its memory too.
 */
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import type { CollectiveOperation } from "../collectives/collective-plan.ts";
import { linkOf } from "../link.ts";
import type { Topology } from "../topology.ts";
import type { ExchangeGraph, TransferClass } from "./exchange-graph.ts";

/** Resources of a rank that its memory's traffic uses, and how much of each per byte read or written. */
export interface MemoryUse {
  resources: readonly number[];
  perByte: readonly number[];
}

/** The same amount of each of `resources` per byte: one. */
export function wholeBytes(resources: readonly number[]): MemoryUse {
  return { resources, perByte: resources.map(() => 1) };
}

/** The memory of the ranks that exchange. */
export class EndMemory {
  readonly #use: () => MemoryUse;
  readonly #usages = new WeakMap<TransferClass, Usage>();

  /** `use` is asked for when something is played first. */
  constructor(use: () => MemoryUse) {
    this.#use = use;
  }

  /** What `transfers` use per byte of buffer: `onLinks`, and memory; of what they bring the part `added` is added. */
  usage(transfers: TransferClass, onLinks: Usage, topology: Topology, added = 0): Usage {
    const known = this.#usages.get(transfers);
    if (known !== undefined) return known;
    const { resources, perByte } = this.#use();
    const bytes = endBytes(transfers, topology, added);
    const linkAmounts = onLinks.amounts ?? new Float64Array(onLinks.resources.length).fill(1);
    const usage: Usage = {
      ...onLinks,
      resources: Int32Array.from([...Array.from(onLinks.resources), ...resources]),
      amounts: Float64Array.from([...Array.from(linkAmounts), ...perByte.map((each) => each * bytes)]),
    };
    this.#usages.set(transfers, usage);
    return usage;
  }
}

/** Bytes that the busiest rank reads and writes per byte of buffer, where it adds the part `added` of what it gets. */
export function endBytes({ links, fractions }: TransferClass, topology: Topology, added = 0): number {
  const sums = new Map<number, number>();
  const add = (end: number, bytes: number) => {
    if (end < topology.endpoints) sums.set(end, (sums.get(end) ?? 0) + bytes);
  };
  for (let index = 0; index < links.length; index++) {
    const { source, target } = linkOf(topology, links[index]!);
    add(source, fractions[index]!);
    add(target, (1 + added) * fractions[index]!);
  }
  return mostOf(sums);
}

/** The part of what comes to a rank in `operation` among `members` that is added to what it has. */
export function addedPart(operation: CollectiveOperation, graph: ExchangeGraph, members: number): number {
  if (operation === "reduce-scatter") return 1;
  if (operation !== "all-reduce") return 0;
  const { topology, tracks } = graph;
  const gotBy = new Map<number, number>();
  for (const { links, fractions } of tracks.flatMap((phases) =>
    phases.flatMap(({ units }) => units.flat()),
  )) {
    for (let index = 0; index < links.length; index++) {
      const { target } = linkOf(topology, links[index]!);
      if (target < topology.endpoints) gotBy.set(target, (gotBy.get(target) ?? 0) + fractions[index]!);
    }
  }
  const got = mostOf(gotBy);
  return got > 0 ? Math.max(0, 1 - (members - 1) / members / got) : 0;
}

function mostOf(sums: ReadonlyMap<number, number>): number {
  let most = 0;
  for (const sum of sums.values()) most = Math.max(most, sum);
  return most;
}
