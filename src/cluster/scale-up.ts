/** The links among the chips of one instance or UltraServer, as a topology, from its catalog entry. */
import type { Chip } from "../hardware/chip.ts";
import type { Instance } from "../hardware/instance.ts";
import { chain } from "../network/topologies/chain.ts";
import { cubeMesh } from "../network/topologies/cube-mesh.ts";
import { mesh } from "../network/topologies/mesh.ts";
import { pcie } from "../network/topologies/pcie.ts";
import { ring } from "../network/topologies/ring.ts";
import { switched } from "../network/topologies/switch.ts";
import { torus } from "../network/topologies/torus.ts";
import { twoLevelSwitch } from "../network/topologies/two-level-switch.ts";
import type { LinkFigures, Topology } from "../network/topology.ts";
import { idealLinks, type LinkSoftware } from "./link-software.ts";

/** Latency where the catalog has none: chips that meet on PCIe only. Assumed. */
const pcieLatencyNs = 2000;

/** Width of the link between two sockets in slots of one card: x16 lanes twice over. Assumed. */
const socketSlots = 2;

/** What the links inside an instance hang on. */
export type WiredScaleUp = Pick<Instance, "chips" | "scaleUp"> & { chip: Pick<Chip, "scaleUp"> };

/** Chips of `instance` and their links; one node without links where there is one chip. */
export function scaleUpTopology(instance: WiredScaleUp, software: LinkSoftware = idealLinks): Topology {
  const { chips, scaleUp } = instance;
  const figures = (bandwidth: number): LinkFigures => ({
    bandwidth: bandwidth * software.scaleUp.efficiency,
    latencyNs: instance.chip.scaleUp?.latencyNs ?? pcieLatencyNs,
    startNs: software.scaleUp.startNs,
  });
  switch (scaleUp.kind) {
    case "none":
      return chain(chips, figures(1));
    case "chain":
      return chain(chips, figures(scaleUp.linkBandwidth));
    case "ring":
      return ring(chips, figures(scaleUp.linkBandwidth));
    case "torus":
      return torus(scaleUp.dimensions, scaleUp.linkBandwidth.map(figures));
    case "mesh":
      return mesh(chips, figures(scaleUp.linkBandwidth));
    case "switch":
      return switched(chips, figures(scaleUp.chipBandwidth), { reduces: scaleUp.reduces });
    case "cube-mesh":
      return cubeMesh(figures(scaleUp.linkBandwidth));
    case "pcie":
      return pcie(chips, figures(scaleUp.chipBandwidth), socketSlots * scaleUp.chipBandwidth);
    case "topology":
      // The network's own topologies, and plug-ins held to their contract, are what the catalog gives to wire.
      return scaleUp.wire(figures(scaleUp.linkBandwidth)) as Topology;
    case "two-level-switch":
      return twoLevelSwitch({
        chips,
        chipsPerServer: scaleUp.chipsPerServer,
        serversPerRack: scaleUp.serversPerRack,
        server: figures(scaleUp.serverBandwidth),
        rack: figures(scaleUp.rackBandwidth),
        interRack: figures(scaleUp.interRackBandwidth),
      });
  }
}
