/**
 * A network whose runtime sends short messages by a protocol of their own, as NCCL does: its low-latency protocol writes a flag
 * beside every four bytes, so that the receiver needs not be told that they are there. It carries half as much, and a message
 * is over in what the wire takes.
 *
 *     short, up to `bytesMax` a message    latency of the wire                + bytes / (half of the bandwidth)
 *     long                                 latency of the wire and of proxies + bytes / bandwidth
 *
 * A collective goes by one of the two as a whole; a message of it is taken as a rank's part of the buffer. Both put their bytes
 * on the same links, short ones twice as many.
 */
import { AnalyticNetwork, type AnalyticOptions } from "./analytic/analytic-network.ts";
import { ExchangeGraph, type TransferClass } from "./graph/exchange-graph.ts";
import { linkOf } from "./link.ts";
import type { CollectiveRequest } from "./network.ts";
import type { PlannedExchange } from "./planned-exchange.ts";
import type { Topology } from "./topology.ts";

/** Wires as short messages find them: the same links, with other bandwidths and latencies. */
export interface ShortWires {
  topology: Topology;
  /** Longest message that goes by them, bytes. */
  bytesMax: number;
}

/** Bytes of a message of `request`: a rank's part of the buffer. */
export function messageBytes({ operation, bytes, ranks }: CollectiveRequest): number {
  const isWhole = operation === "broadcast" || operation === "permute" || operation === "point-to-point";
  return isWhole ? bytes : bytes / ranks.length;
}

/** A network over `topology` for long messages and over other wires for short ones. */
export class ProtocolNetwork extends AnalyticNetwork {
  readonly #short: AnalyticNetwork;
  readonly #wires: ShortWires;
  readonly #bytesMax: number;
  readonly #onWires = new WeakMap<ExchangeGraph, ExchangeGraph>();

  constructor(topology: Topology, short: ShortWires, options: AnalyticOptions = {}) {
    super(topology, options);
    this.#short = new AnalyticNetwork(short.topology, options);
    this.#wires = short;
    this.#bytesMax = short.bytesMax;
  }

  protected override alike(options: AnalyticOptions): ProtocolNetwork {
    return new ProtocolNetwork(this.topology, this.#wires, options);
  }

  override collectiveNs(request: CollectiveRequest): number {
    return this.#isShort(request) ? this.#short.collectiveNs(request) : super.collectiveNs(request);
  }

  override collective(request: CollectiveRequest) {
    return this.#isShort(request) ? this.#short.collective(request) : super.collective(request);
  }

  override loads(request: CollectiveRequest) {
    return this.#isShort(request) ? this.#short.loads(request) : super.loads(request);
  }

  override exchange(request: CollectiveRequest): PlannedExchange | undefined {
    if (!this.#isShort(request)) return super.exchange(request);
    const planned = this.#short.exchange(request);
    return planned && { ...planned, graph: this.#moved(planned.graph) };
  }

  override transferNs(bytes: number, source: number, target: number): number {
    return bytes <= this.#bytesMax
      ? this.#short.transferNs(bytes, source, target)
      : super.transferNs(bytes, source, target);
  }

  override messages(request: CollectiveRequest) {
    return this.#isShort(request) ? this.#short.messages(request) : super.messages(request);
  }

  #isShort(request: CollectiveRequest): boolean {
    return messageBytes(request) <= this.#bytesMax;
  }

  /** `graph` of short messages on the links that long ones use too: as much slower as they carry less, it puts more on them. */
  #moved(graph: ExchangeGraph): ExchangeGraph {
    const known = this.#onWires.get(graph);
    if (known !== undefined) return known;
    const more = (link: number) =>
      linkOf(this.topology, link).bandwidth / linkOf(this.#short.topology, link).bandwidth;
    const moved = new Map(
      graph.classes.map((each): [TransferClass, TransferClass] => [
        each,
        { ...each, fractions: each.fractions.map((part, place) => part * more(each.links[place]!)) },
      ]),
    );
    const made = new ExchangeGraph(
      this.topology,
      graph.tracks.map((phases) =>
        phases.map(({ units, delaysFirst }) => ({
          units: units.map((unit) => unit.map((each) => moved.get(each)!)),
          delaysFirst,
        })),
      ),
    );
    this.#onWires.set(graph, made);
    return made;
  }
}
