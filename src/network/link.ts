/**
 * A directed link: the wire, or the port, or the path through a switch, on which messages share bandwidth.
 *
 *     time of one message alone = latency + start + bytes / bandwidth
 *
 * `startNs` is what sending a message costs beside its bytes (descriptors, handshakes). It makes the efficiency depend on
 * size, bytes / (bytes + start x bandwidth): half the bandwidth is reached at start x bandwidth bytes.
 */

/** A link from node `source` to node `target`. */
export interface Link {
  source: number;
  target: number;
  /** Bytes/ns in this direction. */
  bandwidth: number;
  /** ns until the first byte arrives. */
  latencyNs: number;
  /** ns per message beside its bytes; on a route the largest counts once. */
  startNs: number;
}

/** Links by number. */
export interface Wires {
  readonly links: readonly Link[];
  /** How many they are, and one of them, where they are millions and the list is made only when it is asked for. */
  readonly linkCount?: number;
  linkAt?(link: number): Link;
}

/** How many links there are. */
export function linkCountOf(wires: Wires): number {
  return wires.linkCount ?? wires.links.length;
}

/** The link of a number. */
export function linkOf(wires: Wires, link: number): Link {
  return wires.linkAt?.(link) ?? wires.links[link]!;
}

/** Least latency with which anything leaves one of the first `endpoints` nodes, ns. */
export function leastLatencyNs(wires: Wires & { endpoints: number }): number {
  let least = Number.POSITIVE_INFINITY;
  for (let link = 0; link < linkCountOf(wires); link++) {
    const { source, latencyNs } = linkOf(wires, link);
    if (source < wires.endpoints) least = Math.min(least, latencyNs);
  }
  return least;
}

/** Sum of the latencies along `route`, ns. */
export function routeLatencyNs(wires: Wires, route: readonly number[]): number {
  let latencyNs = 0;
  for (const link of route) latencyNs += linkOf(wires, link).latencyNs;
  return latencyNs;
}

/** What starting a message over `route` costs: the dearest start, once; ns. */
export function routeStartNs(wires: Wires, route: readonly number[]): number {
  let startNs = 0;
  for (const link of route) startNs = Math.max(startNs, linkOf(wires, link).startNs);
  return startNs;
}

/**
 * Time of a message that has `route` to itself, ns: 1 MiB over one link of 50 bytes/ns, 500 ns away, arrives after
 * 500 + 20 971.52 = 21 471.52 ns.
 */
export function messageNs(wires: Wires, route: readonly number[], bytes: number): number {
  let narrowest = Number.POSITIVE_INFINITY;
  for (const link of route) narrowest = Math.min(narrowest, linkOf(wires, link).bandwidth);
  return routeStartNs(wires, route) + routeLatencyNs(wires, route) + bytes / narrowest;
}
