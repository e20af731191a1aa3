/**
 * What moves to and from the memory (HBM) of one replica while its steps run: keys and values on their way to or from another
 * replica, the memory of a host, a tier. While something does, its engines take their steps one at a time, each a task that
 * shares the memory; while nothing does, they know of no memory at all.
 *
 * A prompt's keys and values lie evenly on the ranks, all of which do the same, so that the memory of one stands for all.
 */
import { lazy } from "../../../base/lazy.ts";
import type { ChipDemand, Program } from "../../../cluster/shared-chips.ts";
import type { Sharing } from "../../../kernel/sharing/sharing.ts";
import type { Target } from "../../../kernel/target.ts";
import type { MemoryUse } from "../../../network/graph/end-memory.ts";
import { DeviceMemory } from "../../device-memory.ts";
import type { KvUse } from "../load/kv-use.ts";

/** What stands behind it, a text each. */
export const trafficAssumptions: readonly string[] = [
  "memory: keys and values that come and go are read and written there, and slow the running step as far as its operators wait for the memory (spread evenly over a step: assumed)",
];

/** The memory of one rank of a replica. */
export interface RankMemory {
  /** What streams reach, bytes/ns. */
  bandwidth: number;
  /** Ranks of the replica. */
  ranks: number;
}

/** Somebody whose steps use the memory. */
export interface MemoryUser {
  /** From `now` on something moves. */
  sharesMemory(now: number): void;
}

/** Traffic of one replica. */
export class MemoryTraffic {
  readonly #users: MemoryUser[] = [];
  readonly #ranks: number;
  readonly #programs: readonly Program[];
  /** By pipeline stage. */
  readonly #devices: () => readonly DeviceMemory[];
  #moving = 0;
  /** Whether its chips are other jobs' too. */
  readonly isOnSharedChips: boolean;
  /** Whether anything has moved so far. */
  hasMoved = false;

  /**
   * Stages that batches cross one by one have a memory each, and a program each (`programs`) where other jobs compute on the
   * same chips.
   */
  constructor(
    sharing: Sharing,
    { bandwidth, ranks }: RankMemory,
    {
      stages = 1,
      programs = [],
      ...of
    }: { owner: number; name: string; stages?: number; programs?: readonly Program[] },
  ) {
    this.#ranks = ranks;
    this.#programs = programs;
    this.isOnSharedChips = programs.length > 0;
    this.#devices = lazy(() =>
      Array.from({ length: stages }, (_, stage) => {
        const name = stages === 1 ? of.name : `stage ${stage} of ${of.name}`;
        return new DeviceMemory(sharing, { ...of, name, bandwidth, program: programs[stage] });
      }),
    );
  }

  /** Whether something moves, or other jobs compute on the same chips. */
  get isShared(): boolean {
    if (this.#moving > 0) return true;
    return this.isOnSharedChips && this.#programs.some(({ hasCompany }) => hasCompany);
  }

  /** What a byte of one rank uses of its memory: of that of a rank of each stage, all of which move the same. */
  get use(): MemoryUse {
    const uses = this.#devices().map(({ use }) => use);
    return {
      resources: uses.flatMap(({ resources }) => resources),
      perByte: uses.flatMap(({ perByte }) => perByte),
    };
  }

  /** What `bytes` of all ranks together use of the memory of one. */
  uses(bytes: number): readonly KvUse[] {
    return this.use.resources.map((resource) => ({ resource, bytes: bytes / this.#ranks }));
  }

  /** `user` is told when something begins to move. */
  join(user: MemoryUser): void {
    this.#users.push(user);
  }

  /** Something begins to move. */
  begins(now: number): void {
    this.hasMoved = true;
    this.#moving++;
    if (this.#moving === 1) for (const user of this.#users) user.sharesMemory(now);
  }

  /** Something has moved. */
  ends(): void {
    this.#moving--;
  }

  /** Computes on `stage` what takes `ns` alone; `client` gets `code` at the end. */
  compute(ns: number, demand: ChipDemand, client: Target, code: number, stage = 0): void {
    this.#devices()[stage]!.compute(ns, demand, client, code);
  }

  /** Takes the work of `stage` out before its end. */
  stop(stage = 0): void {
    this.#devices()[stage]!.stop();
  }
}
