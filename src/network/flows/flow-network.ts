/**
 * A network in which messages contend: after its start-up cost a message flows over the links of its route, which all flows
 * share max-min fairly; its last byte arrives one latency after it has left. Starts, finishes and changes of bandwidth are
 * events; all changes of one moment are settled together.
 *
 *     time of a message alone = start + bytes / narrowest link [sent] + latencies of the route [arrived]
 *
 * Links can lose bandwidth or fail during the run. Flows on a failed link wait until it is back; a run that ends with such
 * flows is stalled and says which link they wait for.
 */
import { assert } from "../../base/errors.ts";
import { Alarm } from "../../kernel/alarm.ts";
import { SharedResources } from "../../kernel/sharing/shared-resources.ts";
import type { Simulator, Worker } from "../../kernel/simulator.ts";
import type { Target } from "../../kernel/target.ts";
import { messageNs, routeLatencyNs, routeStartNs } from "../link.ts";
import type { Topology } from "../topology.ts";
import { LinkTraffic } from "./link-traffic.ts";

/** A message to send. */
export interface Message {
  bytes: number;
  route: readonly number[];
  /** Whose traffic it is, for the account of interference. */
  job?: string | undefined;
  /** Waits this long before it starts, ns. */
  afterNs?: number;
}

/** Who is told of a message. */
export interface MessageClient {
  /** All of it has left. */
  sent?(code: number, now: number): void;
  /** All of it has arrived. */
  arrived(code: number, now: number): void;
}

interface Sending extends Message {
  client: MessageClient;
  code: number;
  startedNs: number;
  state: "waits" | "flows" | "travels";
}

const settleCode = -1;

/** Links with messages on their way. */
export class FlowNetwork implements Target, Worker {
  readonly topology: Topology;
  /** Bytes that links carried, by job, and how much jobs slowed each other down. */
  readonly traffic: LinkTraffic;

  readonly #simulator: Simulator;
  readonly #system: SharedResources;
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
    this.#system = new SharedResources(topology.links.map(({ bandwidth }) => bandwidth));
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

  /** Sends `message`; tells `client` with `code` when it has left and when it has arrived. */
  send(message: Message, client: MessageClient, code: number): void {
    const slot = this.#freeSlots.pop() ?? this.#messages.push(undefined) - 1;
    const { bytes, route, job, afterNs = 0 } = message;
    const startedNs = this.#simulator.now + afterNs;
    this.#messages[slot] = { bytes, route, job, client, code, startedNs, state: "waits" };
    this.#simulator.schedule(afterNs + routeStartNs(this.topology, route), this, slot);
  }

  /** Sets the bandwidth of `link` to a fraction of what it was built with: 0 = it has failed, 1 = it is whole again. */
  degrade(link: number, fraction: number): void {
    assert(fraction >= 0 && fraction <= 1, () => `link ${link}: ${fraction} of its bandwidth`);
    this.#system.setCapacity(link, fraction * this.topology.links[link]!.bandwidth);
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
    const message = this.#messages[code] as Sending;
    if (message.state === "travels") {
      this.#deliver(code, now);
    } else if (message.bytes === 0 || message.route.length === 0) {
      this.#depart(code, now);
    } else {
      message.state = "flows";
      this.#slotOfFlow[this.#system.start(message.bytes, { resources: message.route }, now)] = code;
      this.#settleSoon();
    }
  }

  unfinished(): string[] {
    return this.#messages.flatMap((message) => {
      const down = message?.route.find((link) => this.#system.capacity(link) === 0);
      if (message === undefined || down === undefined) return [];
      const { source, target } = this.topology.links[down]!;
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
      this.#depart(this.#slotOfFlow[flow]!, now);
    }
    this.#settleSoon();
  }

  #depart(slot: number, now: number): void {
    const message = this.#messages[slot] as Sending;
    message.state = "travels";
    this.#simulator.schedule(routeLatencyNs(this.topology, message.route), this, slot);
    message.client.sent?.(message.code, now);
  }

  #deliver(slot: number, now: number): void {
    const { bytes, route, job, startedNs, client, code } = this.#messages[slot] as Sending;
    this.#messages[slot] = undefined;
    this.#freeSlots.push(slot);
    this.traffic.add(route, bytes, job, {
      tookNs: now - startedNs,
      aloneNs: messageNs(this.topology, route, bytes),
    });
    client.arrived(code, now);
  }
}
