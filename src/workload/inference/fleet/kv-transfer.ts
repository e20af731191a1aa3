/**
 * Moves keys and values from the replicas that computed them to those that decode, where the two are apart
 * (disaggregation). Until a prompt's keys and values are over, they take room on both sides; on their way they are read from
 * the memory of one replica and written to that of the other, beside the steps there.
 *
 * Over the cluster's network every rank sends its share to the rank in the same place of the other replica, and all
 * transfers share links, cards and whatever else is on them. Where the scenario gives a bandwidth of its own, that is one way
 * out of each sender, which carries one prompt after the other.
 */

import type { Sharing } from "../../../kernel/sharing/sharing.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";
import { EndMemory, type MemoryUse } from "../../../network/graph/end-memory.ts";
import { type ExchangePlay, playExchange } from "../../../network/graph/exchange-run.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import type { Request } from "../load/request.ts";
import type { Engine } from "../replica/engine.ts";
import type { MemoryTraffic } from "../replica/memory-traffic.ts";

/** How keys and values get from one half to the other. */
export interface TransferPlan {
  /** Time of `tokens` tokens from a sender to a receiver that have their ways to themselves, ns. */
  transferNs(tokens: number): number;
  /** What each rank sends of `tokens` tokens, bytes. */
  rankBytes(tokens: number): number;
  /** What they put on links, by the replicas' indices; absent where senders have ways of their own. */
  play?(tokens: number, source: number, target: number): ExchangePlay;
}

/** What transfers share with others. */
export interface TransferWays {
  links: LinkResources;
  sharing: Sharing;
  /** Number of the job. */
  owner: number;
  /** What moves to and from the memory of a replica; undefined where its steps have that to themselves. */
  trafficOf(replica: number): MemoryTraffic | undefined;
}

interface Sending {
  request: Request;
  engine: Engine;
  source: number;
  target: number;
  /** The sender has been lost, and with it what it held. */
  isOrphan: boolean;
  startedNs: number;
}

/** Transfers under way. */
export class KvTransfers implements Target {
  readonly #simulator: Simulator;
  readonly #plan: TransferPlan;
  /** Absent where each transfer takes its time alone. */
  readonly #ways: TransferWays | undefined;
  readonly #arrived: (request: Request, now: number) => void;
  readonly #sendings: (Sending | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  /** By sender with a way out of its own, what is on it and what waits for it. */
  readonly #lines = new Map<Engine, number[]>();
  /** By both ends. */
  readonly #ends = new Map<string, EndMemory>();

  constructor(
    simulator: Simulator,
    plan: TransferPlan,
    ways: TransferWays | undefined,
    arrived: (request: Request, now: number) => void,
  ) {
    this.#simulator = simulator;
    this.#plan = plan;
    this.#ways = ways;
    this.#arrived = arrived;
  }

  /** Requests on the way, or waiting for it. */
  get held(): number {
    return this.#sendings.length - this.#freeSlots.length;
  }

  /** Sends what `engine` of replica `source` has of `request` to replica `target`. */
  send(request: Request, engine: Engine, { source, target }: { source: number; target: number }): void {
    const { now } = this.#simulator;
    const slot = this.#freeSlots.pop() ?? this.#sendings.push(undefined) - 1;
    this.#sendings[slot] = { request, engine, source, target, isOrphan: false, startedNs: now };
    const { inputTokens } = request;
    const { play, transferNs } = this.#plan;
    if (play === undefined) this.#queue(engine, slot, now);
    else if (this.#ways === undefined) this.#simulator.schedule(transferNs(inputTokens), this, slot);
    else {
      const memory = this.#memoryOf(source, target);
      const planned = { ...play(inputTokens, source, target), memory };
      this.#moves(source, target, now);
      playExchange(this.#ways.links, planned, this, slot);
    }
  }

  /** `engine` is lost: it gives back now what it holds for those on their way, which are taken to arrive. */
  lose(engine: Engine, now: number): void {
    for (const sending of this.#sendings) {
      if (sending?.engine !== engine || sending.isOrphan) continue;
      sending.isOrphan = true;
      engine.releaseSent(sending.request, now);
    }
  }

  handle(slot: number, now: number): void {
    const { request, engine, source, target, isOrphan, startedNs } = this.#sendings[slot] as Sending;
    this.#sendings[slot] = undefined;
    this.#freeSlots.push(slot);
    for (const replica of [source, target]) this.#ways?.trafficOf(replica)?.ends();
    request.transferNs += now - startedNs;
    const line = this.#lines.get(engine);
    line?.shift();
    if (!isOrphan) engine.releaseSent(request, now);
    request.kvReady = true;
    this.#arrived(request, now);
    if (line !== undefined && line.length > 0) this.#sendAlone(line[0]!, now);
  }

  /** Puts a transfer on the way of its sender, behind those before it. */
  #queue(engine: Engine, slot: number, now: number): void {
    const line = this.#lines.get(engine) ?? [];
    this.#lines.set(engine, line);
    line.push(slot);
    if (line.length === 1) this.#sendAlone(slot, now);
  }

  /** Sends what has a way to itself, at its pace, and shares the memories at both ends. */
  #sendAlone(slot: number, now: number): void {
    const { request, source, target } = this.#sendings[slot] as Sending;
    const { transferNs, rankBytes } = this.#plan;
    const ns = transferNs(request.inputTokens);
    const ways = this.#ways;
    const memory = this.#useOf(source, target);
    this.#moves(source, target, now);
    if (ways === undefined || memory.resources.length === 0 || ns === 0) {
      this.#simulator.schedule(ns, this, slot);
      return;
    }
    const rate = rankBytes(request.inputTokens) / ns;
    const amounts = memory.perByte.map((each) => each * rate);
    const usage = { resources: memory.resources, amounts, weight: 1 / rate, rateMax: 1 };
    ways.sharing.run({ work: ns, usage, owner: ways.owner }, this, slot);
  }

  #moves(source: number, target: number, now: number): void {
    for (const replica of [source, target]) this.#ways?.trafficOf(replica)?.begins(now);
  }

  #memoryOf(source: number, target: number): EndMemory {
    const key = `${source} ${target}`;
    const known = this.#ends.get(key) ?? new EndMemory(() => this.#useOf(source, target));
    this.#ends.set(key, known);
    return known;
  }

  /** What a byte that a rank sends uses of the memories at both ends. */
  #useOf(source: number, target: number): MemoryUse {
    const uses = [source, target].flatMap((replica) => this.#ways?.trafficOf(replica)?.use ?? []);
    return {
      resources: uses.flatMap(({ resources }) => resources),
      perByte: uses.flatMap(({ perByte }) => perByte),
    };
  }
}
