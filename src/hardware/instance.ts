/**
 * An instance type or an UltraServer as its documents describe it, in internal units: chips, host, links inside, network
 * outside, prices. The network wires `scaleUp` into links; the cost model reads `prices`.
 */
import type { FigureSource } from "../base/figure.ts";
import type { Chip } from "./chip.ts";

/** Ways to buy an instance; `auto` in a scenario picks on-demand where listed, else the capacity block. */
export type PurchaseOption = "on-demand" | "reserved-1y" | "reserved-3y" | "capacity-block" | "spot";

/** A price of one purchase option at one date. */
export interface Price extends FigureSource {
  option: PurchaseOption;
  usdPerHour: number;
  /** ISO date on which the price was read. */
  date: string;
  region: string;
}

/**
 * How the chips of one instance or UltraServer are linked. Bandwidths are per direction and per link (per chip where a
 * switch joins them), bytes/ns.
 */
export type ScaleUpTopology =
  | { kind: "none" }
  | { kind: "chain" | "ring"; linkBandwidth: number }
  /** `dimensions` multiply to the chip count; `linkBandwidth[i]` is the bandwidth along dimension i. */
  | { kind: "torus"; dimensions: readonly number[]; linkBandwidth: readonly number[] }
  /** Every pair of chips has a link of its own. */
  | { kind: "mesh"; linkBandwidth: number }
  /** All chips on one switch; `chipBandwidth` in and out of each chip; `reduces` where it can sum (NVLink SHARP). */
  | { kind: "switch"; chipBandwidth: number; reduces?: boolean }
  /** Eight V100s: hybrid cube mesh of NVLink2 (`linkBandwidth` one NVLink, double links counted twice). */
  | { kind: "cube-mesh"; linkBandwidth: number }
  /** Chips reach each other only through the host's PCIe. */
  | { kind: "pcie"; chipBandwidth: number }
  /**
   * Trn3: servers of `chipsPerServer` chips with their own links, joined by switches inside a rack and between racks.
   * Bandwidths are per chip at each level.
   */
  | {
      kind: "two-level-switch";
      chipsPerServer: number;
      serversPerRack: number;
      serverBandwidth: number;
      rackBandwidth: number;
      interRackBandwidth: number;
    }
  /** A topology by its name, a plug-in's too, whose endpoints are the chips: `wire` makes it of equal links. */
  | { kind: "topology"; name: string; linkBandwidth: number; wire: ScaleUpWiring };

/** Wires a topology whose links all have these figures: bytes/ns in one direction, ns, ns a message. What it makes is the network's. */
export type ScaleUpWiring = (figures: { bandwidth: number; latencyNs: number; startNs?: number }) => {
  readonly endpoints: number;
};

/** The network card side of an instance. */
export interface ScaleOut {
  /** Sum over all cards, one direction, bytes/ns. */
  bandwidth: number;
  /** EFA interfaces; 0 where the instance has plain Ethernet only. */
  interfaces: number;
  /** "EFAv2", "ENA" ... */
  name: string;
  /** Memory-to-memory time of a small message to another instance, ns. */
  latencyNs: number;
  /** Cards read the memory of chips directly, or what chips stage in that of the host. */
  path: "direct" | "host";
}

/** Local NVMe drives and the path to EBS. */
export interface LocalStorage {
  nvmeBytes: number;
  /** Bytes/ns over all drives. */
  nvmeReadBandwidth: number;
  nvmeWriteBandwidth: number;
  ebsBandwidth: number;
}

/** An instance type, or an UltraServer of several instances that share one scale-up domain. */
export interface Instance {
  name: string;
  /** Catalog instance that this one was changed from; absent on catalog instances. */
  derivedFrom?: string;
  title: string;
  kind: "instance" | "ultraserver";
  /** What computes: the accelerator, or a processor socket (or a slice of one) on CPU-only instances. */
  chip: Chip;
  /** Chips of the whole scale-up domain: 16 on trn2.48xlarge, 64 on trn2u-ultraserver. */
  chips: number;
  /** Instances it is made of; 1 except for UltraServers. */
  servers: number;
  vcpus: number;
  hostMemoryBytes: number;
  scaleUp: ScaleUpTopology;
  scaleOut: ScaleOut;
  storage: LocalStorage;
  /** Every known price, newest first; empty when none is published. */
  prices: readonly Price[];
  /** Power of host, network cards and fans, without the chips. */
  hostPowerWatts: number;
  /** Where each figure comes from, by its dotted path in this object. */
  sources: Readonly<Record<string, FigureSource>>;
}
