/**
 * The LoRA adapters that lie in the device memory of a replica. A request that starts finds its own there or brings it from the
 * memory of the host, beside its prompt, over what that shares with others. Those in use stay, even where a batch uses more
 * than have a place; of the others the least recently used give way.
 *
 *     16 adapters, 4 places, one request at a time, equally popular: 12 of 16 requests load one
 */
import type { Request } from "../load/request.ts";
import { hostUses, type ReplicaPlace } from "./kv-loads.ts";

/** Adapters of a fleet. */
export interface AdapterPlan {
  count: number;
  /** Places of a replica. */
  resident: number;
  /** Of one, on all ranks of a replica. */
  bytes: number;
  /** From the host's memory alone, ns. */
  loadNs: number;
}

/** Those of one replica. */
export class AdapterStore {
  readonly #plan: AdapterPlan;
  readonly #place: ReplicaPlace | undefined;
  /** Requests that use each of those in memory, by adapter, the least recently used first. */
  readonly #holders = new Map<number, number>();

  /** Begins with the first of them in memory. Without a `place` each load takes its time alone. */
  constructor(plan: AdapterPlan, place?: ReplicaPlace) {
    this.#plan = plan;
    this.#place = place;
    for (let adapter = 0; adapter < plan.resident; adapter++) this.#holders.set(adapter, 0);
  }

  /** `request` starts: its adapter is here, or it has to load it. */
  start(request: Request): void {
    const { adapter } = request;
    const holders = this.#holders.get(adapter);
    this.#holders.delete(adapter);
    this.#holders.set(adapter, (holders ?? 0) + 1);
    if (holders !== undefined) return;
    const { bytes, loadNs } = this.#plan;
    const before = request.loadNs > 0 ? request.loadUses : [];
    request.loadNs += loadNs;
    request.loadUses = [...before, ...usesOf(this.#place, bytes)];
    this.#trim();
  }

  /** `request` needs its adapter no more. */
  release({ adapter }: Request): void {
    this.#holders.set(adapter, (this.#holders.get(adapter) as number) - 1);
    this.#trim();
  }

  #trim(): void {
    for (const [adapter, holders] of this.#holders) {
      if (this.#holders.size <= this.#plan.resident) return;
      if (holders === 0) this.#holders.delete(adapter);
    }
  }
}

/** What `bytes` from the host pass through on their way to the chips of a replica. */
function usesOf(place: ReplicaPlace | undefined, bytes: number) {
  if (place === undefined) return [];
  const { ways, replica, traffic } = place;
  const parts = [...ways.hostMemory(replica), ...ways.hostLink(replica)];
  return [...hostUses(parts, bytes), ...(traffic?.uses(bytes) ?? [])];
}
