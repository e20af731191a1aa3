/**
 * What the prompts of a step wait for from outside their replica: keys and values that a prefix tier keeps, or that were
 * swapped out, one after the other. Computation goes on beside it, layer by layer.
 *
 * Each load has a pace of its own. What it shares with others (the links to its host and the memory of that, a tier that all
 * replicas have in common) and with the steps beside it (the memory of its own chips) are resources, on which a step's
 * loads are one task.
 */
import type { HostPart } from "../../../cluster/host-links.ts";
import type { Program } from "../../../cluster/shared-chips.ts";
import type { VolumeUsage } from "../../../cluster/volume.ts";
import type { Sharing } from "../../../kernel/sharing/sharing.ts";
import type { Target } from "../../../kernel/target.ts";
import type { KvUse } from "../load/kv-use.ts";
import type { HostInputs } from "./host-inputs.ts";
import type { MemoryTraffic } from "./memory-traffic.ts";
import type { SharedExchanges } from "./shared-exchanges.ts";

/** What replicas share with each other and with other jobs. */
export interface KvWays {
  sharing: Sharing;
  /** Number of the job. */
  owner: number;
  /** A tier that all replicas have in common. */
  tier(name: string, bandwidth: number): number;
  /** What a byte to or from the chips of replica `index` uses of the memory of its hosts, and of the links to them. */
  hostMemory(index: number): readonly HostPart[];
  hostLink(index: number): readonly HostPart[];
  /** What steps of replica `index` exchange on links that others use; undefined where it has them to itself. */
  exchanges?(index: number): SharedExchanges | undefined;
  /** Inputs and results of steps of replica `index` on the links to its hosts; undefined where it has none worth telling. */
  inputs?(index: number): HostInputs | undefined;
  /** What replica `index` is, stage by stage, on chips that other jobs compute on too; none where they are its own. */
  programs?(index: number): readonly Program[];
  /** Whether other jobs run beside it, now or later. */
  hasCompany?: boolean;
  /** What a byte of the weights of replica `index` uses of the cards of those hosts and of uplinks, when it comes up; absent where none do. */
  fromStore?(index: number): readonly HostPart[];
  /** What a byte of the `bytes` of weights that replica `index` now reads uses of a volume; undefined where they come from none. */
  readWeights?(index: number, bytes: number): VolumeUsage | undefined;
}

/** A replica among those that share ways. */
export interface ReplicaPlace {
  ways: KvWays;
  replica: number;
  /** What moves to and from its memory; absent where steps have that to themselves. */
  traffic?: MemoryTraffic | undefined;
}

/** What `bytes` use of `parts`. */
export function hostUses(parts: readonly HostPart[], bytes: number): readonly KvUse[] {
  return parts.map(({ resource, part }) => ({ resource, bytes: bytes * part }));
}

/** The loads of one engine, a step at a time; steps behind each other through stages have their time alone. */
export class KvLoads implements Target {
  readonly #ways: KvWays | undefined;
  readonly #traffic: MemoryTraffic | undefined;
  #task: number | undefined;
  #done: (endNs: number) => void = () => {};

  /** Without a `place` each load takes its time alone. */
  constructor(place?: ReplicaPlace) {
    this.#ways = place?.ways;
    this.#traffic = place?.traffic;
  }

  /**
   * Loads from `now` on what takes `loadNs` alone and uses these parts. Returns when it ends where nothing is shared; else
   * `done` is told.
   */
  start(
    uses: readonly KvUse[],
    now: number,
    loadNs: number,
    done: (endNs: number) => void,
  ): number | undefined {
    const ways = this.#ways;
    if (ways === undefined || uses.length === 0) return now + loadNs;
    const bytes = new Map<number, number>();
    for (const use of uses) bytes.set(use.resource, (bytes.get(use.resource) ?? 0) + use.bytes);
    const amounts = [...bytes.values()].map((each) => each / loadNs);
    const usage = { resources: [...bytes.keys()], amounts, weight: 1 / Math.max(...amounts), rateMax: 1 };
    this.#done = done;
    this.#task = ways.sharing.run({ work: loadNs, usage, owner: ways.owner }, this, 0);
    this.#traffic?.begins(now);
    return undefined;
  }

  /** Gives up what is under way. */
  stop(): void {
    if (this.#task === undefined) return;
    this.#ways?.sharing.stop(this.#task);
    this.#task = undefined;
    this.#traffic?.ends();
  }

  handle(_code: number, now: number): void {
    this.#task = undefined;
    this.#traffic?.ends();
    this.#done(now);
  }
}
