/**
 * Trn3 UltraServers, the only form in which Trainium3 is documented: switched all-to-all links among 64 chips (Gen1), and
 * 36 servers of four chips under two levels of switches (Gen2: servers 0-17 and 18-35 on a switch group each, plus direct
 * links between matching chips). No price is published.
 */
import { assumed, derived, published } from "../../base/figure.ts";
import { trainium3 } from "../chips/trainium3.ts";
import { defineInstance } from "../define-instance.ts";
import { efaV3LatencyElsewhere } from "../network-latency.ts";

const docs = "AWS Neuron docs: trn3-arch.rst";
const drives = "per chip as on trn2.48xlarge; no instance page exists";

export const trn3UltraServers = [
  defineInstance({
    name: "trn3-gen1-ultraserver",
    title: "Trn3 Gen1 UltraServer: 64 Trainium3",
    kind: "ultraserver",
    chip: trainium3,
    chips: published(64, docs),
    servers: published(4, docs),
    vcpus: published(768, docs),
    hostMemory: published("8192 GiB", docs),
    scaleUp: {
      kind: "switch",
      chipBandwidth: derived("704 GB/s", "(4 + 5 + 2) PCIe Gen6 x8 links x 64 GB/s a chip and direction"),
    },
    networkName: "EFA",
    networkBandwidth: published("12800 Gb/s", docs),
    networkInterfaces: assumed(64, "one 200 Gb/s card a chip, as on trn2.48xlarge"),
    networkLatency: efaV3LatencyElsewhere,
    nvme: assumed("30400 GB", drives),
    nvmeReadBandwidth: assumed("48 GB/s", drives),
    nvmeWriteBandwidth: assumed("24 GB/s", drives),
    ebsBandwidth: assumed("320 Gb/s", drives),
    hostPower: assumed("10000 W", "4 boxes of 16 chips x 2.5 kW of host, network cards and fans"),
    prices: [],
  }),
  defineInstance({
    name: "trn3-gen2-ultraserver",
    title: "Trn3 Gen2 UltraServer: 144 Trainium3",
    kind: "ultraserver",
    chip: trainium3,
    chips: published(144, docs),
    servers: published(36, docs),
    vcpus: published(2304, docs),
    hostMemory: published("27648 GiB", docs),
    scaleUp: {
      kind: "two-level-switch",
      chipsPerServer: published(4, docs),
      serversPerRack: published(18, docs),
      serverBandwidth: published("256 GB/s", `${docs}: 4 PCIe Gen6 x8 links, one direction of 64 GB/s each`),
      rackBandwidth: published("320 GB/s", `${docs}: 5 PCIe Gen6 x8 links, one direction of 64 GB/s each`),
      interRackBandwidth: published(
        "128 GB/s",
        `${docs}: 2 PCIe Gen6 x8 links, one direction of 64 GB/s each`,
      ),
    },
    networkName: "EFA",
    networkBandwidth: published("28800 Gb/s", docs),
    networkInterfaces: assumed(144, "one 200 Gb/s card a chip, as on trn2.48xlarge"),
    networkLatency: efaV3LatencyElsewhere,
    nvme: assumed("68400 GB", drives),
    nvmeReadBandwidth: assumed("108 GB/s", drives),
    nvmeWriteBandwidth: assumed("54 GB/s", drives),
    ebsBandwidth: assumed("720 Gb/s", drives),
    hostPower: assumed("22500 W", "2.5 kW of host, network cards and fans for every 16 chips"),
    prices: [],
  }),
];
