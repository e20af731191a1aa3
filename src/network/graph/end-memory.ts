/**
 * The memory that an exchange reads and writes at its ends: every byte that a rank sends is read from its memory, and every
 * byte that it gets is written there. Ranks of a group do the same at the same time, so that one stands for all: the busiest.
 *
 *     bytes in memory per byte of buffer = max over ranks of (fractions on links out of it + fractions on links into it)
 *
 * Where a rank passes on what is meant for others, that goes through its memory too. Left out: operands that a reduction
 * reads beside what has come.
 */
import type { Usage } from "../../kernel/sharing/shared-resources.ts";
import { linkOf } from "../link.ts";
import type { Topology } from "../topology.ts";
import type { TransferClass } from "./exchange-graph.ts";

/** Resources of a rank that its memory's traffic uses, and how much of each per byte read or written. */
export interface MemoryUse {
  resources: readonly number[];
  perByte: readonly number[];
}

/** The memory of the ranks that exchange. */
export class EndMemory {
  readonly #use: MemoryUse;
  readonly #usages = new WeakMap<TransferClass, Usage>();

  constructor(use: MemoryUse) {
    this.#use = use;
  }

  /** What `transfers` use per byte of buffer: `onLinks`, and memory. */
  usage(transfers: TransferClass, onLinks: Usage, topology: Topology): Usage {
    const known = this.#usages.get(transfers);
    if (known !== undefined) return known;
    const { resources, perByte } = this.#use;
    const bytes = endBytes(transfers, topology);
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

/** Bytes that the busiest rank reads and writes per byte of buffer. */
export function endBytes({ links, fractions }: TransferClass, topology: Topology): number {
  const sums = new Map<number, number>();
  for (let index = 0; index < links.length; index++) {
    const { source, target } = linkOf(topology, links[index]);
    for (const end of [source, target]) {
      if (end < topology.endpoints) sums.set(end, (sums.get(end) ?? 0) + fractions[index]);
    }
  }
  return Math.max(0, ...sums.values());
}
