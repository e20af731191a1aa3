/**
 * A network in which messages contend: each message waits for the delay of its route, then flows over the route's links,
 * which all flows share max-min fairly. Starts, finishes and changes of bandwidth are events; all changes of one moment are
 * settled together.
 *
 *     time of a message alone = delays of the route + bytes / narrowest link
 *
 * Links can lose bandwidth or fail during the run. Flows on a failed link wait until it is back; a run that ends with such
 * flows is stalled and says which link they wait for.
 */
import { assert } from "../../base/errors.ts";
import { Alarm } from "../../kernel/alarm.ts";
import type { Target } from "../../kernel/event-queue.ts";
import type { Simulator, Worker } from "../../kernel/simulator.ts";
import { messageNs, routeDelayNs } from "../link.ts";
import type { Topology } from "../topology.ts";
import { FlowSystem } from "./flow-system.ts";
import { LinkTraffic } from "./link-traffic.ts";

/** A message to send. */
export interface Message {
  bytes: number;
  route: readonly number[];
  /** Whose traffic it is, for the account of interference. */
  job?: string;
  /** Waits this long before it starts, ns. */
  afterNs?: number;
}

interface Sending extends Message {
  client: Target;
  code: number;
  sentNs: number;
}

const settleCode = -1;

/** Links with messages on their way; the client of a message is told by `handle(code, now)` when all of it has arrived. */
export class FlowNetwork implements Target, Worker {
  readonly topology: Topology;
  /** Bytes that links carried, by job, and how much jobs slowed each other down. */
  readonly traffic: LinkTraffic;

  readonly #simulator: Simulator;
  readonly #system: FlowSystem;
  readonly #alarm: Alarm;
  /** Messages by slot: those in their delay and those that flow. */
  readonly #messages: (Sending | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  readonly #slotOfFlow: number[] = [];
  #settling = false;

  constructor(simulator: Simulator, topology: Topology) {
    this.#simulator = simulator;
    this.topology = topology;
    this.traffic = new LinkTraffic(topology.links);
    this.#system = new FlowSystem(topology.links.map(({ bandwidth }) => bandwidth));
    this.#alarm = new Alarm(simulator, (now) => this.#finish(now));
    simulator.watch(this);
  }

  /** Messages on their way. */
  get running(): number {
    return this.#messages.length - this.#freeSlots.length;
  }

  /** Times that rates were worked out. */
  get solves(): number {
    return this.#system.solves;
  }

  /** Sends `message`; tells `client` with `code` when it has arrived. */
  send(message: Message, client: Target, code: number): void {
    const slot = this.#freeSlots.pop() ?? this.#messages.push(undefined) - 1;
    const { afterNs = 0, route } = message;
    this.#messages[slot] = { ...message, client, code, sentNs: this.#simulator.now };
    this.#simulator.schedule(afterNs + routeDelayNs(this.topology.links, route), this, slot);
  }

  /** Sets the bandwidth of `link` to a fraction of what it was built with: 0 = it has failed, 1 = it is whole again. */
  degrade(link: number, fraction: number): void {
    assert(fraction >= 0 && fraction <= 1, () => `link ${link}: ${fraction} of its bandwidth`);
    this.#system.setBandwidth(link, fraction * this.topology.links[link].bandwidth);
    this.#settleSoon();
  }

  handle(code: number, now: number): void {
    if (code === settleCode) {
      this.#settling = false;
      this.#system.settle(now);
      const { nextEndNs } = this.#system;
      if (nextEndNs < Number.POSITIVE_INFINITY) this.#alarm.set(Math.max(now, nextEndNs));
      else this.#alarm.cancel();
      return;
    }
    const { bytes, route } = this.#messages[code] as Sending;
    if (bytes === 0 || route.length === 0) {
      this.#deliver(code, now);
      return;
    }
    this.#slotOfFlow[this.#system.start(bytes, route, now)] = code;
    this.#settleSoon();
  }

  unfinished(): string[] {
    return this.#messages.flatMap((message) => {
      const down = message?.route.find((link) => this.#system.bandwidth(link) === 0);
      if (message === undefined || down === undefined) return [];
      const { source, target } = this.topology.links[down];
      return [`a message of ${message.bytes} bytes waits for link ${source} > ${target}, which is down`];
    });
  }

  #settleSoon(): void {
    if (this.#settling) return;
    this.#settling = true;
    this.#simulator.schedule(0, this, settleCode);
  }

  #finish(now: number): void {
    for (let flow = this.#system.ended(now); flow >= 0; flow = this.#system.ended(now)) {
      this.#system.stop(flow);
      this.#deliver(this.#slotOfFlow[flow], now);
    }
    this.#settleSoon();
  }

  #deliver(slot: number, now: number): void {
    const { bytes, route, job, sentNs, afterNs = 0, client, code } = this.#messages[slot] as Sending;
    this.#messages[slot] = undefined;
    this.#freeSlots.push(slot);
    this.traffic.add(route, bytes, job, {
      tookNs: now - sentNs - afterNs,
      aloneNs: messageNs(this.topology.links, route, bytes),
    });
    client.handle(code, now);
  }
}
