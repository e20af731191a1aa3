/** G7e: RTX PRO 6000 GPUs that reach each other over the host's PCIe Gen5 only. */
import { assumed, published, recalled } from "../../base/figure.ts";
import { rtxPro6000 } from "../chips/rtx-pro-6000.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV3LatencyElsewhere, tcpLatency } from "../network-latency.ts";
import { announced } from "./sources.ts";
import { nvme } from "./storage.ts";

const onDemand = (usdPerHour: number) =>
  price("on-demand", published(usdPerHour, "AWS price list, as instances.vantage.sh had it"), "2026-08-26");

const cards = (chips: number) => ({
  chip: rtxPro6000,
  chips: recalled(chips, announced),
  servers: recalled(1, announced),
  vcpus: recalled(24 * chips, announced),
  hostMemory: recalled(`${256 * chips} GiB`, announced),
  hostPower: hostPower(24 * chips, 192),
  scaleUp: { kind: "pcie", chipBandwidth: recalled("64 GB/s", "PCIe Gen5 x16 of each GPU") } as const,
  networkName: "EFAv4",
  networkBandwidth: recalled(`${200 * chips} Gb/s`, announced),
  networkInterfaces: assumed(chips / 2, "cards of 400 Gb/s"),
  networkLatency: efaV3LatencyElsewhere,
});

export const g7eInstances = [
  defineInstance({
    ...cards(1),
    name: "g7e.2xlarge",
    title: "g7e.2xlarge: 1 RTX PRO 6000",
    scaleUp: { kind: "none" },
    vcpus: recalled(8, announced),
    hostMemory: recalled("64 GiB", announced),
    networkName: "ENA",
    networkBandwidth: recalled("50 Gb/s", announced),
    networkInterfaces: recalled(0, announced),
    networkLatency: tcpLatency,
    ...nvme(1, 1900),
    ebsBandwidth: recalled("5 Gb/s", announced),
    hostPower: hostPower(8, 192),
    prices: [onDemand(3.36312)],
  }),
  defineInstance({
    ...cards(2),
    name: "g7e.12xlarge",
    title: "g7e.12xlarge: 2 RTX PRO 6000",
    ...nvme(1, 3800),
    ebsBandwidth: recalled("25 Gb/s", announced),
    prices: [onDemand(8.28608)],
  }),
  defineInstance({
    ...cards(4),
    name: "g7e.24xlarge",
    title: "g7e.24xlarge: 4 RTX PRO 6000",
    ...nvme(2, 3800),
    ebsBandwidth: recalled("50 Gb/s", announced),
    prices: [onDemand(16.57216)],
  }),
  defineInstance({
    ...cards(8),
    name: "g7e.48xlarge",
    title: "g7e.48xlarge: 8 RTX PRO 6000",
    ...nvme(4, 3800),
    ebsBandwidth: recalled("100 Gb/s", announced),
    prices: [onDemand(33.14432)],
  }),
];
