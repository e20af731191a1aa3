/** G6 and G6e: L4 and L40S GPUs that reach each other over the host's PCIe only. */
import { recalled } from "../../base/figure.ts";
import { l4, l40s } from "../chips/ada.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV2Latency, tcpLatency } from "../network-latency.ts";
import { announced } from "./sources.ts";
import { nvme } from "./storage.ts";

const listed = (usdPerHour: number) =>
  price("on-demand", recalled(usdPerHour, "AWS price list, recalled; date not known"), "2025");

const pcie = { kind: "pcie", chipBandwidth: recalled("32 GB/s", "PCIe Gen4 x16 of each GPU") } as const;

const one = {
  chips: recalled(1, announced),
  servers: recalled(1, announced),
  scaleUp: { kind: "none" },
  networkName: "ENA",
  networkInterfaces: recalled(0, announced),
  networkLatency: tcpLatency,
  hostPower: hostPower(4, 192),
} as const;

const eight = {
  chips: recalled(8, announced),
  servers: recalled(1, announced),
  vcpus: recalled(192, announced),
  scaleUp: pcie,
  networkName: "EFAv2",
  networkLatency: efaV2Latency,
  hostPower: hostPower(192, 192),
} as const;

const four = {
  chips: recalled(4, announced),
  servers: recalled(1, announced),
  vcpus: recalled(48, announced),
  scaleUp: pcie,
  networkName: "ENA",
  networkInterfaces: recalled(0, announced),
  networkLatency: tcpLatency,
  ebsBandwidth: recalled("20 Gb/s", announced),
  hostPower: hostPower(48, 192),
} as const;

export const g6Instances = [
  defineInstance({
    ...one,
    name: "g6.xlarge",
    title: "g6.xlarge: 1 L4",
    chip: l4,
    vcpus: recalled(4, announced),
    hostMemory: recalled("16 GiB", announced),
    networkBandwidth: recalled("2.5 Gb/s", `${announced}, baseline; bursts to 10 Gb/s`),
    ...nvme(1, 250, 1000),
    ebsBandwidth: recalled("5 Gb/s", announced),
    prices: [listed(0.8048)],
  }),
  defineInstance({
    ...four,
    name: "g6.12xlarge",
    title: "g6.12xlarge: 4 L4",
    chip: l4,
    hostMemory: recalled("192 GiB", announced),
    networkBandwidth: recalled("40 Gb/s", announced),
    ...nvme(4, 940, 1000),
    prices: [listed(4.6016)],
  }),
  defineInstance({
    ...eight,
    name: "g6.48xlarge",
    title: "g6.48xlarge: 8 L4",
    chip: l4,
    hostMemory: recalled("768 GiB", announced),
    networkBandwidth: recalled("100 Gb/s", announced),
    networkInterfaces: recalled(1, announced),
    ...nvme(8, 940, 1000),
    ebsBandwidth: recalled("60 Gb/s", announced),
    prices: [listed(13.3504)],
  }),
  defineInstance({
    ...one,
    name: "g6e.xlarge",
    title: "g6e.xlarge: 1 L40S",
    chip: l40s,
    vcpus: recalled(4, announced),
    hostMemory: recalled("32 GiB", announced),
    networkBandwidth: recalled("2.5 Gb/s", `${announced}, baseline; bursts to 20 Gb/s`),
    ...nvme(1, 250, 1000),
    ebsBandwidth: recalled("5 Gb/s", announced),
    prices: [listed(1.861)],
  }),
  defineInstance({
    ...four,
    name: "g6e.12xlarge",
    title: "g6e.12xlarge: 4 L40S",
    chip: l40s,
    hostMemory: recalled("384 GiB", announced),
    networkBandwidth: recalled("100 Gb/s", announced),
    ...nvme(2, 1900),
    prices: [listed(10.49264)],
  }),
  defineInstance({
    ...eight,
    name: "g6e.48xlarge",
    title: "g6e.48xlarge: 8 L40S",
    chip: l40s,
    hostMemory: recalled("1536 GiB", announced),
    networkBandwidth: recalled("400 Gb/s", announced),
    networkInterfaces: recalled(4, announced),
    ...nvme(4, 1900),
    ebsBandwidth: recalled("60 Gb/s", announced),
    prices: [listed(30.13118)],
  }),
];
