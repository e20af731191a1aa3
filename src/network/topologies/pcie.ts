/**
 * Cards on a host's PCIe: each has its slot's lanes, and two root complexes, one a socket, meet on the link between the
 * sockets. Cards of one socket reach each other at the rate of their slots; the others share the link between sockets.
 *
 *     card 0..n/2-1 -- socket A == socket B -- card n/2..n-1
 */
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";

/** `size` cards on two sockets; `figures` of a slot, `socketBandwidth` between the sockets, one direction. */
export function pcie(size: number, figures: LinkFigures, socketBandwidth: number): Topology {
  const wiring = new Wiring();
  const socketOf = (card: number) => size + (card < Math.ceil(size / 2) ? 0 : 1);
  const slot = { ...figures, latencyNs: figures.latencyNs / 2 };
  for (let card = 0; card < size; card++) wiring.bothWays(card, socketOf(card), slot);
  wiring.bothWays(size, size + 1, { bandwidth: socketBandwidth, latencyNs: 0 });
  return {
    name: `pcie:${size}`,
    endpoints: size,
    nodes: size + 2,
    links: wiring.links,
    dimensions: [{ size, shape: "all", bandwidth: figures.bandwidth }],
    bisectionBandwidth: Math.min(socketBandwidth, Math.floor(size / 2) * figures.bandwidth),
    route(source, target) {
      if (source === target) return [];
      const [from, to] = [socketOf(source), socketOf(target)];
      return wiring.along(from === to ? [source, from, target] : [source, from, to, target]);
    },
  };
}
