/**
 * The memory (HBM) of ranks that all do the same, shared by what they compute and by what moves beside it; one memory stands
 * for all of them.
 *
 *     memory            capacity: bandwidth that streams reach in the software, bytes/ns
 *                       work: the time in which its operators keep the memory busy x bandwidth, spread over the work
 *                       what moves: the bytes it reads and writes
 *     waits for memory  capacity: bandwidth / the part of the running work that waits for memory
 *                       work: the same per ns of its time alone
 *                       what moves: its bytes
 *
 * The second says what a byte beside work costs: its whole time where operators wait for the memory, nothing where they
 * compute. Work of operators bound by memory alone thus loses bytes / bandwidth, work bound by compute loses nothing until
 * the memory is full. Work alone takes its own time.
 */
import type { Target } from "../kernel/event-queue.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";
import type { MemoryUse } from "../network/graph/end-memory.ts";

/** What work asks of the memory, as parts of its time alone. */
export interface MemoryDemand {
  /** In which the memory is busy. */
  busy: number;
  /** In which operators wait for it. */
  waits: number;
}

/** One memory, used by one piece of work at a time. */
export class DeviceMemory {
  /** What a byte that moves uses of it. */
  readonly use: MemoryUse;
  readonly #sharing: Sharing;
  readonly #owner: number;
  readonly #bandwidth: number;
  readonly #memory: number;
  readonly #operators: number;

  /** `bandwidth`: what streams reach, bytes/ns; `name` says whose memory it is. */
  constructor(sharing: Sharing, owner: number, bandwidth: number, name: string) {
    this.#sharing = sharing;
    this.#owner = owner;
    this.#bandwidth = bandwidth;
    this.#memory = sharing.add(bandwidth, () => `memory of ${name}`);
    this.#operators = sharing.add(Number.POSITIVE_INFINITY, () => `operators of ${name}`);
    this.use = { resources: [this.#memory, this.#operators], perByte: [1, 1] };
  }

  /** Computes what takes `ns` alone; `client` gets `code` at the end. Returns the number of the task. */
  compute(ns: number, { busy, waits }: MemoryDemand, client: Target, code: number): number {
    const bandwidth = this.#bandwidth;
    this.#sharing.setCapacity(this.#operators, bandwidth / waits);
    const used = Math.min(1, busy) * bandwidth;
    const usage =
      waits > 0
        ? { resources: this.use.resources, amounts: [used, bandwidth / waits] }
        : { resources: [this.#memory], amounts: [used] };
    // As wide as one stream of bytes that has the memory to itself.
    const plan = { work: ns, usage: { ...usage, weight: 1 / bandwidth, rateMax: 1 }, owner: this.#owner };
    return this.#sharing.run(plan, client, code);
  }

  /** Takes work out before its end; returns how long it would still take alone, ns. */
  stop(task: number): number {
    return this.#sharing.stop(task);
  }
}
