/**
 * The cores of one replica, shared by the engines of several models: one of them runs at a time, the others wait for their
 * turn in the order in which they asked.
 *
 *     engine of model A --step--step--|                     |--step--
 *     engine of model B               |--[weights]--step----|          a turn ends at the first step boundary after `sliceNs`
 *
 * Nobody who wants the cores waits while they are free, and an engine that is alone keeps them. Where the models' weights
 * do not all fit, those used least recently give way, and a turn begins when its own have come over the host link and through
 * the memory of the host, which other replicas use too.
 */
import { Alarm } from "../../../kernel/alarm.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import { hostUses, KvLoads, type ReplicaPlace } from "./kv-loads.ts";

/** How cores are shared. */
export interface CoreSharing {
  /** Least time a model keeps the cores while another waits, ns: 0 for one step each. */
  sliceNs: number;
  /** Where not all weights fit: room for them, and by model their size and the time to load them. */
  swapping?: { roomBytes: number; weightsBytes: readonly number[]; loadNs: readonly number[] } | undefined;
}

/** Someone who needs the cores to go on. */
export interface CoreUser {
  /** The cores are its own: `enter` will say so. */
  takeTurn(now: number): void;
  /** Another waits: from `atNs` on it must ask at each step boundary. */
  yieldFrom(atNs: number, now: number): void;
}

/** The cores of one replica; users are known by the number of their model. */
export class SharedCores {
  /** Time in which weights came and nothing ran, ns. */
  loadingNs = 0;
  readonly #users: CoreUser[] = [];
  readonly #sharing: CoreSharing;
  readonly #alarm: Alarm;
  readonly #loads: KvLoads;
  readonly #place: ReplicaPlace | undefined;
  readonly #waiting: number[] = [];
  /** Models whose weights are here, the least recently used first. */
  readonly #resident: number[] = [];
  #holder = -1;
  #sinceNs = 0;
  /** The holder has its turn and has not run yet. */
  #isFresh = false;

  /** Without a `place` weights come in their time alone. */
  constructor(simulator: Simulator, sharing: CoreSharing, place?: ReplicaPlace) {
    this.#sharing = sharing;
    this.#loads = new KvLoads(place && { ...place, traffic: undefined });
    this.#place = place;
    this.#alarm = new Alarm(simulator, (now) => this.#begin(now));
    const { swapping } = sharing;
    let left = swapping?.roomBytes ?? 0;
    swapping?.weightsBytes.forEach((bytes, model) => {
      if (bytes > left) return;
      left -= bytes;
      this.#resident.push(model);
    });
  }

  /** `user` runs `model` from now on. */
  join(model: number, user: CoreUser): void {
    this.#users[model] = user;
  }

  /** When the holder must give way, ns; never while nobody waits. */
  get yieldNs(): number {
    return this.#waiting.length === 0 ? Number.POSITIVE_INFINITY : this.#sinceNs + this.#sharing.sliceNs;
  }

  /** Asks for the cores for one step of `model`: true when they are its own, else it will be told. */
  enter(model: number, now: number): boolean {
    if (this.#holder === model && (this.#isFresh || now < this.yieldNs)) {
      this.#isFresh = false;
      return true;
    }
    if (this.#waiting.includes(model)) return false;
    this.#waiting.push(model);
    if (this.#holder === model) this.#holder = -1;
    if (this.#holder >= 0) {
      this.#users[this.#holder]!.yieldFrom(this.yieldNs, now);
      return false;
    }
    const next = this.#passOn(now);
    if (next === model) this.#isFresh = false;
    else if (next >= 0) this.#users[next]!.takeTurn(now);
    return next === model;
  }

  /** `model` has nothing to do, or is not able to. */
  leave(model: number, now: number): void {
    const place = this.#waiting.indexOf(model);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (this.#holder !== model) return;
    this.#alarm.cancel();
    this.#loads.stop();
    this.loadingNs -= Math.max(0, this.#sinceNs - now);
    this.#holder = -1;
    const next = this.#passOn(now);
    if (next >= 0) this.#users[next]!.takeTurn(now);
  }

  /** Gives free cores to whoever waits longest; its number if it can begin at once, else -1. */
  #passOn(now: number): number {
    const next = this.#waiting.shift();
    if (next === undefined) return -1;
    this.#holder = next;
    this.#isFresh = true;
    const loadNs = this.#load(next);
    this.#sinceNs = now + loadNs;
    this.loadingNs += loadNs;
    if (loadNs === 0) return next;
    const { ways, replica = 0 } = this.#place ?? {};
    const parts = ways === undefined ? [] : [...ways.hostMemory(replica), ...ways.hostLink(replica)];
    const uses = hostUses(parts, this.#sharing.swapping?.weightsBytes[next] ?? 0);
    const endNs = this.#loads.start(uses, now, loadNs, (loadedNs) => this.#alarm.set(loadedNs));
    if (endNs !== undefined) this.#alarm.set(endNs);
    return -1;
  }

  #begin(now: number): void {
    // Beside others weights may come later than alone.
    this.loadingNs += now - this.#sinceNs;
    this.#sinceNs = now;
    this.#users[this.#holder]!.takeTurn(now);
  }

  /** Makes room for the weights of `model`; the time until they are here. */
  #load(model: number): number {
    const { swapping } = this.#sharing;
    if (swapping === undefined) return 0;
    const resident = this.#resident;
    const place = resident.indexOf(model);
    if (place >= 0) {
      resident.push(...resident.splice(place, 1));
      return 0;
    }
    const { roomBytes, weightsBytes, loadNs } = swapping;
    resident.push(model);
    let bytes = resident.reduce((sum, each) => sum + weightsBytes[each]!, 0);
    while (bytes > roomBytes && resident.length > 1) bytes -= weightsBytes[resident.shift() as number]!;
    return loadNs[model]!;
  }
}
