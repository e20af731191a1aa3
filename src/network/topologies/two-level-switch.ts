/**
 * The Trn3 Gen2 UltraServer: sleds of four chips with a switch of their own, a second level of switches that joins the sleds
 * of a rack, and direct links between the chips of the same place in the racks.
 *
 *     chip --256-- sled switch        chip --320-- rack switch        chip --128-- same chip of the other rack
 *
 * Each level has its own links from every chip (figures in bytes/ns and direction). A message in the sled crosses the sled
 * switch, one in the rack the rack switch; one to another rack crosses to the same place there first, then the rack.
 */
import { type LinkFigures, type Topology, Wiring } from "../topology.ts";

/** How many, and the figures of each level. */
export interface TwoLevelSwitchShape {
  chips: number;
  chipsPerServer: number;
  serversPerRack: number;
  server: LinkFigures;
  rack: LinkFigures;
  interRack: LinkFigures;
}

/** Chips on sled switches, rack switches and links between racks. */
export function twoLevelSwitch(shape: TwoLevelSwitchShape): Topology {
  const { chips, chipsPerServer } = shape;
  const chipsPerRack = Math.min(chips, chipsPerServer * shape.serversPerRack);
  const servers = Math.ceil(chips / chipsPerServer);
  const racks = Math.ceil(chips / chipsPerRack);
  const serverOf = (chip: number) => chips + Math.floor(chip / chipsPerServer);
  const rackOf = (chip: number) => chips + servers + Math.floor(chip / chipsPerRack);
  const wiring = new Wiring();
  const half = (figures: LinkFigures) => ({ ...figures, latencyNs: figures.latencyNs / 2 });
  for (let chip = 0; chip < chips; chip++) {
    wiring.bothWays(chip, serverOf(chip), half(shape.server));
    wiring.bothWays(chip, rackOf(chip), half(shape.rack));
    for (let other = chip + chipsPerRack; other < chips; other += chipsPerRack) {
      wiring.bothWays(chip, other, {
        ...shape.interRack,
        bandwidth: shape.interRack.bandwidth / (racks - 1),
      });
    }
  }
  const inRack = (source: number, target: number): number[] => {
    if (source === target) return [];
    if (serverOf(source) === serverOf(target)) return wiring.along([source, serverOf(source), target]);
    return wiring.along([source, rackOf(source), target]);
  };
  return {
    name: `two-level-switch:${chips}`,
    endpoints: chips,
    nodes: chips + servers + racks,
    links: wiring.links,
    dimensions: [
      { size: chipsPerServer, shape: "all", bandwidth: shape.server.bandwidth },
      { size: chipsPerRack / chipsPerServer, shape: "all", bandwidth: shape.rack.bandwidth },
      { size: racks, shape: "all", bandwidth: shape.interRack.bandwidth },
    ],
    bisectionBandwidth:
      racks > 1
        ? (chips / 2) * (shape.interRack.bandwidth / (racks - 1)) * Math.ceil(racks / 2)
        : (chips / 2) * shape.rack.bandwidth,
    route(source, target) {
      if (rackOf(source) === rackOf(target)) return inRack(source, target);
      const across = (source % chipsPerRack) + Math.floor(target / chipsPerRack) * chipsPerRack;
      return [wiring.between(source, across), ...inRack(across, target)];
    },
  };
}
