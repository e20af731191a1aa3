/**
 * Moves keys and values from the replicas that computed them to those that decode, where the two are apart
 * (disaggregation). Until a prompt's keys and values are over, they take room on both sides.
 *
 * Over the cluster's network every rank sends its share to the rank in the same place of the other replica, and all
 * transfers share links, cards and whatever else is on them. Where the scenario gives a bandwidth of its own, that is one way
 * out of each sender, which carries one prompt after the other.
 */
import type { Target } from "../../../kernel/event-queue.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import { type ExchangePlay, playExchange } from "../../../network/graph/exchange-run.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";
import type { Request } from "../load/request.ts";
import type { Engine } from "../replica/engine.ts";

/** How keys and values get from one half to the other. */
export interface TransferPlan {
  /** Time of `tokens` tokens from a sender to a receiver that have their ways to themselves, ns. */
  transferNs(tokens: number): number;
  /** What they put on links, by the replicas' indices; absent where senders have ways of their own. */
  play?(tokens: number, source: number, target: number): ExchangePlay;
}

interface Sending {
  request: Request;
  engine: Engine;
  /** The sender has been lost, and with it what it held. */
  isOrphan: boolean;
  startedNs: number;
}

/** Transfers under way. */
export class KvTransfers implements Target {
  readonly #simulator: Simulator;
  readonly #plan: TransferPlan;
  /** Absent where each transfer takes its time alone. */
  readonly #links: LinkResources | undefined;
  readonly #arrived: (request: Request, now: number) => void;
  readonly #sendings: (Sending | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  /** When the way out of a sender is free, where it is its own, ns. */
  readonly #freeNs = new Map<Engine, number>();

  constructor(
    simulator: Simulator,
    plan: TransferPlan,
    links: LinkResources | undefined,
    arrived: (request: Request, now: number) => void,
  ) {
    this.#simulator = simulator;
    this.#plan = plan;
    this.#links = links;
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
    this.#sendings[slot] = { request, engine, isOrphan: false, startedNs: now };
    const { inputTokens } = request;
    const { play, transferNs } = this.#plan;
    if (play === undefined) {
      const endNs = Math.max(now, this.#freeNs.get(engine) ?? 0) + transferNs(inputTokens);
      this.#freeNs.set(engine, endNs);
      this.#simulator.scheduleAt(endNs, this, slot);
    } else if (this.#links === undefined) this.#simulator.schedule(transferNs(inputTokens), this, slot);
    else playExchange(this.#links, play(inputTokens, source, target), this, slot);
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
    const { request, engine, isOrphan, startedNs } = this.#sendings[slot] as Sending;
    this.#sendings[slot] = undefined;
    this.#freeSlots.push(slot);
    request.transferNs += now - startedNs;
    if (!isOrphan) engine.releaseSent(request, now);
    request.kvReady = true;
    this.#arrived(request, now);
  }
}
