/**
 * From an instance's links to the network between ranks: ranks of one chip meet in its memory, chips of one scale-up
 * domain on its links, domains on the network cards.
 */
import type { Instance, ScaleUpTopology } from "../hardware/instance.ts";
import { closedFormNetwork, type Domain } from "../network/closed-form.ts";
import type { Network } from "../network/collective-request.ts";

/** Bytes/ns out of one chip that a ring over the whole domain can use, both directions of each link. */
function ringBandwidth(scaleUp: ScaleUpTopology): number {
  switch (scaleUp.kind) {
    case "none":
      return 0;
    case "chain":
    case "ring":
    case "cube-mesh":
      return 2 * scaleUp.linkBandwidth;
    case "torus":
      return 2 * Math.max(...scaleUp.linkBandwidth);
    case "mesh":
      return scaleUp.linkBandwidth;
    case "switch":
    case "pcie":
      return scaleUp.chipBandwidth;
    case "two-level-switch":
      return scaleUp.interRackBandwidth;
  }
}

/** The network of `count` domains of `instance` with `ranksPerChip` ranks on each chip. */
export function wire(instance: Instance, count: number, ranksPerChip: number): Network {
  const chip = instance.chip;
  const domains: Domain[] = [];
  if (ranksPerChip > 1 && chip) {
    domains.push({
      ranks: ranksPerChip,
      bandwidth: chip.memory.bandwidth / (2 * ranksPerChip),
      latencyNs: 500,
    });
  }
  const chips = instance.chips;
  if (chips > 1) {
    const latencyNs = chip?.scaleUp?.latencyNs ?? 2000;
    domains.push({ ranks: chips * ranksPerChip, bandwidth: ringBandwidth(instance.scaleUp), latencyNs });
  }
  if (count > 1 || domains.length === 0) {
    domains.push({
      ranks: count * chips * ranksPerChip,
      bandwidth: instance.scaleOut.bandwidth / instance.servers / ranksPerChip,
      latencyNs: instance.scaleOut.latencyNs,
    });
  }
  return closedFormNetwork(domains);
}
