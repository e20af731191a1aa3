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
 * the memory is full. Work alone takes its own time. Where other jobs compute on the same chips, all of it uses their engines
 * and memory too (`shared-chips.ts`).
 */
import { lazy } from "../base/lazy.ts";
import type { CollectiveCores } from "../cluster/collective-cores.ts";
import type { ChipDemand, Program, ProgramTask } from "../cluster/shared-chips.ts";
import type { Sharing } from "../kernel/sharing/sharing.ts";
import type { Target } from "../kernel/target.ts";
import { type MemoryUse, wholeBytes } from "../network/graph/end-memory.ts";

/** Whose memory it is. */
export interface MemoryOwner {
  /** Number of the job. */
  owner: number;
  /** What streams reach, bytes/ns. */
  bandwidth: number;
  /** Whose it is, for people. */
  name: string;
  /** What it is on chips that other jobs compute on too; absent where chips are its own. */
  program?: Program | undefined;
}

/** One memory, used by one piece of work at a time. */
export class DeviceMemory {
  readonly #sharing: Sharing;
  readonly #of: MemoryOwner;
  readonly #memory: number;
  readonly #operators: number;
  readonly #use: () => MemoryUse;
  #task: number | undefined;
  #shared: ProgramTask | undefined;

  constructor(sharing: Sharing, of: MemoryOwner) {
    const { bandwidth, name, program } = of;
    this.#sharing = sharing;
    this.#of = of;
    this.#memory = sharing.add(bandwidth, () => `memory of ${name}`);
    this.#operators =
      program?.operators ?? sharing.add(Number.POSITIVE_INFINITY, () => `operators of ${name}`);
    // Who else has the chips is known once all jobs have told.
    this.#use = lazy(() => wholeBytes([this.#memory, this.#operators, ...(program?.streams ?? [])]));
  }

  /** What a byte that moves uses of it. */
  get use(): MemoryUse {
    return this.#use();
  }

  /** What a byte uses of it that work waits for: of the memory that other jobs' work on the same chips waits for alone. */
  get waitedUse(): MemoryUse {
    return wholeBytes(this.#of.program?.othersOperators ?? []);
  }

  /** Whether other jobs compute on the same chips, now or later. */
  get isShared(): boolean {
    return this.#of.program?.hasCompany ?? false;
  }

  /** Cores of collectives that other jobs' collectives take too; undefined where chips are its own. */
  get cores(): CollectiveCores | undefined {
    return this.#of.program?.cores;
  }

  /** Computes what takes `ns` alone; `client` gets `code` at the end. */
  compute(ns: number, demand: ChipDemand, client: Target, code: number): void {
    const { bandwidth, owner, program } = this.#of;
    const { memoryBusy, memoryWaits } = demand;
    this.#sharing.setCapacity(this.#operators, bandwidth / memoryWaits);
    const bytes = Math.min(1, memoryBusy) * bandwidth;
    const resources = memoryWaits > 0 ? [this.#memory, this.#operators] : [this.#memory];
    const amounts = memoryWaits > 0 ? [bytes, bandwidth / memoryWaits] : [bytes];
    if (program !== undefined) {
      this.#shared = program.run({ ns, demand, resources, amounts, bytes }, client, code);
      return;
    }
    // As wide as one stream of bytes that has the memory to itself.
    const usage = { resources, amounts, weight: 1 / bandwidth, rateMax: 1 };
    this.#task = this.#sharing.run({ work: ns, usage, owner }, client, code);
  }

  /** Takes the work under way out before its end. */
  stop(): void {
    this.#shared?.stop();
    if (this.#task !== undefined) this.#sharing.stop(this.#task);
    this.#shared = undefined;
    this.#task = undefined;
  }
}
